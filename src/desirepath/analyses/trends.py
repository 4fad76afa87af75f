"""How the journey changes over time: contacts, repeats, ends and answers per touchpoint and period.

Per period (calendar days, weeks from Monday, or months, in the workspace's time zone):

- `events`, `journeys`: contacts, and journeys with at least one.
- `again_share`: of the contacts, those within 7 days of the journey's last one there (Wilson).
- `slow_share`: of the contacts with one before, those after a wait longer than nine in ten waits
  before this touchpoint, in round numbers (Wilson).
- `end_share`: of the contacts, those after which nothing came although the goal was not reached
  (Wilson); only contacts so old that nothing can be expected any more.
- `valence`, `negative_share`: mean of the answers given then about it (Student's t), and the share
  of negative ones (Wilson).
- `goals`: journeys that reached the goal (whole journey only).

Rows without touchpoint are about the whole journey. `usual` is the median over whole periods: a
period that the data do not cover from its first to its last day is not `whole`, and its counts are
no trend. Shares and means of periods in which nobody came or answered are left out, counts are 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _days, _intervals
from desirepath.analyses._days import EPOCH, Span
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "lines"
EXAMPLE: dict[str, Any] = {"period": "week"}
OPTIONS = {
    "period": "day, week or month; auto: days up to 6 weeks of data, weeks up to 2 years, months",
    "touchpoint": "only this touchpoint (default: all, and the whole journey)",
    "metric": "only this metric (default: all)",
}
ROW = {
    "metric": "what is measured, see above",
    "touchpoint": "touchpoint, or null: the whole journey",
    "stage": "slug of its stage",
    "step": "slug of its step",
    "from": "first day of the period",
    "to": "last day of the period",
    "n": "contacts, journeys or answers behind the value",
    "value": "count, share 0…1 or mean valence −1…1",
    "low": "lower end of the 95 % interval (null for counts)",
    "high": "upper end of it",
    "usual": "median of the metric over whole periods",
    "whole": "true where the data cover the period from its first to its last day",
}
Metric = Literal[
    "events", "journeys", "goals", "again_share", "slow_share", "end_share", "valence",
    "negative_share",
]  # fmt: skip


@dataclass(frozen=True)
class Params:
    """Which periods, which touchpoint, which metric."""

    period: Literal["auto", "day", "week", "month"] = "auto"
    touchpoint: str | None = None
    metric: Metric | None = None


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per metric, touchpoint and period, in the order of time."""
    only = None if params.touchpoint is None else tables.code(params.touchpoint)
    over = _days.span(tables)
    if over is None:
        return Answer([])
    chosen = chosen_period(params.period, over)
    keys = ["segment"] if tables.by is not None else []
    rows: list[dict[str, Any]] = []

    def start(day: int) -> int:
        return first_day(day, chosen)

    if only is None:
        whole = _days.counted(tables, over, start, keys=keys, period=chosen)
        rows += _rows(tables, _with_goals(tables, over, start, whole, keys), over, chosen, None)
    parts = _days.counted(tables, over, start, keys=[*keys, "touchpoint"], period=chosen)
    for code in sorted({row["touchpoint"] for row in parts}):
        if only in {None, code}:
            own = [row for row in parts if row["touchpoint"] == code]
            rows += _rows(tables, own, over, chosen, code)
    if params.metric is not None:
        rows = [row for row in rows if row["metric"] == params.metric]
    days = f"{_days.as_date(over.first)} to {_days.as_date(over.last)}"
    return Answer(rows, [f"Per {chosen}, {days}."])


def chosen_period(asked: str, over: Span) -> str:
    """Return the period: the one asked for, else so that there are some ten to a hundred."""
    if asked != "auto":
        return asked
    return "day" if over.days <= 42 else "week" if over.days <= 731 else "month"


def first_day(day: int, period: str) -> int:
    """Return the first day of the period in which a day lies (days since 1970, a Thursday)."""
    if period == "week":
        return day - (day + 3) % 7
    if period == "month":
        return ((EPOCH + timedelta(days=day)).replace(day=1) - EPOCH).days
    return day


def _next(day: int, period: str) -> int:
    """Return the first day of the period after the one that begins on `day`."""
    return first_day(day + {"day": 1, "week": 7, "month": 31}[period], period)


def _rows(
    tables: Tables, counts: list[dict[str, Any]], over: Span, period: str, code: int | None
) -> Iterator[dict[str, Any]]:
    place: Mapping[str, Any] = {} if code is None else tables.catalog[code]
    about = {
        "touchpoint": place.get("name"),
        "stage": slug(place["stage"]) if place else None,
        "step": place.get("step"),
    }
    for segment in dict.fromkeys(row.get("segment") for row in counts):
        own = {row["bucket"]: row for row in counts if row.get("segment") == segment}
        series: dict[str, list[dict[str, Any]]] = {}
        begin = first_day(over.first, period)
        while begin <= over.last:
            end = _next(begin, period) - 1
            when = {"from": _days.as_date(begin), "to": _days.as_date(end)}
            whole = over.first <= begin and end <= over.last
            for metric, told in _values(own.get(begin, {}), whole_journey=code is None):
                row = {"metric": metric, **about, **when, **told, "usual": None, "whole": whole}
                marked = row if tables.by is None else {"segment": segment, **row}
                series.setdefault(metric, []).append(marked)
            begin = end + 1
        for rows in series.values():
            values = [row["value"] for row in rows if row["whole"]]
            usual = float(median(values)) if values else None
            yield from ({**row, "usual": usual} for row in rows)


def _values(
    counts: Mapping[str, Any], *, whole_journey: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    for metric in ("events", "journeys", *(["goals"] if "goals" in counts else [])):
        n = counts.get(metric, 0)
        yield metric, {"n": n, "value": n, "low": None, "high": None}
    for metric, (part, of) in _days.SHARES.items():
        n = counts.get(of, 0)
        if n and not (whole_journey and metric in {"again_share", "slow_share"}):
            low, high = _intervals.wilson(counts[part], n)
            yield metric, {"n": n, "value": counts[part] / n, "low": low, "high": high}
    if counts.get("n"):
        felt = _intervals.sample(counts["n"], counts["total"], counts["squares"])
        low, high = _intervals.mean(felt, (-1.0, 1.0))
        yield "valence", {"n": felt.n, "value": felt.mean, "low": low, "high": high}


def _with_goals(
    tables: Tables, over: Span, start: Any, counts: list[dict[str, Any]], keys: list[str]
) -> list[dict[str, Any]]:
    """Add to each period how many journeys reached the goal in it."""
    if tables.goal is None:
        return counts
    journeys = tables.journeys.filter(tables.journeys.goal_time.notnull())
    days = journeys.mutate(d=over.day(journeys.goal_time))
    rows = tables.execute(days.group_by(*keys, "d").aggregate(n=days.count()))
    goals: dict[tuple[Any, int], int] = {}
    for row in rows:
        key = (row.get("segment"), start(row["d"]))
        goals[key] = goals.get(key, 0) + row["n"]
    return [{**row, "goals": goals.get((row.get("segment"), row["bucket"]), 0)} for row in counts]
