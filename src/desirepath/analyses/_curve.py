"""The emotion curve: how all felt who came to a place, from those who said so; formula `emotion/1`.

Two models by what the journeys show (`traits`), over all places at once (`_models`): one of who
answers, one of what they say. `direct`: the mean of what is expected of everybody, corrected by
what those who answered say beyond it, each standing for as many like them as there are (augmented
inverse probability weighting: Robins, Rotnitzky & Zhao, JASA 89 (1994) 846; weights that add up
to one: Hájek 1971). It is right where either model is. `pooled`: places with few answers lean on
what the model expects of their visitors, by the variance of both (Fay & Herriot, JASA 74 (1979)
269; the variance between places as there). A customer's visits count as one draw. What no file
shows of those who stay silent cannot be corrected; because something like what was corrected may
be left, `HIDDEN` of it widens the interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from desirepath.analyses import _models
from desirepath.analyses._models import Visits

FARTHEST = 10.0
"""Nobody stands for more than so many times what the average answer of a place stands for."""
PRIOR = 10
"""The variance at a place is read as if so many answers there had the variance of all."""
HIDDEN = 0.1


@dataclass(frozen=True)
class Felt:
    """Arrays over places, and each visit's part in their error.

    `size`: events; `share`: of `direct` in `pooled`; `plain`: mean of the answers; `answers`: how
    many of these visits have one; `heard` of `visits`: the same of all they speak for; `between`:
    variance between places.
    """

    size: Any
    direct: Any
    pooled: Any
    share: Any
    plain: Any
    answers: Any
    heard: Any
    visits: Any
    between: float
    place: Any
    who: Any
    parts: Any


@dataclass(frozen=True)
class Estimate:
    """The corrected valence over some places, its standard error and the freedom of its t."""

    value: float
    error: float
    freedom: float
    answered: float
    """Share of the visits with an answer."""


def felt(visits: Visits) -> Felt:
    """Return the corrected valence of every place."""
    import numpy as np

    visits = _sorted(visits)
    places = int(visits.place.max()) + 1
    place, told = visits.place, visits.told

    def added(numbers: Any) -> Any:
        return np.bincount(place, numbers, places)

    mass = visits.weight * visits.events
    size, answers = added(mass), np.bincount(place[told], minlength=places)
    synthetic, expected = _models.expected(visits, places)
    standing = np.where(told, mass / _models.chances(visits, places), 0.0)
    standing = np.minimum(standing, FARTHEST * (added(standing) / answers)[place])
    share_of = standing / added(standing)[place]
    rest = np.where(told, np.nan_to_num(visits.felt) - expected, 0.0)
    beyond, level = added(share_of * rest), added(mass * expected) / size
    rest = np.where(told, rest - beyond[place], 0.0)
    # The visitors are all there are; only those left out of the sample could have been others.
    drawn = np.sqrt(1 - 1 / visits.weight) * mass / size[place]
    parts = share_of * rest + drawn * (expected - level[place])
    seen = _by_customer(parts, visits.who, place, places)
    alone = float((rest[told] ** 2).mean()) * added(share_of**2)
    variance = (answers * seen + PRIOR * alone) / (answers + PRIOR)
    direct, model = level + beyond, added(mass * synthetic) / size
    between = _models.variance_between(direct - model, variance)
    share = between / (between + variance)
    return Felt(
        size=size,
        direct=direct,
        pooled=share * direct + (1 - share) * model,
        share=share,
        plain=np.bincount(place[told], visits.felt[told], places) / answers,
        answers=answers,
        heard=added(visits.weight * told),
        visits=added(visits.weight),
        between=between,
        place=place,
        who=visits.who,
        # Scaled, so that sums over groups of places carry the variance as it is read.
        parts=parts * np.sqrt(variance / np.maximum(seen, 1e-12))[place],
    )


def estimate(found: Felt, chosen: Any) -> Estimate:
    """Return the value over some of the places (numbers), each as large as its events."""
    import numpy as np

    part = np.zeros(len(found.size))
    part[chosen] = found.size[chosen] / found.size[chosen].sum()
    here = part[found.place] > 0
    scaled = found.parts[here] * (part * found.share)[found.place[here]]
    _, number = np.unique(found.who[here], return_inverse=True)
    variance = float((np.bincount(number, scaled) ** 2).sum())
    variance += float((part**2 * (1 - found.share) ** 2).sum()) * found.between
    moved = float((part * found.share * (found.direct - found.plain)).sum())
    return Estimate(
        value=float((part * found.pooled).sum()),
        error=sqrt(variance + (HIDDEN * moved) ** 2),
        freedom=float(found.answers[chosen].sum()) + PRIOR - 1,
        answered=float(found.heard[chosen].sum() / found.visits[chosen].sum()),
    )


def _sorted(visits: Visits) -> Visits:
    """Return the visits place by place, as the models want them."""
    import numpy as np

    order = np.argsort(visits.place, kind="stable")
    names = ("place", "who", "weight", "events", "felt", "traits")
    return replace(visits, **{name: getattr(visits, name)[order] for name in names})


def _by_customer(parts: Any, who: Any, place: Any, places: int) -> Any:
    """Return the variance of each place's value, a customer's visits there taken together."""
    import numpy as np

    people = int(who.max()) + 1
    found, number = np.unique(place.astype(np.int64) * people + who, return_inverse=True)
    return np.bincount(found // people, np.bincount(number, parts) ** 2, places)
