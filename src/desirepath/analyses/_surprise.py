"""Finds the days on which a count or a share was not as before and after, and slow drifts.

A series is `(hits, base)` per day: of `base` possible ones, `hits` were. Its scan statistic
(Kulldorff, Communications in Statistics 26 (1997) 1481, in time only) looks at every window of 1
to `LONGEST` days and compares it with the `AROUND` days on both sides by the likelihood ratio of
two binomials, divided by the dispersion that quiet weeks show (quasi-likelihood; median, so that
the incident itself does not count). It must differ from each side as well, so that a trend, steady
or steep, is no news. Before the window there must be `LEAST_BEFORE` days. The best window's chance
is multiplied by the number of windows looked at, and of series (Bonferroni). A drift is the trend
of weekly shares (Armitage, Biometrics 11 (1955) 375).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt
from typing import Any

LONGEST = 28
AROUND = 56
LEAST_BEFORE = 14
LEAST_HITS = 10
"""Fewer hits, seen or expected, are no window."""
RATIO = 1.5
LEAN = 1.2
WARM = 8
MOST = 3
FALSE = 0.05
MEDIAN_CHI2 = 0.4549


@dataclass(frozen=True)
class Series:
    """Hits and base per day (numpy arrays of one length)."""

    hits: Any
    base: Any


@dataclass(frozen=True)
class Window:
    """Days `first`…`last` (from 0) with what was seen in them and around them."""

    first: int
    last: int
    hits: float
    base: float
    around_hits: float
    around_base: float
    chance: float

    @property
    def ratio(self) -> float | None:
        """Return how many times the rate around it the rate in it is."""
        if not self.base or not self.around_base or not self.around_hits:
            return None
        return (self.hits / self.base) / (self.around_hits / self.around_base)


@dataclass(frozen=True)
class Drift:
    """The fitted rate on the first and on the last day, and the chance of such a slope."""

    begin: float
    end: float
    hits: float
    base: float
    chance: float


def windows(series: Series, also: Series | None = None) -> list[Window]:
    """Return the most surprising windows that do not overlap, at most three, by chance.

    What is unusual measured by `series` must lean the same way, by `LEAN` or more, by `also`; that
    is for counts, which a beginning company or export fills up: they have `WARM` weeks before.
    """
    import numpy as np

    hits, base = series.hits.astype(float), series.base.astype(float)
    days = len(hits)
    if days < LEAST_BEFORE + 7 or hits.sum() < LEAST_HITS:
        return []
    spread = dispersion(hits, base)
    free = np.ones(days, dtype=bool)
    found: list[Window] = []
    for _ in range(2 * MOST):
        best = _best(
            hits * free, base * free, free, spread, LEAST_BEFORE if also is None else WARM * 7
        )
        if best is None or best.chance > FALSE or len(found) == MOST:
            break
        if also is None or _leans(best, also):
            found.append(best)
        free[best.first : best.last + 1] = False
    return found


def _leans(found: Window, also: Series) -> bool:
    """Say whether another measure of the same days differs the same way from each side."""
    end = found.last + 1
    inside = _rate(also, found.first, end)
    before = _rate(also, max(found.first - AROUND, 0), found.first)
    since = _rate(also, end, end + AROUND)
    sides = [rate for rate in (before, since) if rate is not None]
    if inside is None or not sides:
        return False
    if found.ratio is None or found.ratio > 1:
        return inside >= LEAN * max(sides)
    return inside <= min(sides) / LEAN


def _rate(series: Series, first: int, end: int) -> float | None:
    base = float(series.base[first:end].sum())
    return float(series.hits[first:end].sum()) / base if base else None


@lru_cache(maxsize=16)
def _all(days: int, earliest: int) -> tuple[Any, Any, Any, Any]:
    """Return first day, day after, and the edges of what is around, of every window."""
    import numpy as np

    lengths = range(1, min(LONGEST, days // 4) + 1)
    firsts = [np.arange(earliest, days - length + 1) for length in lengths]
    first = np.concatenate([*firsts, np.arange(0)])
    after = np.concatenate([one + n for one, n in zip(firsts, lengths, strict=True)] or [first])
    return first, after, np.maximum(first - AROUND, 0), np.minimum(after + AROUND, days)


def _best(hits: Any, base: Any, free: Any, spread: float, earliest: int) -> Window | None:
    import numpy as np

    days = len(hits)
    so_far = np.concatenate([[0.0], np.cumsum(hits)])
    could = np.concatenate([[0.0], np.cumsum(base)])
    taken = np.concatenate([[0], np.cumsum(~free)])
    first, after, left, right = _all(days, earliest)
    inside, of = so_far[after] - so_far[first], could[after] - could[first]
    outside = so_far[right] - so_far[left] - inside
    rest = could[right] - could[left] - of
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = inside / of
        ratio = rate / (outside / rest)
        before = rate / ((so_far[first] - so_far[left]) / (could[first] - could[left]))
        since = rate / ((so_far[right] - so_far[after]) / (could[right] - could[after]))
    # A side without anything has nothing to say (nan); a slope is between its two sides.
    high, low = np.fmin(before, since) >= LEAN, np.fmax(before, since) <= 1 / LEAN
    strange = ((ratio >= RATIO) & high) | ((ratio <= 1 / RATIO) & low)
    whole = taken[after] == taken[first]
    many = np.maximum(inside, outside * of / np.maximum(rest, 1e-9)) >= LEAST_HITS
    news = np.flatnonzero(whole & many & (of > 0) & (rest > 0) & strange)
    gains = _gain(inside[news], of[news], outside[news], rest[news]) / spread
    if not len(news) or gains.max() <= 0:
        return None
    at = int(gains.argmax())
    gain, begin, end = float(gains[at]), int(first[news[at]]), int(after[news[at]])
    low, high = max(begin - AROUND, 0), min(end + AROUND, days)
    inside, of = so_far[end] - so_far[begin], could[end] - could[begin]
    return Window(
        begin,
        end - 1,
        float(inside),
        float(of),
        float(so_far[high] - so_far[low] - inside),
        float(could[high] - could[low] - of),
        min(1.0, erfc(sqrt(max(gain, 0.0))) * len(first)),
    )


def _gain(hits: Any, base: Any, others: Any, rest: Any) -> Any:
    """Return the log-likelihood ratio of two rates against one, for binomials."""
    import numpy as np

    both = _likelihood(hits + others, base + rest)
    # Rounding must not leave a hair below nothing.
    return np.maximum(_likelihood(hits, base) + _likelihood(others, rest) - both, 0.0)


def _likelihood(hits: Any, base: Any) -> Any:
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(base > 0, hits / np.maximum(base, 1e-12), 0.0)
        yes = np.where(hits > 0, hits * np.log(np.maximum(rate, 1e-300)), 0.0)
        no = base - hits
        return yes + np.where(no > 0, no * np.log(np.maximum(1 - rate, 1e-300)), 0.0)


def dispersion(hits: Any, base: Any) -> float:
    """Return by how much quiet weeks vary more than chance, at least 1."""
    import numpy as np

    weeks = len(hits) // 7
    if weeks < 4:
        return 1.0
    seen = hits[: weeks * 7].reshape(weeks, 7).sum(axis=1)
    could = base[: weeks * 7].reshape(weeks, 7).sum(axis=1)
    told = could > 0
    number = np.arange(weeks)
    near = (np.abs(number[:, None] - number) <= 4) & (number[:, None] != number) & told
    # The median week, because an incident nearby must not make all its neighbours look odd.
    shares = np.where(near, np.divide(seen, could, where=told, out=np.zeros(weeks)), np.nan)
    asked = told & near.any(axis=1)
    if not asked.any():
        return 1.0
    rate = np.nanmedian(shares[asked], axis=1)
    expected = could[asked] * rate
    doubt = 1 + could[asked] / (near[asked] * could).sum(axis=1)
    fit = (rate > 0) & (rate < 1)
    varied = expected * (1 - rate) * doubt
    own = (seen[asked] - expected)[fit] ** 2 / varied[fit]
    return max(1.0, float(np.median(own)) / MEDIAN_CHI2) if len(own) >= 4 else 1.0


def drift(series: Series) -> Drift | None:
    """Return the trend of a share over the weeks, None where there is too little to tell.

    The first `WARM` weeks are left out: nobody has a past yet when the data begin.
    """
    import numpy as np

    daily, could = series.hits[7 * WARM :].astype(float), series.base[7 * WARM :].astype(float)
    weeks = len(daily) // 7
    if weeks < 12 or daily.sum() < 5 * LEAST_HITS:
        return None
    hits = daily[: weeks * 7].reshape(weeks, 7).sum(axis=1)
    base = could[: weeks * 7].reshape(weeks, 7).sum(axis=1)
    if (base > 0).sum() < 12:
        return None
    rate = hits.sum() / base.sum()
    if not 0 < rate < 1:
        return None
    when = np.arange(weeks) - (base * np.arange(weeks)).sum() / base.sum()
    moved = (hits * when).sum()
    turning = float((base * when**2).sum())
    spread = rate * (1 - rate) * turning * dispersion(daily, could)
    if not spread:
        return None
    slope = moved / turning
    begin, end = (float(np.clip(rate + slope * when[at], 0.0, 1.0)) for at in (0, -1))
    chance = erfc(abs(moved) / sqrt(spread) / sqrt(2))
    return Drift(begin, end, float(hits.sum()), float(base.sum()), chance)


def standing(chances: Mapping[Hashable, float], compared: int) -> set[Hashable]:
    """Return what stands against chance when `compared` series were looked at (Bonferroni).

    An alarm asks somebody to act, so that one in twenty data sets may raise a false one, not one
    in twenty alarms be false.
    """
    return {key for key, chance in chances.items() if chance * compared <= FALSE}
