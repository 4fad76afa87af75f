"""What each touchpoint does in the journeys: the behaviour from which stages are proposed.

A few queries over the prepared tables, whatever their number of rows:

1. touchpoint × channel: events;
2. per touchpoint: journeys, where in the journey, first, last, repeated;
3. precedence: in journeys with both A and B, how often A comes first;
4. transitions: how often B follows A, and after how long.

Query 1 is exact. Once there are more than `SAMPLE` journeys the others look at one in k of them,
chosen by `draw`, and query 2 once more, at all journeys, for touchpoints that the sample hardly
meets. Query 3 compares every touchpoint with the `MOST` most travelled ones (plus those asked
for). A proposal needs no more; nothing of this is shown as a number of the map.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desirepath.journeys.summaries import Summary, answer
from desirepath.journeys.tables import Tables

if TYPE_CHECKING:
    from desirepath.journeys.summaries import Keeper

MOST = 60
SAMPLE = 50_000
HARDLY = 50
PLACES = 1_000_000_000


@dataclass(frozen=True)
class Facts:
    """One touchpoint's behaviour; shares 0…1, None where it has no events.

    `journeys` is scaled up from the sample where there is one. `position` is the mean place of
    its events in their journey (0 first, 1 last), the shares `first`, `last` and `repeat` are of
    its journeys.
    """

    touchpoint: str
    events: int = 0
    journeys: int = 0
    position: float | None = None
    first: float = 0.0
    last: float = 0.0
    repeat: float = 0.0
    channel: str | None = None
    channel_share: float = 0.0


@dataclass(frozen=True)
class Profile:
    """The facts of all touchpoints (by name order) and how pairs of them relate.

    `before[A, B]` = (journeys with both, share of these in which the first A precedes the
    first B). `next[A, B]` = (times B directly follows A, median seconds between).
    """

    facts: tuple[Facts, ...]
    journeys: int = 0
    sampled: bool = False
    before: Mapping[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    next: Mapping[tuple[str, str], tuple[int, float | None]] = field(default_factory=dict)

    def of(self, touchpoint: str) -> Facts:
        """Return one touchpoint's facts; empty ones when it is not there."""
        for facts in self.facts:
            if facts.touchpoint == touchpoint:
                return facts
        return Facts(touchpoint)


def profile(
    events: Any,
    journeys: Any,
    names: Sequence[str],
    execute: Callable[[Any], list[dict[str, Any]]],
    *,
    also: Collection[str] = (),
    keeper: Keeper | None = None,
) -> Profile:
    """Return the profile of the prepared tables `journey_events` and `journeys`.

    `names` are the touchpoints by code (those that only feedback names too), `execute` runs an
    Ibis expression (`Warehouse.rows`). `also` are touchpoints whose precedence is wanted however
    rare they are; those with a goal cue are always among them. `keeper` corrects what was counted
    before for the journeys that changed since.
    """
    from desirepath.journeys.goals import cue

    tables = Tables(
        unit="", goal=None, newest=None, events=events, journeys=journeys, touchpoints=None,
        variants=None, answers=None, names=tuple(names), execute=execute, arrow=execute,
        keeper=keeper,
    )  # fmt: skip
    channels = _channels(answer(tables, _per_channel()))
    total = execute(journeys.aggregate(n=journeys.count()))[0]["n"]
    step = 1
    while step * SAMPLE < total:
        step *= 2  # a power of two, so that a few journeys more do not draw another sample
    rows = _behaviour(tables, step, channels)
    facts = tuple(
        _facts(name, rows.get(code), channels.get(code)) for code, name in enumerate(names)
    )
    most = sorted(rows, key=lambda code: (-facts[code].journeys, code))[:MOST]
    wanted = {code for code in rows if names[code] in also or cue(names[code]).weight > 0}
    before = answer(tables, _precedence(step, sorted(wanted.union(most)))) if rows else []
    follows = answer(tables, _transitions(step)) if rows else []
    return Profile(
        facts,
        journeys=total,
        sampled=step > 1,
        before={pair: value for row in _by_codes(before) for pair, value in _both_ways(row, names)},
        next={
            (names[row["a"]], names[row["b"]]): (row["n"], row["middle"] / 1e6)
            for row in _by_codes(follows)
        },
    )


def _by_codes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["a"], row["b"]))


def _sample(tables: Tables, step: int) -> Any:
    """Return the events of one in `step` journeys."""
    if step == 1:
        return tables.events
    return tables.events.semi_join(
        tables.journeys.filter(tables.journeys.draw % step == 0), "journey"
    )


def _behaviour(
    tables: Tables, step: int, channels: Mapping[int, _Channel]
) -> dict[int, dict[str, Any]]:
    """Facts by code from one in `step` journeys; hardly met touchpoints from all journeys."""
    rows = {row["touchpoint"]: row for row in answer(tables, _per_touchpoint(step))}
    if step == 1:
        return {code: {**row, "times": 1} for code, row in rows.items()}
    hardly = sorted(
        code for code in channels if code not in rows or rows[code]["journeys"] < HARDLY
    )
    found = tables.journeys.aggregate(
        all=tables.journeys.count(), drawn=(tables.journeys.draw % step == 0).sum()
    )
    size = tables.execute(found)[0]
    times = size["all"] / (size["drawn"] or 1)
    made = {code: {**row, "times": times} for code, row in rows.items()}
    if hardly:
        for row in answer(tables, _per_touchpoint(1, hardly)):
            made[row["touchpoint"]] = {**row, "times": 1}
    return made


def _per_touchpoint(step: int, only: Sequence[int] | None = None) -> Summary:
    """Facts per touchpoint, through one row per journey and touchpoint.

    | journey | touchpoint | n | places | first | last | length |
    |       1 |          4 | 2 |      3 |     1 |    0 |      5 |
    """

    def pairs(tables: Tables) -> Any:
        events = _sample(tables, step)
        if only is not None:
            events = events.filter(events.touchpoint.isin(only))
        found = events.group_by("journey", "touchpoint").aggregate(
            n=events.count(),
            places=(events.position - 1).sum(),
            first=events.is_first.cast("int8").max(),
            last=events.is_last.cast("int8").max(),
        )
        lengths = tables.journeys.select("journey", length=tables.journeys.events)
        both = found.join(lengths, "journey")
        place = (both.length > 1).ifelse(both.places / (both.length - 1).nullif(0), both.n * 0.5)
        # Whole numbers add up to the same sum in any order.
        return both.mutate(place=(place * PLACES).round().cast("int64"))

    return Summary(
        f"behaviour of touchpoints {'in a sample' if only is None else 'hardly met'}",
        rows=pairs,
        keys=("touchpoint",),
        counts=lambda both: {
            "journeys": both.count(),
            "events": both.n.sum(),
            "places": both.place.sum(),
            "first": both["first"].sum(),
            "last": both["last"].sum(),
            "repeat": (both.n > 1).sum(),
        },
        depends=[step, only],
    )


def _per_channel() -> Summary:
    return Summary(
        "channels in the profile",
        rows=lambda tables: tables.events,
        keys=("touchpoint", "channel"),
        counts=lambda events: {"n": events.count()},
    )


@dataclass(frozen=True)
class _Channel:
    """All events of a touchpoint, its most frequent channel, and how many events that has."""

    events: int
    word: str | None
    n: int


def _channels(rows: list[dict[str, Any]]) -> dict[int, _Channel]:
    """Per code; of equally frequent channels the first by name."""
    made: dict[int, _Channel] = {}
    for row in sorted(rows, key=lambda row: (row["touchpoint"], -row["n"], row["channel"] or "")):
        known = made.get(row["touchpoint"], _Channel(0, None, 0))
        word, n = known.word, known.n
        if row["channel"] is not None and row["n"] > n:
            word, n = row["channel"], row["n"]
        made[row["touchpoint"]] = _Channel(known.events + row["n"], word, n)
    return made


def _facts(name: str, row: Mapping[str, Any] | None, channel: _Channel | None) -> Facts:
    if row is None or channel is None:
        return Facts(name)
    n = row["journeys"]
    return Facts(
        touchpoint=name,
        events=channel.events,
        journeys=round(n * row["times"]),
        position=row["places"] / PLACES / row["events"],
        first=row["first"] / n,
        last=row["last"] / n,
        repeat=row["repeat"] / n,
        channel=channel.word,
        channel_share=channel.n / channel.events,
    )


def _precedence(step: int, codes: Sequence[int]) -> Summary:
    """Pairs of any touchpoint a with one of the given b: journeys with both, a first in how many.

    A pair of two given ones comes once (a < b).
    """

    def pairs(tables: Tables) -> Any:
        events = _sample(tables, step)
        first = events.filter(events.touch == 1)
        places = first.select("journey", "touchpoint", place="position")
        given = places.filter(places.touchpoint.isin(codes))
        other = given.select(journey="journey", b="touchpoint", other="place")
        both = places.join(other, "journey")
        once = (both.touchpoint < both.b) | (
            (both.touchpoint != both.b) & ~both.touchpoint.isin(codes)
        )
        return both.filter(once).rename(a="touchpoint")

    return Summary(
        "precedence",
        rows=pairs,
        keys=("a", "b"),
        counts=lambda both: {"n": both.count(), "earlier": (both.place < both.other).sum()},
        depends=[step, codes],
    )


def _both_ways(
    row: Mapping[str, Any], names: Sequence[str]
) -> list[tuple[tuple[str, str], tuple[int, float]]]:
    a, b, n = names[row["a"]], names[row["b"]], row["n"]
    share = row["earlier"] / n
    return [((a, b), (n, share)), ((b, a), (n, 1 - share))]


def _transitions(step: int) -> Summary:
    def going(tables: Tables) -> Any:
        events = _sample(tables, step)
        events = events.filter(events.next_touchpoint.notnull())
        return events.select("journey", "dwell", a="touchpoint", b="next_touchpoint")

    return Summary(
        "transitions in the profile",
        rows=going,
        keys=("a", "b"),
        counts=lambda going: {"n": going.count()},
        middles={"middle": ("dwell", 0.5)},
        depends=step,
    )
