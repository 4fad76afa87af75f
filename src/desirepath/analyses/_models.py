"""Who answers, and what they say: two regressions on traits with a level per place.

Ridge regression; how strongly a family of traits is pulled to 0 follows from the data (evidence
procedure: D. MacKay, Neural Computation 4 (1992) 415), so that many traits and few answers do not
make up a pattern. Visits come place by place, and every place has an answer. Answering is
logistic, by Newton's method from the rates of the places. What is said is linear; its slopes are
those within places, because what tells places apart must not pass for what behaviour tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

BEGIN, LEAST, GREATEST = 10.0, 1.0, 1e5
"""Pulls of a family of traits, in answers' worth of information."""
LEVEL = 1.0
ROUNDS = 12
BETWEEN = 0.1
"""Places differ by at least this standard deviation of valence, however few there are."""


@dataclass(frozen=True)
class Visits:
    """Arrays over visits, one journey at one place each; every place 0… has an answer.

    `weight`: how many visits it speaks for; `events`: how many events each has; `felt`: mean
    valence of its answers, NaN without; `traits`: standardised columns, `family` says which
    belong together.
    """

    place: Any
    who: Any
    weight: Any
    events: Any
    felt: Any
    traits: Any
    family: Any

    @property
    def told(self) -> Any:
        """Return which of them have an answer."""
        import numpy as np

        return ~np.isnan(self.felt)


@dataclass(frozen=True)
class Fit:
    """A level per place and a slope per trait; `sure`: how far the data speak, 0…1 per trait."""

    level: Any
    slope: Any
    pull: Any
    sure: Any

    def score(self, visits: Visits) -> Any:
        """Return what the fit says of each visit."""
        return self.level[visits.place] + visits.traits @ self.slope


def chances(visits: Visits, places: int) -> Any:
    """Return the chance of each visit to have an answer."""
    import numpy as np

    told = visits.told.astype(float)
    heard = np.bincount(visits.place, visits.weight * told, places)
    count = np.bincount(visits.place, visits.weight, places)
    # The silent of a place are at least one half, so that its chance stays below 1.
    rate = heard.sum() / (count.sum() + 0.5)
    rates = (heard + LEVEL * rate) / (count + 0.5 + LEVEL)
    base = np.log(rates / (1 - rates))[visits.place]
    fit = _begun(visits, places)
    for turn in range(ROUNDS):
        score = fit.score(visits)
        chance = _chance(base + score)
        curve = np.maximum(visits.weight * chance * (1 - chance), 1e-12)
        fit = _solved(fit, visits, curve, score + visits.weight * (told - chance) / curve)
        moved = abs(fit.score(visits) - score).max()
        fit = _pulled(fit, visits, 1.0) if turn else fit
        if moved < 1e-3:
            break
    return _chance(base + fit.score(visits))


def expected(visits: Visits, places: int) -> tuple[Any, Any]:
    """Return the valence expected of each visit: by its traits alone, and with its place."""
    import numpy as np

    told = visits.told
    arrays = {name: getattr(visits, name)[told] for name in ("place", "who", "weight", "events")}
    here = replace(visits, **arrays, felt=visits.felt[told], traits=visits.traits[told])
    fit = _begun(here, places)
    for _ in range(ROUNDS):
        fit = _solved(fit, here, np.ones(len(here.felt)), here.felt)
        rest = here.felt - fit.score(here)
        noise = float((rest**2).sum()) / max(len(rest) - fit.sure.sum() - places, 1.0)
        fit = _pulled(fit, here, noise)
    count = np.bincount(here.place, minlength=places)
    level = np.bincount(here.place, here.felt - here.traits @ fit.slope, places) / count
    doubt = np.maximum(noise, 1e-9) / count
    middle = np.average(level, weights=1 / (doubt + BETWEEN**2))
    between = variance_between(level - middle, doubt)
    share = between / (between + doubt)
    common = float(np.average(level, weights=share))
    by_traits = common + visits.traits @ fit.slope
    return by_traits, by_traits + (share * (level - common))[visits.place]


def variance_between(off: Any, variance: Any) -> float:
    """Return the variance between places, solving Σ off²/(between + variance) = places − 1."""
    low, high, free = BETWEEN**2, 1.0, max(len(off) - 1, 1)
    for _ in range(40):
        middle = (low + high) / 2
        more = float((off**2 / (middle + variance)).sum()) > free
        low, high = (middle, high) if more else (low, middle)
    return (low + high) / 2


def _begun(visits: Visits, places: int) -> Fit:
    import numpy as np

    width = visits.traits.shape[1]
    return Fit(np.zeros(places), np.zeros(width), np.full(width, BEGIN), np.ones(width))


def _pulled(fit: Fit, visits: Visits, noise: float) -> Fit:
    """Return the fit with the pull that the evidence gives to each family of traits."""
    import numpy as np

    pull = fit.pull.copy()
    for one in np.unique(visits.family):
        here = visits.family == one
        strength = max(float((fit.slope[here] ** 2).sum()), 1e-9)
        pull[here] = np.clip(noise * float(fit.sure[here].sum()) / strength, LEAST, GREATEST)
    return replace(fit, pull=pull)


def _solved(fit: Fit, visits: Visits, curve: Any, value: Any) -> Fit:
    """Return weighted ridge least squares; the levels are eliminated block by block."""
    import numpy as np

    traits, place, places = visits.traits, visits.place, len(fit.level)
    weighted = traits * curve[:, None]
    corner = np.bincount(place, curve, places) + LEVEL
    starts = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    side = np.add.reduceat(weighted, starts, axis=0)
    ratio = side / corner[:, None]
    right = np.bincount(place, curve * value, places)
    inverse = np.linalg.inv(weighted.T @ traits - side.T @ ratio + np.diag(fit.pull))
    slope = inverse @ (weighted.T @ value - ratio.T @ right)
    return Fit((right - side @ slope) / corner, slope, fit.pull, 1 - fit.pull * np.diag(inverse))


def _chance(score: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))
