"""What people call the rows of a map, and which of our lanes that is.

The words are those of the tools in the field (Smaply, TheyDo, UXPressia, NN/g, Signavio, CJML,
service blueprints). A word that is not here makes a lane of its own; nothing is dropped.
"""

from __future__ import annotations

import re

from desirepath.journeys.names import fold

STAGE = "stage, stages, phase, phases, journey phase, journey stage, stage name, phase name"
STEP = (
    "step, steps, action, actions, activity, activities, customer action, customer actions, "
    "user action, user actions, milestone, milestones, substage, sub stage, task, tasks, "
    "steps actions, step name"
)
LANES = {
    "touchpoints": "touchpoint, touch points, contact points, interactions",
    "channels": "channel, media, devices, touchpoint channel",
    "emotion": "emotions, feelings, feeling, experience, mood, sentiment, emotional journey, "
    "emotion curve, experience graph, experience curve, satisfaction",
    "quotes": "thoughts, thought, quote, thinking, mindset, mindsets, voice of the customer, "
    "thoughts quotes, what they say",
    "moments": "moments of truth, moment of truth, moment, key moments",
    "pains": "pain, pain points, pain point, problems, problem, frustrations, barriers, challenges",
    "gains": "gain, likes, delights, delight, positives, highlights",
    "needs": "need, expectations, needs expectations, needs and expectations, goals, customer "
    "goals, user goals, jobs, jobs to be done",
    "metrics": "metric, kpi, kpis, measures",
    "opportunities": "opportunity, ideas, idea, improvements, improvement",
    "solutions": "solution, initiatives",
    "backstage": "backstage actions, backstage processes, behind the scenes, internal processes",
    "systems": "system, tools, technology, technologies",
    "owner": "owners, responsible, responsibility, ownership, internal ownership, team, teams",
}

BELOW = "support processes, support process, support, back office, internal actions"
"""Lanes of their own that customers do not see: they stand below the line of visibility."""


def key(words: str) -> str:
    """Return words as they are compared: folded, signs as spaces.

    >>> key(" Pain-Points "), key("Schmerz & Ärger")
    ('pain points', 'schmerz arger')
    """
    return " ".join(re.sub(r"[\W_]+", " ", fold(words)).split())


def is_stage(words: str) -> bool:
    """Say whether a heading means the stages of a map."""
    return key(words) in _STAGES


def is_step(words: str) -> bool:
    """Say whether a heading means the steps of a map."""
    return key(words) in _STEPS


def lane_named(words: str) -> str | None:
    """Return the id of our lane that people mean, None for one of their own.

    >>> lane_named("Pain points"), lane_named("Storyboard")
    ('pains', None)
    """
    return _NAMES.get(key(words))


def singular(title: str) -> str:
    """Return what one card of a lane is called.

    >>> singular("Pains"), singular("Opportunities"), singular("Owner")
    ('Pain', 'Opportunity', 'Owner')
    """
    return f"{title[:-3]}y" if title.endswith("ies") else title.removesuffix("s")


def is_backstage(words: str) -> bool:
    """Say whether a lane of its own is one that customers do not see."""
    return key(words) in _BELOW


_BELOW = frozenset(BELOW.split(", "))
_STAGES = frozenset(STAGE.split(", "))
_STEPS = frozenset(STEP.split(", "))
_NAMES = {word: lane for lane, words in LANES.items() for word in (lane, *words.split(", "))}
