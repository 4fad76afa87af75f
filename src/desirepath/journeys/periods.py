"""Journeys by when they began: `--by week|month|quarter|year`, in the workspace's time zone.

    | start               | segment |
    | 2025-03-31 23:30 +2 | 2025-03 |
    | 2025-04-01 00:10 +2 | 2025-04 |

A week is named by its Monday, a quarter as `2025-Q2`. A column of the data of that name goes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from desirepath.errors import UsageError

WORDS = ("week", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST = 400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def periods(low: int, high: int, word: str, zone: tzinfo) -> list[tuple[int, str]]:
    """Return first microsecond and name of every period from `low` to `high` (microseconds).

    Raises UsageError where they are too many to be read.
    """
    day = first_of(_local(low, zone), word)
    found = []
    while (begin := _microseconds(day, zone)) <= high:
        found.append((begin, name_of(day, word)))
        day = _next(day, word)
        if len(found) > MOST:
            raise UsageError(f'--by {word} makes more than {MOST} rows each. Take --by "year".')
    return found


def named(time: Any, known: Sequence[tuple[int, str]]) -> Any:
    """Return the expression of the name of the period in which a time lies, null outside."""
    import ibis

    ends = [begin for begin, _ in known[1:]]
    cases = [(time < end, name) for end, (_, name) in zip(ends, known, strict=False)]
    begun = time >= known[0][0]
    return begun.ifelse(
        ibis.cases(*cases, else_=known[-1][1]) if cases else ibis.literal(known[0][1]),
        ibis.null("string"),
    )


def first_of(day: date, word: str) -> date:
    """Return the first day of the period in which a day lies."""
    if word == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS[word]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def name_of(day: date, word: str) -> str:
    """Return the name of the period that begins on a day."""
    if word == "quarter":
        return f"{day.year}-Q{day.month // 3 + 1}"
    return {"week": day.isoformat(), "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}[word]


def _next(day: date, word: str) -> date:
    return first_of(day + timedelta(days=7 if word == "week" else 31 * MONTHS[word]), word)


def _local(time: int, zone: tzinfo) -> date:
    return (EPOCH + timedelta(microseconds=time)).astimezone(zone).date()


def _microseconds(day: date, zone: tzinfo) -> int:
    begin = datetime.combine(day, datetime.min.time(), zone)
    return (begin - EPOCH) // timedelta(microseconds=1)
