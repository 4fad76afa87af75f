"""What was known of a journey before it came to a touchpoint, as columns of numbers.

Attributes and first channel (a column of 0/1 per level), when the journey began, the touchpoint
it came from, which common touchpoints it had touched, how many events and how much time had
passed. An attribute counts if at least nine in ten journeys have it, in 2 to `LEVELS` values, and
if no value of it decides the outcome: what only those who reach the goal have follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.analyses._visits import ON_TIME
from desirepath.analyses._waits import SECOND
from desirepath.journeys.select import ROLES

if TYPE_CHECKING:
    from desirepath.analyses._visits import Grounds
    from desirepath.journeys.tables import Tables

JOURNEYS = 100_000
"""At most about so many journeys speak."""
LEVELS = 20
KEPT = 8
FILLED = 0.9
RARE = 0.01
COMMON = 30
DECIDES = 10
"""A level decides if all or none reach the goal where so many of both were to be expected."""
ALWAYS = ("first channel", "start", "origin", "earlier touchpoints", "time and events so far")


@dataclass(frozen=True)
class Pasts:
    """The pasts of the journeys of some visits; `names` says what is in them."""

    names: tuple[str, ...]
    number: Any
    """Row of `levels`, `start` and `touched` for each visit."""
    levels: Any
    start: Any
    touched: Any
    customer: Any
    """Whose journey it is, numbered."""

    def of(self, rows: Mapping[str, Any], at: Any) -> Any:
        """Return constant and standardised columns of the visits numbered `at`."""
        import numpy as np

        number = self.number[at]
        position, start = rows["position"][at], self.start[number]
        wait = np.nan_to_num(rows["wait"][at].astype(float))
        passed = np.maximum(rows["first"][at] - wait - start, 0) / SECOND
        origins, times = np.unique(rows["before"][at], return_counts=True)
        origins = origins[times >= max(RARE * len(at), 10)]
        begun = (start - start.mean()) / (start.std() or 1.0)
        columns = np.column_stack(
            [
                self.levels[number],
                self.touched[number] < position[:, None],
                rows["before"][at][:, None] == origins[None, :],
                np.log(position),
                np.log1p(passed),
                begun,
                begun**2,
            ]
        ).astype(float)
        spread = columns.std(axis=0)
        share = columns.mean(axis=0)
        binary = ((columns == 0) | (columns == 1)).all(axis=0)
        kept = (spread > 0) & ~(binary & ((share < RARE) | (share > 1 - RARE)))
        columns = (columns[:, kept] - share[kept]) / spread[kept]
        return np.column_stack([np.ones(len(at)), columns])


def step_of(tables: Tables) -> int:
    """Return of how many journeys one speaks: a power of two, so that it seldom changes."""
    total = int(tables.execute(tables.journeys.aggregate(n=tables.journeys.count()))[0]["n"])
    step = 1
    while step * JOURNEYS < total:
        step *= 2
    return step


def sampled(tables: Tables, step: int) -> Tables:
    """Return the tables, or one in `step` of their journeys, chosen by `draw`."""
    if step == 1:
        return tables
    some = tables.journeys.filter(tables.journeys.draw % step == 0)
    return replace(tables, journeys=some, events=tables.events.semi_join(some, "journey"))


def pasts(grounds: Grounds, rows: Mapping[str, Any]) -> Pasts:
    """Return the pasts of the journeys in `rows` (arrays by name, see `_visits.visits`)."""
    import numpy as np

    tables = grounds.tables
    attributes = _attributes(grounds)
    physical = [column for _, column in attributes]
    columns = ["journey", "customer", "start", "first_channel", "goal_time", *physical]
    got = tables.arrow(tables.journeys.select(*columns)).sort_by("journey")
    goal = got["goal_time"].is_valid().to_numpy()
    shown, levels = [], [*_levels(got["first_channel"])]
    for name, column in attributes:
        own = _levels(got[column])
        if not any(_decides(goal, level) for level in own):
            shown.append(name)
            levels += own
    journeys = got["journey"].to_numpy()
    number = np.searchsorted(journeys, rows["journey"])
    common = np.argsort(-np.bincount(rows["place"]), kind="stable")[:COMMON]
    touched = np.full((len(journeys), len(common)), np.inf, dtype=np.float32)
    for at, place in enumerate(common):
        here = rows["place"] == place
        touched[number[here], at] = rows["position"][here]
    return Pasts(
        names=(*shown, *ALWAYS),
        number=number,
        levels=np.column_stack(levels) if levels else np.zeros((len(journeys), 0)),
        start=got["start"].to_numpy(),
        touched=touched,
        customer=got["customer"].combine_chunks().dictionary_encode().indices.to_numpy(),
    )


def _attributes(grounds: Grounds) -> list[tuple[str, str]]:
    """Return name and column of the attributes that nearly all journeys have, in few values."""
    tables = grounds.tables
    known = {
        column: name
        for name, column in sorted(tables.columns.items())
        if column not in ROLES.values() and not name.endswith(ON_TIME)
    }
    if not known:
        return []
    counts = {
        f"{kind}{no}": getattr(tables.journeys[column], method)()
        for no, column in enumerate(known)
        for kind, method in (("v", "nunique"), ("f", "count"))
    }
    found = tables.execute(tables.journeys.aggregate(all=tables.journeys.count(), **counts))[0]
    return [
        (name, column)
        for no, (column, name) in enumerate(known.items())
        if 2 <= found[f"v{no}"] <= LEVELS and found[f"f{no}"] >= FILLED * found["all"]
    ]


def _levels(column: Any) -> Sequence[Any]:
    """Return a 0/1 array per common value, missing as a value of its own."""
    values = column.cast("string").fill_null("").value_counts().to_pylist()
    values.sort(key=lambda row: (-row["counts"], row["values"]))
    filled = column.cast("string").fill_null("").to_numpy(zero_copy_only=False)
    return [filled == row["values"] for row in values[:KEPT]]


def _decides(goal: Any, level: Any) -> bool:
    n, reached, rate = int(level.sum()), int(goal[level].sum()), float(goal.mean())
    return reached in {0, n} and n * min(rate, 1 - rate) >= DECIDES
