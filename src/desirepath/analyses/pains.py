"""What hurts, where, and what it costs: traits of a step whose journeys fare worse.

Cost, `pain_cost/1` = affected × size, in lost goal journeys. Affected: journeys with the trait at
the step. Size: by how much their goal rate is short of that of the other journeys there,
0 where its 95 % interval holds 0 (Newcombe). Where the goal was no longer ahead of most journeys,
or its rate cannot differ, or there is no goal: shortfall of mean valence, halved (Welch).
The others are the journeys there of which the trait is known to be absent: those that came to
its touchpoint, because who never did could not have had it. Costs of different pains overlap and
do not add up to a total loss; they are associations, not proofs.

- `slow`: the wait before the first arrival was longer than median + 3 scaled MAD (at least 1.5
  medians); the limit stands in `trait`.
- `repeat`: the touchpoint more than once; where more than two thirds do so, it is how the
  touchpoint is used and no pain.
- `channel-switch`: here in another channel, and straight back to the one before.
- `late`: later than promised (`<touchpoint>: on time`), against on time.
- `low-score`, `low-emotion`: an answer here with valence ≤ −0.3 (by score, by text), against
  others who answered here; sized by goal, else by their other answers.
- `drop-off`: the journey's last interaction was at this step, it is not still open, and the goal
  is not reached. Its own goal rate is 0 by definition, so that affected × size would be no finding.
  It has no cost but a `bound`: affected × the goal rate of those who went on, the most that
  keeping them can bring. Only with a goal, before it.

`basis` says what a row stands on, and rows are ranked in this order, costliest first:
`effect` (a proven difference), `bound` (drop-offs), `explained`, `severity`, then what is unproven.
`explained`: people who meet this trouble differ from the others, and between journeys that were
alike before nothing certain is left (see `adjusted_…`; the method stands in
`analyses/_adjusted.py`). `severity`: a low answer with neither goal nor other answers is measured
only by itself; it has a `severity` (affected × how low they answered) and no cost.

Only what happened before the goal counts as a trait where the goal is the measure. A journey
that is still open counts as not there yet, in both groups. Fewer than 5 in either group are not
compared. Pains whose interval holds 0 cost 0; the five gravest among those are listed last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.analyses import (
    Answer,
    _adjusted,
    _compared,
    _intervals,
    _traits,
    _verdicts,
    _visits,
)
from desirepath.analyses._adjusted import Opinion, Question
from desirepath.analyses._compared import Size, Trait
from desirepath.journeys.names import slug, unique

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "cards"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "id": "step, signal and touchpoint as a slug",
    "rank": "1 = costliest proven (per segment)",
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
    "size": "shortfall per journey, 0…1; 0 where the interval holds 0, null for drop-offs",
    "low": "lower end of the 95 % interval of the shortfall",
    "high": "upper end of the 95 % interval of the shortfall",
    "cost": "affected × size, in lost goal journeys; null where the effect is not known",
    "cost_low": "lower end of the 95 % interval of the cost",
    "cost_high": "upper end of the 95 % interval of the cost",
    "size_by": "goal or valence",
    "basis": "effect, bound, explained or severity",
    "bound": "drop-offs: affected × the others' goal rate, the most there is to win; else null",
    "bound_low": "lower end of its 95 % interval (Wilson)",
    "bound_high": "upper end of it",
    "adjusted_size": "shortfall against journeys that were alike before; null: not looked at again",
    "adjusted_low": "lower end of its 95 % interval",
    "adjusted_high": "upper end of it",
    "adjusted_cost": "affected × adjusted size",
    "adjusted_n": "journeys behind the adjusted size",
    "adjusted_for": "what they were alike in, or why there is no adjusted size",
    "severity": "affected × how low they answered, where the effect is not known; else null",
    "share_of_cost": "of the cost of all pains with basis effect",
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
ORDER = {"effect": 0, "bound": 1, "explained": 2, "severity": 3}
NOBODY = Opinion()


@dataclass(frozen=True)
class Params:
    """No options of its own."""


@dataclass(frozen=True)
class Pain:
    """A trait, its size, what that stands on, and the second opinion on it."""

    trait: Trait
    size: Size
    basis: str = "effect"
    question: Question | None = None
    opinion: Opinion = NOBODY
    adjusted_for: str | None = None


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return the pains of all steps, costliest first (per segment)."""
    notes = []
    found = _of_visits(tables) if tables.newest is not None else []
    for verdict in _verdicts.low(_visits.Grounds(tables)):
        size, basis = _verdicts.size(verdict, goal=tables.goal is not None)
        if size is not None:
            found.append(Pain(verdict, size, basis))
    rows = []
    for segment in sorted({one.trait.segment for one in found}, key=lambda s: (s is None, s or "")):
        ranked = _ranked([one for one in found if one.trait.segment == segment])
        rows += [row if tables.by is None else {"segment": segment, **row} for row in ranked]
    if not rows:
        notes.append("No trait of any step goes with a worse outcome.")
    if tables.goal is None and rows:
        notes.append("There is no goal: pains are sized by valence.")
    explained = sum(row["basis"] == "explained" for row in rows)
    if explained:
        notes.append(
            f"{explained} of the pains go with a worse outcome, but not between journeys that were "
            "alike before; they stand behind the proven ones."
        )
    return Answer(rows=rows, notes=notes)


def _of_visits(tables: Tables) -> list[Pain]:
    goal = tables.goal is not None
    touchpoints = _traits.sight(tables, single=True)
    pains, compared = [], 0
    for one in _traits.troubles(touchpoints):
        trait = one.trait
        size = _compared.size(trait.affected, trait.others, goal=goal) if trait.enough else None
        compared += size is not None
        # Journeys that fare better with a trait have no pain of it.
        if size is None or size.difference <= 0 or size.low is None:
            continue
        by = "goal" if size.by == "goal" else "v1" if size.told[0] is trait.affected.here else "v2"
        asked = Question(trait.segment, one.place, one.flag, by) if size.proven else None
        pains.append(Pain(trait, size, question=asked))
    asked_all = [one.question for one in pains if one.question]
    answers, names = _adjusted.opinions(touchpoints, asked_all)
    stand = _adjusted.standing(answers, compared)
    judged = [_judged(one, answers, stand, ", ".join(names)) for one in pains]
    return [*judged, *_drop_offs(tables)]


def _drop_offs(tables: Tables) -> list[Pain]:
    """Return who left where. Without a goal every journey ends somewhere, which is no loss."""
    if tables.goal is None:
        return []
    pains = []
    for one in _traits.left(_traits.sight(tables, single=False)):
        trait = one.trait
        size = _compared.size(trait.affected, trait.others, goal=True) if trait.enough else None
        if size is not None and size.by == "goal" and size.difference > 0:
            pains.append(Pain(trait, size, "bound"))
    return pains


def _judged(
    pain: Pain, answers: Mapping[Question, Opinion], stand: set[Question], names: str
) -> Pain:
    if pain.question is None:
        return pain
    opinion = answers[pain.question]
    if opinion.refused:
        words = f"not adjusted: {opinion.refused}"
        return replace(pain, opinion=opinion, adjusted_for=words)
    basis = "effect" if pain.question in stand else "explained"
    return replace(pain, basis=basis, opinion=opinion, adjusted_for=names)


def _ranked(found: Sequence[Pain]) -> list[dict[str, Any]]:
    rows = [_row(one) for one in found]
    rows.sort(key=lambda row: (
        _unproven(row), ORDER[row["basis"]], -(row["cost"] or 0), -(row["bound"] or 0),
        -(row["severity"] or 0), -row["affected"], row["id"], row["touchpoint"] or "",
    ))  # fmt: skip
    for row, id_ in zip(rows, unique(row["id"] for row in rows), strict=True):
        row["id"] = id_
    costly = [row for row in rows if not _unproven(row)]
    total = sum(row["cost"] for row in costly if row["basis"] == "effect")
    kept = [*costly, *[row for row in rows if _unproven(row)][:UNPROVEN]]
    for rank, row in enumerate(kept, 1):
        row["rank"] = rank
        row["share_of_cost"] = row["cost"] / total if total and row["basis"] == "effect" else 0.0
    return kept


def _unproven(row: Mapping[str, Any]) -> bool:
    """Say whether nothing was proven: a difference that may be 0, or a low answer alone."""
    return row["basis"] != "bound" and not row["cost"]


def _row(one: Pain) -> dict[str, Any]:
    size, goal = one.size, one.size.by == "goal"
    trait, affected, others = one.trait, one.trait.affected, one.trait.others
    n = affected.risk if goal else affected.n
    here, there = size.told
    name = [trait.place.step, trait.signal, *([slug(trait.touchpoint)] if trait.touchpoint else [])]
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
        **_cost(one, n),
        "size_by": size.by,
        "basis": one.basis,
        "severity": n * size.proven if one.basis == "severity" else None,
        **_bound(one, n),
        **_second(one, n),
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


def _cost(one: Pain, n: int) -> dict[str, float | None]:
    """Return size and cost; neither is known of a drop-off, nor of a mere low answer."""
    if one.basis in {"bound", "severity"}:
        return dict.fromkeys(("size", "low", "high", "cost", "cost_low", "cost_high"))
    size = one.size
    return {
        "size": size.proven,
        "low": size.low,
        "high": size.high,
        "cost": n * size.proven,
        "cost_low": n * max(size.low or 0.0, 0.0) if size.proven else 0.0,
        "cost_high": n * max(size.high or 0.0, 0.0),
    }


def _bound(one: Pain, n: int) -> dict[str, float | None]:
    others = one.trait.others
    if one.basis != "bound":
        return dict.fromkeys(("bound", "bound_low", "bound_high"))
    low, high = _intervals.wilson(others.goals, others.risk)
    return {
        "bound": n * (others.rate or 0.0),
        "bound_low": n * (low or 0.0),
        "bound_high": n * (high or 0.0),
    }


def _second(one: Pain, n: int) -> dict[str, Any]:
    opinion = one.opinion
    return {
        "adjusted_size": opinion.size,
        "adjusted_low": opinion.low,
        "adjusted_high": opinion.high,
        "adjusted_cost": None if opinion.size is None else n * opinion.size,
        "adjusted_n": opinion.n or None,
        "adjusted_for": one.adjusted_for,
    }
