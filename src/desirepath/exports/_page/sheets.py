"""Lays a map on sheets of A3: heading, the part of the picture that fits, footer; each an SVG.

One sheet is enough for about 17 steps. A longer map goes on on further sheets, cut between stages
and between lanes, with the labels and the heads of the columns repeated, and at one scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from desirepath.exports._page.paint import Paint, number
from desirepath.exports._page.words import LEGEND, formula, headline, identity, known, persona_name
from desirepath.maps.draw_badges import badge
from desirepath.maps.frame import Frame
from desirepath.maps.layout import Layout, lay_out
from desirepath.maps.marks import Box, Dot, Line, Mark, Pen, Picture, Sign
from desirepath.maps.numbers import day, period
from desirepath.maps.text import ellipsize, width

# Units of a sheet are quarters of a millimetre.
UNIT = 4
WIDTH, HEIGHT = 420 * UNIT, 297 * UNIT
EDGE = 10 * UNIT  # printers leave up to 8 mm white
HEAD, FOOT = 62, 52
LEAST = 0.68  # units per pixel: captions of 10.5 pixels print at 5 points
MOST = 1.15  # more would look like a poster
COLUMN = 420.0


@dataclass(frozen=True)
class Sheet:
    """One page: its size in millimetres and its picture."""

    width: float
    height: float
    svg: str


@dataclass(frozen=True)
class Cut:
    """The part of a layout that stands on one sheet: columns from x to x, rows from y to y."""

    left: float
    right: float
    top: float
    bottom: float


def sheets(document: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """Return the map on as many sheets of A3 as it needs, landscape."""
    layout = _fitting(document)
    wide, tall = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE - HEAD - FOOT
    heads = _heads(layout)
    whole = min(wide / layout.width, tall / layout.height, MOST)
    scale = max(whole, LEAST)
    across, down = wide / scale, tall / scale
    if whole < LEAST:
        columns = _parts(*_ends(layout.grid), across - layout.label_width)
        lanes = [row.y + row.h - heads for row in layout.rows[2:]]
        rows = _parts(lanes, lanes, down - heads)
    else:
        columns = [(0.0, layout.width - layout.label_width)]
        rows = [(0.0, layout.height - heads)]
    cuts = [Cut(*x, heads + y[0], heads + y[1]) for y, x in product(rows, columns)]
    return tuple(
        Sheet(
            WIDTH / UNIT,
            HEIGHT / UNIT,
            _page(document, layout, cut, _Page(WIDTH, HEIGHT, scale, f"{no} of {len(cuts)}")),
        )
        for no, cut in enumerate(cuts, 1)
    )


def one_sheet(document: Mapping[str, Any]) -> Sheet:
    """Return the map on a single sheet: A3 where it fits, else as large as it must be."""
    layout = _fitting(document)
    wide, tall = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE - HEAD - FOOT
    scale = max(min(wide / layout.width, tall / layout.height, MOST), LEAST)
    across = max(WIDTH, layout.width * scale + 2 * EDGE)
    down = max(HEIGHT, layout.height * scale + 2 * EDGE + HEAD + FOOT)
    heads = _heads(layout)
    cut = Cut(0, layout.width - layout.label_width, heads, layout.height)
    return Sheet(
        across / UNIT,
        down / UNIT,
        _page(document, layout, cut, _Page(across, down, scale, "")),
    )


def _fitting(document: Mapping[str, Any]) -> Layout:
    """Return the picture; a map of few steps gets wider columns, so that it fills the sheet."""
    layout = lay_out(document)
    shape = (WIDTH - 2 * EDGE) / (HEIGHT - 2 * EDGE - HEAD - FOOT)
    if not layout.grid.columns or layout.width >= layout.height * shape:
        return layout
    most = (WIDTH - 2 * EDGE) / LEAST
    return lay_out(document, min(layout.height * shape, most), COLUMN)


def _heads(layout: Layout) -> float:
    """Return how much of the picture stands above the lanes: stages and steps."""
    two = layout.rows[:2]
    return two[-1].y + two[-1].h if len(two) == 2 else 0.0


def _ends(grid: Frame) -> tuple[list[float], list[float]]:
    """Return where the picture may be cut from top to bottom: after each step, after each stage."""
    steps = [column.x + column.w for column in grid.columns]
    return steps, [*(column.x for column in grid.columns[1:] if column.first), steps[-1]]


def _parts(ends: list[float], better: list[float], room: float) -> list[tuple[float, float]]:
    """Return intervals no longer than the room where possible; they end at `ends`.

    Where one of the `better` ends fills at least half of the room, that is taken.
    """
    parts: list[tuple[float, float]] = []
    start = 0.0
    while ends[-1] - start > room:
        fits = [end for end in ends if start < end <= start + room]
        good = [end for end in better if start + room / 2 <= end <= start + room]
        end = max(good or fits or [min(end for end in ends if end > start)])
        if end >= ends[-1]:
            break
        parts.append((start, end))
        start = end
    return [*parts, (start, ends[-1])]


@dataclass(frozen=True)
class _Page:
    wide: float
    tall: float
    scale: float
    place: str


def _page(document: Mapping[str, Any], layout: Layout, cut: Cut, page: _Page) -> str:
    paint = Paint(fixed=True, images=document.get("images"))
    heads = _heads(layout)
    pieces = []
    y: float = EDGE + HEAD
    bands = [(0.0, heads)] if heads else []
    for top, bottom in [*bands, (cut.top, cut.bottom)]:
        tall = bottom - top
        for marks, left, right, x in (
            (layout.labels, 0.0, layout.label_width, 0.0),
            (layout.body, cut.left, cut.right, layout.label_width),
        ):
            if right <= left:
                continue
            # a line separator has no shape in any font
            seen = paint.sheet(_inside(marks, Cut(left, right, top, bottom)))
            seen = seen.replace("\u2028", " ").replace("\u2029", " ")
            pieces.append(
                f'<svg x="{number(EDGE + x * page.scale)}" y="{number(y)}" '
                f'width="{number((right - left) * page.scale)}" '
                f'height="{number(tall * page.scale)}" preserveAspectRatio="xMinYMin" '
                f'viewBox="{number(left)} {number(top)} {number(right - left)} {number(tall)}">'
                f"{seen}</svg>"
            )
        y += tall * page.scale
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(page.wide)}" '
        f'height="{number(page.tall)}" viewBox="0 0 {number(page.wide)} {number(page.tall)}" '
        f'font-family="Inter">{paint.defs(layout.gradients)}'
        f"{paint.mark(Box(0, 0, page.wide, page.tall, fill='surface'))}"
        f"{''.join(pieces)}{paint.sheet(_head(document, page).marks)}"
        f"{paint.sheet(_foot(document, page).marks)}</svg>"
    )


def _inside(marks: Iterable[Mark], cut: Cut) -> Iterator[Mark]:
    """Yield the marks that can be seen through the cut: hidden text would be found and copied."""
    for mark in marks:
        if isinstance(mark, Line):
            yield mark
            continue
        low, high, left = mark.y, mark.y, mark.x
        right = left
        if isinstance(mark, Box | Picture):
            high, right = mark.y + mark.h, mark.x + mark.w
        elif isinstance(mark, Dot):
            low, high = mark.y - mark.r, mark.y + mark.r
            left, right = mark.x - mark.r, mark.x + mark.r
        elif isinstance(mark, Sign):
            high, right = mark.y + mark.size, mark.x + mark.size
        else:
            long = width(mark.text, mark.size, mark.weight)
            left -= {"start": 0.0, "middle": long / 2, "end": long}[mark.anchor]
            right = left + long
            low = mark.y - mark.size / 2
        if high > cut.top and low < cut.bottom and right > cut.left and left < cut.right:
            yield mark


def _head(document: Mapping[str, Any], page: _Page) -> Pen:
    pen = Pen(EDGE, EDGE)
    room = page.wide - 2 * EDGE
    cover = known(document)
    taken = width(cover, 14, 600)
    label = document.get("label")
    if label:
        shown = ellipsize(str(label), 13, 360, 600)
        w = width(shown, 13, 600) + 20
        x = room - taken - 24 - w
        pen.box(x, 0, w, 24, fill="warn-bg", radius=6)
        pen.words(x + 10, 17, shown, size=13, weight=600, colour="warn")
        taken += w + 36
    title = ellipsize(str(document["title"]), 24, room - taken - 40, 700)
    pen.words(0, 20, title, size=24, weight=700, track=-0.3)
    pen.words(room, 17, cover, size=14, weight=600, anchor="end")
    line = f"{persona_name(document)} · {headline(document)}"
    pen.words(0, 44, ellipsize(line, 14, room), size=14, colour="ink2")
    return pen


def _foot(document: Mapping[str, Any], page: _Page) -> Pen:
    pen = Pen(EDGE, page.tall - EDGE - FOOT)
    room = page.wide - 2 * EDGE
    pen.put(Line(f"M0 10H{number(room)}", stroke="line2"))
    x = 0.0
    for kind, words in LEGEND:
        badge(pen, x + 6, 25, kind)
        pen.words(x + 17, 29, words, size=12, colour="ink2")
        x += 17 + width(words, 12) + 20
    sources = ", ".join(str(source) for source in document["sources"])
    pen.words(
        room,
        29,
        ellipsize(f"Sources: {sources or 'none'}", 12, room - x - 40),
        size=12,
        colour="ink2",
        anchor="end",
    )
    made = f"Desirepath · map {identity(document)} · made {day(document['created'])}"
    made += f" · page {page.place}" if page.place else ""
    span = document["period"]
    about = [
        persona_name(document),
        period(span.get("from"), span.get("to")),
        known(document),
        *([formula(document)] if formula(document) else []),
    ]
    left = room - width(made, 12) - 30
    rest = " · ".join(["", *about])
    # the heading has the whole title: here it gives way to what stands nowhere else
    title = ellipsize(str(document["title"]), 12, min(420, max(160, left - width(rest, 12))))
    pen.words(room, 48, made, size=12, colour="ink3", anchor="end")
    pen.words(0, 48, ellipsize(title + rest, 12, left), size=12, colour="ink3")
    return pen
