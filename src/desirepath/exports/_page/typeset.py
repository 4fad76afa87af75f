"""Sets sheets with typst in the shipped Inter: PDF or PNG without a browser.

Pictures and words go to typst as inputs, never as source: no text of the data can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from desirepath.exports._page.sheets import Sheet
from desirepath.exports._page.words import spoken_map

FONTS = Path(__file__).parent
# Latin, Greek and Cyrillic are in the shipped Inter; for other scripts the system's fonts are read
FOREIGN = re.compile(r"[^\u0000-\u052f\u1e00-\u20cf\u2100-\u22ff\ufeff]")


def typeset(
    document: Mapping[str, Any],
    pages: Sequence[Sheet],
    format_: Literal["pdf", "png"],
    ppi: float | None = None,
) -> bytes:
    """Return the file; the same document gives the same bytes."""
    import typst

    inputs = {f"page{no}": page.svg for no, page in enumerate(pages)}
    inputs |= {"title": str(document["title"]), "spoken": spoken_map(document)}
    body = "\n#pagebreak()\n".join(
        f"#set page(width: {page.width:.2f}mm, height: {page.height:.2f}mm)\n"
        f'#image(bytes(sys.inputs.page{no}), format: "svg", width: {page.width:.2f}mm, '
        "alt: sys.inputs.spoken)"
        for no, page in enumerate(pages)
    )
    source = (
        "#set page(margin: 0pt)\n"
        '#set text(font: "Inter", lang: "en")\n'
        "#set document(title: sys.inputs.title)\n"
        f"{body}\n"
    )
    made = typst.compile(
        source.encode(),
        format=format_,
        ppi=ppi,
        sys_inputs=inputs,
        font_paths=typst.Fonts(
            include_system_fonts=any(FOREIGN.search(page.svg) for page in pages),
            font_paths=[str(FONTS)],
        ),
        timestamp=int(datetime.fromisoformat(document["created"]).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several pictures where one was asked for")
    return made
