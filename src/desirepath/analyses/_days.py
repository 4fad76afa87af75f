"""Counts per touchpoint and day, week or month, in the workspace's time zone.

    | touchpoint | bucket | events | journeys | again | slow | timed | ended | closed | n … |
    | 3          | 20_226 |     41 |       38 |     3 |    4 |    40 |     5 |     41 | 6 … |

`bucket` is the first day of the period, in days since 1970. `again`: events within `SOON` days of
the journey's last one there. `slow`: events after a wait longer than nine in ten waits before this
touchpoint (in round numbers, see `_waits`), of `timed` ones, which have something before them.
`ended`: events after which nothing came although the goal was not reached, of `closed` ones, on
days so old that nothing can be expected any more. `n, total, squares, low`: answers with a
valence, its sum and squares, and how many are negative.

Events are counted once, per touchpoint and day, so that the counts of periods and of the whole
journey are sums of these, and news change only the counts of journeys that have some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desirepath.analyses import _shared, _sums
from desirepath.analyses._visits import Grounds
from desirepath.analyses._waits import DAY, round_up
from desirepath.journeys.summaries import Summary, answer

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
DAILY = tuple(name for name in COUNTS if name != "journeys")


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

    def day_of(self, time: int) -> int:
        """Return the day of one time."""
        known = [offset for begin, offset in self.offsets[1:] if time >= begin]
        return (time + (known[-1] if known else self.offsets[0][1])) // DAY

    @property
    def clock(self) -> list[Any]:
        """Return what days follow from besides times."""
        return [self.offsets[0][1], *self.offsets[1:]]


def span(tables: Tables) -> Span | None:
    """Return the days from the first to the last event, None without any."""
    journeys = tables.journeys
    ends = {"low": journeys.start.min(), "high": journeys.end.max()}
    found = tables.execute(journeys.aggregate(**ends))[0]
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
    tables: Tables,
    over: Span,
    start: Callable[[int], int],
    *,
    keys: Sequence[str],
    period: str | None = None,
) -> list[dict[str, Any]]:
    """Return the counts per `keys` (of `touchpoint`, `segment`) and period; see above.

    `start` gives the first day of the period in which a day lies. Periods without anything are
    not listed. Journeys are only counted where the `period` has a name.
    """
    buckets = _buckets(tables, over, start)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def of(row: Mapping[str, Any], bucket: int) -> dict[str, Any]:
        own = {name: row[name] for name in keys} | {"bucket": bucket}
        empty = dict.fromkeys((*COUNTS, *TOLD), 0)
        return found.setdefault(tuple(own.values()), {**empty, **own})

    for row in tables.once("days", lambda: _events(tables, over)):
        own = of(row, start(row["day"]))
        for name in DAILY:
            own[name] += row[name]
    if period is not None:
        for row in answer(tables, _journeys(tables, over, buckets, keys, period)):
            of(row, row["bucket"])["journeys"] = row["journeys"]
    for row in tables.execute(_answers(tables, over, buckets, keys)):
        if row["bucket"] is not None:
            of(row, row["bucket"]).update({name: row[name] or 0 for name in TOLD})
    order = sorted(found, key=lambda key: tuple((one is None, one or 0) for one in key))
    return [found[key] for key in order]


def _asked(tables: Tables) -> Any:
    """Return the events without surveys."""
    surveys = Grounds(tables).surveys
    events = tables.events
    return events.filter(~events.touchpoint.isin(surveys)) if surveys else events


def _events(tables: Tables, over: Span) -> list[dict[str, Any]]:
    """Return the counts per touchpoint (and segment) and day, with `ended` and `closed`."""
    limits = _limits(tables)
    surveys = Grounds(tables).surveys

    def rows(chosen: Tables) -> Any:
        import ibis

        events = _asked(chosen)
        whose = chosen.journeys.select("journey", "goal_time")
        events = events.mutate(day=over.day(events.time)).inner_join(whose, "journey")
        order = ibis.window(group_by=["journey", "touchpoint"], order_by="position")
        known = [(events.touchpoint == code, most) for code, most in limits.items()]
        return events.mutate(
            previous=events.time.lag().over(order),
            longest=ibis.cases(*known) if known else ibis.null("float64"),
        )

    found = answer(
        tables,
        Summary(
            "days",
            rows=rows,
            keys=("touchpoint", *_shared.segment_keys(tables), "day"),
            counts=lambda events: {
                "events": events.count(),
                "again": (events.time - events.previous <= SOON * DAY).sum(),
                "slow": (events.wait > events.longest).sum(),
                "timed": events.wait.count(),
                "ended": (events.is_last & events.goal_time.isnull()).sum(),
            },
            depends=[over.clock, surveys],
            varies=limits,
        ),
    )
    journeys = tables.journeys
    closed = journeys.aggregate(cut=journeys.end.max(where=~journeys.still_open))
    cut = tables.execute(closed)[0]["cut"]
    last = over.first - 1 if cut is None else over.day_of(cut)
    return [
        {
            **row,
            "ended": row["ended"] if row["day"] <= last else 0,
            "closed": row["events"] if row["day"] <= last else 0,
        }
        for row in found
    ]


def _limits(tables: Tables) -> dict[int, float]:
    """Return from how long on a wait before each touchpoint is slow, in microseconds."""
    waited = Summary(
        "long waits",
        rows=lambda chosen: chosen.events,
        keys=("touchpoint",),
        counts=lambda events: {"timed": events.wait.count()},
        middles={"longest": ("wait", LONG)},
    )
    found = sorted(answer(tables, waited), key=lambda row: row["touchpoint"])
    return {row["touchpoint"]: round_up(row["longest"]) for row in found if row["timed"]}


def _journeys(
    tables: Tables, over: Span, buckets: Any, keys: Sequence[str], period: str
) -> Summary:
    def rows(chosen: Tables) -> Any:
        events = _asked(chosen)
        events = events.mutate(d=over.day(events.time))
        return events.inner_join(buckets, events.d == buckets.day)

    return Summary(
        f"journeys per {period}{' and touchpoint' if 'touchpoint' in keys else ''}",
        rows=rows,
        keys=(*keys, "bucket"),
        counts=lambda events: {"journeys": events.journey.nunique()},
        depends=[over.clock, Grounds(tables).surveys],
        built=[over.first, over.last],
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


def _buckets(tables: Tables, over: Span, start: Callable[[int], int]) -> Any:
    days = list(range(over.first, over.last + 1))
    made = {"day": days, "bucket": [start(day) for day in days]}
    return tables.few(made, dict.fromkeys(made, "int32"))
