"""The shipped Inter (OFL-1.1, licence beside it) as style rules that need no network."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
WEIGHTS = (400, 600, 700)


@cache
def faces() -> str:
    """Return the font faces, the files inside them."""
    return "".join(
        f"@font-face{{font-family:Inter;font-weight:{weight};font-style:normal;"
        "src:url(data:font/woff2;base64,"
        + base64.b64encode((HERE / f"inter-latin-{weight}-normal.woff2").read_bytes()).decode()
        + ") format('woff2')}"
        for weight in WEIGHTS
    )
