"""Draws the emotion lane: curve, 95 % band, faces, signed numbers, moments of truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desirepath.maps.curve import band, bezier, stops, tangents
from desirepath.maps.draw_badges import badge_kind, face
from desirepath.maps.frame import Frame, by_column, claims
from desirepath.maps.marks import Box, Gradient, Hit, Line, Pen, Sign, Spot, Words
from desirepath.maps.numbers import emotion, exact, short, signed
from desirepath.maps.text import ellipsize, width

TOP, PLOT, BOTTOM = 32, 156, 28
HEIGHT = TOP + PLOT + BOTTOM
CURVE = "curve"
STEEP = 34


@dataclass(frozen=True)
class Felt:
    """One point of the curve."""

    index: int
    number: int
    x: float
    y: float
    felt: float
    low: float | None
    high: float | None
    n: int | None
    kind: str


def height_of(felt: float) -> float:
    """Return where an emotion of -2…+2 stands in the lane."""
    return TOP + (2 - max(-2.0, min(2.0, felt))) / 4 * PLOT


def points(lane: Mapping[str, Any], grid: Frame) -> list[Felt]:
    """Return the points of the curve from left to right."""
    found = []
    for index, cells in by_column(lane, grid).items():
        number, _, cell = cells[0]
        content = cell["content"]
        valence = content.get("valence")
        if valence is None:
            continue
        claim = next(iter(claims(cell["evidence"])), {})
        low, high = content.get("low"), content.get("high")
        column = grid.columns[index]
        found.append(
            Felt(
                index=index,
                number=number,
                x=column.x + column.w / 2,
                y=height_of(valence * 2),
                felt=valence * 2,
                low=None if low is None else low * 2,
                high=None if high is None else high * 2,
                n=content.get("n"),
                kind=badge_kind(claim.get("class", "assumed"), few=bool(content.get("few"))),
            )
        )
    return sorted(found, key=lambda point: point.index)


def curve(
    pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame
) -> tuple[float, list[Gradient]]:
    """Draw the lane without its moments; return its height and its gradients."""
    for felt in (2, 1, 0, -1, -2):
        dash = "1.5 3.5" if felt == 0 else None
        stroke = "ink3" if felt == 0 else "line"
        pen.put(
            Line(f"M0 0H{grid.width}", 0, height_of(felt), stroke=stroke, dash=dash, cap="round")
        )
    known = points(lane, grid)
    gradients = []
    if len(known) > 1:
        gradients.append(
            Gradient(
                CURVE,
                pen.x + known[0].x,
                pen.x + known[-1].x,
                tuple(stops([(point.x, point.felt) for point in known])),
            )
        )
        lines(pen, known)
    elif known:
        _alone(pen, known[0])
    there = {point.index for point in known}
    for index, column in enumerate(grid.columns):
        if index not in there:
            pen.words(
                column.x + column.w / 2,
                HEIGHT - 9,
                "no answers",
                size=10.5,
                colour="ink3",
                anchor="middle",
            )
    for place, point in enumerate(known):
        face(pen, point.x, point.y, point.felt, kind=point.kind)
        before = known[place - 1].y - point.y if place else 0.0
        after = known[place + 1].y - point.y if place + 1 < len(known) else 0.0
        above = _above(point, before, after)
        _label(pen, point, grid, before, after, above=above)
        column = grid.columns[point.index]
        pen.hit(
            Hit(
                column.x + 4,
                point.y - 34 if above else point.y - 15,
                column.w - 8,
                50,
                f"{spot.path}.cells.{point.number}",
                spoken(point),
                spot.row,
                point.index,
                radius=8,
            )
        )
    return HEIGHT, gradients


def lines(pen: Pen, known: Sequence[Felt], *, stroke: float = 3, faint: float = 0.13) -> None:
    """Draw band and curve through the points; dashed beside assumptions, dotted over gaps."""
    slopes = tangents([(point.x, point.y) for point in known])
    pieces = [(_style(before, after), no) for no, (before, after) in enumerate(pairwise(known))]
    runs: list[tuple[str, int, int]] = []
    for style, no in pieces:
        if runs and runs[-1][0] == style:
            runs[-1] = (style, runs[-1][1], no + 1)
        else:
            runs.append((style, no, no + 1))
    for style, first, last in runs:
        some = known[first : last + 1]
        if style == "solid" and all(p.low is not None and p.high is not None for p in some):
            upper = [(point.x, height_of(point.high or 0)) for point in some]
            lower = [(point.x, height_of(point.low or 0)) for point in some]
            pen.put(Line(band(upper, lower), fill="tint", opacity=faint))
    for style, first, last in runs:
        places = [(point.x, point.y) for point in known[first : last + 1]]
        d = bezier(places, slopes[first : last + 1])
        if style == "gap":
            pen.put(Line(d, stroke="ink3", width=1.5, dash="1.5 4", cap="round"))
            continue
        dash = "6 5" if style == "assumed" else None
        pen.put(Line(d, width=stroke, gradient=CURVE, dash=dash, cap="round"))


def moments(
    pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame, felt: Mapping[int, float]
) -> list[Box]:
    """Draw the words of the moments of truth; return their soft columns, to lie underneath."""
    columns = []
    for index, found in by_column(lane, grid).items():
        column = grid.columns[index]
        number, _, cell = found[0]
        content = cell["content"]
        # where the face and its label fill the top of the column, the words go to its foot
        top = HEIGHT - 32 if felt.get(index, -1) > 0.75 else 6
        columns.append(Box(column.x + 0.5, pen.y, column.w - 0.5, HEIGHT, fill="soft"))
        pen.put(Sign(column.x + 7, top + 1, "diamond", 11, "link"))
        title = ellipsize(str(content.get("title", "Moment of truth")), 12, column.w - 26, 600)
        pen.words(column.x + 22, top + 11, title, size=12, weight=600, halo="soft")
        reason = ellipsize(_why(cell), 11, column.w - 26)
        pen.words(column.x + 22, top + 25, reason, size=11, colour="ink2", halo="soft")
        pen.hit(
            Hit(
                column.x + 3,
                top - 3,
                column.w - 6,
                34,
                f"{spot.path}.cells.{number}",
                _of_moment(cell),
                spot.row,
                index,
            )
        )
    return columns


def words_only(pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame) -> None:
    """Draw the moments of a map without any emotion, as a row of their own."""
    for index, found in by_column(lane, grid).items():
        column = grid.columns[index]
        number, _, cell = found[0]
        content = cell["content"]
        pen.put(Sign(column.x + 7, 7, "diamond", 11, "link"))
        room = column.w - 26
        title = ellipsize(str(content.get("title", "Moment of truth")), 12, room, 600)
        pen.words(column.x + 22, 17, title, size=12, weight=600)
        reason = ellipsize(_why(cell), 11, room)
        pen.words(column.x + 22, 31, reason, size=11, colour="ink2")
        pen.hit(
            Hit(
                column.x + 3,
                3,
                column.w - 6,
                34,
                f"{spot.path}.cells.{number}",
                _of_moment(cell),
                spot.row,
                index,
            )
        )


def _why(cell: Mapping[str, Any]) -> str:
    """Return the reason of a moment; one that was told says that it is assumed."""
    known = next(iter(claims(cell["evidence"])), {}).get("class", "assumed")
    return str(cell["content"].get("reason") or ("assumed" if known == "assumed" else ""))


def _of_moment(cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    why = f": {content['reason']}" if content.get("reason") else ""
    known = next(iter(claims(cell["evidence"])), {}).get("class", "assumed")
    return f"{content.get('title') or 'Moment of truth'}{why}, {known}"


def spoken(point: Felt) -> str:
    """Return the point as a sentence."""
    text = f"Emotion {signed(point.felt)}"
    if point.low is not None and point.high is not None:
        text += f", {signed(point.low)} to {signed(point.high)}"
    if point.n is not None:
        text += f", n {exact(point.n)}"
    return text + {"few": ", few answers", "assumed": ", assumed", "inferred": ", inferred"}.get(
        point.kind, ""
    )


def _style(before: Felt, after: Felt) -> str:
    if after.index - before.index > 1:
        return "gap"
    return "assumed" if "assumed" in (before.kind, after.kind) else "solid"


def _alone(pen: Pen, point: Felt) -> None:
    if point.low is not None and point.high is not None:
        top, foot = height_of(point.high), height_of(point.low)
        pen.put(Box(point.x - 26, top, 52, max(foot - top, 2), fill="tintbox", radius=4))


def _above(point: Felt, before: float, after: float) -> bool:
    """Return whether the label stands above: where it is good, but not inside a valley."""
    if point.felt >= 0:
        return not (before < -STEEP and after < -STEEP)
    return before > STEEP and after > STEEP


def _label(pen: Pen, point: Felt, grid: Frame, before: float, after: float, *, above: bool) -> None:
    """Write number and n beside the face, on the side from which the curve does not come."""
    number = emotion(point.felt / 2)
    note = "assumed" if point.kind == "assumed" else f"n {short(point.n)}"
    if point.kind == "few":
        note += ", few"
    first, second = width(number, 12.5, 700), width(note, 11)
    start = point.x - (first + 6 + second) / 2
    side = -1 if above else 1
    if after * side > STEEP and before * side <= STEEP:
        start = point.x - first - second + 8
    elif before * side > STEEP and after * side <= STEEP:
        start = point.x - 14
    start = max(2.0, min(start, grid.width - first - second - 8))
    y = point.y - 18 if above else point.y + 26
    pen.put(Words(start, y, number, size=12.5, weight=700, halo="band"))
    pen.put(Words(start + first + 6, y, note, size=11, colour="ink3", halo="band"))
