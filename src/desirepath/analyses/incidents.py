"""When something was not as before and after, and what drifts slowly.

An incident is a span of 1 to 28 days in which, at one touchpoint, something was at least 1.5 times
as frequent, or as rare, as in the 8 weeks on both sides, beyond chance: contacts (both against all
contacts of the day and by themselves, weekdays evened out), repeats, long waits, ends of journeys
or negative answers. A drift is a share that moves steadily by a factor of 1.5 or more. Method and
sources: `analyses/_surprise.py`. Every touchpoint and metric is looked at; data in which nothing
happened raise an alarm once in twenty times. Fewer than 10 hits in a span say nothing, nor do the
first two weeks (of contacts: eight).

The most surprising come first. What happened together is one `group`: overlapping spans, the
first row of which names it. What made it happen the data do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _days, _intervals, _surprise
from desirepath.analyses._surprise import Series
from desirepath.journeys.names import slug, unique

if TYPE_CHECKING:
    from desirepath.analyses._days import Span
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "id": "kind, touchpoint, metric and first day as a slug",
    "rank": "1 = most surprising (per segment)",
    "group": "what happened together: id of the first of it",
    "kind": "incident or drift",
    "touchpoint": "where",
    "stage": "slug of its stage",
    "step": "slug of its step",
    "metric": "events, again_share, slow_share, end_share or negative_share (see `trends`)",
    "direction": "more or less",
    "from": "first day",
    "to": "last day",
    "days": "how many days",
    "n": "contacts or answers behind the value",
    "value": "events: contacts in the span; shares: share in it; drift: fitted share at the end",
    "low": "lower end of the 95 % interval of a share (Wilson); null for counts and drifts",
    "high": "upper end of it",
    "usual": "expected: as around the span; drift: fitted share after the first 8 weeks",
    "ratio": "value / usual; null where nothing was usual",
    "chance": "how likely so much surprise is where nothing happened",
    "lasting": "true where the span reaches the last day of the data",
}
POSSIBLE = 1_000
"""Contacts are few of very many possible ones, so that their binomial is a Poisson."""


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return incidents and drifts, most surprising first (per segment)."""
    over = _days.span(tables)
    if over is None:
        return Answer([])
    keys = ["segment"] if tables.by is not None else []
    counts = _days.counted(tables, over, lambda day: day, keys=[*keys, "touchpoint"])
    rows: list[dict[str, Any]] = []
    looked = 0
    for segment in dict.fromkeys(row.get("segment") for row in counts):
        own = [row for row in counts if row.get("segment") == segment]
        found, asked = _found(tables, over, own)
        looked += asked
        rows += [row if tables.by is None else {"segment": segment, **row} for row in found]
    notes = [f"{looked} series of {over.days} days were looked at."]
    if not rows:
        notes.append("Nothing stands out in time.")
    return Answer(rows, notes)


def _found(
    tables: Tables, over: Span, counts: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], int]:
    chances: dict[Any, float] = {}
    made: dict[Any, dict[str, Any]] = {}
    looked = 0
    for code, metric, series, also in _series(counts, over):
        looked += 1
        place = tables.catalog[code]
        calm = Series(series.hits.copy(), series.base.copy())
        for no, window in enumerate(_surprise.windows(series, also)):
            key: tuple[int, str, int | None] = (code, metric, no)
            made[key] = _incident(place, metric, window, over)
            chances[key] = window.chance
            for days in (calm.hits, calm.base):
                days[window.first : window.last + 1] = 0
        moved = _surprise.drift(calm) if also is None else None
        if moved is not None and not 1 / _surprise.RATIO < _ratio(moved) < _surprise.RATIO:
            key = (code, metric, None)
            made[key] = _drift(place, metric, moved, over)
            chances[key] = moved.chance
    stand = _surprise.standing(chances, looked)
    rows = [row for key, row in made.items() if key in stand]
    rows.sort(key=lambda row: (row["chance"], -row["n"], row["id"]))
    for rank, (row, id_) in enumerate(zip(rows, unique(r["id"] for r in rows), strict=True), 1):
        row["rank"], row["id"] = rank, id_
    return _grouped(rows), looked


def _series(
    counts: Sequence[Mapping[str, Any]], over: Span
) -> Iterator[tuple[int, str, Series, Series | None]]:
    """Yield touchpoint, metric and its days; contacts against all of the day, and by themselves."""
    import numpy as np

    size = over.days
    everything = np.zeros(size)
    parts: dict[int, dict[str, Any]] = {}
    for row in counts:
        own = parts.setdefault(
            row["touchpoint"], {name: np.zeros(size) for name in (*_days.COUNTS, *_days.TOLD)}
        )
        at = row["bucket"] - over.first
        if not 0 <= at < size:
            continue
        everything[at] += row["events"]
        for name in own:
            own[name][at] += row[name]
    weekday = np.arange(size) % 7
    for code in sorted(parts):
        own = parts[code]
        base, usual = everything.copy(), np.ones(size)
        for day in range(7):
            here = weekday == day
            if not here.any():  # less than a week of data
                continue
            base[here] *= max(own["events"][here].sum() / max(everything[here].sum(), 1), 1e-9)
            usual[here] = max(own["events"][here].mean(), 1e-9)
        yield code, "events", Series(own["events"], base * POSSIBLE), Series(own["events"], usual)
        for metric, (part, of) in _days.SHARES.items():
            yield code, metric, Series(own[part], own[of]), None


def _incident(
    place: Mapping[str, Any], metric: str, found: _surprise.Window, over: Span
) -> dict[str, Any]:
    counted = metric == "events"
    usual = found.around_hits / found.around_base
    value = found.hits if counted else found.hits / found.base
    low, high = (None, None) if counted else _intervals.wilson(found.hits, found.base)
    if counted:
        usual *= found.base
    first, last = over.first + found.first, over.first + found.last
    return _row(
        place, "incident", metric, (first, last), over,
        n=found.hits if counted else found.base, value=value, low=low, high=high,
        usual=usual, chance=found.chance,
    )  # fmt: skip


def _drift(
    place: Mapping[str, Any], metric: str, found: _surprise.Drift, over: Span
) -> dict[str, Any]:
    return _row(
        place, "drift", metric, (over.first, over.last), over,
        n=found.base, value=found.end, low=None, high=None,
        usual=found.begin, chance=found.chance,
    )  # fmt: skip


def _ratio(found: _surprise.Drift) -> float:
    return found.end / found.begin if found.begin else float("inf")


def _row(
    place: Mapping[str, Any],
    kind: str,
    metric: str,
    days: tuple[int, int],
    over: Span,
    **numbers: Any,
) -> dict[str, Any]:
    first, last = days
    value, usual = numbers["value"], numbers["usual"]
    return {
        "id": f"{kind}-{slug(place['name'])}-{slug(metric)}-{_days.as_date(first)}",
        "rank": 0,
        "group": "",
        "kind": kind,
        "touchpoint": place["name"],
        "stage": slug(place["stage"]),
        "step": place["step"],
        "metric": metric,
        "direction": "more" if value > usual else "less",
        "from": _days.as_date(first),
        "to": _days.as_date(last),
        "days": last - first + 1,
        "n": round(numbers["n"]),
        "value": value,
        "low": numbers["low"],
        "high": numbers["high"],
        "usual": usual,
        "ratio": value / usual if usual else None,
        "chance": numbers["chance"],
        "lasting": last == over.last,
    }


def _grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give incidents that overlap in time the id of the most surprising one; drifts stand alone."""
    heads: list[dict[str, Any]] = []
    for row in rows:
        together = (
            head
            for head in heads
            if row["kind"] == head["kind"] == "incident"
            and row["from"] <= head["to"]
            and head["from"] <= row["to"]
        )
        head = next(together, None)
        row["group"] = row["id"] if head is None else head["id"]
        if head is None:
            heads.append(row)
    return rows
