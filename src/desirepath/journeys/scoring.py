"""How strongly each stage fits each touchpoint: what it says itself, and the course of journeys.

A touchpoint speaks for itself by log-odds that add up:

- words: cues in its name (`cues/stages.toml`), the strongest fully, others by half; names
  mislead, so a name never rules a stage out (`MISLEADS`);
- channel: an advertisement is Awareness, a survey Advocacy, a call leans to Support;
- behaviour: journeys begin with it, though not all of them (Awareness); it comes once only after
  the goal (Onboarding), comes again and again (Use), or ends journeys (Retention, Advocacy).

The journeys say in which order touchpoints lie (`course.py`); stages are passed in their order.
A hidden Markov model along that order joins both (`chain.py`): a touchpoint without a telling
word takes the stage of where it lies, one with a misleading word is overruled by the many around
it, and its chances of each stage come out. The less clear the order is, the more a touchpoint may
lie beside the course, where its own evidence decides alone.

The method is ours, of well-known parts (naive Bayes, Borda's count, forward-backward). Weights
were searched on three invented industries and four real logs, rounded, and checked on two others;
most can be halved or doubled for 0.01 of macro-F1. How good it is, and what the chances are worth,
stands in ADR 0007; they are no calibrated ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from desirepath.journeys import chain, course, cues
from desirepath.journeys.chain import Odds
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
_AT = {stage: place for place, stage in enumerate(STAGES)}
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
_BESIDE = {"Support": 0.5, "Use": 0.35}  # what most often lies beside the course
_MIXED = ((_AT["Use"], _AT["Support"]),)  # they take turns
_FREE = frozenset({(_AT["Advocacy"], _AT["Retention"])})  # who left does nothing any more
MISLEADS = 0.2  # how often the words of a name tell nothing
BLUNT = 0.6  # words are counted as this much of their log-odds
PLACE = 2.0  # of the place on the course, in log-odds per squared distance
ASIDE = 0.04  # chance to lie beside a perfectly clear course
UNCLEAR = 0.4  # and how much it grows until the order is a coin toss
SET = 12.0  # log-odds of a stage that a person set


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
    `STAGES`) that a person set: they are certain and pull the others. Without a goal the rest
    of the evidence decides.
    """
    early = course.ranks(profile)
    own = _own(profile, goal, channels, early)
    own |= {name: _one_hot(place, SET) for name, place in fixed.items() if name in own}
    row = sorted((name for name in own if name in early), key=lambda name: (-early[name], name))
    lies = course.places(early, goal, _CENTRES[_stage_of_goal(goal, fixed)])
    found = chain.along(
        [own[name] for name in row],
        [_of_place(lies.get(name)) for name in row],
        [early[a] - early[b] for a, b in pairwise(row)],
        aside=_aside(course.clarity(profile)),
        free=_FREE,
        mixed=_MIXED,
    )
    chances = {name: _softmax(odds) for name, odds in own.items()}
    chances |= dict(zip(row, found, strict=True))
    chances |= {name: _one_hot(place, 1.0) for name, place in fixed.items() if name in own}
    return {name: Scored(odds, dict(of_words(name)[1])) for name, odds in chances.items()}


def _own(
    profile: Profile,
    goal: str | None,
    channels: Mapping[str, str | None],
    early: Mapping[str, float],
) -> dict[str, Odds]:
    """Return what each touchpoint's name, channel and behaviour say, as log-odds."""
    common = _common_channel([facts.touchpoint for facts in profile.facts], channels)
    middle = early.get(goal or "", 0.5)
    made = {}
    for facts in profile.facts:
        name = facts.touchpoint
        odds = dict(zip(STAGES, _cautious(of_words(name)[0]), strict=True))
        channel = channels.get(name)
        for stage, weight in _CHANNELS.get(channel or "", {}).items():
            odds[stage] += 0.0 if channel == common else weight
        _behaves(odds, facts, profile.journeys, after=early.get(name, 0.5) < middle)
        if name == goal:
            odds["Purchase"] += 1.5 * (1.0 if _stage_of_goal(goal, {}) == PURCHASE else 0.0)
        made[name] = tuple(odds.values())
    return made


def _behaves(odds: dict[str, float], facts: Facts, journeys: int, *, after: bool) -> None:
    """Add how journeys begin and end with it, and how often it comes again."""
    if facts.position is None:
        odds["Use"] += 0.8  # only answers name it: people rate what they use
        return
    share = facts.journeys / max(1, journeys)
    # what every journey begins or ends with only shows where the data begin or end
    odds["Awareness"] += 4.0 * facts.first * max(0.0, 1 - facts.first * share)
    if after:
        ends = facts.last * max(0.0, 1 - 2 * facts.last * share)
        odds["Onboarding"] += 1.2 * (1 - min(1.0, 8 * facts.repeat))
        odds["Use"] += facts.repeat
        odds["Retention"] += ends
        odds["Advocacy"] += ends


def _cautious(odds: Odds) -> Odds:
    """Words as log-chances that never rule a stage out."""
    chances = _softmax([BLUNT * value for value in odds])
    return tuple(math.log(MISLEADS / len(STAGES) + (1 - MISLEADS) * chance) for chance in chances)


def _stage_of_goal(goal: str | None, fixed: Mapping[str, int]) -> int:
    """Return the stage that a person or its words give the goal, else Purchase."""
    if goal is None or goal in fixed:
        return fixed.get(goal or "", PURCHASE)
    chances = _softmax(of_words(goal)[0])
    return _top(chances) if max(chances) >= 0.4 else PURCHASE


def _of_place(place: float | None) -> Odds:
    if place is None:
        return (0.0,) * len(STAGES)
    return tuple(-PLACE * (place - centre) ** 2 for centre in _CENTRES)


def _aside(clarity: float) -> Odds:
    """Return the chance of each stage to lie beside the course."""
    whole = ASIDE + UNCLEAR * (1 - clarity)
    rest = (1 - sum(_BESIDE.values())) / (len(STAGES) - len(_BESIDE))
    return tuple(whole * _BESIDE.get(stage, rest) for stage in STAGES)


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


def _one_hot(place: int, value: float) -> Odds:
    return tuple(value if at == place else 0.0 for at in range(len(STAGES)))


def _top(chances: Sequence[float]) -> int:
    return max(range(len(chances)), key=lambda place: (chances[place], -place))
