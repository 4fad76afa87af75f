"""Where a quote comes from, in words: the question it answers, how it was scored, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.maps.numbers import MINUS, day

SURVEYS = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "rating": "Rating", "comment": "Comment"}
START = (0.0, 1.0)
"""Where people expect a scale to start: `2 of 5` says enough."""


def scored(quote: Mapping[str, Any]) -> str:
    """Return `CSAT 2 of 5`, or `Comment` where there is no score.

    >>> scored({"instrument": "csat", "score": 2.0, "scale": "1-5"})
    'CSAT 2 of 5'
    """
    given = str(quote.get("instrument") or "").strip()
    name = SURVEYS.get(given, given or "Comment")
    score = quote.get("score")
    if not isinstance(score, int | float):
        return name
    said = f"{name} {f'{score:g}'.replace('-', MINUS)}"
    low, high = _ends(quote.get("scale"))
    if low is None:
        return said
    if low in START:
        return f"{said} of {high:g}"
    return said + f" ({low:g} to {high:g})".replace("-", MINUS)


def captions(quote: Mapping[str, Any], *, assumed: bool = False) -> tuple[str, ...]:
    """Return what stands under a quote, in the most words first; `assumed`: nobody recorded it."""
    if assumed:
        return ("assumed",)
    first = scored(quote)
    time = quote.get("time")
    return (f"{first}, {day(str(time))}", first) if time else (first,)


def _ends(scale: Any) -> tuple[float | None, float]:
    """Return the ends of `1-5`; a scale from below zero, `-2-2`, too."""
    low, sign, high = str(scale or "").rpartition("-")
    try:
        if low.endswith("-"):
            low, high = low[:-1], f"-{high}"
        return (float(low), float(high)) if sign else (None, 0.0)
    except ValueError:
        return None, 0.0
