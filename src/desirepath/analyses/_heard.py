"""Who came to each touchpoint, who of them said how it was, and what is known of them all.

The population behind the emotion curve (`_curve`): one visit per journey and touchpoint about
which somebody answered. Known of a visit: the past (`_pasts`), which of the troubles of `pains`
the journey had met until then, which stages it had seen, and what became of it. A trouble counts
by itself, too, where 1 to 50 in 100 of the visitors of a touchpoint have it.

At most about `MOST` visits speak, chosen by `draw`, those with an answer apart from the silent
ones; each stands for as many as were left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _pasts, _sums, _traits, _visits
from desirepath.analyses._models import Visits
from desirepath.analyses._shared import arrays

if TYPE_CHECKING:
    from desirepath.analyses._pasts import Pasts
    from desirepath.analyses._traits import Sight
    from desirepath.journeys.tables import Tables

MOST, EACH, LEAST_EACH = 20_000, 400, 60
"""Visits in all, and at each place of the silent ones and of those with an answer."""
USUAL = (0.01, 0.5)
RARE = 0.002
SURELY, LIKELY, DIRECT = ("named", "same row"), 0.6, 10
"""Links that are sure, how likely a guess must be, and how many sure answers a touchpoint needs."""
LEAST_BOTH, SLOPE = 30, 0.2
FLAGS = ("slow", "switched", "again")
OUTCOMES = ("left", "reached", "still_open")
PAST, OWN, TROUBLES = range(3)
KNOWN = ("troubles so far", "stages so far", "what became of it")


@dataclass(frozen=True)
class Heard:
    """Visits, what is one place of them (segment and touchpoint), and what they are alike in."""

    visits: Visits
    places: Sequence[tuple[str | None, int]]
    names: tuple[str, ...]


def heard(tables: Tables) -> Heard | None:
    """Return the visits to touchpoints about which somebody answered; None: nobody did."""
    import numpy as np

    seen = _traits.sight(tables, single=True, told=False)
    answered = _answered(tables)
    everybody, steps = _sample(tables, answered)
    rows = _rows(everybody, _found(seen, everybody, steps[0]), answered)
    told = ~np.isnan(rows["felt"])
    if not told.any():
        return None
    known = _pasts.pasts(replace(seen.grounds, tables=everybody), rows)
    places, place = _places(tables, rows, told)
    at, weight = _chosen(place, told, rows["draw"], steps)
    families = [known.of(rows, at)[:, 1:], *_own(seen, rows, known, at)]
    visits = Visits(
        place=place[at],
        who=known.customer[known.number[at]],
        weight=weight,
        events=rows["times"][at].astype(float),
        felt=rows["felt"][at],
        traits=np.column_stack(families),
        family=np.repeat((PAST, OWN, TROUBLES), [family.shape[1] for family in families]),
    )
    return Heard(visits, places, (*known.names, *KNOWN))


def _answered(tables: Tables) -> Any:
    """Return `j1, p1, felt`: how journeys say it was at a touchpoint, on average.

    The score speaks where there is one: it is what was asked. A text alone is brought to the scale
    of scores (`_scaled`). Where enough answers surely are about a touchpoint, the others (of the
    whole journey, put to what happened to be the last before them) do not speak for it.
    """
    answers = tables.answers
    answers = answers.filter(answers.valence.notnull() & answers.touchpoint.notnull())
    answers = answers.mutate(
        sure=answers.link.isin(SURELY)
        | ((answers.link == "likely") & (answers.link_confidence >= LIKELY)),
        said=answers.score_valence.fill_null(_scaled(tables, answers)),
    )
    sure = answers.filter(answers.sure)
    sure = sure.group_by(p0="touchpoint").aggregate(k=sure.count())
    sure = sure.filter(sure.k >= DIRECT)
    answers = answers.left_join(sure, answers.touchpoint == sure.p0)
    answers = answers.filter(answers.sure | answers.k.isnull())
    said = answers.filter(answers.journey.notnull()).group_by(j1="journey", p1="touchpoint")
    return said.aggregate(felt=_sums.mean(answers.said))


def _scaled(tables: Tables, answers: Any) -> Any:
    """Return what texts say on the scale of scores, by answers that have both.

    Texts say score · slope + start and some noise, so that (text − start) / slope is right on
    average (classical calibration: G. A. F. Seber, Linear Regression Analysis, 1977, 7.2).
    """
    both = answers.filter(answers.score_valence.notnull() & answers.text_valence.notnull())
    score, text = both.score_valence, both.text_valence
    found = tables.execute(
        both.aggregate(
            n=both.count(),
            score=_sums.total(score),
            text=_sums.total(text),
            squares=_sums.total(score * score),
            product=_sums.total(score * text),
        )
    )[0]
    n = int(found["n"] or 0)
    if n < LEAST_BOTH:
        return answers.text_valence
    spread = found["squares"] - found["score"] ** 2 / n
    slope = (found["product"] - found["score"] * found["text"] / n) / spread if spread else 0.0
    if slope < SLOPE:
        return answers.text_valence
    start = (found["text"] - slope * found["score"]) / n
    return (answers.text_valence - start) / slope


def _sample(tables: Tables, answered: Any) -> tuple[Tables, tuple[int, int]]:
    """Return the tables of the journeys that speak, and of how many each of two kinds speaks.

    One in `steps[0]` journeys, and besides them one in `steps[1]` of those with answers.
    """
    step = _pasts.step_of(tables)
    if step == 1:
        return tables, (1, 1)
    loud = answered.select(journey="j1").distinct()
    heard = tables.journeys.semi_join(loud, "journey")
    own = min(_pasts.step_of(replace(tables, journeys=heard)), step)
    some = heard.filter(heard.draw % own == 0).select("journey")
    some = some.union(tables.journeys.filter(tables.journeys.draw % step == 0).select("journey"))
    some = some.distinct()
    journeys = tables.journeys.semi_join(some, "journey")
    return replace(tables, journeys=journeys, events=tables.events.semi_join(some, "journey")), (
        step,
        own,
    )


def _found(seen: Sight, everybody: Tables, step: int) -> Any:
    """Return the visits of the journeys that speak: of the sample that is held, and others."""
    found = _traits.kept_visits(seen, step)
    if step > 1:
        rest = everybody.journeys.filter(everybody.journeys.draw % step != 0)
        more = replace(everybody, events=everybody.events.semi_join(rest, "journey"))
        found = found.select(*sorted(found.columns))
        found = found.union(seen.bare(replace(more, journeys=rest)).select(*found.columns))
    return _visits.with_slow(found, seen.limits)


def _rows(tables: Tables, found: Any, answered: Any) -> dict[str, Any]:
    """Return the visits as arrays by name, journey by journey in an order that is drawn."""
    found = found.left_join(answered, [found.journey == answered.j1, found.place == answered.p1])
    found = found.inner_join(tables.journeys.select("journey", "draw", "still_open"), "journey")
    flags = (*FLAGS, "left", *(name for name in found.columns if name.startswith("late_")))
    got = tables.arrow(
        found.select(
            *("segment", "journey", "draw", "place", "first", "wait", "position", "before"),
            *("reached", "still_open", "felt", "times"),
            **{flag: found[flag].fill_null(False) for flag in flags},
        )
    )
    return arrays(tables, got, ("position", "journey", "draw"))


def _places(
    tables: Tables, rows: Mapping[str, Any], told: Any
) -> tuple[list[tuple[str | None, int]], Any]:
    """Return segment and touchpoint of each place with answers, and each visit's place or −1."""
    import numpy as np

    segments = {segment: number for number, segment in enumerate(tables.sizes)} or {None: 0}
    own = np.array([segments[one] for one in rows["segment"]]) if tables.by is not None else 0
    width = len(tables.names)
    key = own * width + rows["place"]
    known = np.unique(key[told])
    number = np.minimum(np.searchsorted(known, key), len(known) - 1)
    names = list(segments)
    places = [(names[one // width], one % width) for one in known.tolist()]
    return places, np.where(known[number] == key, number, -1)


def _chosen(place: Any, told: Any, draw: Any, steps: tuple[int, int]) -> tuple[Any, Any]:
    """Return which visits speak, and for how many each."""
    import numpy as np

    places = int(place.max()) + 1
    each = max(min(EACH, MOST // places), LEAST_EACH)
    kept, weight = [], []
    for which, step in ((told, steps[1]), (~told, steps[0])):
        # Silent visits of journeys that were chosen for another answer would be too many.
        here = np.flatnonzero(which & (place >= 0) & (draw % step == 0))
        here = here[np.argsort(place[here], kind="stable")]
        counts = np.bincount(place[here], minlength=places)
        rank = np.arange(len(here)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept.append(here[rank < each])
        ratio = np.maximum(counts / each, 1.0) * step
        weight.append(ratio[place[kept[-1]]])
    return np.concatenate(kept), np.concatenate(weight)


def _own(seen: Sight, rows: Mapping[str, Any], known: Pasts, at: Any) -> tuple[Any, Any]:
    """Return what went wrong here and before, stages, outcomes; and single troubles so far."""
    import numpy as np

    late = np.zeros(len(rows["place"]), dtype=bool)
    for name in rows:
        if name.startswith("late_"):
            late |= rows[name]
    columns = [rows[name][at] for name in OUTCOMES]
    columns.append(np.log(rows["times"][at]))
    here, ever = np.zeros(len(at), dtype=bool), np.zeros(len(at), dtype=bool)
    troubles = []
    for flag in (*(rows[name] for name in FLAGS), late):
        columns.append(flag[at])
        for place in np.unique(rows["place"][flag]):
            there = rows["place"] == place
            if USUAL[0] < flag[there].mean() < USUAL[1]:
                met = _until(rows, known, at, flag & there)
                troubles.append(met)
                ever |= met
                here |= (flag & there)[at]
    stages = {row["code"]: row["stage_order"] for row in seen.grounds.tables.catalog}
    stage = np.array([stages.get(code, -1) for code in range(max(stages) + 1)])[rows["place"]]
    columns += [here, ever, *(_until(rows, known, at, stage == one) for one in np.unique(stage))]
    return _standard(columns, len(at)), _standard(troubles, len(at))


def _until(rows: Mapping[str, Any], known: Pasts, at: Any, flag: Any) -> Any:
    """Return whether the journey had had the flag at or before each visit."""
    import numpy as np

    first = np.full(len(known.start), np.inf, dtype=np.float32)
    there = np.flatnonzero(flag)[::-1]  # the earliest is written last
    first[known.number[there]] = rows["position"][there]
    return first[known.number[at]] <= rows["position"][at]


def _standard(columns: Sequence[Any], n: int) -> Any:
    """Return the columns that are not nearly constant with mean 0 and unit spread."""
    import numpy as np

    made = np.column_stack(columns).astype(float) if columns else np.zeros((n, 0))
    made = made[:, made.var(axis=0) > RARE]
    return (made - made.mean(axis=0)) / made.std(axis=0)
