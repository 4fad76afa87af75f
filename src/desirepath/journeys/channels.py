"""Through what something happened: the words of the contract for it, from data or from names."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from desirepath.journeys import cues
from desirepath.journeys.names import fold, words
from desirepath.journeys.profile import Profile

CHANNELS = (
    "web",
    "app",
    "email",
    "phone",
    "chat",
    "message",
    "store",
    "social",
    "ad",
    "survey",
    "portal",
    "letter",
    "device",
)
NEAR_SECONDS = 1800.0


@dataclass(frozen=True)
class Proposal:
    """A channel (None: nothing tells), how certain 0…1, and a sentence why."""

    channel: str | None
    confidence: float
    reason: str


def canonical(values: Iterable[str]) -> dict[str, str]:
    """Return the contract's word for each raw channel value.

    `Internet` → `web`, `e-mail` → `email`, `Desk` → `store`, `Post` → `letter`. A value that is
    no known synonym stays as it is.
    """
    return {value: _synonyms().get(_key(value), value) for value in values}


@cache
def _synonyms() -> Mapping[str, str]:
    text = files(cues.__name__).joinpath("channel_values.toml").read_text("utf-8")
    return {
        _key(value): channel for channel, values in tomllib.loads(text).items() for value in values
    }


def _key(value: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(str(value))).strip()


def propose(touchpoint: str) -> Proposal:
    """Propose a channel from the words of a touchpoint's name alone.

    What is delivered, shipped or printed and sent came by post or courier: `letter`, with low
    confidence, because that is the nearest of the contract's words.
    """
    hits = cues.load("channels").match(words(touchpoint))
    total: dict[str, float] = {}
    said: dict[str, list[str]] = {}
    for hit in hits:
        total[hit.label] = total.get(hit.label, 0.0) + hit.weight
        said.setdefault(hit.label, []).append(hit.words)
    if not total:
        return Proposal(None, 0.0, "no word of its name tells a channel")
    best = max(sorted(total), key=lambda channel: total[channel])
    odds = {channel: math.exp(weight) for channel, weight in total.items()}
    confidence = odds[best] / (sum(odds.values()) + 2.0)
    named = ", ".join(f"“{word}”" for word in dict.fromkeys(said[best]))
    return Proposal(best, round(confidence, 3), f"its name says {named}")


def propose_all(profile: Profile) -> dict[str, Proposal]:
    """Propose a channel for every touchpoint of a profile.

    The data's own channel where it has one (its most frequent, in the contract's word); else
    the words of the name; else the channel of what comes right before and after it (median wait
    up to half an hour) where that is the same for at least three quarters of the transitions:
    who reads a page a minute later was on the web.
    """
    made: dict[str, Proposal] = {}
    for facts in profile.facts:
        if facts.channel is not None:
            word = canonical([facts.channel])[facts.channel]
            reason = f"{_percent(facts.channel_share)} of its events say {facts.channel}"
            made[facts.touchpoint] = Proposal(word, round(facts.channel_share, 3), reason)
        else:
            made[facts.touchpoint] = propose(facts.touchpoint)
    beside = _beside(profile)
    for _ in range(3):
        found = {
            touchpoint: near
            for touchpoint, proposal in made.items()
            if proposal.channel is None
            and (near := _from_neighbours(beside.get(touchpoint, ()), made))
        }
        if not found:
            break
        made |= found
    return made


def _beside(profile: Profile) -> dict[str, list[tuple[str, int, bool]]]:
    """For each touchpoint: (what directly precedes or follows, how often, within the time)."""
    made: dict[str, list[tuple[str, int, bool]]] = {}
    for (a, b), (n, seconds) in profile.next.items():
        if a != b:
            near = seconds is not None and seconds <= NEAR_SECONDS
            made.setdefault(a, []).append((b, n, near))
            made.setdefault(b, []).append((a, n, near))
    return made


def _from_neighbours(
    beside: Sequence[tuple[str, int, bool]], made: Mapping[str, Proposal]
) -> Proposal | None:
    counts: dict[str | None, int] = {}
    for other, n, near in beside:
        channel = made[other].channel if near and other in made else None
        counts[channel] = counts.get(channel, 0) + n
    known = sorted((n, channel) for channel, n in counts.items() if channel is not None)
    if not known:
        return None
    n, channel = known[-1]
    share = n / sum(counts.values())
    if share < 0.75 or channel not in ("web", "app", "portal", "chat"):
        return None
    reason = f"{_percent(share)} of what comes right before and after it is {channel}"
    return Proposal(channel, round(0.6 * share, 3), reason)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
