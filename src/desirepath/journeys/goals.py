"""The goal of the journeys: the one given, else the touchpoint with the strongest goal cue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from desirepath.journeys import channels, course, cues, scoring
from desirepath.journeys.names import words
from desirepath.journeys.profile import Facts, Profile

if TYPE_CHECKING:
    from desirepath.store.book import Book

FEWEST_SHARE = 0.005
PASSED = 0.95  # a goal is needed for at least this share of what follows it


@dataclass(frozen=True)
class Goal:
    """The goal (None: nothing is one), who set it (`you` or `proposal`), and a sentence why."""

    touchpoint: str | None
    reason: str
    set_by: str = "proposal"


@dataclass(frozen=True)
class Cue:
    """How much a name sounds like a goal (0: not at all), and the words that do."""

    weight: float
    words: str


@lru_cache(maxsize=8192)
def cue(touchpoint: str) -> Cue:
    """Return how much a touchpoint's name sounds like a goal.

    A failed or withdrawn thing (`payment_error`, `Order cancelled`) is none, nor is what is
    about a goal or on the way to it (`Purchase review`, `Payment details`, `Order status`),
    unless the whole phrase is a goal cue.
    """
    hits = cues.load("goals").match(words(touchpoint))
    goals = [hit for hit in hits if hit.label == "goal"]
    others = {hit.label for hit in hits} - {"goal"}
    if not goals or "never" in others or "not" in others:
        return Cue(0.0, "")
    best = max(goals, key=lambda hit: (hit.weight, hit.words))
    return Cue(best.weight, best.words)


def choose(book: Book, profile: Profile) -> Goal:
    """Return the goal that the user set, else the proposed one."""
    given = (book.setting("journeys", {}) or {}).get("goal")
    if given:
        return Goal(str(given), f"You set {given} as the goal.", "you")
    return propose(profile)


def propose(profile: Profile) -> Goal:
    """Return the touchpoint with the strongest goal cue, ties broken by behaviour.

    To the cue's weight is added up to one for standing late in the journey (mean position and
    share of journeys that end with it), up to one half for how many journeys reach it, and up to
    2.5 for how probably its stage is Purchase. What follows a goal happens to those who reached
    it; it loses up to 4 where much of what follows happens without it. What nearly every journey
    starts with tells nothing about who succeeds and loses 3; what fewer than 0.5 % of the
    journeys reach is no candidate.
    """
    by_channel = {name: found.channel for name, found in channels.propose_all(profile).items()}
    scored = scoring.score(profile, None, by_channel, {})
    needed = course.needed(profile)
    candidates = [
        (
            _score(facts, profile.journeys)
            + 2.5 * scored[facts.touchpoint].chances[scoring.PURCHASE]
            - 4.0 * max(0.0, PASSED - needed.get(facts.touchpoint, 1.0)),
            facts,
        )
        for facts in profile.facts
        if facts.journeys > 0
        and facts.journeys >= FEWEST_SHARE * profile.journeys
        and cue(facts.touchpoint).weight > 0
    ]
    ranked = sorted(candidates, key=lambda pair: (-pair[0], pair[1].touchpoint))
    ranked = [pair for pair in ranked if pair[0] > 0]
    if not ranked:
        return Goal(
            None,
            "No goal: no touchpoint's name says order, payment, contract, delivery or closing. "
            "Set one with --goal.",
        )
    facts = ranked[0][1]
    share = f"{'about ' if profile.sampled else ''}{100 * facts.journeys / profile.journeys:.1f} %"
    runner = f'; next would be "{ranked[1][1].touchpoint}"' if len(ranked) > 1 else ""
    return Goal(
        facts.touchpoint,
        f'Goal "{facts.touchpoint}": its name says “{cue(facts.touchpoint).words}” and '
        f"{share} of the journeys reach it{runner}. Set another with --goal.",
    )


def _score(facts: Facts, journeys: int) -> float:
    share = facts.journeys / journeys
    late = 0.5 * (facts.position or 0.0) + 0.5 * facts.last
    first_everywhere = facts.first * share > 0.9
    return cue(facts.touchpoint).weight + late + 0.5 * share - (3.0 if first_everywhere else 0.0)
