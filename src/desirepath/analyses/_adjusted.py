"""A second opinion on pains: the same comparison between journeys that were alike before.

Cross-fitted augmented inverse probability weighting (Robins, Rotnitzky & Zhao, JASA 89 (1994)
846; cross-fitting: Chernozhukov et al., Econometrics Journal 21 (2018) C1) of the effect on the
affected: how much better would they have done, had they been among the others? One model says who
is affected (logistic), one how the others do (linear), both by what was known before the arrival:
attributes, first channel, when they began, where they came from, what they had touched, how many
events and how much time had passed. It is right where either model is. Where the affected have
no counterparts (overlap) it refuses. Several opinions at once are read by Benjamini & Hochberg,
JRSS B 57 (1995) 289. What no file shows stays unadjusted.

At most `MOST` journeys of each kind speak, chosen by their `draw`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any

from desirepath.analyses._intervals import Z
from desirepath.analyses._pasts import pasts, sampled, step_of
from desirepath.analyses._shared import arrays
from desirepath.analyses._traits import kept_visits

if TYPE_CHECKING:
    from desirepath.analyses._pasts import Pasts
    from desirepath.analyses._traits import Sight
    from desirepath.journeys.tables import Tables

MOST = 4_000
LEAST = 30
FOLDS = 2
CEILING, REACH, BEYOND = 0.95, 0.99, 0.5
"""Who is affected with a greater chance than this, or than 99 % of the others, has no counterpart.
Where that is half of the affected, there is nothing to compare."""
FALSE = 0.05
RIDGE = 10.0
DIGITS = 6
"""Rounded, so that the last bits of linear algebra do not change a result's digest."""


@dataclass(frozen=True)
class Question:
    """One comparison to look at again: a flag at a touchpoint, by goal or by valence (`v1 v2`)."""

    segment: str | None
    place: int
    flag: str
    by: str


@dataclass(frozen=True)
class Opinion:
    """The adjusted shortfall of the affected with its interval, or why there is none."""

    size: float | None = None
    low: float | None = None
    high: float | None = None
    p: float = 1.0
    n: int = 0
    refused: str | None = None


def opinions(
    seen: Sight, asked: Collection[Question]
) -> tuple[dict[Question, Opinion], tuple[str, ...]]:
    """Return the opinion on each comparison of single touchpoints and what it is adjusted for."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    if not asked:
        return {}, ()
    step = step_of(seen.grounds.tables)
    tables = sampled(seen.grounds.tables, step)
    rows = _rows(tables, seen.full(kept_visits(seen, step), tables), asked)
    known = pasts(replace(seen.grounds, tables=tables), rows)
    found = {}
    with threadpool_limits(1):  # threads wait for each other longer than they work
        for one in asked:
            at = (rows["place"] == one.place) & (rows[one.flag] >= 0)
            if one.segment is not None:
                at &= rows["segment"] == one.segment
            at &= rows["risk"] if one.by == "goal" else ~np.isnan(rows[one.by])
            found[one] = _opinion(rows, known, one, np.flatnonzero(at))
    return found, known.names


def standing(found: Mapping[Question, Opinion], compared: int) -> set[Question]:
    """Return the comparisons whose opinion stands when `compared` were made at once."""
    ranked = sorted(found, key=lambda one: found[one].p)
    last = 0
    for rank, one in enumerate(ranked, 1):
        if found[one].p <= FALSE * rank / max(compared, rank):
            last = rank
    return {one for one in ranked[:last] if (found[one].size or 0.0) > 0}


def _rows(tables: Tables, visits: Any, asked: Collection[Question]) -> dict[str, Any]:
    """Return the visits as arrays by name, in an order that the numbers of journeys do not make."""
    flags = sorted({one.flag for one in asked})
    told = sorted({one.by for one in asked} - {"goal"})
    visits = visits.inner_join(tables.journeys.select("journey", "draw"), "journey")
    names = (
        "journey",
        "draw",
        "place",
        "first",
        "wait",
        "position",
        "before",
        "risk",
        "reached",
        *told,
    )
    flagged = {flag: visits[flag].cast("int8").fill_null(-1) for flag in flags}
    got = tables.arrow(visits.select("segment", *names, **flagged))
    return arrays(tables, got, ("place", "journey", "draw"))


def _opinion(rows: Mapping[str, Any], known: Pasts, one: Question, at: Any) -> Opinion:
    import numpy as np

    affected = rows[one.flag][at] == 1
    chosen = [_some(rows, at[affected]), _some(rows, at[~affected])]
    if min(map(len, chosen)) < LEAST:
        return Opinion(refused=f"fewer than {LEAST} of a kind")
    at = np.sort(np.concatenate(chosen))
    affected = rows[one.flag][at] == 1
    done = rows["reached"][at].astype(float) if one.by == "goal" else rows[one.by][at] / 2
    before = known.of(rows, at)
    part = (rows["draw"][at] >> 12) % FOLDS
    chance, expected = np.zeros(len(at)), np.zeros(len(at))
    for fold in range(FOLDS):
        here, there = part == fold, part != fold
        chance[here] = _logistic(before[there], affected[there], before[here])
        others = there & ~affected
        expected[here] = _linear(before[others], done[others], before[here])
    reach = min(CEILING, float(np.quantile(chance[~affected], REACH)))
    if (chance[affected] > reach).mean() > BEYOND:
        return Opinion(refused="no counterparts among the others")
    chance = np.clip(chance, 1e-3, CEILING)
    weight = (chance / (1 - chance))[~affected]
    if weight.sum() ** 2 / (weight**2).sum() < LEAST:
        return Opinion(refused="few counterparts among the others")
    return _estimate((expected - done)[affected], (done - expected)[~affected], weight, len(at))


def _estimate(short: Any, rest: Any, weight: Any, n: int) -> Opinion:
    """Put the affected's shortfall and the others' weighted remainder together."""
    correction = float((weight * rest).sum() / weight.sum())
    size = float(short.mean()) + correction
    spread = float(short.var(ddof=1)) / len(short)
    spread += float(((weight * (rest - correction)) ** 2).sum() / weight.sum() ** 2)
    error = sqrt(spread)
    if not error:
        return Opinion(refused="no spread")
    return Opinion(
        size=round(size, DIGITS),
        low=round(size - Z * error, DIGITS),
        high=round(size + Z * error, DIGITS),
        p=erfc(abs(size) / error / sqrt(2)),
        n=n,
    )


def _some(rows: Mapping[str, Any], at: Any) -> Any:
    import numpy as np

    if len(at) <= MOST:
        return at
    return at[np.argsort(rows["draw"][at], kind="stable")[:MOST]]


def _logistic(known: Any, yes: Any, asked: Any) -> Any:
    """Return chances by ridge logistic regression (Newton's method)."""
    import numpy as np

    weights = np.zeros(known.shape[1])
    ridge = _ridge(known)
    for _ in range(12):
        chance = _chance(known @ weights)
        slope = known.T @ (yes - chance) - ridge * weights
        curve = (known * (chance * (1 - chance))[:, None]).T @ known
        step = np.linalg.solve(curve + np.diag(ridge), slope)
        weights += step
        if np.abs(step).max() < 1e-4:
            break
    return _chance(asked @ weights)


def _linear(known: Any, value: Any, asked: Any) -> Any:
    import numpy as np

    ridge = np.diag(_ridge(known))
    return asked @ np.linalg.solve(known.T @ known + ridge, known.T @ value)


def _ridge(known: Any) -> Any:
    """Return the penalties: columns have unit spread, the first is the constant."""
    import numpy as np

    return np.array([1e-6, *[RIDGE] * (known.shape[1] - 1)])


def _chance(score: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))
