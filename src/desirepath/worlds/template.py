"""Industry templates: `industries/*.toml` read into frozen dataclasses, with names drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from desirepath.errors import InputError, UnknownName

MINUTES = {
    "ad": 3,
    "web": 4,
    "app": 12,
    "email": 90,
    "social": 20,
    "message": 60,
    "letter": 600,
    "phone": 90,
    "store": 240,
    "chat": 15,
    "device": 30,
}
ASK = {"ad": 0.02, "email": 0.04, "letter": 0.05, "device": 0.02, "social": 0.04}
SYSTEM = {
    "ad": "web",
    "web": "web",
    "app": "app",
    "device": "app",
    "email": "campaigns",
    "social": "campaigns",
    "message": "campaigns",
    "letter": "campaigns",
    "phone": "calls",
    "chat": "chats",
    "store": "store_visits",
}


@dataclass(frozen=True)
class Touchpoint:
    """One kind of interaction; the meaning of each field stands in `industries/_common.toml`."""

    id: str
    name: str
    stage: str
    channel: str
    system: str
    weight: float = 1.0
    p: float = 1.0
    by_mood: float = 0.0
    then: tuple[str, ...] = ()
    leave: float = 0.0
    back: float = 0.0
    back_to: str = ""
    feel: float = 0.05
    minutes: float = 4.0
    ask: float = 0.07
    ces: bool = False
    themes: tuple[str, ...] = ()
    promise: int = 0
    goal: bool = False
    stays: bool = False


@dataclass(frozen=True)
class Pain:
    """Something planted: `kind` is pain, decoy (harmless), incident (a window) or drift (grows).

    `signals`: repeat (the touchpoint again, after `gap_hours`), slow (`slow_days` lost), late
    (after the promised day), switch (to `switch_to`). `odds` multiply the odds of meeting it by
    attributes that the files show; `leave` is in log-odds of giving up.
    """

    id: str
    title: str
    at: str
    kind: str
    signals: tuple[str, ...]
    rate: float
    theme: str
    odds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    leave: float = 0.0
    feel: float = 0.0
    switch_to: str = ""
    slow_days: float = 0.0
    gap_hours: float = 0.1
    window_rate: float = 0.0
    window_days: tuple[float, float] = (6, 12)
    rate_end: float | None = None


@dataclass(frozen=True)
class Block:
    """A part of the journey: `pick` one touchpoint, walk the `chain`, or `loop` in rounds."""

    name: str
    stage: str
    mode: str
    hours: float
    enter: float = 1.0
    by_mood: float = 0.0
    rounds: float = 1.0
    most: int = 1
    picks: int = 1
    leave: float = 0.0
    pause: float = 0.0


@dataclass(frozen=True)
class Persona:
    """A kind of customer: pace, rounds, giving up (log-odds), mood, channels and attributes."""

    id: str
    name: str
    share: float
    pace: float
    rounds: float
    leave: float
    mood: float
    channels: Mapping[str, float]
    attributes: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Industry:
    """One company's template with the names that this world's seed drew."""

    id: str
    title: str
    touchpoints: tuple[Touchpoint, ...]
    blocks: tuple[Block, ...]
    personas: tuple[Persona, ...]
    pains: tuple[Pain, ...]
    nouns: Mapping[str, Sequence[str]]
    drift: Mapping[str, Any]
    intervention: Mapping[str, Any]

    def number(self, touchpoint: str) -> int:
        """Return the place of a touchpoint's id in `touchpoints`."""
        return next(at for at, known in enumerate(self.touchpoints) if known.id == touchpoint)


def industries() -> tuple[str, ...]:
    """Return the names of the industries that ship, sorted."""
    return tuple(
        sorted(
            found.name.removesuffix(".toml")
            for found in _folder().iterdir()
            if found.name.endswith(".toml") and not found.name.startswith("_")
        )
    )


def shipped_names() -> dict[str, tuple[str, ...]]:
    """Return every alternative name in the shipped templates, by touchpoint id."""
    found: dict[str, tuple[str, ...]] = {}
    for industry in industries():
        for concept, entry in _concepts(industry).items():
            found[concept] = tuple(dict.fromkeys((*found.get(concept, ()), *entry["names"])))
    return found


def industry(
    name: str, seed: int, words: Mapping[str, Sequence[str]] | Path | str | None = None
) -> Industry:
    """Return a template with touchpoint names drawn by `seed`.

    `words` (touchpoint id → names, or a TOML file of that) replaces the shipped names.
    Raises UnknownName for an industry that does not exist, InputError for unusable words.
    """
    if name not in industries():
        raise UnknownName("industry", name, industries())
    data = _read(name)
    concepts = _concepts(name)
    drawn = _draw_names(concepts, _words(words), Random(f"{name}|{seed}|names"))  # noqa: S311
    themes = _read("_common")["themes"]
    touchpoints = tuple(
        _touchpoint(concept, drawn[concept], entry, themes) for concept, entry in concepts.items()
    )
    return Industry(
        id=name,
        title=data["title"],
        touchpoints=touchpoints,
        blocks=tuple(_made(Block, entry) for entry in _read("_common")["blocks"]),
        personas=tuple(_made(Persona, entry) for entry in data["personas"]),
        pains=tuple(_made(Pain, entry) for entry in data["pains"]),
        nouns=data["nouns"],
        drift=data["drift"],
        intervention=data["intervention"],
    )


def _folder() -> Any:
    return files("desirepath.worlds") / "industries"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def _concepts(name: str) -> dict[str, dict[str, Any]]:
    """Return the touchpoints' entries, those of a chain in the order of the journey."""
    data, common = _read(name), _read("_common")["touchpoints"]
    own = data["touchpoints"]
    entries = {
        concept: {**common.get(concept, {}), **own.get(concept, {})}
        for concept in dict.fromkeys([*data["use"], *own])
    }
    order = {concept: at for at, concept in enumerate(data["order"])}
    return dict(sorted(entries.items(), key=lambda pair: order.get(pair[0], -1)))


def _draw_names(
    concepts: Mapping[str, Mapping[str, Any]],
    words: Mapping[str, Sequence[str]],
    chance: Random,
) -> dict[str, str]:
    """Return one name per touchpoint; no two alike, because names are all that files have."""
    drawn: dict[str, str] = {}
    taken: set[str] = set()
    for concept, entry in sorted(concepts.items()):
        offered = [str(word) for word in words.get(concept, entry["names"])]
        free = [word for word in offered if word.casefold() not in taken]
        if not free:
            raise InputError(
                f'No name is left for the touchpoint "{concept}": all of '
                f"{', '.join(offered) or 'none'} are taken by others. Add more names."
            )
        drawn[concept] = chance.choice(free)
        taken.add(drawn[concept].casefold())
    return drawn


def _words(words: Mapping[str, Sequence[str]] | Path | str | None) -> Mapping[str, Sequence[str]]:
    if words is None or isinstance(words, Mapping):
        return words or {}
    try:
        data = tomllib.loads(Path(words).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The word list {words} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The word list {words} is no TOML: {error}.") from error
    return {concept: names for concept, names in data.items() if isinstance(names, list)}


def _touchpoint(
    concept: str, name: str, entry: Mapping[str, Any], themes: Mapping[str, Sequence[str]]
) -> Touchpoint:
    channel = entry["channel"]
    given = {
        "system": SYSTEM[channel],
        "minutes": MINUTES[channel],
        "ask": ASK.get(channel, 0.07),
        "themes": themes[entry["stage"]],
        **entry,
        "id": concept,
        "name": name,
    }
    made: Touchpoint = _made(Touchpoint, given)
    return made


def _made(kind: Any, entry: Mapping[str, Any]) -> Any:
    known = {known.name for known in fields(kind)}
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in entry.items()
            if name in known
        }
    )
