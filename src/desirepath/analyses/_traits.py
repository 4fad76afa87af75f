"""Finds the traits of journeys at steps and touchpoints, counted in one pass of the engine each.

What may go wrong at a touchpoint (a wait, a repeat, a switch, a broken promise) is compared among
the journeys that came to it; who left is counted per step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _compared, _visits
from desirepath.analyses._compared import Trait

if TYPE_CHECKING:
    from desirepath.analyses._visits import Grounds, Place
    from desirepath.journeys.tables import Tables

USUAL = 2 / 3
"""What more than this share of the journeys repeats is how the touchpoint is used."""


@dataclass(frozen=True)
class Found:
    """A trait with the flag it was counted by, and the number of its place."""

    trait: Trait
    flag: str
    place: int


@dataclass(frozen=True)
class Sight:
    """The places, their visits as an expression, and whether there are channels to switch."""

    grounds: Grounds
    events: Any
    visits: Any
    told: bool
    channels: bool


def sight(tables: Tables, *, single: bool) -> Sight:
    """Return the visits of steps, or of single touchpoints."""
    grounds = _visits.Grounds(tables, single)
    told = bool(tables.execute(_answered(tables).limit(1)))
    channels = tables.events.aggregate(n=tables.events.channel.nunique())
    several = single and tables.execute(channels)[0]["n"] > 1
    events = _visits.steps_taken(grounds, channels=several)
    visits = _visits.with_slow(_visits.visits(grounds, events))
    if told:
        visits = _visits.with_answers(grounds, visits, _visits.top_questions(grounds))
    return Sight(grounds, events, visits, told, several)


def left(seen: Sight) -> list[Found]:
    """Return the journeys that ended at each step, against those that went on."""
    found = []
    for key, groups, _ in _places(seen, ["left"]):
        place = seen.grounds.places[key[1]]
        only = place.touchpoints[0] if len(place.touchpoints) == 1 else None
        two = _compared.pair(groups, *key, "left")
        found.append(Found(Trait(key[0], place, "drop-off", "left here", only, *two), "left", -1))
    return found


def troubles(seen: Sight) -> list[Found]:
    """Return what went wrong at each touchpoint."""
    lates = seen.grounds.lates
    flags = ["slow", "switched", "again", *(late.name for late in lates)]
    ways = _ways(seen)
    found = []
    for key, groups, limit in _places(seen, flags):
        place = seen.grounds.places[key[1]]
        for flag, signal, words in _signals(seen.grounds, place, limit, ways.get(key)):
            some, others = _compared.pair(groups, *key, flag)
            if flag == "again" and some.n > USUAL * (some.n + others.n):
                continue
            trait = Trait(key[0], place, signal, words, place.touchpoints[0], some, others)
            found.append(Found(trait, flag, place.number))
    return found


def _signals(
    grounds: Grounds, place: Place, limit: float | None, way: str | None
) -> Iterator[tuple[str, str, str]]:
    name = place.touchpoints[0]
    yield "slow", "slow", f"waited longer than {span(limit or 0)}"
    yield "switched", "channel-switch", way or "switched channel and back"
    yield "again", "repeat", f"{name} more than once"
    for late in grounds.lates:
        if late.place == place.number:
            yield late.name, "late", f"{name} later than promised"


def _places(
    seen: Sight, flags: list[str]
) -> Iterator[tuple[tuple[Any, int], _compared.Rows, float | None]]:
    """Yield segment and place with the groups counted there and its limit of waiting."""
    keys = ("segment", "place", "threshold")
    whole = seen.visits.mutate(all=True)
    long = _compared.marked(whole, ["all", *flags], keys, told=seen.told)
    rows = seen.grounds.tables.execute(_compared.counted(long, keys, told=seen.told))
    rows.sort(key=lambda row: (row["place"], row["segment"] is None, row["segment"] or ""))
    groups = _compared.by_key(rows, keys[:2])
    for row in rows:
        if row["flag"] == "all":
            yield (row["segment"], row["place"]), groups, row["threshold"]


def _answered(tables: Tables) -> Any:
    answers = tables.answers
    return answers.filter(answers.valence.notnull() & answers.journey.notnull()).select("journey")


def _ways(seen: Sight) -> Mapping[tuple[Any, int], str]:
    """Return per segment and place from where to where most customers switched and came back."""
    if not seen.channels:
        return {}
    switched = seen.events.filter(seen.events.back)
    rows = seen.grounds.tables.execute(
        switched.group_by("segment", "place", "origin", channel=switched.channel).aggregate(
            n=switched.journey.nunique()
        )
    )
    rows.sort(key=lambda row: (-row["n"], row["origin"], row["channel"]))
    ways: dict[Any, str] = {}
    for row in rows:
        words = f"switched from {row['origin']} to {row['channel']} and back"
        ways.setdefault((row["segment"], row["place"]), words)
    return ways


def span(micros: float) -> str:
    """Return a rounded span as people say it: `3.2 days`, `45 minutes`."""
    for unit, word in (
        (_visits.DAY, "days"), (_visits.HOUR, "hours"), (_visits.MINUTE, "minutes"),
    ):  # fmt: skip
        if micros >= 2 * unit:
            return f"{micros / unit:g} {word}"
    return f"{micros / _visits.SECOND:g} seconds"
