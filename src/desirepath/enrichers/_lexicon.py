"""The lexicon of good and bad English words, without those that name a department."""

from __future__ import annotations

from functools import cache
from typing import Any

DEPARTMENTS = ("support",)


@cache
def analyser() -> Any:
    """Return VADER's reader of texts; `lexicon` in it holds the words."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    made = SentimentIntensityAnalyzer()
    for word in DEPARTMENTS:
        made.lexicon.pop(word, None)
    return made
