"""Draws the emotion lane: curve, 95 % band, faces, signed numbers, moments of truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desirepath.maps.curve import Point, band, bezier, stops, tangents
from desirepath.maps.draw_badges import badge_kind, face
from desirepath.maps.emotion_labels import DESCENT, Area, Label, along, between, placed
from desirepath.maps.frame import Frame, by_column, claims
from desirepath.maps.marks import Box, Gradient, Hit, Line, Pen, Sign, Spot, Words
from desirepath.maps.numbers import emotion, exact, short, signed
from desirepath.maps.text import ellipsize, width

TOP, PLOT, BOTTOM = 32, 156, 28
HEIGHT = TOP + PLOT + BOTTOM
CURVE = "curve"
STEEP = 34
BESIDE = 6
"""How far a label may reach out of its column."""


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
    pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame, taken: Sequence[Area] = ()
) -> tuple[float, list[Gradient]]:
    """Draw the lane without its moments, whose words have `taken` their places.

    Returns its height and its gradients.
    """
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
    for point, label in zip(known, _labels(known, grid, taken), strict=True):
        face(pen, point.x, point.y, point.felt, kind=point.kind)
        _write(pen, point, label)
        column = grid.columns[point.index]
        top, foot = min(label.top - 6, point.y - 15), max(label.bottom + 6, point.y + 15)
        pen.hit(
            Hit(
                column.x + 4,
                top,
                column.w - 8,
                foot - top,
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
    for upper, lower in _bands(known):
        pen.put(Line(band(upper, lower), fill="tint", opacity=faint))
    for style, first, last in _runs(known):
        places = [(point.x, point.y) for point in known[first : last + 1]]
        d = bezier(places, slopes[first : last + 1])
        if style == "gap":
            pen.put(Line(d, stroke="ink3", width=1.5, dash="1.5 4", cap="round"))
            continue
        dash = "6 5" if style == "assumed" else None
        pen.put(Line(d, width=stroke, gradient=CURVE, dash=dash, cap="round"))


def _runs(known: Sequence[Felt]) -> list[tuple[str, int, int]]:
    """Return the stretches of one style, each with its first and its last point."""
    runs: list[tuple[str, int, int]] = []
    for no, (before, after) in enumerate(pairwise(known)):
        style = _style(before, after)
        if runs and runs[-1][0] == style:
            runs[-1] = (style, runs[-1][1], no + 1)
        else:
            runs.append((style, no, no + 1))
    return runs


def _bands(known: Sequence[Felt]) -> Iterator[tuple[list[Point], list[Point]]]:
    """Yield the upper and the lower edge of each stretch of the 95 % band."""
    for style, first, last in _runs(known):
        some = known[first : last + 1]
        if style == "solid" and all(p.low is not None and p.high is not None for p in some):
            yield (
                [(point.x, height_of(point.high or 0)) for point in some],
                [(point.x, height_of(point.low or 0)) for point in some],
            )


def moments(
    pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame, felt: Mapping[int, float]
) -> list[Box]:
    """Draw the words of the moments of truth; return their soft columns, to lie underneath."""
    columns = []
    for index, found in by_column(lane, grid).items():
        column = grid.columns[index]
        number, _, cell = found[0]
        content = cell["content"]
        top = _top_of_moment(felt.get(index, -1))
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


def places_of_moments(
    lane: Mapping[str, Any], grid: Frame, felt: Mapping[int, float]
) -> list[Area]:
    """Return where the words of the moments of truth stand."""
    tops = [(grid.columns[at], _top_of_moment(felt.get(at, -1))) for at in by_column(lane, grid)]
    return [Area(it.x + 3, top - 3, it.x + it.w - 3, top + 31) for it, top in tops]


def _top_of_moment(felt: float) -> float:
    """Return where the words of a moment begin: its column's top, or its foot under a good one."""
    return HEIGHT - 32 if felt > 0.75 else 6


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


def _labels(known: Sequence[Felt], grid: Frame, taken: Sequence[Area]) -> list[Area]:
    """Return where the number and n of each point stand."""
    wanted = []
    for place, point in enumerate(known):
        before = known[place - 1].y - point.y if place else 0.0
        after = known[place + 1].y - point.y if place + 1 < len(known) else 0.0
        column = grid.columns[point.index]
        wanted.append(
            Label(
                point.x,
                point.y,
                _number_width(point) + width(_note(point), 11),
                max(2.0, column.x - BESIDE),
                min(grid.width - 2, column.x + column.w + BESIDE),
                _above(point, before, after),
            )
        )
    edges = [area for upper, lower in _bands(known) for area in between(upper, lower)]
    curve = along([(point.x, point.y) for point in known])
    return placed(wanted, curve=curve, band=edges, taken=taken, height=HEIGHT)


def _write(pen: Pen, point: Felt, label: Area) -> None:
    """Write number and n in their place."""
    x, y = label.left, label.bottom - DESCENT
    pen.put(Words(x, y, emotion(point.felt / 2), size=12.5, weight=700, halo="band"))
    x += _number_width(point)
    pen.put(Words(x, y, _note(point), size=11, colour="ink3", halo="band"))


def _number_width(point: Felt) -> float:
    return width(emotion(point.felt / 2), 12.5, 700) + 6


def _note(point: Felt) -> str:
    if point.kind == "assumed":
        return "assumed"
    return f"n {short(point.n)}" + (", few" if point.kind == "few" else "")
