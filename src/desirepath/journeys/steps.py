"""The columns of the map: touchpoints of a stage gathered into a readable number of steps.

Within a stage, steps stand by mean place in the journeys. A stage of few touchpoints has one
step each. With more, the most travelled become heads, and each other touchpoint joins the head
that shares most words with it (rare words count more), else the one nearest in the journeys.
Every touchpoint stands in exactly one step; nothing is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desirepath.journeys.cues import SMALL
from desirepath.journeys.names import humanise, slug, unique, words
from desirepath.journeys.profile import Facts, Profile
from desirepath.journeys.stages import Proposal, order

PER_STAGE = 5
PER_MAP = 16
ANSWERED = 30
"""Columns of a map without events: nobody walked, so no touchpoint is near another."""


@dataclass(frozen=True)
class Step:
    """One column of the map: its stage and place, a stable id, a name, its touchpoints.

    `order` counts from 1 over the whole map, `stage_order` counts the stages from 1. The first
    touchpoint is the head that gave slug and name; the others follow by journeys.
    """

    stage: str
    slug: str
    name: str
    order: int
    touchpoints: tuple[str, ...]
    stage_order: int = 1


def group(proposals: Sequence[Proposal], profile: Profile) -> list[Step]:
    """Return the steps of the map in their order.

    At most `PER_STAGE` per stage (up to 8 where there are few stages) and about `PER_MAP` in
    all, never fewer than one per stage.
    """
    facts = {found.touchpoint: found for found in profile.facts}
    stages = order(proposals, profile)
    members = {
        stage: [proposal.touchpoint for proposal in proposals if proposal.stage == stage]
        for stage in stages
    }
    walked = any(found.events for found in profile.facts)
    room = _room({stage: len(found) for stage, found in members.items()}, walked=walked)
    made: list[tuple[int, str, list[str]]] = []
    for number, stage in enumerate(stages, 1):
        made += [(number, stage, step) for step in _steps(members[stage], room[stage], facts)]
    slugs = _slugs([(stage, step[0]) for _, stage, step in made])
    return [
        Step(stage, ready, humanise(step[0]), place, tuple(step), number)
        for place, ((number, stage, step), ready) in enumerate(zip(made, slugs, strict=True), 1)
    ]


def _slugs(heads: Sequence[tuple[str, str]]) -> list[str]:
    """Stage and head as a slug; heads that read alike take their full names (with codes)."""
    short = [f"{slug(stage)}-{slug(humanise(head))}" for stage, head in heads]
    return unique(
        made if short.count(made) == 1 else f"{slug(stage)}-{slug(head)}"
        for made, (stage, head) in zip(short, heads, strict=True)
    )


def _room(sizes: Mapping[str, int], *, walked: bool) -> dict[str, int]:
    """Share out the map's columns: one per stage, then one by one where most are waiting."""
    whole = PER_MAP if walked else ANSWERED
    most = max(PER_STAGE, min(8, PER_MAP // max(1, len(sizes)))) if walked else ANSWERED
    room = dict.fromkeys(sizes, 1)
    for _ in range(whole - len(sizes)):
        waiting = {
            stage: size / room[stage]
            for stage, size in sizes.items()
            if room[stage] < min(most, size)
        }
        if not waiting:
            break
        room[max(waiting, key=lambda stage: (waiting[stage], -list(sizes).index(stage)))] += 1
    return room


def _steps(names: Sequence[str], room: int, facts: Mapping[str, Facts]) -> list[list[str]]:
    """Return the touchpoints of one stage as steps, heads first, by place in the journeys."""
    travelled = sorted(names, key=lambda name: (-facts[name].journeys, name))
    heads, others = travelled[:room], travelled[room:]
    rarity = _rarity(names)
    steps = {head: [head] for head in heads}
    for name in others:
        steps[_nearest(name, heads, facts, rarity)].append(name)
    return sorted(steps.values(), key=lambda step: (_place(step, facts), step[0]))


def _nearest(
    name: str, heads: Sequence[str], facts: Mapping[str, Facts], rarity: Mapping[str, float]
) -> str:
    mine = set(words(name)) - SMALL
    shared = {
        head: sum(rarity.get(word, 0.0) for word in sorted(mine & (set(words(head)) - SMALL)))
        for head in heads
    }
    best = max(shared.values())
    close = [head for head in heads if shared[head] == best] if best > 0 else list(heads)
    at = _at(facts[name])
    return min(close, key=lambda head: (abs(_at(facts[head]) - at), close.index(head)))


def _rarity(names: Sequence[str]) -> dict[str, float]:
    """Return how telling a word is within a stage: log of touchpoints per touchpoint with it."""
    counts: dict[str, int] = {}
    for name in names:
        for word in set(words(name)) - SMALL:
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + len(names) / n) for word, n in counts.items()}


def _at(facts: Facts) -> float:
    return 1.0 if facts.position is None else facts.position


def _place(step: Sequence[str], facts: Mapping[str, Facts]) -> float:
    """Mean place of all events of a step in their journeys; without events, the end."""
    known = [facts[name] for name in step if facts[name].events]
    total = sum(found.events for found in known)
    return sum(_at(found) * found.events for found in known) / total if total else 1.0
