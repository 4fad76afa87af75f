"""The emotion curve: a monotone cubic through the steps, so it never overshoots a measured value.

Method: F. N. Fritsch, R. E. Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer.
Anal. 17 (1980) 238-246. Both edges of the band use the same interpolation.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]

# Where the scale -2…+2 has exactly the colour of a token; between two it is mixed.
RAMP = ((-1.5, "e1"), (-0.65, "e2"), (0.0, "e3"), (0.65, "e4"), (1.5, "e5"))


def tangents(points: Sequence[Point]) -> list[float]:
    """Return the slope at every point, by Fritsch and Carlson."""
    count = len(points)
    if count < 2:
        return [0.0] * count
    slopes = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
    result = [slopes[0]]
    for before, after in pairwise(slopes):
        result.append(0.0 if before * after <= 0 else (before + after) / 2)
    result.append(slopes[-1])
    for index, slope in enumerate(slopes):
        if abs(slope) < 1e-12:  # level; dividing by less would overflow
            result[index] = result[index + 1] = 0.0
            continue
        left, right = result[index] / slope, result[index + 1] / slope
        size = left * left + right * right
        if size > 9:
            scale = 3 / size**0.5
            result[index] = scale * left * slope
            result[index + 1] = scale * right * slope
    return result


def bezier(points: Sequence[Point], slopes: Sequence[float], *, start: bool = True) -> str:
    """Return the SVG path through the points; `start` says whether it begins with a move."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"] if start else []
    for index in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        third = (x1 - x0) / 3
        parts.append(
            f"C{x0 + third:.1f} {y0 + slopes[index] * third:.1f} "
            f"{x1 - third:.1f} {y1 - slopes[index + 1] * third:.1f} {x1:.1f} {y1:.1f}"
        )
    return "".join(parts)


def band(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """Return the closed path between two edges over the same places."""
    back = list(reversed(lower))
    # the way back runs from right to left, so its slopes are those of the forward curve
    slopes = list(reversed(tangents(lower)))
    return (
        bezier(upper, tangents(upper))
        + f"L{back[0][0]:.1f} {back[0][1]:.1f}"
        + bezier(back, slopes, start=False)
        + "Z"
    )


def at(points: Sequence[Point], slopes: Sequence[float], x: float) -> float:
    """Return the height of the curve at `x` (Hermite form)."""
    for index in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        if x <= x1 or index == len(points) - 2:
            step = x1 - x0
            t = min(max((x - x0) / step, 0.0), 1.0)
            square, cube = t * t, t * t * t
            return (
                (2 * cube - 3 * square + 1) * y0
                + (cube - 2 * square + t) * step * slopes[index]
                + (-2 * cube + 3 * square) * y1
                + (cube - square) * step * slopes[index + 1]
            )
    return points[0][1]


def colour(felt: float) -> tuple[str, str, float]:
    """Return two tokens and the share of the second, for an emotion of -2…+2.

    Mixed along the ramp, so that a curve from bad to good passes grey and never brown.
    """
    if felt <= RAMP[0][0]:
        return RAMP[0][1], RAMP[0][1], 0.0
    for (low, first), (high, second) in pairwise(RAMP):
        if felt <= high:
            return first, second, round((felt - low) / (high - low), 3)
    return RAMP[-1][1], RAMP[-1][1], 0.0


def stops(felts: Sequence[Point], samples: int = 7) -> list[tuple[float, tuple[str, str, float]]]:
    """Return gradient stops (offset 0…1, colour), `samples` per piece of the curve.

    `felts` are (x, emotion on -2…+2).
    """
    slopes = tangents(felts)
    first, last = felts[0][0], felts[-1][0]
    found = []
    for index in range(len(felts) - 1):
        x0, x1 = felts[index][0], felts[index + 1][0]
        for sample in range(samples):
            x = x0 + (x1 - x0) * sample / samples
            found.append(((x - first) / (last - first), colour(at(felts, slopes, x))))
    found.append((1.0, colour(felts[-1][1])))
    return found


def face_token(felt: float) -> str:
    """Return the token of a face: <= -1 e1, < -0.3 e2, > 0.3 e4, >= 1 e5, else neutral e3."""
    if felt <= -1:
        return "e1"
    if felt < -0.3:
        return "e2"
    if felt >= 1:
        return "e5"
    return "e4" if felt > 0.3 else "e3"
