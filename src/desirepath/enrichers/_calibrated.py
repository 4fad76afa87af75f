"""Whether a classifier learned from a company's own labelled texts is better than what was there.

What was there is a lexicon, or nothing: then the most frequent label, said of every text. The
classifier is taken only if its macro-F1 on held-out texts is the higher one in `SURE` of
`RESAMPLES` resamples of the texts (bootstrap; B. Efron, 1979), so that it is no worse once it is
in force, and if its shares tell more than how frequent the labels are, in as many. Fewer than
`ENOUGH` labelled texts, or than `EACH` of the second most frequent label, teach nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.enrichers._classifier import Classifier, Own, learn
from desirepath.enrichers._quality import confused, macro_f1

ENOUGH = 100
EACH = 10
RESAMPLES = 200
SURE = 0.9


@dataclass(frozen=True)
class Judged:
    """What was learned and how it compares; `held` are shares of texts while they were held out.

    `classifier` is what was learned whether or not it is `better`; None: too little to learn.
    """

    classifier: Classifier | None = None
    held: Any = None
    better: bool = False
    before: float | None = None
    """Macro-F1 of what was there, on the same texts."""
    reason: str = ""


def judge(
    texts: Sequence[str],
    labels: Sequence[str],
    order: Sequence[str],
    said: Sequence[str] | None = None,
    own: Own | None = None,
) -> Judged:
    """Learn, and compare with what a lexicon `said` of the same texts (None: there is none)."""
    import numpy as np

    counts = Counter(labels).most_common()
    if len(texts) < ENOUGH:
        return Judged(reason=f"{len(texts)} labelled texts; {ENOUGH} are needed")
    if len(counts) < 2 or counts[1][1] < EACH:
        return Judged(reason=f"nearly all labelled texts are {counts[0][0]}")
    learned = learn(texts, labels, order, own)
    names = learned.classifier.labels
    drawn = [int(no) for no in np.flatnonzero(~np.isnan(learned.held[:, 0]))]
    truth = np.array([order.index(labels[no]) for no in drawn])
    to_order = np.array([order.index(name) for name in names])
    new = to_order[learned.classifier.said(learned.held[drawn])]
    if said is None:
        old = np.full(len(drawn), order.index(counts[0][0]))
    else:
        old = np.array([order.index(said[no]) for no in drawn])
    right = np.array([names.index(labels[no]) for no in drawn])
    told = np.log(learned.held[drawn, right] / np.asarray(learned.classifier.usual)[right])
    before = macro_f1(confused(truth, old, len(order)))
    what = "the lexicon" if said is not None else "always the same answer"
    better = _surely(truth, new, old, told, len(order)) >= SURE
    reason = (
        f"better than {what} on held-out texts"
        if better
        else f"not surely better than {what} on held-out texts"
    )
    return Judged(learned.classifier, learned.held, better, before, reason)


def _surely(truth: Any, new: Any, old: Any, told: Any, labels: int) -> float:
    """Return the share of resamples in which the new labels have the higher macro-F1.

    And in which `told`, by how much each text's right share exceeds the usual one (logarithm), is
    above 0 in the mean.
    """
    import numpy as np

    chance = np.random.default_rng(0)
    wins = 0
    for _ in range(RESAMPLES):
        drawn = chance.integers(0, len(truth), len(truth))
        after = macro_f1(confused(truth[drawn], new[drawn], labels))
        before = macro_f1(confused(truth[drawn], old[drawn], labels))
        wins += bool(after > before and told[drawn].mean() > 0)
    return wins / RESAMPLES
