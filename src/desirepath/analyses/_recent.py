"""The last days of the answers against the time before, and which texts ask something."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

DAY = 86_400_000_000
LEAST, Z = 5, 2.6


def since(tables: Tables, answers: Any, days: int = 0) -> int | None:
    """Return the moment from which an answer is recent; None: no answer has a time.

    `days` 0: the last fifth of the time, at least 7 days.
    """
    span = tables.execute(answers.aggregate(first=answers.time.min(), last=answers.time.max()))[0]
    if span["last"] is None:
        return None
    long = days * DAY if days > 0 else max(7 * DAY, (span["last"] - span["first"]) // 5)
    return int(span["last"] - long)


def late(answers: Any, moment: int | None) -> Any:
    """Return the expression that says which answers are recent."""
    import ibis

    return ibis.literal(False) if moment is None else (answers.time > moment).fill_null(False)


def z(one: int, of_one: int, other: int, of_other: int) -> float:
    """Return the z of a difference of two proportions (pooled)."""
    pooled = (one + other) / (of_one + of_other)
    spread = sqrt(pooled * (1 - pooled) * (1 / of_one + 1 / of_other))
    return (one / of_one - other / of_other) / spread if spread else 0.0


def asks(text: Any) -> Any:
    """Return the expression that says which texts end with a question mark."""
    return text.strip().endswith("?")
