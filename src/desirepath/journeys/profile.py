"""What each touchpoint does in the journeys: the behaviour from which stages are proposed.

A few queries over the prepared tables, whatever their number of rows:

1. touchpoint × channel: events;
2. per touchpoint: journeys, where in the journey, first, last, repeated;
3. precedence: in journeys with both A and B, how often A comes first;
4. transitions: how often B follows A, and after how long.

Query 1 is exact. Once there are more than `SAMPLE` journeys the others look at every k-th one,
and query 2 once more, at all journeys, for touchpoints that the sample hardly meets. Query 3
compares every touchpoint with the `MOST` most travelled ones (plus those asked for). A proposal
needs no more; nothing of this is shown as a number of the map.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST = 60
SAMPLE = 50_000
HARDLY = 50


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
) -> Profile:
    """Return the profile of the prepared tables `journey_events` and `journeys`.

    `names` are the touchpoints by code (those that only feedback names too), `execute` runs an
    Ibis expression (`Warehouse.rows`). `also` are touchpoints whose precedence is wanted however
    rare they are; those with a goal cue are always among them.
    """
    from desirepath.journeys.goals import cue

    channels = _channels(execute(_per_channel(events)))
    total = execute(journeys.aggregate(n=journeys.count()))[0]["n"]
    step = -(-total // SAMPLE) or 1
    sample = events.filter(events.journey % step == 0) if step > 1 else events
    rows = _behaviour(events, sample, journeys, step=step, channels=channels, execute=execute)
    facts = tuple(
        _facts(name, rows.get(code), channels.get(code)) for code, name in enumerate(names)
    )
    most = sorted(rows, key=lambda code: (-facts[code].journeys, code))[:MOST]
    wanted = {code for code in rows if names[code] in also or cue(names[code]).weight > 0}
    before = execute(_precedence(sample, sorted(wanted.union(most)))) if rows else []
    follows = execute(_transitions(sample)) if rows else []
    return Profile(
        facts,
        journeys=total,
        sampled=step > 1,
        before={pair: value for row in before for pair, value in _both_ways(row, names)},
        next={(names[row["a"]], names[row["b"]]): (row["n"], row["seconds"]) for row in follows},
    )


def _behaviour(
    events: Any,
    sample: Any,
    journeys: Any,
    *,
    step: int,
    channels: Mapping[int, _Channel],
    execute: Callable[[Any], list[dict[str, Any]]],
) -> dict[int, dict[str, Any]]:
    """Facts by code from every `step`-th journey; hardly met touchpoints from all journeys."""
    rows = {row["touchpoint"]: row for row in execute(_per_touchpoint(sample, journeys))}
    if step == 1:
        return {code: {**row, "times": 1} for code, row in rows.items()}
    hardly = sorted(
        code for code in channels if code not in rows or rows[code]["journeys"] < HARDLY
    )
    made = {code: {**row, "times": step} for code, row in rows.items()}
    if hardly:
        rare = events.filter(events.touchpoint.isin(hardly))
        for row in execute(_per_touchpoint(rare, journeys)):
            made[row["touchpoint"]] = {**row, "times": 1}
    return made


def _per_touchpoint(events: Any, journeys: Any) -> Any:
    """Facts per touchpoint, through one row per journey and touchpoint.

    | journey | touchpoint | n | places | first | last | length |
    |       1 |          4 | 2 |      3 |     1 |    0 |      5 |
    """
    pairs = events.group_by("journey", "touchpoint").aggregate(
        n=events.count(),
        places=(events.position - 1).sum(),
        first=events.is_first.cast("int8").max(),
        last=events.is_last.cast("int8").max(),
    )
    lengths = journeys.select("journey", length=journeys.events)
    both = pairs.join(lengths, "journey")
    place = (both.length > 1).ifelse(both.places / (both.length - 1).nullif(0), both.n * 0.5)
    return both.group_by("touchpoint").aggregate(
        journeys=both.count(),
        position=place.sum() / both.n.sum(),
        first=both.first.sum(),
        last=both.last.sum(),
        repeat=(both.n > 1).cast("int8").sum(),
    )


def _per_channel(events: Any) -> Any:
    counted = events.group_by("touchpoint", "channel").aggregate(n=events.count())
    return counted.order_by("touchpoint", counted.n.desc(), "channel")


@dataclass(frozen=True)
class _Channel:
    """All events of a touchpoint, its most frequent channel, and how many events that has."""

    events: int
    word: str | None
    n: int


def _channels(rows: list[dict[str, Any]]) -> dict[int, _Channel]:
    """Per code; of equally frequent channels the first by name (the rows are ordered so)."""
    made: dict[int, _Channel] = {}
    for row in rows:
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
        journeys=n * row["times"],
        position=float(row["position"]),
        first=row["first"] / n,
        last=row["last"] / n,
        repeat=row["repeat"] / n,
        channel=channel.word,
        channel_share=channel.n / channel.events,
    )


def _precedence(events: Any, codes: Sequence[int]) -> Any:
    """Pairs of any touchpoint a with one of the given b: journeys with both, a first in how many.

    A pair of two given ones comes once (a < b).
    """
    places = events.group_by("journey", "touchpoint").aggregate(place=events.position.min())
    given = places.filter(places.touchpoint.isin(codes))
    other = given.select(journey="journey", b="touchpoint", other="place")
    pairs = places.join(other, "journey")
    pairs = pairs.filter(
        (pairs.touchpoint < pairs.b)
        | ((pairs.touchpoint != pairs.b) & ~pairs.touchpoint.isin(codes))
    )
    return (
        pairs.group_by(a="touchpoint", b="b")
        .aggregate(n=pairs.count(), earlier=(pairs.place < pairs.other).cast("int8").sum())
        .order_by("a", "b")
    )


def _both_ways(
    row: Mapping[str, Any], names: Sequence[str]
) -> list[tuple[tuple[str, str], tuple[int, float]]]:
    a, b, n = names[row["a"]], names[row["b"]], row["n"]
    share = row["earlier"] / n
    return [((a, b), (n, share)), ((b, a), (n, 1 - share))]


def _transitions(events: Any) -> Any:
    going = events.filter(events.next_touchpoint.notnull())
    return (
        going.group_by(a="touchpoint", b="next_touchpoint")
        .aggregate(n=going.count(), seconds=going.dwell.quantile(0.5) / 1e6)
        .order_by("a", "b")
    )
