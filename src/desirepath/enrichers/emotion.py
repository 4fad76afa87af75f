"""What a text says its writer feels, in eight groups and how strongly, or none; English.

Groups: gratitude, delight, satisfaction, curiosity, confusion, worry, frustration, disappointment
(what the labels of D. Demszky et al., GoEmotions, ACL 2020, say about an experience). Read by words
and phrases of ours (`cues.toml`), not by a model of other people's texts: it abstains where nobody
says a feeling, so most texts have none, and a group that is missing may be felt all the same. A
good feeling behind a negation (“not happy”) does not count.

`intensity` is 0.4 for one plain cue, more for strong words, repeated cues, “very”, capitals and
exclamation marks, 1 at most. On comments of strangers (`benchmarks/language`) seven in ten readings
are right for most groups, fewer for frustration; curiosity, confusion and worry are so rarely said
in words that only their strong cues count.

Reads 20 000 short texts a second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from desirepath.enrichers import _cues

wants = ("text",)
adds = ("emotions",)
METHOD = "emotion-cues/1"
LANGUAGES = _cues.LANGUAGES
GROUPS = (
    *("gratitude", "delight", "satisfaction", "curiosity"),
    *("confusion", "worry", "frustration", "disappointment"),
)
GOOD = ("gratitude", "delight", "satisfaction", "curiosity")
STRONG_ONLY = ("curiosity", "confusion", "worry")
PLAIN, MORE = 0.4, 0.2
EXAMPLE = {
    "texts": [
        "Thank you so much!",
        "I love it, the advisor was friendly and very helpful.",
        "Not happy: I had to explain everything three times. Ridiculous.",
        "The parcel came on Monday.",
    ],
    "expected": [["gratitude"], ["delight", "satisfaction"], ["frustration"], []],
}
_VERY = ("very", "so", "really", "extremely", "absolutely", "totally", "truly", "such")
_RAISED = re.compile(rf"\b(?:{'|'.join(_VERY)})\b|!|\b[A-Z]{{4,}}\b")


def enrich(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return `{"emotions": '[{"emotion", "intensity"}, …]'}` (JSON) per English text."""
    return [{"emotions": json.dumps(read(text), separators=(",", ":"))} for text in texts]


def read(text: str) -> list[dict[str, Any]]:
    """Return the emotions of one text, strongest first."""
    plain = _cues.plain(text)
    raised = min(len(_RAISED.findall(text)), 2)
    found = []
    for group, (strong, words) in _patterns().items():
        firm = _cues.said(plain, strong, deniable=group in GOOD)
        weak = 0 if group in STRONG_ONLY else _cues.said(plain, words, deniable=group in GOOD)
        if firm or weak:
            height = PLAIN + MORE * (2 * bool(firm) + (firm + weak > 1)) + MORE / 2 * raised
            found.append({"emotion": group, "intensity": round(min(height, 1.0), 2)})
    return sorted(found, key=lambda one: (-one["intensity"], GROUPS.index(one["emotion"])))


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    cues = _cues.written()["emotion"]
    return {
        group: (_cues.pattern(cues[group]["strong"]), _cues.pattern(cues[group]["words"]))
        for group in GROUPS
    }
