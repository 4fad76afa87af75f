"""Finds places for the labels of the emotion curve: beside their face, on nothing else.

Curve, faces, moments and other labels are hard: they are touched only where no place is free.
The band is soft, and so is the distance from the usual place. The cheapest place is taken, the
first of equal ones; labels are placed from left to right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desirepath.maps.curve import Point, at, tangents

SAMPLES = 24
STROKE = 3.5
"""Half the line of the curve, and a little air."""
FACE = 12.0
ABOVE, BELOW = 18, 26
ASCENT, DESCENT = 10, 3
ASIDE = (0, 7, -7, 14, -14, 21, -21, 28, -28, 35, -35, 42, -42)
AWAY = (0, 4, 8, 12, 17, 22, 28, 34, 40)
HARD, TOUCHED, SOFT, OTHER_SIDE = 200.0, 8.0, 14.0, 6.0


@dataclass(frozen=True)
class Area:
    """A part of the lane, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: Area) -> float:
        """Return how many square pixels two areas share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0

    @property
    def size(self) -> float:
        """Return its square pixels."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True)
class Label:
    """A text `w` pixels wide for the face at x, y; `left` and `right` are where it may stand."""

    x: float
    y: float
    w: float
    left: float
    right: float
    above: bool


def along(points: Sequence[Point]) -> list[Area]:
    """Return the curve as a row of small areas, from left to right."""
    return [
        Area(x0, min(y0, y1) - STROKE, x1, max(y0, y1) + STROKE)
        for (x0, y0), (x1, y1) in pairwise(_sampled(points, tangents(points)))
    ]


def between(upper: Sequence[Point], lower: Sequence[Point]) -> list[Area]:
    """Return the band between two edges over the same places, as a row of small areas."""
    tops, feet = _sampled(upper, tangents(upper)), _sampled(lower, tangents(lower))
    return [
        Area(x0, min(y0, y1), x1, max(z0, z1))
        for ((x0, y0), (_, z0)), ((x1, y1), (_, z1)) in pairwise(zip(tops, feet, strict=True))
    ]


def placed(
    labels: Sequence[Label],
    *,
    curve: Sequence[Area],
    band: Sequence[Area],
    taken: Iterable[Area],
    height: float,
) -> list[Area]:
    """Return the place of each label; `curve` and `band` run from left to right."""
    hard = [*taken, *(_face(label) for label in labels)]
    lines, soft = _Row(curve), _Row(band)
    found: list[Area] = []
    for label in labels:
        near = [area for area in hard if area.right > label.left and area.left < label.right]
        near += lines.within(label.left, label.right)
        under = soft.within(label.left, label.right)
        best, least = None, float("inf")
        for price, area in _places(label, height):
            if price >= least:
                continue
            cost = price + HARD * sum(area.shared(other) for other in near) / area.size
            over = sum(area.shared(other) for other in under) / area.size
            cost += TOUCHED + SOFT * min(1.0, over) if over else 0.0
            if cost < least:
                best, least = area, cost
        kept = best or _area(label, 0, 0, above=label.above)
        hard.append(kept)
        found.append(kept)
    return found


class _Row:
    """Areas in the order of their left edges, to be cut by x."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = sorted(areas, key=lambda area: area.left)
        self.lefts = [area.left for area in self.areas]
        self.widest = max((area.right - area.left for area in areas), default=0.0)

    def within(self, left: float, right: float) -> list[Area]:
        first = bisect_left(self.lefts, left - self.widest)
        return self.areas[first : bisect_left(self.lefts, right)]


def _sampled(points: Sequence[Point], slopes: Sequence[float]) -> list[Point]:
    made = list(points[:1])
    for index, ((x0, _), (x1, _)) in enumerate(pairwise(points)):
        piece, ends = points[index : index + 2], slopes[index : index + 2]
        xs = (x0 + (x1 - x0) * sample / SAMPLES for sample in range(1, SAMPLES + 1))
        made.extend((x, at(piece, ends, x)) for x in xs)
    return made


def _face(label: Label) -> Area:
    return Area(label.x - FACE, label.y - FACE, label.x + FACE, label.y + FACE)


def _places(label: Label, height: float) -> list[tuple[float, Area]]:
    """Return the places that a label may take, each with what it costs to leave the usual one."""
    found = []
    for side in (label.above, not label.above):
        for away in AWAY:
            for aside in ASIDE:
                area = _area(label, aside, away, above=side)
                price = 0.3 * away + 0.12 * abs(aside) + (0 if side == label.above else OTHER_SIDE)
                if area.top >= 1 and area.bottom <= height - 1:
                    found.append((price, area))
    return found


def _area(label: Label, aside: float, away: float, *, above: bool) -> Area:
    left = label.x - label.w / 2 + aside
    left = max(label.left, min(left, label.right - label.w))
    baseline = label.y - ABOVE - away if above else label.y + BELOW + away
    return Area(left, baseline - ASCENT, left + label.w, baseline + DESCENT)
