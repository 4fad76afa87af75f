"""How good the imported data is: what was refused, guessed, repeated, missing or odd, and what
each finding affects. Facts of imports come from the book, the rest from passes over the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from desirepath.imports import fixes, oddities
from desirepath.imports.oddities import Finding

if TYPE_CHECKING:
    from desirepath.store.book import Book, ImportRow
    from desirepath.store.warehouse import Warehouse

MICRO = 1_000_000
DAY = 86_400 * MICRO
LONGEST_SILENCE = 7
STALE_DAYS = 30


def now_us() -> int:
    """Return the time as microseconds since 1970 UTC."""
    return int(datetime.now(UTC).timestamp()) * MICRO


def audit(
    warehouse: Warehouse,
    book: Book,
    tables: Any | None = None,
    *,
    clock: Callable[[], int] = now_us,
) -> dict[str, Any]:
    """Return `{"sources", "findings", "coverage"}`.

    `tables` = the prepared journeys (None: coverage has no stages); `clock` = now in µs.
    Findings are ordered by severity (problem, warning, note), then count.
    """
    imports = book.imports()
    by_source: dict[str, list[ImportRow]] = defaultdict(list)
    for row in imports:
        by_source[row.source].append(row)
    spans = _spans(warehouse, by_source)
    newest = max(
        (span["newest"] for span in spans.values() if span["newest"] is not None), default=None
    )
    found: list[Finding] = []
    for source, rows in by_source.items():
        found += _reported(source, rows)
        found += _times(source, spans[source], newest, clock())
        found += oddities.of_source(warehouse, book, source, [row.no for row in rows])
    found += oddities.of_customers(warehouse, tables)
    found += fixes.unsure_stages(tables)
    found = [fixes.fixed(one, by_source) for one in found]
    severity = ("problem", "warning", "note")
    found.sort(key=lambda one: (severity.index(one.severity), -one.count, one.id, one.where))
    return {
        "sources": [_source(name, rows, spans[name], newest) for name, rows in by_source.items()],
        "findings": [finding.document() for finding in found],
        "coverage": _coverage(warehouse, by_source, tables),
    }


def iso(microseconds: int | None) -> str | None:
    """Return an instant as ISO 8601 to the second."""
    if microseconds is None:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=microseconds // MICRO)
    return moment.isoformat().replace("+00:00", "Z")


def _source(
    name: str, rows: Sequence[ImportRow], span: Mapping[str, Any], newest: int | None
) -> dict[str, Any]:
    counts = {
        key: sum(int(row.report.get(key, 0)) for row in rows)
        for key in ("rows", "accepted", "quarantined", "known", "dropped", "duplicates")
    }
    behind = None if newest is None or span["newest"] is None else (newest - span["newest"]) / MICRO
    return {
        "source": name,
        "files": [row.file for row in rows],
        "kind": sorted({kind for row in rows for kind in row.report.get("kind", ())}),
        **counts,
        "from": iso(span["oldest"]),
        "to": iso(span["newest"]),
        "seconds_behind_newest": behind,
    }


def _spans(
    warehouse: Warehouse, by_source: Mapping[str, Sequence[ImportRow]]
) -> dict[str, dict[str, Any]]:
    """Return per source the oldest and newest time, the days with data, and odd times."""
    spans: dict[str, dict[str, Any]] = {}
    for source, rows in by_source.items():
        numbers = [row.no for row in rows]
        days: set[int] = set()
        span: dict[str, Any] = {"oldest": None, "newest": None, "events": 0, "midnight": 0}
        for table in ("events", "feedback"):
            stored = warehouse.table(table)
            stored = stored.filter(stored.import_no.isin(numbers) & stored.time.notnull())
            daily = stored.group_by(day=(stored.time // DAY).cast("int64")).aggregate(
                rows=stored.count(),
                oldest=stored.time.min(),
                newest=stored.time.max(),
                midnight=(stored.time % DAY == 0).sum(),
            )
            for row in warehouse.rows(daily):
                days.add(row["day"])
                span["oldest"] = min(row["oldest"], span["oldest"] or row["oldest"])
                span["newest"] = max(row["newest"], span["newest"] or row["newest"])
                if table == "events":
                    span["events"] += row["rows"]
                    span["midnight"] += row["midnight"]
                    span.setdefault("per_day", {})[row["day"]] = row["rows"]
        span["days"] = sorted(days)
        spans[source] = span
    return spans


def _reported(source: str, rows: Sequence[ImportRow]) -> list[Finding]:
    """Return what the imports themselves already knew."""
    found: list[Finding] = []
    refused: dict[str, int] = defaultdict(int)
    for row in rows:
        for entry in row.report.get("quarantine", ()):
            refused[entry["reason"]] += int(entry["rows"])
        found += [
            Finding(**guess, where=f"{source} ({row.file})")
            for guess in row.facts.get("guesses", ())
        ]
    total = sum(int(row.report.get("rows", 0)) for row in rows) or 1
    for reason, count in refused.items():
        found.append(
            Finding(
                "quarantined",
                "problem" if count > 0.05 * total else "warning",
                source,
                count,
                f"{count} of {total} rows could not be used: {reason}.",
                "every count, by the share of rows that is missing",
            )
        )
    duplicates = sum(int(row.report.get("duplicates", 0)) for row in rows)
    if duplicates:
        found.append(
            Finding(
                "duplicates",
                "warning",
                source,
                duplicates,
                f"{duplicates} accepted rows equal an earlier row of the same file.",
                "repeats, loops, event counts (--drop-duplicates leaves one of each)",
            )
        )
    return found


def _times(source: str, span: Mapping[str, Any], newest: int | None, now: int) -> list[Finding]:
    found: list[Finding] = []
    days: list[int] = span["days"]
    if not days:
        return found
    per_day: Mapping[int, int] = span.get("per_day", {})
    found += _gaps(source, days)
    if newest is not None and newest - span["newest"] > STALE_DAYS * DAY:
        behind = (newest - span["newest"]) // DAY
        found.append(
            Finding(
                "stale",
                "warning",
                source,
                int(behind),
                f"Its newest row is {behind} days older than the newest of all sources.",
                "the end of journeys: later steps through this source are missing",
            )
        )
    future = sum(rows for day, rows in per_day.items() if day > now // DAY + 1)
    epoch = sum(rows for day, rows in per_day.items() if day in (0, -1))
    plain = sorted(day for day in per_day if day not in (0, -1) and day <= now // DAY + 1)
    odd = _far(plain, per_day)
    for id_, count, what in (
        ("future", future, "lie in the future"),
        ("epoch", epoch, "are 1 January 1970, the usual stand-in for an unknown time"),
        ("outlier-years", odd, "are years away from all others of the source"),
    ):
        if count:
            found.append(
                Finding(
                    id_,
                    "problem",
                    source,
                    count,
                    f"{count} events {what}.",
                    "period, still-open journeys, order and durations",
                )
            )
    if span["events"] and span["midnight"] > 0.5 * span["events"]:
        found.append(
            Finding(
                "dates-only",
                "note",
                source,
                span["midnight"],
                f"{span['midnight']} of {span['events']} events are dates without a time of day.",
                "order within a day and durations shorter than some days",
            )
        )
    return found


def _gaps(source: str, days: Sequence[int]) -> list[Finding]:
    """Return silences longer than a week and than ten times the usual distance of days."""
    steps = [(after - before, before) for before, after in pairwise(days)]
    if len(steps) < 5:
        return []
    usual = sorted(step for step, _ in steps)[len(steps) // 2]
    long = [(step, day) for step, day in steps if step > max(LONGEST_SILENCE, 10 * usual)]
    if not long:
        return []
    size, day = max(long)
    began = iso(day * DAY)
    return [
        Finding(
            "gaps",
            "warning",
            source,
            len(long),
            f"{len(long)} {'silence' if len(long) == 1 else 'silences'}; the longest has "
            f"{size - 1} days without data after {(began or '')[:10]}.",
            "comparisons over time, and journeys that cross the silence",
        )
    ]


def _far(days: Sequence[int], per_day: Mapping[int, int]) -> int:
    """Count rows more than five years before or after the middle 98 % of a source's rows."""
    total, seen = sum(per_day[day] for day in days), 0
    if total < 50:
        return 0
    low = high = None
    for day in days:
        seen += per_day[day]
        low = day if low is None and seen >= 0.01 * total else low
        high = day if high is None and seen >= 0.99 * total else high
    edge = 5 * 366
    return sum(
        per_day[day]
        for day in days
        if low is not None and high is not None and (day < low - edge or day > high + edge)
    )


def _coverage(
    warehouse: Warehouse, by_source: Mapping[str, Sequence[ImportRow]], tables: Any | None
) -> list[dict[str, Any]]:
    """Return events and journeys per source and stage; stage null where nothing is prepared.

    `of_journeys` are all journeys that touch the stage, whatever source says so.
    """
    import ibis

    if not by_source:
        return []
    events = warehouse.table("events")
    source = ibis.cases(
        *(
            (events.import_no.isin([row.no for row in rows]), ibis.literal(name))
            for name, rows in by_source.items()
        ),
        else_=ibis.null("string"),
    )
    told = events.select("seq", "customer", source=source).filter(lambda t: t.source.notnull())
    if tables is None:
        counted = (
            told.group_by("source")
            .aggregate(events=told.count(), journeys=told.customer.nunique())
            .mutate(stage=ibis.null("string"))
        )
        reached = {None: int(warehouse.value(told.customer.nunique()))}
    else:
        placed = tables.events.select("seq", "journey", code=tables.events.touchpoint)
        stages = tables.touchpoints.select("code", "stage", "stage_order")
        every = placed.inner_join(stages, "code").group_by("stage")
        totals = warehouse.rows(every.aggregate(journeys=placed.journey.nunique()))
        reached = {row["stage"]: row["journeys"] for row in totals}
        joined = told.inner_join(placed, "seq").inner_join(stages, "code")
        counted = joined.group_by(["source", "stage", "stage_order"]).aggregate(
            events=joined.count(), journeys=joined.journey.nunique()
        )
    rows = warehouse.rows(counted)
    rows.sort(key=lambda row: (row["source"], row.get("stage_order") or 0, row["stage"] or ""))
    told_of = ("source", "stage", "events", "journeys")
    return [
        {**{key: row[key] for key in told_of}, "of_journeys": reached[row["stage"]]} for row in rows
    ]
