"""Whether a text says that something cost its writer much effort, or little; English.

`high`: repeats, waiting, searching, explaining again; `low`: easy, at once, without trouble. By
words and phrases of ours (`cues.toml`); where both or neither are said there is no reading. It is
what people write, not what they did: the journey itself tells repeats and waits better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from desirepath.enrichers import _cues

wants = ("text",)
adds = ("effort",)
METHOD = "effort-cues/1"
LANGUAGES = _cues.LANGUAGES
LEVELS = ("high", "low")
EXAMPLE = {
    "texts": [
        "I had to call twice and explain everything again.",
        "Done in a few minutes, very easy.",
        "It was not easy.",
        "The parcel came on Monday.",
    ],
    "expected": ["high", "low", None, None],
}


def enrich(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return `{"effort": "high", "low" or None}` per English text."""
    return [{"effort": _level(text)} for text in texts]


def _level(text: str) -> str | None:
    plain = _cues.plain(text)
    high, low = (_cues.said(plain, cues, deniable=level == "low")
                 for level, cues in _patterns().items())  # fmt: skip
    return None if bool(high) == bool(low) else "high" if high else "low"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {level: _cues.pattern(_cues.written()["effort"][level]) for level in LEVELS}
