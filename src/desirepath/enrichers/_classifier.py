"""A classifier of texts that learns from a company's own labelled texts.

Logistic regression (one label against the rest) on hashed TF-IDF of words (1–2) and of characters
within words (2–5); where the caller has features of its own (a lexicon's scores, an embedding),
a regression on those, or the mean of both. Which of them, is chosen by five-fold cross-validated
log-loss; one temperature and a shift per label, fitted on the same held-out shares, calibrate it
(temperature scaling with bias; Guo et al., ICML 2017). Features are hashed, so a classifier holds
no word of any customer.

Where one label is much more frequent than others, the likeliest label is nearly always that one.
What a text is called is therefore the label whose share is largest against `share ** tilt` of the
label among all texts; of five tilts that with the best held-out macro-F1.

Nothing depends on the order of the texts, on chance or on the machine's clock.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from desirepath.enrichers._quality import Quality, log_loss, measure

FOLDS = 5
SPACE = {"words": 2**17, "letters": 2**18}
SEEN = 2
"""A feature counts when so many texts have it."""
SHARPNESS = 2.0
MANY = 1_000
"""Columns from which on a matrix is wide."""
MOST = 10_000
"""Texts that are learned from, at most."""
PIECE = 2_000
SHRINK = 1.0
"""Holds the shifts of calibration near 0 where texts are few."""
TILTS = (0.0, 0.25, 0.5, 0.75, 1.0)
Own = Callable[[Sequence[str]], Any]
"""Features of the caller: texts → `n × k` numbers."""


@dataclass(frozen=True)
class Features:
    """Which hashed columns count, their inverse document frequency, and the scale of own ones."""

    columns: Any
    idf: Any
    centre: Any
    spread: Any


@dataclass(frozen=True)
class Classifier:
    """Weights of the chosen candidate; `members` are (which features, weights, intercepts)."""

    labels: tuple[str, ...]
    method: str
    features: Features
    members: tuple[tuple[str, Any, Any], ...]
    warmth: tuple[float, ...]
    """Temperature, then a shift per label."""
    usual: tuple[float, ...]
    tilt: float
    quality: Quality
    others: Mapping[str, Quality]

    def said(self, shares: Any) -> Any:
        """Return the number of the label that each row of `shares` is called."""
        return _said(shares, self.usual, self.tilt)

    def shares(self, texts: Sequence[str], own: Own | None = None) -> Any:
        """Return `n × labels` probabilities; `own` must be what the classifier learned with."""
        import numpy as np

        found = [np.zeros((0, len(self.labels)))]
        for first in range(0, len(texts), PIECE):
            piece = texts[first : first + PIECE]
            seen = _seen(self.features, piece, own)
            parts = [_shares(seen[name] @ w + b) for name, w, b in self.members]
            found.append(_tempered(sum(parts) / len(parts), self.warmth))
        return np.vstack(found)

    def to_bytes(self) -> bytes:
        """Return it as one block that `from_bytes` reads; no code is in it."""
        import numpy as np

        facts = {
            "labels": self.labels,
            "method": self.method,
            "members": [name for name, _, _ in self.members],
            "warmth": self.warmth,
            "usual": self.usual,
            "tilt": self.tilt,
            "quality": self.quality.document(),
            "others": {name: quality.document() for name, quality in self.others.items()},
        }
        arrays = {
            f"{kind}{number}": array
            for number, (_, weights, base) in enumerate(self.members)
            for kind, array in (("weights", weights), ("base", base))
        }
        block = io.BytesIO()
        np.savez_compressed(
            block,
            facts=np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8),
            columns=self.features.columns,
            idf=self.features.idf,
            centre=self.features.centre,
            spread=self.features.spread,
            **arrays,
        )
        return block.getvalue()


def from_bytes(block: bytes) -> Classifier:
    """Return the classifier that `to_bytes` wrote."""
    import numpy as np

    with np.load(io.BytesIO(block), allow_pickle=False) as kept:
        facts = json.loads(kept["facts"].tobytes())
        return Classifier(
            labels=tuple(facts["labels"]),
            method=facts["method"],
            features=Features(kept["columns"], kept["idf"], kept["centre"], kept["spread"]),
            members=tuple(
                (name, kept[f"weights{number}"], kept[f"base{number}"])
                for number, name in enumerate(facts["members"])
            ),
            warmth=tuple(facts["warmth"]),
            usual=tuple(facts["usual"]),
            tilt=facts["tilt"],
            quality=_quality(facts["quality"]),
            others={name: _quality(found) for name, found in facts["others"].items()},
        )


def _quality(found: Mapping[str, Any]) -> Quality:
    return Quality(**{**found, "confusion": tuple(tuple(row) for row in found["confusion"])})


@dataclass(frozen=True)
class Learned:
    """A classifier, and for each text it was given the shares by a regression without that text.

    `held` is `n × labels`; a text that was not drawn has no such row (NaN).
    """

    classifier: Classifier
    held: Any


def learn(
    texts: Sequence[str], labels: Sequence[str], order: Sequence[str], own: Own | None = None
) -> Learned:
    """Return a classifier of `texts` into the labels that occur, in the given `order`.

    Needs two labels with at least `FOLDS` texts each. Of more than `MOST` texts those with the
    smallest hash are taken. `others` tells how the candidates that were not chosen did.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    drawn = sorted(range(len(texts)), key=lambda no: _digest(texts[no], labels[no]))[:MOST]
    names = tuple(name for name in order if name in set(labels))
    with threadpool_limits(1):
        made, shares = _learned(
            [texts[no] for no in drawn],
            np.array([names.index(labels[no]) for no in drawn]),
            names,
            own,
        )
    held = np.full((len(texts), len(names)), np.nan)
    held[drawn] = shares
    return Learned(made, held)


def _learned(
    texts: Sequence[str], truth: Any, names: tuple[str, ...], own: Own | None
) -> tuple[Classifier, Any]:
    """Return the classifier and the shares that it gave while a text was held out."""
    import numpy as np

    raw, ours = _hashed(texts), own(texts) if own else None
    features = _fitted(raw, ours, len(texts))
    seen = _shaped(features, raw, ours)
    # The order is a hash's, so this is chance; but every fold holds its share of every label.
    folds = np.zeros(len(texts), dtype=int)
    for label in range(len(names)):
        here = np.flatnonzero(truth == label)
        folds[here] = (np.arange(len(here)) + label) % FOLDS
    held = {name: _held_out(matrix, truth, folds) for name, matrix in seen.items()}
    candidates: dict[str, tuple[str, ...]] = {"words": ("words",)}
    if own:
        candidates |= {"own": ("own",), "mean": ("words", "own")}
    usual = tuple(float(n) for n in np.bincount(truth) / len(truth))
    measured, told, warmth, tilts = {}, {}, {}, {}
    for name, parts in candidates.items():
        plain = sum(held[part] for part in parts) / len(parts)
        warmth[name] = _warmth(plain, truth)
        told[name] = _tempered(plain, warmth[name])
        tilts[name] = _best_tilt(told[name], truth, usual)
        measured[name] = measure(told[name], truth, _said(told[name], usual, tilts[name]))
    best = min(measured, key=lambda name: (measured[name].log_loss, name))
    made = Classifier(
        labels=names,
        method=best,
        features=features,
        members=tuple((part, *_fit(seen[part], truth, len(names))) for part in candidates[best]),
        warmth=warmth[best],
        usual=usual,
        tilt=tilts[best],
        quality=measured[best],
        others={name: found for name, found in measured.items() if name != best},
    )
    return made, told[best]


def _said(shares: Any, usual: Sequence[float], tilt: float) -> Any:
    import numpy as np

    return (shares / np.power(np.asarray(usual), tilt)).argmax(axis=1)


def _best_tilt(shares: Any, truth: Any, usual: Sequence[float]) -> float:
    """Return the tilt with the best macro-F1, the least one among equals."""
    found = {tilt: measure(shares, truth, _said(shares, usual, tilt)).macro_f1 for tilt in TILTS}
    return max(TILTS, key=lambda tilt: (found[tilt], -tilt))


def _digest(text: str, label: str) -> str:
    return md5(f"{text}\0{label}".encode(), usedforsecurity=False).hexdigest()


def _hashed(texts: Sequence[str]) -> Any:
    """Return the counts of all texts in the hashed columns: words first, then letters."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import HashingVectorizer

    plain = {"alternate_sign": False, "norm": None, "dtype": "float32"}
    words = HashingVectorizer(
        ngram_range=(1, 2),
        n_features=SPACE["words"],
        token_pattern=r"\w+|[^\w\s]",  # noqa: S106 - a pattern of words
        **plain,
    )
    letters = HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=SPACE["letters"], **plain
    )
    return hstack([words.transform(texts), letters.transform(texts)]).tocsc()


def _fitted(raw: Any, own: Any | None, n: int) -> Features:
    import numpy as np

    in_texts = np.diff(raw.indptr)
    columns = np.flatnonzero(in_texts >= SEEN).astype(np.int32)
    idf = (np.log((1 + n) / (1 + in_texts[columns])) + 1).astype(np.float32)
    if own is None:
        return Features(columns, idf, np.zeros(0), np.ones(0))
    return Features(columns, idf, own.mean(axis=0), own.std(axis=0) + 1e-9)


def _seen(features: Features, texts: Sequence[str], own: Own | None) -> dict[str, Any]:
    return _shaped(features, _hashed(texts), own(texts) if own else None)


def _shaped(features: Features, raw: Any, own: Any | None) -> dict[str, Any]:
    """Return the matrices of the members: words, and own features."""
    import numpy as np
    from scipy.sparse import diags, hstack

    counted = raw[:, features.columns].tocsr()
    counted.data = 1 + np.log(counted.data)
    at_words = features.columns < SPACE["words"]
    parts = []
    for chosen in (at_words, ~at_words):  # each part of length one, so that neither drowns
        part = counted[:, chosen] @ diags(features.idf[chosen])
        length = np.sqrt(part.multiply(part).sum(axis=1)).A1
        parts.append(diags(1 / np.where(length > 0, length, 1)) @ part)
    words = hstack(parts).tocsr().astype(np.float32)
    if own is None:
        return {"words": words}
    scaled = (own - features.centre) / features.spread
    return {"words": words, "own": scaled}


def _held_out(matrix: Any, truth: Any, folds: Any) -> Any:
    """Return the shares of every text by a regression that did not see it."""
    import numpy as np

    shares = np.zeros((len(truth), int(truth.max()) + 1))
    for fold in range(FOLDS):
        there = folds == fold
        weights, base = _fit(matrix[~there], truth[~there], shares.shape[1])
        shares[there] = _shares(matrix[there] @ weights + base)
    return shares


def _fit(matrix: Any, truth: Any, labels: int) -> tuple[Any, Any]:
    """Return weights (features × labels) and intercepts: one regression per label."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    # the dual method suits many thousand sparse columns, the other one a few dense ones
    wide = matrix.shape[1] > MANY
    how = {"solver": "liblinear", "dual": True, "random_state": 0} if wide else {"solver": "lbfgs"}
    weights = np.zeros((matrix.shape[1], labels), dtype=np.float32)
    base = np.zeros(labels)
    for label in range(labels):
        fitted = LogisticRegression(C=SHARPNESS if wide else 1.0, max_iter=300, tol=1e-2, **how)
        fitted.fit(matrix, truth == label)
        weights[:, label], base[label] = fitted.coef_[0], fitted.intercept_[0]
    return weights, base


def _shares(scores: Any) -> Any:
    """Return what the regressions say, so that the labels of a text add up to one."""
    from scipy.special import expit

    each = expit(scores)
    return each / each.sum(axis=1, keepdims=True)


def _softmax(scores: Any) -> Any:
    import numpy as np

    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _tempered(shares: Any, warmth: Sequence[float]) -> Any:
    import numpy as np

    return _softmax(np.log(np.clip(shares, 1e-9, 1)) / warmth[0] + np.asarray(warmth[1:]))


def _warmth(shares: Any, truth: Any) -> tuple[float, ...]:
    """Return temperature and shifts with the least log-loss on held-out shares."""
    import numpy as np
    from scipy.optimize import minimize

    labels = shares.shape[1]
    found = minimize(
        lambda at: (
            log_loss(_tempered(shares, (np.exp(at[0]), *at[1:])), truth)
            + SHRINK * float(at[1:] @ at[1:]) / len(truth)
        ),
        np.zeros(1 + labels),
        method="L-BFGS-B",
        bounds=[(-1.2, 1.2)] + [(-3.0, 3.0)] * labels,
    )
    return (float(np.exp(found.x[0])), *(float(shift) for shift in found.x[1:]))
