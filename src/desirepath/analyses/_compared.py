"""Journeys with a trait against the others at the same step, counted in one pass of the engine.

A trait is a boolean column (null: cannot be known, so in neither group). `counted` asks for all
traits at once; `groups` reads the answer into two `Group`s per trait, `size` says by how much the
first is short of the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _intervals, _sums
from desirepath.analyses._intervals import Sample

if TYPE_CHECKING:
    from desirepath.analyses._visits import Place

ENOUGH = 5
"""Fewer journeys (or answers) in either group are not compared."""
OUTCOMES = ("v1", "k1", "s1", "v2", "k2", "s2")
MEASURES = ("n", "risk", "goals")
TOLD = tuple(f"{name}{tier}" for tier in (1, 2) for name in ("vn", "vt", "vq", "k", "sn", "st"))


@dataclass(frozen=True)
class Told:
    """What the answers of a group say: valence per journey, number of answers, mean score.

    `score` is the mean over journeys with a score on the step's main question, `scored` of them.
    """

    valence: Sample
    answers: int
    score: float | None
    scored: int


@dataclass(frozen=True)
class Group:
    """Journeys of a step: how many, how many with the goal ahead, how many of these got there.

    `here`: their answers about the step; `since`: also those given later.
    """

    n: int
    risk: int
    goals: int
    here: Told
    since: Told

    @property
    def rate(self) -> float | None:
        """Return the goal rate of the journeys that had the goal ahead."""
        return self.goals / self.risk if self.risk else None


@dataclass(frozen=True)
class Trait:
    """What some journeys at a step have in common, and what the others there have not."""

    segment: str | None
    place: Place
    signal: str
    words: str
    touchpoint: str | None
    affected: Group
    others: Group

    @property
    def enough(self) -> bool:
        """Say whether both groups are large enough to be compared."""
        return min(self.affected.n, self.others.n) >= ENOUGH


@dataclass(frozen=True)
class Size:
    """By how much a group is short of the other: in what, between what, told by which answers."""

    by: str
    difference: float
    low: float | None
    high: float | None
    told: tuple[Told, Told]

    @property
    def proven(self) -> float:
        """Return the difference, 0 where its interval holds 0 or is unknown."""
        return self.difference if self.low is not None and self.low > 0 else 0.0


def marked(table: Any, flags: Sequence[str], keys: Sequence[str], *, told: bool) -> Any:
    """Return one row per journey and flag that is known of it: `keys, flag, has` and outcomes.

    `table` has the flags as boolean columns, `risk` and `reached`, and with `told` the answers
    `v1 k1 s1 v2 k2 s2` (see `_visits.with_answers`).
    """
    outcomes = [*("risk", "reached"), *(OUTCOMES if told else ())]
    long = table.select(*keys, *flags, *outcomes)
    long = long.pivot_longer(list(flags), names_to="flag", values_to="has")
    return long.filter(long.has.notnull()).select(*keys, "flag", "has", *outcomes)


def counted(long: Any, keys: Sequence[str], *, told: bool) -> Any:
    """Return the measures of each group of `marked`: one row per key, flag and `has`."""
    measures = {
        "n": long.count(),
        "risk": long.risk.sum(),
        "goals": (long.risk & long.reached).sum(),
    }
    for tier in (1, 2) if told else ():
        valence, answers, score = (long[f"{name}{tier}"] for name in "vks")
        measures[f"vn{tier}"] = valence.count()
        measures[f"vt{tier}"] = _sums.total(valence)
        measures[f"vq{tier}"] = _sums.total(valence * valence)
        measures[f"k{tier}"] = answers.sum()
        measures[f"sn{tier}"] = score.count()
        measures[f"st{tier}"] = _sums.total(score)
    return long.group_by(*keys, "flag", "has").aggregate(**measures)


Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]


def by_key(rows: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> Rows:
    """Return the rows of `counted` by key, flag and whether they have it."""
    return {(*(row[key] for key in keys), row["flag"], row["has"]): row for row in rows}


def pair(rows: Rows, *key: Any) -> tuple[Group, Group]:
    """Return the journeys with a flag and those known to be without it."""
    return group(rows.get((*key, True))), group(rows.get((*key, False)))


def group(row: Mapping[str, Any] | None, less: Mapping[str, Any] | None = None) -> Group:
    """Read a group from a row of `counted` (None: nobody), without what is counted in `less`."""
    got = {name: (row or {}).get(name) or 0 for name in (*MEASURES, *TOLD)}
    if less is not None:
        got = {name: got[name] - (less.get(name) or 0) for name in got}
    here, since = (
        Told(
            _intervals.sample(int(got[f"vn{tier}"]), got[f"vt{tier}"], got[f"vq{tier}"]),
            int(got[f"k{tier}"]),
            got[f"st{tier}"] / got[f"sn{tier}"] if got[f"sn{tier}"] else None,
            int(got[f"sn{tier}"]),
        )
        for tier in (1, 2)
    )
    return Group(int(got["n"]), int(got["risk"]), int(got["goals"]), here, since)


def size(affected: Group, others: Group, *, goal: bool) -> Size | None:
    """Return how short the affected are of the others, or None where nothing can be compared.

    In goal rate where the goal was ahead of most journeys and its rate can differ; else in
    valence, halved so that the whole scale is one journey.
    """
    if goal and by_goal(affected, others):
        low, high = _intervals.newcombe(others.goals, others.risk, affected.goals, affected.risk)
        difference = (others.rate or 0.0) - (affected.rate or 0.0)
        pairs = [(affected.here, others.here), (affected.since, others.since)]
        told = next((pair for pair in pairs if _enough(*pair)), pairs[0])
        return Size("goal", difference, low, high, told)
    for one, other in ((affected.here, others.here), (affected.since, others.since)):
        if _enough(one, other):
            return by_valence(one, other)
    return None


def by_goal(affected: Group, others: Group) -> bool:
    """Say whether the goal rate can differ and was open for most journeys at the step."""
    ahead, all_ = affected.risk + others.risk, affected.n + others.n
    goals = affected.goals + others.goals
    return 2 * ahead >= all_ and min(affected.risk, others.risk) >= ENOUGH and 0 < goals < ahead


def by_valence(one: Told, other: Told) -> Size | None:
    """Return the shortfall of mean valence, halved."""
    if one.valence.mean is None or other.valence.mean is None:
        return None
    low, high = _intervals.difference_of_means(other.valence, one.valence)
    difference = (other.valence.mean - one.valence.mean) / 2
    if low is None or high is None:
        return Size("valence", difference, None, None, (one, other))
    return Size("valence", difference, low / 2, high / 2, (one, other))


def _enough(one: Told, other: Told) -> bool:
    return min(one.valence.n, other.valence.n) >= ENOUGH
