"""Words and phrases written by us, as patterns: `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en",)
_NO = r"(?:\b(?:not|no|never|hardly|nothing|without|cannot)|n't)"
_NEGATED = re.compile(rf"{_NO}(?:\s+\w+){{0,2}}\s*$")
_BEFORE = 30


@cache
def written() -> Mapping[str, Any]:
    """Return the cues as they stand in the file."""
    place = files("desirepath.enrichers") / "cues.toml"
    found: dict[str, Any] = tomllib.loads(place.read_text(encoding="utf-8"))
    return found


def pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of any of the cues, as whole words; the longest goes first."""
    spelled = sorted((re.escape(cue).replace(r"\*", r"\w*") for cue in cues), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)")


def plain(text: str) -> str:
    """Return a text as cues are written: small letters, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").split())


def said(text: str, cues: re.Pattern[str], *, deniable: bool = True) -> int:
    """Return how many cues a plain text says; with `deniable`, none behind a negation.

    >>> said("i am not happy", pattern(["happy"]))
    0
    """
    return sum(
        not (deniable and _NEGATED.search(text[max(0, cue.start() - _BEFORE) : cue.start()]))
        for cue in cues.finditer(text)
    )
