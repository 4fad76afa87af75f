"""How strongly each stage fits each touchpoint: words and behaviour as log-odds, then softmax.

Four kinds of evidence add up (a naive Bayes reading: each is a log-odds for every stage):

- words: cues in the name (`cues/stages.toml`), the strongest fully, others by half;
- order: for touchpoints A and B of known stages, A of the earlier stage comes first in about
  77 % (next stage) to 90 % (far stages) of the journeys with both; within one stage any order
  may hold. What is seen is compared with that, the goal counting most;
- neighbours: what directly precedes and follows lies in the same or an adjacent stage;
- course and channel: all touchpoints lie on one course with the goal at its place, and each
  stage on a stretch of it, moved towards the touchpoints whose words are sure; a survey is
  Advocacy, an advertisement Awareness, what returns again and again after the goal Use.

The weaker the words, the more the other three count. Because order and neighbours need the
stages of others, the scores are repeated a few rounds: touchpoints with words (and the goal,
and what a person set) pull those without into an order that agrees with the journeys. The
method is ours; no outside source. The weights were chosen by hand and checked on four real logs
and on invented journeys; they are no fitted model, and the confidence is no calibrated chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desirepath.journeys import cues
from desirepath.journeys.names import words
from desirepath.journeys.profile import Facts, Profile

STAGES = (
    "Awareness",
    "Consideration",
    "Decision",
    "Purchase",
    "Onboarding",
    "Use",
    "Support",
    "Retention",
    "Advocacy",
)
PURCHASE = STAGES.index("Purchase")
_CENTRES = (0.06, 0.2, 0.34, 0.46, 0.58, 0.72, 0.76, 0.86, 0.94)
_CHANNELS: Mapping[str, Mapping[str, float]] = {
    "ad": {"Awareness": 2.5},
    "social": {"Awareness": 1.0, "Advocacy": 0.5},
    "survey": {"Advocacy": 2.5},
    "chat": {"Support": 0.8},
    "phone": {"Support": 0.8},
    "store": {"Consideration": 0.4, "Decision": 0.6},
    "portal": {"Use": 1.0},
    "device": {"Use": 1.0},
    "app": {"Use": 0.5},
    "email": {"Retention": 0.4},
    "letter": {"Onboarding": 0.4},
}
_EXPECTED = {lag: 0.5 + 0.4 * math.tanh(0.8 * lag) for lag in range(-8, 9)}
STRENGTH = 25.0  # of the place on the course, in log-odds per squared distance
WORDLESS = 0.8  # more open than this by its words: it pulls no others
ANCHOR = 2.0  # how much one sure touchpoint moves the stretch of its stage
_ROUNDS = 6
_CERTAIN = 0.35

Odds = tuple[float, ...]


@dataclass(frozen=True)
class Scored:
    """The probability of every stage, and what spoke for it: words by stage, and order."""

    chances: Odds
    said: Mapping[str, tuple[str, ...]]

    @property
    def best(self) -> int:
        """The index of the most probable stage; the earlier one of equals."""
        return _top(self.chances)


@lru_cache(maxsize=8192)
def of_words(touchpoint: str) -> tuple[Odds, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the log-odds of every stage from a name, and the words behind each stage."""
    weights: dict[str, list[float]] = {}
    said: dict[str, list[str]] = {}
    for hit in cues.load("stages").match(words(touchpoint)):
        weights.setdefault(hit.label, []).append(hit.weight)
        said.setdefault(hit.label, []).append(hit.words)
    odds = []
    for stage in STAGES:
        found = sorted(weights.get(stage, ()), reverse=True)
        odds.append(min(6.0, 1.3 * (found[0] + 0.5 * sum(found[1:]))) if found else 0.0)
    named = tuple((stage, tuple(dict.fromkeys(said[stage]))) for stage in STAGES if stage in said)
    return tuple(odds), named


def score(
    profile: Profile,
    goal: str | None,
    channels: Mapping[str, str | None],
    fixed: Mapping[str, int],
) -> dict[str, Scored]:
    """Return the chances of every stage for every touchpoint.

    `channels` are the proposed or corrected channels; `fixed` are the stages (places in
    `STAGES`) that a person set: they are certain and pull the others.
    """
    names = [facts.touchpoint for facts in profile.facts]
    lexical = {name: of_words(name)[0] for name in names}
    open_ = {name: 1 - _surplus(lexical[name]) for name in names}
    common = _common_channel(names, channels)
    goal_at = _CENTRES[_stage_of_goal(goal, lexical, fixed)]
    places = _course(profile, goal, goal_at)
    centres = _centres(places, lexical, fixed)
    base = {
        facts.touchpoint: _added(
            lexical[facts.touchpoint],
            _own(
                facts,
                places.get(facts.touchpoint),
                centres,
                after=places.get(facts.touchpoint, 0.0) > goal_at,
                channel=None
                if channels.get(facts.touchpoint) == common
                else channels.get(facts.touchpoint),
            ),
            open_[facts.touchpoint],
        )
        for facts in profile.facts
    }
    if goal in base and goal is not None:
        base[goal] = _raised(base[goal], PURCHASE, 1.2 * open_[goal] ** 2)
    certain = {name: _one_hot(place) for name, place in fixed.items() if name in base}
    chances = {name: certain.get(name) or _softmax(odds) for name, odds in base.items()}
    pairs, follows = _pairs(profile), neighbours(profile)
    for _ in range(_ROUNDS):
        sure = {
            name: 2.0
            if name in certain
            else _sureness(chances[name], is_goal=name == goal, wordless=open_[name] > WORDLESS)
            for name in names
        }
        former = chances
        tops = {name: _top(odds) for name, odds in former.items()}
        chances = {
            name: certain.get(name)
            or _softmax(
                _added(
                    base[name],
                    _added(
                        _order(pairs.get(name, ()), tops, sure),
                        _near(follows.get(name, ()), former, sure),
                        1.0,
                    ),
                    0.35 + 0.65 * open_[name],
                )
            )
            for name in names
        }
    return {name: Scored(chances[name], dict(of_words(name)[1])) for name in names}


def _own(
    facts: Facts,
    place: float | None,
    centres: Sequence[float],
    *,
    after: bool,
    channel: str | None,
) -> Odds:
    """What a touchpoint's own behaviour says: its place, first, recurring, its channel."""
    odds = dict.fromkeys(STAGES, 0.0)
    for stage, weight in _CHANNELS.get(channel or "", {}).items():
        odds[stage] += weight
    if facts.position is None:
        odds["Use"] += 0.8  # only answers name it: people rate what they use
        return tuple(odds.values())
    at, strength = (facts.position, 2.5) if place is None else (place, STRENGTH)
    for stage, centre in zip(STAGES, centres, strict=True):
        odds[stage] -= strength * (at - centre) ** 2
    odds["Awareness"] += 1.2 * facts.first
    if after:
        odds["Use"] += 1.5 * facts.repeat
    return tuple(odds.values())


def _stage_of_goal(goal: str | None, lexical: Mapping[str, Odds], fixed: Mapping[str, int]) -> int:
    """Return the stage that a person or its words give the goal, else Purchase."""
    if goal is None or goal in fixed:
        return fixed.get(goal or "", PURCHASE)
    odds = lexical.get(goal, (0.0,) * len(STAGES))
    return _top(odds) if _surplus(odds) >= 0.3 else PURCHASE


def _course(profile: Profile, goal: str | None, goal_at: float) -> dict[str, float]:
    """Place every touchpoint on one course, 0 the earliest, 1 the latest, the goal at `goal_at`.

    A touchpoint's rank is the mean share of joint journeys in which it comes before another
    (Borda's count), a better order than the mean place where many journeys end early. Empty
    without a goal, or with one at an end of the course: then nothing tells before from after.
    """
    sums: dict[str, tuple[float, float]] = {}
    for (a, _), (n, share) in profile.before.items():
        total, weight = sums.get(a, (0.0, 0.0))
        w = n / (n + 20)
        sums[a] = (total + w * share, weight + w)
    ranks = {name: total / weight for name, (total, weight) in sums.items() if weight > 0}
    if goal not in ranks or goal is None:
        return {}
    at, first, last = ranks[goal], max(ranks.values()), min(ranks.values())
    if first - at < 0.1 or at - last < 0.1:
        return {}
    return {
        name: goal_at * (first - rank) / (first - at)
        if rank >= at
        else goal_at + (1 - goal_at) * (at - rank) / (at - last)
        for name, rank in ranks.items()
    }


def _centres(
    places: Mapping[str, float], lexical: Mapping[str, Odds], fixed: Mapping[str, int]
) -> list[float]:
    """Where each stage lies on the course: as usual, moved towards touchpoints sure by words."""
    sums = [(centre, 1.0) for centre in _CENTRES]
    for name, place in sorted(places.items()):
        sure = 1.0 if name in fixed else _surplus(lexical[name])
        if sure >= 0.5:
            stage = fixed.get(name, _top(lexical[name]))
            total, weight = sums[stage]
            sums[stage] = (total + ANCHOR * sure * place, weight + ANCHOR * sure)
    return [total / weight for total, weight in sums]


def _pairs(profile: Profile) -> dict[str, list[tuple[str, float, float]]]:
    """For each touchpoint: (other, share of joint journeys it comes first in, weight)."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for (a, b), (n, share) in profile.before.items():
        found.setdefault(a, []).append((b, share, n / (n + 20)))
    return found


def neighbours(profile: Profile) -> dict[str, list[tuple[str, float]]]:
    """Return what directly precedes or follows each touchpoint, and how often, by name."""
    found: dict[str, dict[str, float]] = {}
    for (a, b), (n, _) in profile.next.items():
        if a != b:
            for one, other in ((a, b), (b, a)):
                near = found.setdefault(one, {})
                near[other] = near.get(other, 0.0) + n
    return {name: sorted(near.items()) for name, near in found.items()}


def _order(
    pairs: Sequence[tuple[str, float, float]],
    tops: Mapping[str, int],
    sure: Mapping[str, float],
) -> Odds:
    """Compare how often it comes before others with what their stages would make us expect."""
    total = 0.0
    odds = [0.0] * len(STAGES)
    for other, share, weight in pairs:
        weight *= sure[other]  # noqa: PLW2901 - the pair's weight, by how sure the other is
        if weight > 0:
            place = tops[other]
            total += weight
            for stage in range(len(STAGES)):
                odds[stage] -= weight * _misfit(share, place - stage)
    return tuple(value / (total + 0.5) for value in odds)


def _misfit(share: float, later: int) -> float:
    """Within one stage any order may hold; across stages the earlier should come first."""
    return (share - _EXPECTED[later]) ** 2 / (0.12 if later else 0.5)


def _near(
    near: Sequence[tuple[str, float]], chances: Mapping[str, Odds], sure: Mapping[str, float]
) -> Odds:
    """Reward the stages of what directly precedes and follows, and those beside them."""
    total = 0.0
    mixed = [0.0] * len(STAGES)
    for other, n in near:
        weight = n * sure[other]
        total += weight
        for stage, chance in enumerate(chances[other]):
            mixed[stage] += weight * chance
    if total == 0:
        return (0.0,) * len(STAGES)
    last = len(STAGES) - 1
    return tuple(
        math.log(
            0.1
            + (
                0.7 * mixed[stage]
                + 0.15 * (mixed[stage - 1] if stage else 0.0)
                + 0.15 * (mixed[stage + 1] if stage < last else 0.0)
            )
            / total
        )
        for stage in range(len(STAGES))
    )


def _sureness(chances: Odds, *, is_goal: bool, wordless: bool) -> float:
    """How much a touchpoint pulls others; without words of its own it does not.

    Where wordless ones pulled as well, they drew each other into one stage.
    """
    if wordless and not is_goal:
        return 0.0
    top = max(chances)
    return (top if top >= _CERTAIN else 0.0) * (2.0 if is_goal else 1.0)


def _surplus(odds: Odds) -> float:
    """How far words alone decide: 0 for none or all alike, towards 1 for one strong stage."""
    return (max(_softmax(odds)) - 1 / len(STAGES)) / (1 - 1 / len(STAGES))


def _common_channel(names: Sequence[str], channels: Mapping[str, str | None]) -> str | None:
    """Return the channel of four fifths of the touchpoints, if any: it tells no difference."""
    for channel in sorted({word for word in channels.values() if word}):
        if sum(channels.get(name) == channel for name in names) >= 0.8 * len(names):
            return channel
    return None


def _softmax(odds: Sequence[float]) -> Odds:
    top = max(odds)
    powers = [math.exp(value - top) for value in odds]
    return tuple(value / sum(powers) for value in powers)


def _added(odds: Odds, more: Odds, share: float) -> Odds:
    return tuple(a + share * b for a, b in zip(odds, more, strict=True))


def _raised(odds: Odds, place: int, by: float) -> Odds:
    return tuple(value + (by if at == place else 0.0) for at, value in enumerate(odds))


def _one_hot(place: int) -> Odds:
    return tuple(1.0 if at == place else 0.0 for at in range(len(STAGES)))


def _top(chances: Odds) -> int:
    return max(range(len(chances)), key=lambda place: (chances[place], -place))
