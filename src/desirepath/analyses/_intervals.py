"""Intervals for shares, scores and means, and for differences of two of them; pure arithmetic.

Every function returns `(low, high)` at 95 %, or `(None, None)` where the numbers carry no
interval (nobody asked, one answer, no spread seen). Sources:

- `wilson`: E. B. Wilson, JASA 22 (1927); as method 3 in R. G. Newcombe, Stat. Med. 17 (1998) 857.
- `newcombe`: R. G. Newcombe, Stat. Med. 17 (1998) 873, method 10, no continuity correction.
- `net_promoter`: B. Rocks, The American Statistician 70 (2016) 365: adjusted Wald with three
  pseudo-answers, ¾ promoter, 1½ passive, ¾ detractor.
- `mean`: Student's t. `difference_of_means`: B. L. Welch, Biometrika 34 (1947).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, sqrt

Z = 1.959963984540054
LEVEL = 0.95
Interval = tuple[float, float] | tuple[None, None]
NONE: Interval = (None, None)


@dataclass(frozen=True)
class Sample:
    """Some numbers, known by how many they are, their mean and their variance (n − 1)."""

    n: int
    mean: float | None
    variance: float | None


def sample(n: int, total: float | None, squares: float | None) -> Sample:
    """Return the sample with a count, a sum and a sum of squares."""
    if not n or total is None or squares is None:
        return Sample(0, None, None)
    mean_ = total / n
    if n == 1:
        return Sample(1, mean_, None)
    return Sample(n, mean_, max((squares - total * mean_) / (n - 1), 0.0))


def wilson(hits: float, n: float) -> Interval:
    """Return the interval of a share, `hits` of `n`, within 0…1."""
    if n <= 0:
        return NONE
    share = hits / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    # At the ends the interval reaches 0 or 1 exactly; rounding must not leave a hair.
    low = 0.0 if hits <= 0 else max(0.0, centre - half)
    high = 1.0 if hits >= n else min(1.0, centre + half)
    return low, high


def newcombe(hits: float, n: float, other_hits: float, other_n: float) -> Interval:
    """Return the interval of `hits/n − other_hits/other_n`, within −1…1."""
    if n <= 0 or other_n <= 0:
        return NONE
    low, high = wilson(hits, n)
    other_low, other_high = wilson(other_hits, other_n)
    if low is None or high is None or other_low is None or other_high is None:
        return NONE
    share, other = hits / n, other_hits / other_n
    below = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return max(-1.0, share - other - below), min(1.0, share - other + above)


def net_promoter(promoters: int, detractors: int, n: int) -> Interval:
    """Return the interval of an NPS in points −100…100."""
    if n <= 0:
        return NONE
    grown = n + 3
    for_, against = (promoters + 0.75) / grown, (detractors + 0.75) / grown
    score = for_ - against
    half = Z * sqrt((for_ + against - score * score) / grown)
    return max(-100.0, 100 * (score - half)), min(100.0, 100 * (score + half))


def mean(numbers: Sample, bounds: tuple[float, float] | None = None) -> Interval:
    """Return the t interval of a mean, cut to the `bounds` of its scale.

    Without any spread there is no interval: two equal answers do not make a certainty.
    """
    if numbers.n < 2 or numbers.mean is None or not numbers.variance:
        return NONE
    half = student(numbers.n - 1) * sqrt(numbers.variance / numbers.n)
    return cut(numbers.mean - half, numbers.mean + half, bounds)


def difference_of_means(one: Sample, other: Sample) -> Interval:
    """Return the Welch interval of `one.mean − other.mean`."""
    if one.n < 2 or other.n < 2 or one.mean is None or other.mean is None:
        return NONE
    a, b = (one.variance or 0.0) / one.n, (other.variance or 0.0) / other.n
    if not a + b:
        return NONE
    freedom = (a + b) ** 2 / (a * a / (one.n - 1) + b * b / (other.n - 1))
    half = student(freedom) * sqrt(a + b)
    return one.mean - other.mean - half, one.mean - other.mean + half


def cut(low: float, high: float, bounds: tuple[float, float] | None) -> tuple[float, float]:
    """Return an interval cut to where values can lie."""
    return (low, high) if bounds is None else (max(low, bounds[0]), min(high, bounds[1]))


@lru_cache(maxsize=4096)
def student(freedom: float) -> float:
    """Return the 97.5 % point of Student's t with `freedom` > 0 degrees of freedom."""
    low, high = Z, 15.0 * max(1.0, 1 / freedom) ** 2
    while _beyond(high, freedom) > 1 - LEVEL:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _beyond(middle, freedom) > 1 - LEVEL:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beyond(t: float, freedom: float) -> float:
    """Return the two-sided tail of Student's t: I_x(ν/2, ½) with x = ν/(ν + t²)."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function (Lentz's method)."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / (c if abs(c) > tiny else tiny)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
