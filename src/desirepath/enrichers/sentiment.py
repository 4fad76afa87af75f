"""How good or bad a text sounds, −1…1: by a lexicon, or learned from the company's own ratings.

**Lexicon**, English only: VADER (words with rules for negation, emphasis and contrast), compound
score. Measured on airline tweets: macro-F1 .46–.52; it misses complaints without bad words
("nobody answers my e-mails"), and is not calibrated on anyone's own data. Therefore its
`confidence` is .5 at most, and lower the fewer words of a text it knows. One word is taken out of
it: "support", which to customers is a department and no praise ("support was slow" would else be
positive). Source: C. J. Hutto, E. Gilbert, ICWSM 2014.

**Learned**, any language: a classifier (`_classifier.py`) of the workspace's own texts, labelled by
the ratings that came with them (valence of the rating ≤ −0.3 negative, ≥ 0.3 positive) and by
people. It takes over per language when cross-validation on those texts says that it is better
(`_calibrated.py`). `confidence` is the calibrated share of the label. A valence within ±0.05
reads as neutral everywhere; so a text called neutral lies there, and another one beyond it, by
how much positive outweighs negative.

The lexicon reads 100 000 short texts a second, a classifier 4 000.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desirepath.enrichers._calibrated import Judged, judge
from desirepath.enrichers._classifier import Classifier, Own
from desirepath.enrichers._lexicon import analyser

wants = ("text",)
adds = ("valence", "confidence")
METHOD = "vader/3.3"
LEARNED = "learned/1"
LANGUAGES = ("en",)
LABELS = ("negative", "neutral", "positive")
EDGE = 0.05
"""Valence from which on a text is called positive, below zero negative."""
CONFIDENCE = 0.5
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
    lexicon = analyser()
    readings = []
    for text in texts:
        scores = lexicon.polarity_scores(text)
        known = scores["pos"] + scores["neg"] > 0
        readings.append(
            {
                "valence": float(scores["compound"]),
                "confidence": CONFIDENCE if known else CONFIDENCE / 2,
            }
        )
    return readings


def learn(
    texts: Sequence[str], labels: Sequence[str], language: str, vectors: Own | None = None
) -> Judged:
    """Learn from texts of one language with their labels, and say whether that is better.

    `vectors` gives those of texts where the user named a model (`_embedding.py`).
    """
    own = own_of(language, vectors)
    if language not in LANGUAGES:
        return judge(texts, labels, LABELS, own=own)
    said = [label(reading["valence"]) for reading in enrich(texts)]
    return judge(texts, labels, LABELS, said, own)


def read(
    classifier: Classifier, texts: Sequence[str], language: str, vectors: Own | None = None
) -> list[dict[str, Any]]:
    """Return the readings of texts by a classifier that `learn` made for their language."""
    return readings_of(classifier, classifier.shares(texts, own_of(language, vectors)))


def own_of(language: str, vectors: Own | None) -> Own | None:
    """Return the features beside words: the lexicon's where it knows the language, and vectors."""
    if language not in LANGUAGES:
        return vectors
    if vectors is None:
        return features

    def both(texts: Sequence[str]) -> Any:
        import numpy as np

        return np.hstack([features(texts), vectors(texts)])

    return both


def readings_of(classifier: Classifier, shares: Any) -> list[dict[str, Any]]:
    """Return `{"valence", "confidence"}` for rows of `shares` of a classifier."""
    import numpy as np

    empty = np.zeros(len(shares))
    column = {name: shares[:, no] for no, name in enumerate(classifier.labels)}
    lean = column.get("positive", empty) - column.get("negative", empty)
    number = classifier.said(shares)
    sign = np.array([LABELS.index(name) - 1 for name in classifier.labels])[number]
    beyond = sign * (EDGE + (1 - EDGE) * np.clip(sign * lean, 0, 1))
    valence = np.where(sign == 0, np.clip(lean, -1, 1) * EDGE * 0.98, beyond)
    sure = np.take_along_axis(shares, number[:, None], axis=1)[:, 0]
    return [
        {"valence": round(float(v), 6), "confidence": round(float(c), 6)}
        for v, c in zip(valence, sure, strict=True)
    ]


def label(valence: float) -> str:
    """Return what a valence is called."""
    return "negative" if valence <= -EDGE else "positive" if valence >= EDGE else "neutral"


def features(texts: Sequence[str]) -> Any:
    """Return what the lexicon and the punctuation say of each text, as numbers."""
    import numpy as np

    lexicon = analyser()
    rows = []
    for text in texts:
        scores = lexicon.polarity_scores(text)
        shape = (text.count("!"), text.count("?"))
        rows.append([*(scores[name] for name in ("compound", "pos", "neg", "neu")), *shape])
    return np.array(rows, dtype=float).reshape(-1, 6)
