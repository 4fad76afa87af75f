"""Themes of many texts: what they are about, found without being told.

Words and pairs of words weighted by TF-IDF; each gets a short vector by a truncated singular value
decomposition, and a text the mean of those of its words (after S. Arora et al., ICLR 2017), so that
texts with different words for one thing lie together. Grouped by KMeans with about `PER` texts per
group, at most `MOST_GROUPS`; groups whose middles are nearly the same are joined. A group is named
by the words that are frequent in it and rarer elsewhere.

What makes no theme is said: `coherence` is the mean likeness of its texts to its middle,
`stability` how much of it comes back when a fifth of the texts is left out (mean best Jaccard;
C. Hennig, 2007). Learned from at most `DRAWN` texts; the others go to the nearest middle, or to
none if nothing is near. Nothing depends on chance or on the order of the texts' arrival.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any

from desirepath.enrichers._words import STOP, VAGUE

ENOUGH = 100
"""Distinct texts of a language, so that there are themes."""
PER, LEAST_GROUPS, MOST_GROUPS = 12, 6, 20
SAME = 0.9
"""Middles so alike are one theme."""
NEAR = 0.3
DRAWN = 5_000
SIZE = 32
AGAIN, LEFT_OUT = 2, 5
STARTS = 8
TERMS, NAMING = 8, 3
COHERENT, STABLE = 0.4, 0.3
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Theme:
    """One theme: the words that tell it, first those that tell most, and how good it is."""

    terms: tuple[str, ...]
    texts: int
    coherence: float
    stability: float

    @property
    def junk(self) -> bool:
        """Say whether its texts have too little in common, or it is another one each time."""
        return self.coherence < COHERENT or self.stability < STABLE


def found(texts: Sequence[str]) -> tuple[list[Theme], list[int]]:
    """Return the themes of distinct texts, largest first, and the theme of each text (−1: none)."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    drawn = list(range(0, len(texts), max(1, -(-len(texts) // DRAWN))))
    with threadpool_limits(1):
        space = _space(texts, drawn)
        if space is None:
            return [], [-1] * len(texts)
        some = space[drawn]
        groups = min(MOST_GROUPS, max(LEAST_GROUPS, len(drawn) // PER))
        middles = _grouped(some, groups, STARTS)
        given, near = _nearest(space, middles)
        stability = _stability(some, groups, given[drawn], len(middles))
    sizes = np.bincount(given[given >= 0], minlength=len(middles))
    order = [int(no) for no in np.argsort(-sizes, kind="stable") if sizes[no]]
    terms = named([texts[no] for no in drawn], given[drawn], order)
    themes = [
        Theme(
            terms[place],
            int(sizes[no]),
            round(float(near[given == no].mean()), 4),
            round(float(stability[no]), 4),
        )
        for place, no in enumerate(order)
    ]
    place_of = {no: place for place, no in enumerate(order)}
    return themes, [place_of.get(int(no), -1) for no in given]


def halves(texts: Sequence[str]) -> list[int]:
    """Return for each of the texts of one theme whether it belongs to its one or other half."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        space = _space(texts, list(range(len(texts))))
        if space is None or len(np.unique(space, axis=0)) < 2:
            return [0] * len(texts)
        middles = _grouped(space, 2, STARTS)
        return [int(no) for no in (space @ middles.T).argmax(axis=1)]


def words_of(text: str) -> list[str]:
    """Return the words of a text that may tell what it is about."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP]


def _space(texts: Sequence[str], drawn: Sequence[int]) -> Any | None:
    """Return each text as a short row of length one (zeros: no known word); learns from `drawn`."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    rare = 2 if len(drawn) < ENOUGH else 3 if len(drawn) < 2_000 else 5
    counted = TfidfVectorizer(analyzer=_grams, min_df=rare, max_df=0.3, sublinear_tf=True)
    try:
        weighed = counted.fit_transform([texts[no] for no in drawn])
    except ValueError:  # no word is frequent enough
        return None
    size = min(SIZE, weighed.shape[1] - 1, weighed.shape[0] - 1)
    if size < 2:
        return None
    reduced = TruncatedSVD(size, random_state=0, n_iter=4).fit(weighed)
    words = normalize(reduced.components_.T) * np.sqrt(reduced.singular_values_)
    every = weighed if len(drawn) == len(texts) else counted.transform(texts)
    return normalize(every @ words)


def _grams(text: str) -> list[str]:
    words = words_of(text)
    return [*words, *(" ".join(pair) for pair in pairwise(words))]


def _grouped(space: Any, groups: int, starts: int) -> Any:
    """Return the middles of the groups, those that are nearly the same joined."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize

    filled = space[np.abs(space).sum(axis=1) > 0]
    groups = min(groups, len(np.unique(filled, axis=0)))
    made = KMeans(groups, n_init=starts, random_state=0, max_iter=100).fit(filled)
    middles, sizes = made.cluster_centers_, np.bincount(made.labels_, minlength=groups)
    while len(middles) > 2:
        alike = normalize(middles) @ normalize(middles).T - 2 * np.eye(len(middles))
        one, other = np.unravel_index(alike.argmax(), alike.shape)
        if alike[one, other] < SAME:
            break
        both = sizes[one] + sizes[other]
        middles[one] = (middles[one] * sizes[one] + middles[other] * sizes[other]) / both
        sizes[one] = both
        middles, sizes = np.delete(middles, other, 0), np.delete(sizes, other)
    return normalize(middles)


def _nearest(space: Any, middles: Any) -> tuple[Any, Any]:
    """Return the number of the nearest middle (−1: none is near), and how near it is."""
    import numpy as np

    likeness = space @ middles.T
    near = likeness.max(axis=1)
    return np.where(near >= NEAR, likeness.argmax(axis=1), -1), near


def _stability(space: Any, groups: int, given: Any, kinds: int) -> Any:
    """Return per group how much of it comes back when some texts are left out."""
    import numpy as np

    total = np.zeros(kinds)
    for time in range(AGAIN):
        kept = np.arange(len(space)) % LEFT_OUT != time
        again, _ = _nearest(space, _grouped(space[kept], groups, 2))
        for no in range(kinds):
            here = given == no
            best = 0.0
            for other in np.unique(again[here & (again >= 0)]):
                there = again == other
                best = max(best, float((here & there).sum() / (here | there).sum()))
            total[no] += best / AGAIN
    return total


def named(
    texts: Sequence[str], given: Sequence[Any], order: Sequence[Any]
) -> list[tuple[str, ...]]:
    """Return the telling words of each group in `order`: frequent in it, rarer elsewhere.

    A word weighs what it adds to the divergence of the group from all texts (S. Kullback,
    R. Leibler, 1951): its share there, times the logarithm of how much larger that is than usual.
    """
    counts: dict[Any, Counter[str]] = {no: Counter() for no in order}
    sizes: Counter[Any] = Counter()
    everywhere: Counter[str] = Counter()
    for text, no in zip(texts, given, strict=True):
        grams = set(_grams(text))
        everywhere.update(grams)
        sizes[no] += 1
        if no in counts:
            counts[no].update(grams)
    made = []
    for no in order:
        weight = {
            gram: n / sizes[no] * log(n / sizes[no] * len(texts) / everywhere[gram])
            for gram, n in counts[no].items()
            if n >= 2  # a word of one text alone would tell who wrote it
        }
        telling = {gram: n for gram, n in weight.items() if not VAGUE.issuperset(gram.split())}
        weight = telling if len(telling) >= NAMING else weight
        told: list[str] = []
        for gram in sorted(weight, key=lambda gram: (-weight[gram], gram)):
            if not any(set(gram.split()) & set(known.split()) for known in told):
                told.append(gram)
            if len(told) == TERMS:
                break
        made.append(tuple(told))
    return made
