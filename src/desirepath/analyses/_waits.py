"""From how long on a wait is slow: a limit that people would say, found from counts of waits.

Robust: median + 3 scaled median absolute deviations (Hampel 1974; Leys et al. 2013), at least 1.5
medians and one second, rounded to what a person would say (3.2 days), so that the sentence on the
card is exactly the comparison made. Every wait is first rounded up to such a span: each is then
one of some hundred `steps`, however many waits there are, none changes its side of the limit, and
the counts of two sets of journeys add up.

    wait   59.2 s  100 s  121 s  3 h 20 m  9 d 5 h
    step   60 s    100 s  2.1 m  3.4 h     9.3 d
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
UNITS = (DAY, HOUR, MINUTE)
FINE = 10
"""Up to so many of a unit people say tenths of it."""
DEVIATIONS = 3 * 1.4826
LEAST_RATIO = 1.5


def step(wait: Any) -> Any:
    """Return the expression of a wait in microseconds rounded up to what people say."""
    import ibis

    unit = ibis.cases(*((wait > 2 * unit, unit) for unit in UNITS), else_=SECOND)
    width = (wait <= FINE * unit).ifelse(unit // FINE, unit).cast("int64")
    return ((wait + width - 1) // width * width).cast("int64")


def round_up(wait: float) -> int:
    """Return one wait rounded up as `step` does."""
    unit = next((unit for unit in UNITS if wait > 2 * unit), SECOND)
    width = unit // FINE if wait <= FINE * unit else unit
    return -(-ceil(wait) // width) * width


def limit(waits: Mapping[int, int]) -> float:
    """Return the limit of some waits (step → how often), in microseconds."""
    middle = _middle(waits)
    off: dict[float, int] = {}
    for wait, n in waits.items():
        off[abs(wait - middle)] = off.get(abs(wait - middle), 0) + n
    raw = max(middle + DEVIATIONS * _middle(off), LEAST_RATIO * middle, SECOND)
    unit = next((unit for unit in UNITS if raw >= 2 * unit), SECOND)
    units = raw / unit
    return float(round(unit * round(units, 1) if units < FINE else unit * round(units)))


def span(micros: float) -> str:
    """Return a limit as people say it: `3.2 days`, `45 minutes`."""
    for unit, word in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if micros >= 2 * unit:
            return f"{micros / unit:g} {word}"
    return f"{micros / SECOND:g} seconds"


def _middle(counts: Mapping[int, int] | Mapping[float, int]) -> float:
    """Return the median of values that occur so often."""
    half, passed, low = sum(counts.values()) / 2, 0, None
    for value, n in sorted(counts.items()):
        if low is not None:
            return (low + value) / 2
        passed += n
        if passed > half:
            return value * 1.0
        if passed == half:
            low = value
    raise ValueError(counts)  # pragma: no cover - a step has at least one wait
