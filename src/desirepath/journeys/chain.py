"""Stages along the course: a hidden Markov model over touchpoints in their order.

The touchpoints stand in a row, earliest first. The course moves through the stages: mostly it
stays, often it goes to the next, it seldom skips one, and going back costs more the clearer the
order of the two touchpoints is. What a touchpoint says by itself (`own`) is its emission; with
the chance `aside` it lies beside the course, as a help chat in the middle of buying does, and its
own evidence alone decides. The forward-backward algorithm (Rabiner 1989, Proceedings of the IEEE
77(2)) gives the exact chances of every stage for every touchpoint, in time linear in their number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

Odds = tuple[float, ...]

NEXT = 1.6  # costs are negative log-odds before they are normalised
AT_LEAST = 0.4  # what the next stage costs after a wide gap in the order
GAP = 15.0  # a gap of 0.08 in the order makes the next stage as likely as it gets
SKIP = 2.5
BACK = 0.8
BACK_GAP = 25.0


def along(
    own: Sequence[Odds],
    at: Sequence[Odds],
    gaps: Sequence[float],
    *,
    aside: Odds,
    free: frozenset[tuple[int, int]],
    mixed: Sequence[tuple[int, int]],
) -> list[Odds]:
    """Return the chances of every stage for each touchpoint of a row.

    `own` and `at` are log-odds per stage: of the touchpoint itself, and of its place, which only
    moves the course. `gaps[i]` ≥ 0 lies between touchpoints i and i + 1. `aside[s]` is the chance
    to lie beside the course in stage s (their sum is the chance to lie beside it). The course may
    go back along `free` at little cost; between the two stages of `mixed` pairs it may go both
    ways, whatever the gap.
    """
    if not own:
        return []
    stages = range(len(own[0]))
    on = 1 - sum(aside)
    said = [_powers(odds) for odds in own]
    beside = [sum(a * p for a, p in zip(aside, powers, strict=True)) for powers in said]
    seen = [
        [math.exp(place[s] - max(place)) * (on * powers[s] + side) for s in stages]
        for place, powers, side in zip(at, said, beside, strict=True)
    ]
    steps = [_moves(len(stages), round(gap, 3), free, tuple(mixed)) for gap in gaps]
    forward = [_normal(seen[0])]
    for step, now in zip(steps, seen[1:], strict=True):
        last = forward[-1]
        forward.append(
            _normal([now[b] * sum(last[a] * step[a][b] for a in stages) for b in stages])
        )
    backward = [[1.0] * len(stages)]
    for step, later in zip(reversed(steps), reversed(seen[1:]), strict=True):
        ahead = [x * y for x, y in zip(later, backward[-1], strict=True)]
        backward.append(
            _normal([sum(p * x for p, x in zip(row, ahead, strict=True)) for row in step])
        )
    return [
        _own_stage(_normal([x * y for x, y in zip(f, b, strict=True)]), powers, side, aside)
        for f, b, powers, side in zip(forward, reversed(backward), said, beside, strict=True)
    ]


def _own_stage(course: Sequence[float], powers: Odds, side: float, aside: Odds) -> Odds:
    """From where the course is to the touchpoint's own stage: that one, or one beside it."""
    on = 1 - sum(aside)
    shares = [chance / (on * power + side) for chance, power in zip(course, powers, strict=True)]
    off = sum(shares)
    return tuple(
        power * (on * share + lying * off)
        for power, share, lying in zip(powers, shares, aside, strict=True)
    )


@lru_cache(maxsize=4096)
def _moves(
    n: int, gap: float, free: frozenset[tuple[int, int]], mixed: tuple[tuple[int, int], ...]
) -> tuple[Odds, ...]:
    """Return the chances to move from each stage (row) to each other across a gap."""
    both_ways = {*mixed, *((b, a) for a, b in mixed)}
    rows = []
    for a in range(n):
        costs = []
        for b in range(n):
            if (a, b) in free:
                costs.append(0.3)
            elif (a, b) in both_ways:
                costs.append(1.0)
            elif a == b:
                costs.append(0.0)
            elif b > a:
                costs.append(max(AT_LEAST, NEXT - GAP * gap) + SKIP * (b - a - 1))
            else:
                costs.append(BACK + 0.5 * SKIP * (a - b - 1) + BACK_GAP * gap)
        rows.append(tuple(_normal([math.exp(-cost) for cost in costs])))
    return tuple(rows)


def _powers(odds: Odds) -> Odds:
    top = max(odds)
    return tuple(math.exp(value - top) for value in odds)


def _normal(values: Sequence[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]
