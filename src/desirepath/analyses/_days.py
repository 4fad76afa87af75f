"""Counts per touchpoint and day, week or month, in the workspace's time zone.

    | touchpoint | bucket | events | journeys | again | slow | timed | ended | closed | n … |
    | 3          | 20_226 |     41 |       38 |     3 |    4 |    40 |     5 |     41 | 6 … |

`bucket` is the first day of the period, in days since 1970. `again`: events within `SOON` days of
the journey's last one there. `slow`: events after a wait longer than nine in ten waits before this
touchpoint, of `timed` ones, which have something before them. `ended`: events after which nothing
came although the goal was not reached, of `closed` ones, so old that nothing can be expected any
more. `n, total, squares, low`: answers with a valence, its sum and squares, and how many are
negative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desirepath.analyses import _sums
from desirepath.analyses._visits import Grounds
from desirepath.analyses._waits import DAY

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

EPOCH = date(1970, 1, 1)
NEGATIVE = -0.05
COUNTS = ("events", "journeys", "again", "slow", "timed", "ended", "closed")
SHARES = {
    "again_share": ("again", "events"),
    "slow_share": ("slow", "timed"),
    "end_share": ("ended", "closed"),
    "negative_share": ("low", "n"),
}
"""Share → what is counted, of what."""
LONG = 0.9
SOON = 7
TOLD = ("n", "total", "squares", "low")


@dataclass(frozen=True)
class Span:
    """The days of the data, first and last inclusive, and what brings a time to its day."""

    first: int
    last: int
    offsets: tuple[tuple[int, int], ...]
    """(from this time on, microseconds to add), in order of time."""

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return self.last - self.first + 1

    def day(self, time: Any) -> Any:
        """Return the expression of the day of a time."""
        local = time + self.offsets[0][1]
        for begin, offset in self.offsets[1:]:
            local = (time >= begin).ifelse(time + offset, local)
        return (local // DAY).cast("int32")


def span(tables: Tables) -> Span | None:
    """Return the days from the first to the last event, None without any."""
    found = tables.execute(
        tables.events.aggregate(low=tables.events.time.min(), high=tables.events.time.max())
    )[0]
    if found["low"] is None:
        return None
    offsets = _offsets(tables.timezone, found["low"], found["high"])
    first, last = found["low"] + offsets[0][1], found["high"] + offsets[-1][1]
    return Span(first // DAY, last // DAY, offsets)


def _offsets(timezone: str, low: int, high: int) -> tuple[tuple[int, int], ...]:
    """Return since when the clock was ahead of UTC by how much, looked at every quarter hour."""
    if timezone.upper() in {"UTC", "Z", "GMT"}:
        return ((low, 0),)
    zone = ZoneInfo(timezone)

    def ahead(time: int) -> int:
        moment = datetime.fromtimestamp(time / 1_000_000, UTC).astimezone(zone)
        return round((moment.utcoffset() or timedelta()) / timedelta(microseconds=1))

    found = [(low, ahead(low))]
    for day in range(low, high + DAY, DAY):
        if ahead(day) == found[-1][1]:
            continue
        quarter = DAY // 96
        begin = (day - DAY) // quarter * quarter
        turn = next(at for at in range(begin, day + 1, quarter) if ahead(at) != found[-1][1])
        found.append((turn, ahead(turn)))
    return tuple(found)


def as_date(day: int) -> str:
    """Return a day as an ISO date."""
    return (EPOCH + timedelta(days=day)).isoformat()


def counted(
    tables: Tables, over: Span, start: Callable[[int], int], *, keys: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the counts per `keys` (of `touchpoint`, `segment`) and period; see above.

    `start` gives the first day of the period in which a day lies. Periods without anything are
    not listed.
    """
    buckets = _buckets(over, start)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rows in (
        tables.execute(_events(tables, over, buckets, keys)),
        tables.execute(_answers(tables, over, buckets, keys)),
    ):
        for row in rows:
            if row["bucket"] is None:
                continue
            key = (*(row[name] for name in keys), row["bucket"])
            empty = dict.fromkeys((*COUNTS, *TOLD), 0)
            found.setdefault(key, empty).update(
                {name: value or 0 for name, value in row.items() if name in empty}
                | {name: row[name] for name in (*keys, "bucket")}
            )
    order = sorted(found, key=lambda key: tuple((one is None, one or 0) for one in key))
    return [found[key] for key in order]


def _events(tables: Tables, over: Span, buckets: Any, keys: Sequence[str]) -> Any:
    import ibis

    events = tables.events
    surveys = Grounds(tables).surveys
    if surveys:
        events = events.filter(~events.touchpoint.isin(surveys))
    journeys = tables.journeys
    closed = journeys.aggregate(cut=journeys.end.max(where=~journeys.still_open))
    cut = tables.execute(closed)[0]["cut"]
    told = events.time <= cut if cut is not None else events.time < 0
    whose = journeys.select("journey", "goal_time")
    events = events.mutate(told=told, d=over.day(events.time)).inner_join(whose, "journey")
    events = events.left_join(buckets, events.d == buckets.day)
    order = ibis.window(group_by=["journey", "touchpoint"], order_by="position")
    events = events.mutate(previous=events.time.lag().over(order))
    waits = tables.events.group_by(t="touchpoint").aggregate(
        longest=tables.events.wait.quantile(LONG)
    )
    events = events.left_join(waits, events.touchpoint == waits.t)
    return events.group_by(*keys, "bucket").aggregate(
        slow=(events.wait > events.longest).sum(),
        timed=events.wait.count(),
        events=events.count(),
        journeys=events.journey.nunique(),
        again=(events.time - events.previous <= SOON * DAY).sum(),
        ended=(events.is_last & events.goal_time.isnull() & events.told).sum(),
        closed=events.told.sum(),
    )


def _answers(tables: Tables, over: Span, buckets: Any, keys: Sequence[str]) -> Any:
    answers = tables.answers
    answers = answers.filter(answers.valence.notnull() & answers.time.notnull())
    if "touchpoint" in keys:
        answers = answers.filter(answers.touchpoint.notnull())
    answers = answers.mutate(d=over.day(answers.time))
    answers = answers.left_join(buckets, answers.d == buckets.day)
    return answers.group_by(*keys, "bucket").aggregate(
        n=answers.count(),
        total=_sums.total(answers.valence),
        squares=_sums.total(answers.valence * answers.valence),
        low=(answers.valence <= NEGATIVE).sum(),
    )


def _buckets(over: Span, start: Callable[[int], int]) -> Any:
    import ibis
    import pyarrow as pa

    days = list(range(over.first, over.last + 1))
    made = {
        "day": pa.array(days, pa.int32()),
        "bucket": pa.array([start(day) for day in days], pa.int32()),
    }
    return ibis.memtable(pa.table(made))
