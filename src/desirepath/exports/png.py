"""One picture for slides and mail: the printed A3 page at 200 pixels an inch.

A map of more steps than fit A3 makes the picture larger instead of its text smaller.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page.sheets import one_sheet
from desirepath.exports._page.typeset import typeset

suffix = ".png"
media_type = "image/png"
PPI = 200
WIDEST = 16_000  # pixels; more than that many viewers do not open


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the picture."""
    sheet = one_sheet(document)
    longest = max(sheet.width, sheet.height) / 25.4
    out.write_bytes(typeset(document, [sheet], "png", min(PPI, WIDEST / longest)))
