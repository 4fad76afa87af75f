"""Sentences of customers and agents, put together from a grammar (`sentences.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Said:
    """One text with what is true about it: theme (empty when neutral) and sentiment."""

    text: str
    theme: str
    sentiment: str


@cache
def _grammar() -> dict[str, Any]:
    path = files("desirepath.worlds") / "sentences.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def themes() -> tuple[str, ...]:
    """Return the names of all themes, sorted."""
    return tuple(sorted(_grammar()["themes"]))


def sentiment(emotion: float) -> str:
    """Return negative, neutral or positive for a true emotion (−1…1)."""
    if emotion < -0.12:
        return "negative"
    return "positive" if emotion > 0.2 else "neutral"


def comment(
    chance: Random, emotion: float, offered: Sequence[str], nouns: Mapping[str, Sequence[str]]
) -> Said:
    """Return one comment; `offered` are the themes it may be about."""
    mood = sentiment(emotion)
    if mood == "neutral":
        text = _fill(chance.choice(_grammar()["neutral"]["any"]), chance, nouns)
        return Said(_upper(text), "", mood)
    theme = chance.choice(list(offered))
    side = "bad" if mood == "negative" else "good"
    slots = _grammar()["slots"]
    core = chance.choice(_grammar()["themes"][theme][side])
    opening = chance.choice(slots[f"open_{side}"])
    whole = opening + core + chance.choice(slots[f"end_{side}"])
    return Said(_upper(_fill(whole, chance, nouns)), theme, mood)


def note(
    chance: Random, emotion: float, offered: Sequence[str], nouns: Mapping[str, Sequence[str]]
) -> Said:
    """Return an agent's short note on a call."""
    mood = sentiment(emotion)
    notes = _grammar()["notes"]
    if mood == "neutral":
        return Said(_upper(_fill(chance.choice(notes["neutral"]), chance, nouns)), "", mood)
    theme = chance.choice(list(offered))
    side = "bad" if mood == "negative" else "good"
    said = chance.choice(_grammar()["themes"][theme][side])
    whole = chance.choice(notes[side]).replace("{said}", said)
    return Said(_upper(_fill(whole, chance, nouns)), theme, mood)


def _fill(text: str, chance: Random, nouns: Mapping[str, Sequence[str]]) -> str:
    """Replace slots until none is left (an entry may hold slots itself)."""
    slots = _grammar()["slots"]
    while "{" in text:
        text = _SLOT.sub(lambda found: chance.choice(nouns.get(found[1]) or slots[found[1]]), text)
    return text


def _upper(text: str) -> str:
    return re.sub(r"(^|[.!?:] +)([a-z])", lambda found: found[1] + found[2].upper(), text)
