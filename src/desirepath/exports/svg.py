"""One picture that opens in any viewer: light colours inside, fonts with a fallback."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page import fonts
from desirepath.exports._page.paint import Paint, number, text
from desirepath.exports._page.words import LEGEND, formula, headline, known, spoken_map
from desirepath.maps.draw_badges import badge
from desirepath.maps.layout import Layout, lay_out
from desirepath.maps.marks import Box, Pen
from desirepath.maps.text import ellipsize, width

suffix = ".svg"
media_type = "image/svg+xml"

HEAD, FOOT = 62, 40
FONTS = "Inter, 'Inter Variable', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the picture."""
    out.write_text(picture(document), encoding="utf-8")


def picture(document: Mapping[str, Any]) -> str:
    """Return the whole map as one SVG document."""
    layout = lay_out(document)
    paint = Paint(fixed=True, images=document.get("images"))
    wide = max(layout.width, 900)
    tall = HEAD + layout.height + FOOT
    body_width = layout.width - layout.label_width
    labels = (
        f'<svg x="0" y="{HEAD}" width="{number(layout.label_width)}" '
        f'height="{number(layout.height)}">{paint.sheet(layout.labels)}</svg>'
        if layout.label_width
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(wide)}" height="{number(tall)}" '
        f'viewBox="0 0 {number(wide)} {number(tall)}" role="img" aria-labelledby="title desc" '
        f'font-family="{FONTS}" style="font-variant-numeric:tabular-nums">'
        f'<title id="title">{text(document["title"])}</title>'
        f'<desc id="desc">{text(spoken_map(document))}</desc>'
        f"<style>{fonts.faces()}</style>{paint.defs(layout.gradients)}"
        f"{paint.mark(Box(0, 0, wide, tall, fill='surface'))}"
        f"{paint.sheet(_head(document, wide).marks)}{labels}"
        f'<svg x="{number(layout.label_width)}" y="{HEAD}" width="{number(body_width)}" '
        f'height="{number(layout.height)}">{paint.sheet(layout.body)}</svg>'
        f"{paint.sheet(_foot(document, layout, wide).marks)}</svg>\n"
    )


def _head(document: Mapping[str, Any], wide: float) -> Pen:
    pen = Pen()
    cover = known(document)
    right = width(cover, 12, 600)
    title = ellipsize(str(document["title"]), 18, wide - right - 60, 700)
    pen.words(16, 30, title, size=18, weight=700, track=-0.2)
    pen.words(16, 50, ellipsize(headline(document), 12, wide - 32), size=12, colour="ink2")
    pen.words(wide - 16, 29, cover, size=12, weight=600, anchor="end")
    if document.get("label"):
        label = ellipsize(str(document["label"]), 11, 300, 600)
        w = width(label, 11, 600) + 16
        pen.box(wide - 16 - w, 37, w, 19, fill="warn-bg", radius=5)
        pen.words(wide - 24, 50, label, size=11, weight=600, colour="warn", anchor="end")
    return pen


def _foot(document: Mapping[str, Any], layout: Layout, wide: float) -> Pen:
    y = HEAD + layout.height + 22
    pen = Pen(0, y)
    x = 16.0
    for kind, words in LEGEND:
        badge(pen, x + 5, -3.8, kind)
        pen.words(x + 15, 0, words, size=11, colour="ink2")
        x += 15 + width(words, 11) + 18
    made = "Desirepath · pain_cost/1 = affected × size" if formula(document) else "Desirepath"
    if x + width(made, 11) + 20 < wide:
        pen.words(wide - 16, 0, made, size=11, colour="ink3", anchor="end")
    return pen
