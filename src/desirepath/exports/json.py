"""The map document itself, lossless: what was built is what is read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

suffix = ".json"
media_type = "application/json"


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the document as UTF-8 JSON, keys in the order of the contract."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")
