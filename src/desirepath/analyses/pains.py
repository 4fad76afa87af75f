"""What hurts, where, and what it costs: traits of a step whose journeys fare worse.

Cost, `pain_cost/1` = affected × size, in lost goal journeys. Affected: journeys with the trait at
the step. Size: by how much their goal rate is short of that of the other journeys at that step,
0 where its 95 % interval holds 0 (Newcombe). Where the goal was no longer ahead of most journeys,
or its rate cannot differ, or there is no goal: shortfall of mean valence, halved (Welch).
The others are the journeys at the step of which the trait is known to be absent. Costs of
different pains overlap and do not add up to a total loss; they are associations, not proofs.

- `drop-off`: the journey's last interaction was here, it is not still open, and the goal is not
  reached. Its own rate is 0 by definition, so the size is what those who went on still reached:
  the most that keeping them can bring. Only with a goal, before it.
- `slow`: the wait before the first arrival was longer than median + 3 scaled MAD (at least 1.5
  medians); the limit stands in `trait`.
- `repeat`: one touchpoint of the step more than once; where more than two thirds do so, it is how
  the touchpoint is used and no pain. (Who reaches the goal soon has less time to come again, so
  repeats of browsing look worse than they are.)
- `channel-switch`: here in another channel, and straight back to the one before.
- `late`: later than promised (`<touchpoint>: on time`), against on time.
- `low-score`, `low-emotion`: an answer here with valence ≤ −0.3 (by score, by text), against
  others who answered here; sized by goal, else by their other answers.

Only what happened before the goal counts as a trait where the goal is the measure. A journey
that is still open counts as not there yet, in both groups. A low answer with neither goal nor
other answers is only measured by itself: `basis` is then `severity`, its effect on the journey
is not known, so it has a `severity` (affected × how low they answered) and no cost. Fewer than 5
in either group are not compared. Pains whose interval holds 0 cost 0; the five gravest among
those without cost are listed last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _compared, _verdicts, _visits
from desirepath.analyses._compared import Size, Trait
from desirepath.journeys.names import slug, unique

if TYPE_CHECKING:
    from desirepath.analyses._visits import Grounds
    from desirepath.journeys.tables import Tables

picture = "cards"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "id": "step, signal and touchpoint as a slug",
    "rank": "1 = costliest (per segment)",
    "stage": "slug of the stage",
    "step": "slug of the step",
    "name": "name of the step",
    "touchpoint": "where it is one touchpoint's, else null",
    "signal": "drop-off, slow, repeat, channel-switch, late, low-score or low-emotion",
    "trait": "what the affected journeys have in common",
    "affected": "journeys with the trait",
    "others": "journeys at the step without it",
    "affected_rate": "goal rate of the affected (null: not sized by goal)",
    "others_rate": "goal rate of the others",
    "valence_affected": "mean valence of the affected, −1…1, in the answers that size the pain",
    "valence_others": "the same of the others",
    "size": "shortfall per journey, 0…1; 0 where the interval holds 0",
    "low": "lower end of the 95 % interval of the shortfall",
    "high": "upper end of the 95 % interval of the shortfall",
    "cost": "affected × size, in lost goal journeys",
    "cost_low": "lower end of the 95 % interval of the cost",
    "cost_high": "upper end of the 95 % interval of the cost",
    "size_by": "goal or valence",
    "basis": "effect, or severity where only the low answers themselves tell",
    "severity": "affected × how low they answered, where the effect is not known; else null",
    "share_of_cost": "of the cost of all pains",
    "answers_affected": "answers with a valence of the affected",
    "answers_others": "answers with a valence of the others",
    "score_affected": "mean score of the affected on the step's main question",
    "score_others": "mean score of the others on it",
    "scored_affected": "affected journeys behind that mean",
    "scored_others": "other journeys behind that mean",
    "few": "true below 50 affected journeys",
    "formula": "id and version of the formula",
}
FORMULA = "pain_cost/1"
FEW = 50
UNPROVEN = 5
USUAL = 2 / 3


@dataclass(frozen=True)
class Params:
    """No options of its own."""


@dataclass(frozen=True)
class Found:
    """A trait and its size."""

    trait: Trait
    size: Size
    basis: str = "effect"


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return the pains of all steps, costliest first (per segment)."""
    grounds = _visits.Grounds(tables)
    notes = []
    found = _of_visits(grounds) if tables.newest is not None else []
    for verdict in _verdicts.low(grounds):
        size, basis = _verdicts.size(verdict, goal=tables.goal is not None)
        if size is not None:
            found.append(Found(verdict, size, basis))
    rows = []
    for segment in sorted({one.trait.segment for one in found}, key=lambda s: (s is None, s or "")):
        ranked = _ranked([one for one in found if one.trait.segment == segment])
        rows += [row if tables.by is None else {"segment": segment, **row} for row in ranked]
    if not rows:
        notes.append("No trait of any step goes with a worse outcome.")
    if tables.goal is None and rows:
        notes.append("There is no goal: pains are sized by valence.")
    return Answer(rows=rows, notes=notes)


def _of_visits(grounds: Grounds) -> list[Found]:
    tables = grounds.tables
    keys = ("segment", "place", "touchpoint", "threshold")
    rows, ways = _asked(grounds, keys)
    groups = _compared.by_key(rows, keys[:3])
    limits = {
        (row["segment"], row["place"]): row["threshold"] for row in rows if row["flag"] == "all"
    }
    traits = [
        trait
        for key, limit in limits.items()
        for trait in _traits(grounds, groups, key, limit, ways)
    ]
    for row in rows:
        if row["flag"] != "again":
            continue
        name = tables.names[row["touchpoint"]]
        everybody = groups[row["segment"], row["place"], None, "all", True]
        if row["n"] > USUAL * everybody["n"]:
            continue
        trait = Trait(
            row["segment"],
            grounds.places[row["place"]],
            "repeat",
            f"{name} more than once",
            name,
            _compared.group(row),
            _compared.group(everybody, less=row),
        )
        traits.append(trait)
    return [one for trait in traits for one in _sized(trait, goal=tables.goal is not None)]


def _asked(
    grounds: Grounds, keys: tuple[str, ...]
) -> tuple[list[dict[str, Any]], dict[tuple[Any, int], str]]:
    """Count every signal of every step in one pass, and the ways of the channel switches."""
    import ibis

    tables = grounds.tables
    told = bool(tables.execute(_answered(tables).limit(1)))
    channels = tables.execute(tables.events.aggregate(n=tables.events.channel.nunique()))[0]["n"]
    events = _visits.steps_taken(grounds, channels=channels > 1)
    visits = _visits.with_slow(_visits.visits(grounds, events))
    if told:
        visits = _visits.with_answers(grounds, visits, _visits.top_questions(grounds))
    flags = ["all", "left", "slow", "switched", *(late.name for late in grounds.lates)]
    whole = visits.mutate(all=True, touchpoint=ibis.null(events.touchpoint.type()))
    again = _again(events, visits).mutate(threshold=ibis.null(visits.threshold.type()))
    long = _compared.marked(whole, flags, keys, told=told).union(
        _compared.marked(again, ["again"], keys, told=told)
    )
    rows = tables.execute(_compared.counted(long, keys, told=told))
    rows.sort(key=lambda row: (row["place"], row["touchpoint"] or -1, row["segment"] or ""))
    return rows, _ways(tables.execute(_switches(events))) if channels > 1 else {}


def _answered(tables: Tables) -> Any:
    answers = tables.answers
    return answers.filter(answers.valence.notnull() & answers.journey.notnull()).select("journey")


def _again(events: Any, visits: Any) -> Any:
    """Return the visits that touched a touchpoint again (before the goal, where it is ahead)."""
    second = events.filter(events.touch == 2).select(
        "touchpoint", j="journey", p="place", then="time"
    )
    both = visits.inner_join(second, [visits.journey == second.j, visits.place == second.p])
    some = ~both.risk | both.goal_time.isnull() | (both.then < both.goal_time)
    return both.filter(some).mutate(again=True)


def _switches(events: Any) -> Any:
    """Count from where and to where customers switched and came back."""
    switched = events.filter(events.back)
    channel = switched.channel
    return switched.group_by("segment", "place", "origin", channel=channel).aggregate(
        n=switched.journey.nunique()
    )


def _ways(rows: list[dict[str, Any]]) -> dict[Any, str]:
    rows.sort(key=lambda row: (-row["n"], row["origin"], row["channel"]))
    ways: dict[Any, str] = {}
    for row in rows:
        trait = f"switched from {row['origin']} to {row['channel']} and back"
        ways.setdefault((row["segment"], row["place"]), trait)
    return ways


def _traits(
    grounds: Grounds,
    groups: _compared.Rows,
    key: tuple[Any, int],
    limit: float | None,
    ways: dict[Any, str],
) -> list[Trait]:
    place = grounds.places[key[1]]
    only = place.touchpoints[0] if len(place.touchpoints) == 1 else None
    asked = [
        ("left", "drop-off", "left here", only),
        ("slow", "slow", f"waited longer than {span(limit or 0)}", only),
        ("switched", "channel-switch", ways.get(key, "switched channel and back"), only),
    ]
    asked += [
        (late.name, "late", f"{late.touchpoint} later than promised", late.touchpoint)
        for late in grounds.lates
        if late.place == place.number
    ]
    return [
        Trait(key[0], place, signal, words, touchpoint, *_compared.pair(groups, *key, None, flag))
        for flag, signal, words, touchpoint in asked
    ]


def _sized(trait: Trait, *, goal: bool) -> list[Found]:
    size = _compared.size(trait.affected, trait.others, goal=goal) if trait.enough else None
    # Without a goal every journey ends somewhere, and an end is no loss.
    if size is None or (trait.signal == "drop-off" and size.by != "goal"):
        return []
    # Journeys that fare better with a trait have no pain of it.
    return [] if size.difference <= 0 or size.low is None else [Found(trait, size)]


def _ranked(found: list[Found]) -> list[dict[str, Any]]:
    rows = [_row(one) for one in found]
    rows.sort(key=lambda row: (
        -row["cost"], -(row["severity"] or 0), -row["affected"], row["id"],
        row["touchpoint"] or "",
    ))  # fmt: skip
    for row, id_ in zip(rows, unique(row["id"] for row in rows), strict=True):
        row["id"] = id_
    costly = [row for row in rows if row["cost"] > 0]
    total = sum(row["cost"] for row in costly)
    kept = [*costly, *[row for row in rows if row["cost"] == 0][:UNPROVEN]]
    for rank, row in enumerate(kept, 1):
        row["rank"] = rank
        row["share_of_cost"] = row["cost"] / total if total else 0.0
    return kept


def _row(one: Found) -> dict[str, Any]:
    size, goal = one.size, one.size.by == "goal"
    trait, affected, others = one.trait, one.trait.affected, one.trait.others
    n = affected.risk if goal else affected.n
    here, there = size.told
    name = [trait.place.step, trait.signal, *([slug(trait.touchpoint)] if trait.touchpoint else [])]
    severe = one.basis == "severity"
    proven = 0.0 if severe else size.proven
    return {
        "id": "-".join(name),
        "rank": 0,
        "stage": trait.place.stage,
        "step": trait.place.step,
        "name": trait.place.name,
        "touchpoint": trait.touchpoint,
        "signal": trait.signal,
        "trait": trait.words,
        "affected": n,
        "others": others.risk if goal else others.n,
        "affected_rate": affected.rate if goal else None,
        "others_rate": others.rate if goal else None,
        "valence_affected": here.valence.mean,
        "valence_others": there.valence.mean,
        "size": proven,
        "low": None if severe else size.low,
        "high": None if severe else size.high,
        "cost": n * proven,
        "cost_low": n * max(size.low or 0.0, 0.0) if proven else 0.0,
        "cost_high": 0.0 if severe else n * max(size.high or 0.0, 0.0),
        "size_by": size.by,
        "basis": one.basis,
        "severity": n * size.proven if severe else None,
        "share_of_cost": 0.0,
        "answers_affected": here.answers,
        "answers_others": there.answers,
        "score_affected": here.score,
        "score_others": there.score,
        "scored_affected": here.scored,
        "scored_others": there.scored,
        "few": n < FEW,
        "formula": FORMULA,
    }


def span(micros: float) -> str:
    """Return a rounded span as people say it: `3.2 days`, `45 minutes`."""
    for unit, word in (
        (_visits.DAY, "days"), (_visits.HOUR, "hours"), (_visits.MINUTE, "minutes"),
    ):  # fmt: skip
        if micros >= 2 * unit:
            return f"{micros / unit:g} {word}"
    return f"{micros / _visits.SECOND:g} seconds"
