"""Finds the traits of journeys at steps and touchpoints, counted in one pass of the engine each.

What may go wrong at a touchpoint (a wait, a repeat, a switch, a broken promise) is compared among
the journeys that came to it; who left is counted per step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _compared, _visits, _waits
from desirepath.analyses._compared import Trait
from desirepath.analyses._pasts import sampled
from desirepath.journeys.summaries import Summary, answer, kept_rows

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
    """The places, how many journeys of each kind came there, and the limits of waiting.

    `groups` are measures by segment, place, flag and whether journeys have it; `limits` place →
    microseconds; `told`: some journeys have answers; `channels`: there are some to switch.
    """

    grounds: Grounds
    groups: _compared.Rows
    limits: Mapping[int, float]
    told: bool
    channels: bool

    @property
    def depends(self) -> list[Any]:
        """Return what visits follow from besides the journeys themselves."""
        return _depends(self.grounds, channels=self.channels)

    def bare(self, tables: Tables) -> Any:
        """Return the visits of some of the journeys."""
        grounds = replace(self.grounds, tables=tables)
        return _visits.visits(grounds, _visits.steps_taken(grounds, channels=self.channels))

    def full(self, found: Any, tables: Tables) -> Any:
        """Return visits with `slow` and what the answers of their journeys say."""
        found = _visits.with_slow(found, self.limits)
        if self.told:
            grounds = replace(self.grounds, tables=tables)
            found = _visits.with_answers(grounds, found, _visits.top_questions(self.grounds))
        return found


def kept_visits(seen: Sight, step: int) -> Any:
    """Return the visits of one in `step` journeys, held from one preparation to the next."""
    return kept_rows(
        seen.grounds.tables,
        "visits of a sample",
        lambda chosen: seen.bare(sampled(chosen, step)),
        [step, *seen.depends],
    )


def sight(tables: Tables, *, single: bool, told: bool = True) -> Sight:
    """Return what is counted at steps, or at single touchpoints; `told`: with what answers say."""
    grounds = _visits.Grounds(tables, single)
    told = told and bool(tables.execute(_answered(tables).limit(1)))
    several = single and _channels(tables) > 1
    flags = ["switched", "again", *(late.name for late in grounds.lates)] if single else ["left"]
    rows = answer(tables, _counts(grounds, flags, channels=several))
    limits = _limits(rows) if single else {}
    groups = _groups(rows, flags, limits)
    seen = Sight(grounds, groups, limits, told, several)
    return _with_told(seen, [*flags, *(["slow"] if single else [])]) if told else seen


def _channels(tables: Tables) -> int:
    """Return how many different channels the events have."""
    known = Summary(
        "channels",
        rows=lambda chosen: chosen.events.filter(chosen.events.channel.notnull()),
        keys=("channel",),
        counts=lambda events: {"n": events.count()},
    )
    return len(answer(tables, known))


def _counts(grounds: Grounds, flags: Sequence[str], *, channels: bool) -> Summary:
    """Return journeys, those with the goal ahead and those that got there, of each flag.

    | segment | place | waited | all_true_n | all_true_risk | again_true_n | again_false_n | …
    """

    def rows(chosen: Tables) -> Any:
        here = replace(grounds, tables=chosen)
        found = _visits.visits(here, _visits.steps_taken(here, channels=channels))
        return found.mutate(all=True, waited=_waits.step(found.wait))

    def counts(visits: Any) -> dict[str, Any]:
        made = {}
        for flag in ("all", *flags):
            for has in (True, False):
                some = visits[flag] if has else ~visits[flag]
                made[_named(flag, "n", has=has)] = some.sum()
                made[_named(flag, "risk", has=has)] = (some & visits.risk).sum()
                made[_named(flag, "goals", has=has)] = (some & visits.risk & visits.reached).sum()
        return made

    return Summary(
        f"visits of {'touchpoints' if grounds.single else 'steps'}",
        rows=rows,
        keys=("segment", "place", *(["waited"] if grounds.single else [])),
        counts=counts,
        depends=_depends(grounds, channels=channels),
    )


def _depends(grounds: Grounds, *, channels: bool) -> list[Any]:
    return [
        *("times", sorted(grounds.place_of.items()), grounds.surveys, channels),
        [(late.name, late.column, late.place) for late in grounds.lates],
    ]


def _named(flag: str, measure: str, *, has: bool) -> str:
    return f"{flag}_{str(has).lower()}_{measure}"


def _limits(rows: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    """Return the limit of waiting at each place where anybody waited."""
    waits: dict[int, dict[int, int]] = {}
    for row in rows:
        if row["waited"] is not None:
            here = waits.setdefault(row["place"], {})
            here[row["waited"]] = here.get(row["waited"], 0) + row["all_true_n"]
    return {place: _waits.limit(here) for place, here in waits.items()}


def _groups(
    rows: Sequence[Mapping[str, Any]], flags: Sequence[str], limits: Mapping[int, float]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Add up the rows of `_counts` by segment, place, flag and whether they have it."""
    names = [
        _named(flag, measure, has=has)
        for flag in ("all", *flags)
        for measure in _compared.MEASURES
        for has in (True, False)
    ]
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}

    def add(key: tuple[Any, ...], row: Mapping[str, Any], of: str, *, has: bool) -> None:
        group = groups.setdefault(key, dict.fromkeys(_compared.MEASURES, 0))
        for measure in _compared.MEASURES:
            group[measure] += row[_named(of, measure, has=has)]

    # Waits tell slow ones apart; all else is the same however long the wait was.
    whole: dict[tuple[Any, Any], dict[str, int]] = {}
    for row in rows:
        key = (row["segment"], row["place"])
        if row.get("waited") is not None:
            add((*key, "slow", row["waited"] > limits[row["place"]]), row, "all", has=True)
        known = whole.get(key)
        if known is None:
            whole[key] = {**row}
        else:
            for name in names:
                known[name] += row[name]
    for key, row in whole.items():
        add((*key, "all", True), row, "all", has=True)
        for flag in flags:
            for has in (True, False):
                add((*key, flag, has), row, flag, has=has)
    return groups


def _with_told(seen: Sight, flags: Sequence[str]) -> Sight:
    """Add what the answers say; only journeys that have some are looked at for it."""
    tables, keys = seen.grounds.tables, ("segment", "place")
    some = replace(tables, events=tables.events.semi_join(_answered(tables), "journey"))
    visits = seen.full(seen.bare(some), some).mutate(all=True)
    long = _compared.marked(visits, ["all", *flags], keys, told=True)
    rows = _compared.by_key(tables.execute(_compared.counted(long, keys, told=True)), keys)
    both = {
        key: {**group, **{name: rows[key][name] for name in _compared.TOLD if key in rows}}
        for key, group in seen.groups.items()
    }
    return replace(seen, groups=both)


def left(seen: Sight) -> list[Found]:
    """Return the journeys that ended at each step, against those that went on."""
    found = []
    for key, _ in _places(seen):
        place = seen.grounds.places[key[1]]
        only = place.touchpoints[0] if len(place.touchpoints) == 1 else None
        two = _compared.pair(seen.groups, *key, "left")
        found.append(Found(Trait(key[0], place, "drop-off", "left here", only, *two), "left", -1))
    return found


def troubles(seen: Sight) -> list[Found]:
    """Return what went wrong at each touchpoint."""
    ways = _ways(seen)
    found = []
    for key, limit in _places(seen):
        place = seen.grounds.places[key[1]]
        for flag, signal, words in _signals(seen.grounds, place, limit, ways.get(key)):
            some, others = _compared.pair(seen.groups, *key, flag)
            if flag == "again" and some.n > USUAL * (some.n + others.n):
                continue
            trait = Trait(key[0], place, signal, words, place.touchpoints[0], some, others)
            found.append(Found(trait, flag, place.number))
    return found


def _signals(
    grounds: Grounds, place: Place, limit: float | None, way: str | None
) -> Iterator[tuple[str, str, str]]:
    name = place.touchpoints[0]
    yield "slow", "slow", f"waited longer than {_waits.span(limit or 0)}"
    yield "switched", "channel-switch", way or "switched channel and back"
    yield "again", "repeat", f"{name} more than once"
    for late in grounds.lates:
        if late.place == place.number:
            yield late.name, "late", f"{name} later than promised"


def _places(seen: Sight) -> Iterator[tuple[tuple[Any, int], float | None]]:
    """Yield segment and place with its limit of waiting."""
    found = {key[:2] for key in seen.groups}
    for key in sorted(found, key=lambda key: (key[1], key[0] is None, key[0] or "")):
        yield key, seen.limits.get(key[1])


def _answered(tables: Tables) -> Any:
    answers = tables.answers
    return answers.filter(answers.valence.notnull() & answers.journey.notnull()).select("journey")


def _ways(seen: Sight) -> Mapping[tuple[Any, int], str]:
    """Return per segment and place from where to where most customers switched and came back."""
    if not seen.channels:
        return {}

    def switched(chosen: Tables) -> Any:
        here = replace(seen.grounds, tables=chosen)
        events = _visits.steps_taken(here, channels=True)
        return events.filter(events.back).select(*keys, "journey").distinct()

    keys = ("segment", "place", "origin", "channel")
    rows = answer(
        seen.grounds.tables,
        Summary(
            "ways of switching",
            rows=switched,
            keys=keys,
            counts=lambda ways: {"n": ways.count()},
            depends=[sorted(seen.grounds.place_of.items()), seen.grounds.surveys],
        ),
    )
    rows.sort(key=lambda row: (-row["n"], row["origin"], row["channel"]))
    ways: dict[Any, str] = {}
    for row in rows:
        words = f"switched from {row['origin']} to {row['channel']} and back"
        ways.setdefault((row["segment"], row["place"]), words)
    return ways
