"""Emotion as people write it: numbers on four scales, faces, and words."""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = re.compile(r"(?:Emotion )?([-+−]?\d+(?:[.,]\d+)?)(?=$|[\s,;/(:])", re.IGNORECASE)
SCALES = ((-2.0, 2.0), (-5.0, 5.0), (1.0, 5.0), (0.0, 10.0))
FACES = {
    **dict.fromkeys("😍🤩😁😄😃🥳❤😊", 1.0),
    **dict.fromkeys("🙂😀☺👍😌", 0.5),
    **dict.fromkeys("😐😶😑🤔", 0.0),
    **dict.fromkeys("🙁😕😟😞👎☹😒", -0.5),
    **dict.fromkeys("😡😠😢😭🤬😤😫😩", -1.0),
}
WORDS = {
    1.0: "very positive, very good, very happy, delighted, excited, enthusiastic",
    0.5: "positive, good, happy, satisfied, confident, hopeful, curious, relieved, pleased",
    0.0: "neutral, ok, okay, indifferent, mixed",
    -0.5: "negative, bad, unhappy, sad, annoyed, frustrated, confused, unsure, anxious, worried",
    -1.0: "very negative, very bad, very unhappy, angry, furious, desperate",
}
_WORDS = {word: valence for valence, words in WORDS.items() for word in words.split(", ")}


def scale_of(texts: Iterable[str]) -> tuple[float, float]:
    """Return the first scale that holds all numbers: -2…+2, else -5…+5, 1…5, 0…10.

    >>> scale_of(["+1", "-2"]), scale_of(["1", "4", "5"]), scale_of(["-4", "3"])
    ((-2.0, 2.0), (1.0, 5.0), (-5.0, 5.0))
    """
    numbers = [found for text in texts if (found := number_in(text)) is not None]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    if low >= 1 and high > 2:
        return (1.0, 5.0) if high <= 5 else (0.0, 10.0)
    fitting = (one for one in SCALES if one[0] <= low and high <= one[1])
    return next(fitting, (min(low, -high), max(high, -low)))


def number_in(text: str) -> float | None:
    """Return the number with which a text begins.

    >>> number_in("Emotion −1.5 (−1.6 to −1.4), n 1 126"), number_in("2 calls needed")
    (-1.5, 2.0)
    """
    found = NUMBER.match(text.strip())
    return float(found[1].replace("−", "-").replace(",", ".")) if found else None


def valence_of(text: str, scale: tuple[float, float]) -> float | None:
    """Return a valence of -1…1 for a number on the scale, a face or a word; None for others.

    >>> valence_of("4", (1, 5)), valence_of("😡 queue", (-2, 2)), valence_of("Frustrated", (-2, 2))
    (0.5, -1.0, -0.5)
    """
    number = number_in(text)
    if number is not None:
        low, high = scale
        return 2 * (number - low) / (high - low) - 1
    for sign in text:
        if sign in FACES:
            return FACES[sign]
    return _WORDS.get(" ".join(text.casefold().split()).rstrip(".!"))
