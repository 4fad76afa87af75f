"""What a text asks of the company: a response, a change, nothing but to be read; English.

`needs response` (an open problem or a question), else `suggestion` (how it should be), else
`praise`, else `no content` (“ok”, “nothing special”, no words at all), else no reading. By words
and phrases of ours (`cues.toml`). A question mark in a short text is a question; in a long one it
may be rhetoric and needs a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from desirepath.enrichers import _cues

wants = ("text",)
adds = ("actionability",)
METHOD = "actionability-cues/1"
LANGUAGES = _cues.LANGUAGES
KINDS = ("needs response", "suggestion", "praise", "no content")
SHORT = 120
EXAMPLE = {
    "texts": [
        "Where is my parcel? Please call me back.",
        "It would be nice to choose the day of delivery.",
        "Great service, thank you!",
        "Nothing special.",
        "The parcel came on Monday in the afternoon.",
    ],
    "expected": ["needs response", "suggestion", "praise", "no content", None],
}


def enrich(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return `{"actionability": one of KINDS or None}` per English text."""
    return [{"actionability": _kind(text)} for text in texts]


def _kind(text: str) -> str | None:
    plain = _cues.plain(text)
    if plain.strip(" .,;:!?-–—*/()\"'") in _nothing() or not any(map(str.isalpha, plain)):
        return "no content"
    asked = plain.endswith("?") and len(plain) <= SHORT
    if asked or _cues.said(plain, _pattern("response"), deniable=False):
        return "needs response"
    if _cues.said(plain, _pattern("suggestion"), deniable=False):
        return "suggestion"
    return "praise" if _cues.said(plain, _pattern("praise")) else None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return _cues.pattern(_cues.written()["actionability"][kind])


@cache
def _nothing() -> frozenset[str]:
    return frozenset(_cues.written()["actionability"]["nothing"])
