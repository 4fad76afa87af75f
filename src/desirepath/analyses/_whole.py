"""The emotion of all who came to some touchpoints, where it can be known better than by the mean.

Joins who was heard (`_heard`) with the estimator (`_curve`); rounded, so that the last bits of
linear algebra do not change a result's digest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desirepath.analyses import _curve, _heard, _intervals

if TYPE_CHECKING:
    from desirepath.analyses._curve import Felt
    from desirepath.journeys.tables import Tables

LEAST = 30
"""Fewer journeys with an answer say nothing of those without."""
MOSTLY = 0.3
"""At least this share of the answers of a row must be heard of: surely about it, and of a visit."""
ALL = 0.999
DIGITS = 6


@dataclass(frozen=True)
class Corrected:
    """The emotion of a row of `emotions` with its 95 % interval and the share that answered."""

    value: float
    interval: tuple[float, float]
    answered: float


@dataclass(frozen=True)
class Whole:
    """What is known of every segment and touchpoint with answers."""

    felt: Felt
    places: Mapping[tuple[str | None, int], int]
    names: tuple[str, ...]

    def of(self, segment: str | None, codes: Collection[int], n: int) -> Corrected | None:
        """Return the emotion over some touchpoints; None where their mean says as much.

        `n`: their answers with a valence, of visits or not.
        """
        import numpy as np

        keys = [(segment, code) for code in codes]
        chosen = np.array([self.places[key] for key in keys if key in self.places], dtype=int)
        if not len(chosen) or float(self.felt.heard[chosen].sum()) < MOSTLY * n:
            return None
        found = _curve.estimate(self.felt, chosen)
        if found.answered > ALL:
            return None
        half = _intervals.student(found.freedom) * found.error
        value = min(max(found.value, -1.0), 1.0)
        low, high = _intervals.cut(value - half, value + half, (-1.0, 1.0))
        return Corrected(
            round(value, DIGITS),
            (round(low, DIGITS), round(high, DIGITS)),
            round(found.answered, DIGITS),
        )


def whole(tables: Tables) -> Whole | None:
    """Return what is known of all who came; None: too few answered, or there are no events.

    Steps, stages and touchpoints are asked for one after the other; it is found out once.
    """
    found: Whole | None = tables.once("whole", lambda: _whole(tables))
    return found


def _whole(tables: Tables) -> Whole | None:
    from threadpoolctl import threadpool_limits

    if tables.newest is None or _told(tables) < LEAST:
        return None
    heard = _heard.heard(tables)
    if heard is None or int(heard.visits.told.sum()) < LEAST:
        return None
    places = {place: number for number, place in enumerate(heard.places)}
    with threadpool_limits(1):  # matrices are small: more threads cost eight times as much here
        felt = _curve.felt(heard.visits)
    return Whole(felt, places, heard.names)


def _told(tables: Tables) -> int:
    """Return how many journeys have an answer about a touchpoint."""
    answers = tables.answers
    answers = answers.filter(answers.valence.notnull() & answers.touchpoint.notnull())
    found = tables.execute(answers.aggregate(n=answers.journey.nunique()))
    return int(found[0]["n"] or 0)
