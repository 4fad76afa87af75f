"""A Mermaid journey for wikis, repositories and every tool that draws such diagrams.

Stages, steps, emotion (1 to 5) and actors; nothing else of a map has a place in such a diagram.
It is read back as a map of assumptions: `desirepath map map.mmd -o map.pdf`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page.mermaid import diagram

suffix = ".mmd"
media_type = "text/vnd.mermaid"


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the diagram."""
    out.write_text("\n".join(diagram(document)) + "\n", encoding="utf-8")
