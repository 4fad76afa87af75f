"""How good a classifier is: macro-F1, log-loss, calibration error and the confusion matrix.

Shares are `n × labels` probabilities, truth the number of the right label per row, `said` that of
the label it is called (the likeliest, unless the caller decides otherwise). Expected calibration
error: ten equal bins of the share of that label (Guo et al., ICML 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

BINS = 10


@dataclass(frozen=True)
class Quality:
    """Measured on texts that the classifier had not seen; `confusion[true][said]` counts."""

    n: int
    macro_f1: float
    log_loss: float
    ece: float
    confusion: tuple[tuple[int, ...], ...]

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def measure(shares: Any, truth: Any, said: Any | None = None) -> Quality:
    """Return the quality of `shares` against `truth`; all have one row per text."""
    if said is None:
        said = shares.argmax(axis=1)
    confusion = confused(truth, said, shares.shape[1])
    return Quality(
        n=len(truth),
        macro_f1=macro_f1(confusion),
        log_loss=log_loss(shares, truth),
        ece=calibration_error(shares, truth, said),
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
    )


def confused(truth: Any, said: Any, labels: int) -> Any:
    """Return how many texts of each true label (rows) are called what (columns)."""
    import numpy as np

    counts = np.bincount(np.asarray(truth) * labels + np.asarray(said), minlength=labels * labels)
    return counts.reshape(labels, labels)


def macro_f1(confusion: Sequence[Sequence[int]]) -> float:
    """Return the mean F1 of the labels that occur; a label never found rightly counts 0."""
    import numpy as np

    table = np.asarray(confusion, dtype=float)
    right, true, said = table.diagonal(), table.sum(axis=1), table.sum(axis=0)
    there = true > 0
    both = (true + said)[there]
    return float((2 * right[there] / both).mean()) if there.any() else 0.0


def log_loss(shares: Any, truth: Any) -> float:
    """Return the mean −log share of the right label, in nats."""
    import numpy as np

    given = np.take_along_axis(shares, truth[:, None], axis=1)
    return float(-np.log(np.clip(given, 1e-9, 1)).mean())


def calibration_error(shares: Any, truth: Any, said: Any) -> float:
    """Return the expected calibration error of the share of the label that is said."""
    import numpy as np

    sure, right = np.take_along_axis(shares, said[:, None], axis=1)[:, 0], said == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gap = 0.0
    for number in range(BINS):
        here = bins == number
        if here.any():
            gap += float(here.mean()) * abs(float(sure[here].mean()) - float(right[here].mean()))
    return gap
