"""How many journeys come through a chain of steps, and how long each step takes.

`ordered` (default): a journey reaches step k when it has a chain of later and later events, one per
step, of which the last is at most `within` after the first (the edge counts); any event of step 1
may start it. Later means later in the journey, where equal times stand in import order. The time
of a step is the journey's first completion of it minus the step before in the chain with the latest
admissible start, at its latest occurrence. `reached`: each step by itself, touched at all.

Method: every event takes, for each step, the latest start of the admissible chains that end with
the step before; an event of the step ends one itself while that start is within the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _shared
from desirepath.errors import UsageError
from desirepath.journeys import summaries
from desirepath.journeys.settings import microseconds
from desirepath.journeys.steps_text import Step, canonical, read
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.journeys.tables import Tables

picture = "funnel"
OPTIONS = {
    "steps": 'the steps in order, as "A > B > C"; a step may be "A | B", stage:NAME or step:NAME',
    "within": "longest time from a journey's step 1 to the step, such as 30m, 12h, 7d, 2w",
    "mode": "ordered: one after the other; reached: each step by itself",
}
ROW = {
    "step": "number of the step, from 1",
    "touchpoint": "the step as given",
    "journeys": "journeys that come to it",
    "share_of_first": "of the journeys of step 1, 0…1",
    "share_of_previous": "of the journeys of the step before, 0…1; null at step 1",
    "median_seconds_from_previous": "median time since the step before, seconds; null at step 1",
}
EXAMPLE: dict[str, Any] = {"steps": "Catalog > Cart > Order paid", "within": "7d"}


@dataclass(frozen=True)
class Params:
    """The chain, its window and how strict it is."""

    steps: str | list[str]
    within: str | timedelta | None = None
    mode: Literal["ordered", "reached"] = "ordered"

    def __post_init__(self) -> None:
        """Check the values and keep them as text."""
        object.__setattr__(self, "steps", canonical(self.steps))
        if not self.steps:
            raise UsageError('A funnel needs steps: --steps "A > B > C".')
        if isinstance(self.within, timedelta):
            object.__setattr__(self, "within", f"{self.within.total_seconds():g}s")
        if self.within is not None:
            object.__setattr__(self, "within", str(self.within).strip())
            if microseconds(self.within) < 0:
                raise UsageError("--within must not be negative.")


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per step (and segment)."""
    if tables.newest is None:
        return Answer([])
    steps = read(tables, str(params.steps))
    window = None if params.within is None else microseconds(params.within)
    reached = params.mode == "reached"
    notes = []
    if reached and window is not None:
        notes.append("--within says nothing with --mode reached and was left out.")
        window = None

    def came(chosen: Tables) -> Any:
        events = chosen.events if chosen.unmarked is None else chosen.unmarked
        found = _came(events, steps, window, chained=not reached)
        keys = _shared.segment_keys(chosen)
        if keys:
            found = found.inner_join(chosen.journeys.select("journey", *keys), "journey")
        return found

    places = range(len(steps))
    summary = Summary(
        f"funnel {params.mode} {params.steps} {window}",
        rows=came,
        keys=tuple(_shared.segment_keys(tables)),
        counts=lambda came: {f"journeys_{k}": came[f"came_{k}"].count() for k in places},
        middles={} if reached else {f"took_{k}": (f"took_{k}", 0.5) for k in places[1:]},
        depends=[sorted(step.codes) for step in steps],
    )
    found = {row.get("segment"): row for row in summaries.answer(tables, summary)}
    rows = []
    for segment in tables.sizes or [None]:
        own = found.get(segment, {})
        counts = [own.get(f"journeys_{place}", 0) for place in places]
        for place, step in enumerate(steps):
            former = counts[place - 1] if place else None
            rows.append(
                {
                    **_shared.segment_of(tables, {"segment": segment}),
                    "step": place + 1,
                    "touchpoint": step.text,
                    "journeys": counts[place],
                    "share_of_first": _shared.share(counts[place], counts[0]),
                    "share_of_previous": _shared.share(counts[place], former),
                    "median_seconds_from_previous": _shared.seconds(own.get(f"took_{place}")),
                }
            )
    return Answer(rows, notes)


def journeys_at(tables: Tables, params: Params, step: int, *, left: bool) -> Any:
    """Return the journeys that come to a step (from 1); with `left`, to it and not to the next.

    They are those of the rows: as many came as the step's `journeys`, as many left as it has more
    than the next one. Nobody comes further than the last step. Raises UsageError for a step that
    the funnel does not have.
    """
    steps = read(tables, str(params.steps))
    if not 1 <= step <= len(steps):
        raise UsageError(f"--step is 1 to {len(steps)} in this funnel, not {step}.")
    window = None if params.within is None else microseconds(params.within)
    found = _came(tables.events, steps, window, chained=params.mode == "ordered")
    here = found[f"came_{step - 1}"].notnull()
    if left and step < len(steps):
        here &= found[f"came_{step}"].isnull()
    return found.filter(here).select("journey")


def _came(events: Any, steps: Sequence[Step], window: int | None, *, chained: bool) -> Any:
    """Return one row per journey: `came_0`, `came_1` … and, in a chain, `took_1` …; null: not.

    An event ends a step when an admissible chain ends with it. It takes the latest start and the
    latest end of the step before among the events before it. Steps A > B > C, window 10:

    |   | time | latest_1 | former_1 | latest_2 | former_2 |
    | A |    0 |          |          |          |          |
    | B |    6 |        0 |        0 |          |          | ends B
    | A |    7 |        0 |        0 |        0 |        6 |
    | B |    9 |        7 |        7 |        0 |        6 | ends B
    | C |   17 |        7 |        7 |        7 |        9 | ends C: 17 - 7 is within, took 17 - 9

    Along a journey neither times nor starts nor formers go back, so the first end of a step has
    the least of each.
    """
    import ibis

    touched = sorted({code for step in steps for code in step.codes})
    line = events.filter(events.touchpoint.isin(touched))
    line = line.select("journey", "position", "time", "touchpoint")
    before = ibis.window(group_by="journey", order_by="position", preceding=(None, 1))

    def ends(k: int) -> Any:
        here = line.touchpoint.isin(sorted(steps[k].codes))
        if not k or not chained:
            return here
        latest = line[_latest(k)]
        return here & (latest.notnull() if window is None else line.time - latest <= window)

    for k in range(1, len(steps)) if chained else ():
        ended = ends(k - 1)
        made = {f"former_{k}": ended.ifelse(line.time, None).max().over(before)}
        if k > 1:
            made[_latest(k)] = ended.ifelse(line[_latest(k - 1)], None).max().over(before)
        line = line.mutate(**made)
    least = {}
    for k in range(len(steps)):
        ended = ends(k)
        least[f"came_{k}"] = came = ended.ifelse(line.time, None).min()
        if k and chained:
            least[f"took_{k}"] = came - ended.ifelse(line[f"former_{k}"], None).min()
    return line.group_by("journey").aggregate(**least)


def _latest(k: int) -> str:
    """Return the column of the latest start before a step: of the first chain, where it ended."""
    return "former_1" if k == 1 else f"latest_{k}"
