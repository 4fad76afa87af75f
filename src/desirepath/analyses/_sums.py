"""Sums and means that do not depend on the order in which the engine's threads add.

Adding floating-point numbers in another order gives other last digits, and with them another
digest of the same answer. Decimals with nine places add exactly.
"""

from __future__ import annotations

from typing import Any

EXACT = "decimal(38, 9)"


def total(numbers: Any, where: Any = None) -> Any:
    """Return the expression of the sum of a column, as a float."""
    return numbers.cast(EXACT).sum(where=where).cast("float64")


def mean(numbers: Any, where: Any = None) -> Any:
    """Return the expression of the mean of a column; null where there is nothing."""
    return total(numbers, where) / numbers.count(where=where).nullif(0)
