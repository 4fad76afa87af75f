"""How far apart two selections are: rows of one analysis, matched, with the interval of each gap.

    | name | measure           | one  | one_n | other | other_n | difference | low   | high |
    | Cart | share_of_previous | 0.61 |   900 |  0.48 |     400 |       0.13 |  0.07 | 0.19 |

A gap of two values with intervals of their own has one by MOVER (G. Y. Zou and A. Donner, Stat.
Med. 27 (2008) 1693): for shares with their Wilson intervals it is Newcombe's method 10. A value
without an interval (a median) has a gap without one. Selections that share journeys are not
independent, so their gaps have none either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from desirepath.analyses import _intervals
from desirepath.errors import UsageError, unknown_sentence
from desirepath.model.result import Result

Row = Mapping[str, Any]
ROW = {
    "name": "what is compared: a step, touchpoint, path or way",
    "measure": "the field of the analysis, or reach: the share of all journeys",
    "one": "value in the first selection",
    "one_n": "journeys or answers behind it",
    "other": "value in the other selection",
    "other_n": "journeys or answers behind it",
    "difference": "one − other",
    "low": "lower end of its 95 % interval; null where there is none",
    "high": "upper end of it",
}


@dataclass(frozen=True)
class Estimate:
    """One value with its n and, where it has one, its interval."""

    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None


NOTHING = Estimate(None, 0)
Found = Iterator[tuple[str, str, Estimate]]


def _share(hits: float, n: float) -> Estimate:
    if n <= 0:
        return NOTHING
    low, high = _intervals.wilson(hits, n)
    return Estimate(hits / n, int(n), low, high)


def _funnel(result: Result) -> Found:
    former = None
    for row in result.rows:
        name = f"{row['step']}. {row['touchpoint']}"
        if former is not None:
            yield name, "share_of_previous", _share(row["journeys"], former)
            yield name, "share_of_first", _share(row["journeys"], result.rows[0]["journeys"])
            took = row["median_seconds_from_previous"]
            yield name, "median_seconds_from_previous", Estimate(took, row["journeys"])
        former = row["journeys"]


def _touchpoints(result: Result) -> Found:
    for row in result.rows:
        name = row["touchpoint"]
        yield name, "reach", _share(row["journeys"], result.journeys)
        yield name, "exit_share", _share(row["exits"], row["journeys"])
        repeats = round((row["repeat_share"] or 0) * row["journeys"])
        yield name, "repeat_share", _share(repeats, row["journeys"])
        yield name, "median_seconds_to_next", Estimate(row["median_seconds_to_next"], row["events"])


def _graph(result: Result) -> Found:
    for row in result.rows:
        name = f"{row['from'] or '(start)'} → {row['to'] or '(end)'}"
        yield name, "reach", _share(row["journeys"], result.journeys)
        yield name, "median_seconds", Estimate(row["median_seconds"], row["transitions"])


def _variants(result: Result) -> Found:
    for row in result.rows:
        name = " > ".join(row["path"])
        yield name, "share", _share(row["journeys"], result.journeys)
        yield name, "median_seconds", Estimate(row["median_seconds"], row["journeys"])


def _durations(result: Result) -> Found:
    for row in result.rows:
        for measure in ("median_seconds", "mean_seconds", "p90_seconds"):
            yield "journeys", measure, Estimate(row[measure], row["journeys"])


def _steps(result: Result) -> Found:
    for row in result.rows:
        yield row["name"], "reach", _share(row["journeys"], result.journeys)
        wait = Estimate(row["median_seconds_wait"], row["journeys"])
        yield row["name"], "median_seconds_wait", wait


def _metrics(result: Result) -> Found:
    for row in result.rows:
        where = row["touchpoint"] or "all touchpoints"
        name = f"{row['metric']} · {where} · {row['question']}"
        yield name, "value", Estimate(row["value"], row["n"], row["low"], row["high"])


def _emotions(result: Result) -> Found:
    for row in result.rows:
        name = row.get("touchpoint") or row.get("step") or row["stage"]
        yield name, "valence", Estimate(row["valence"], row["n"], row["low"], row["high"])


COMPARED: Mapping[str, Callable[[Result], Found]] = {
    "durations": _durations,
    "emotions": _emotions,
    "funnel": _funnel,
    "graph": _graph,
    "metrics": _metrics,
    "steps": _steps,
    "touchpoints": _touchpoints,
    "variants": _variants,
}


def check(name: str) -> None:
    """Raise UsageError for an analysis whose selections are not compared."""
    if name not in COMPARED:
        raise UsageError(unknown_sentence("analysis to compare", name, sorted(COMPARED)))


def rows(one: Result, other: Result, *, apart: bool) -> list[dict[str, Any]]:
    """Return the rows in the order of the first result; `apart`: no journey is in both."""
    values = [_values(COMPARED[result.analysis](result)) for result in (one, other)]
    keys = dict.fromkeys([*values[0], *values[1]])
    return [
        _row(*key, values[0].get(key, NOTHING), values[1].get(key, NOTHING), apart=apart)
        for key in keys
    ]


def _values(found: Iterable[tuple[str, str, Estimate]]) -> dict[tuple[str, str], Estimate]:
    return {(name, measure): estimate for name, measure, estimate in found}


def _row(name: str, measure: str, one: Estimate, other: Estimate, *, apart: bool) -> dict[str, Any]:
    known = one.value is not None and other.value is not None
    low, high = mover(one, other) if apart else (None, None)
    return {
        "name": name,
        "measure": measure,
        "one": one.value,
        "one_n": one.n,
        "other": other.value,
        "other_n": other.n,
        "difference": (one.value or 0.0) - (other.value or 0.0) if known else None,
        "low": low,
        "high": high,
    }


def mover(one: Estimate, other: Estimate) -> _intervals.Interval:
    """Return the interval of `one − other` from the intervals of both."""
    a, b = (one.value, one.low, one.high), (other.value, other.low, other.high)
    if None in a or None in b:
        return _intervals.NONE
    value, low, high = (float(each or 0.0) for each in a)
    against, least, most = (float(each or 0.0) for each in b)
    gap = value - against
    below = sqrt((value - low) ** 2 + (most - against) ** 2)
    above = sqrt((high - value) ** 2 + (against - least) ** 2)
    return gap - below, gap + above
