"""A3 landscape for the wall: vector, text that can be searched, the shipped Inter inside.

One page where the map has up to about 17 steps, else further pages cut between stages and lanes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page.sheets import sheets
from desirepath.exports._page.typeset import typeset

suffix = ".pdf"
media_type = "application/pdf"


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the pages."""
    out.write_bytes(typeset(document, sheets(document), "pdf"))
