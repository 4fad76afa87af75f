"""How many journeys come through a chain of steps, and how long each step takes.

`ordered` (default): a journey reaches step k when it has a chain of later and later events, one per
step, of which the last is at most `within` after the first (the edge counts); any event of step 1
may start it. Later means later in the journey, where equal times stand in import order. The time
of a step is the journey's first completion of it minus the step before in the chain with the latest
admissible start, at its latest occurrence. `reached`: each step by itself, touched at all.

Method: every event of step k takes the latest start of the admissible chains before it, and ends
one itself while that start is within the window; the rows of a step are only those that do.
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

picture = "bars"
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
        found = _reached(events, steps) if reached else _ordered(events, steps, window)
        keys = _shared.segment_keys(chosen)
        if keys:
            found = found.inner_join(chosen.journeys.select("journey", *keys), "journey")
        return found

    summary = Summary(
        f"funnel {params.mode} {params.steps} {window}",
        rows=came,
        keys=(*_shared.segment_keys(tables), "step"),
        counts=lambda came: {"journeys": came.count()},
        middles={} if reached else {"took": ("took", 0.5)},
        depends=[sorted(step.codes) for step in steps],
    )
    found = {(row.get("segment"), row["step"]): row for row in summaries.answer(tables, summary)}
    rows = []
    for segment in tables.sizes or [None]:
        of_step = [found.get((segment, place), {}) for place in range(len(steps))]
        counts = [row.get("journeys", 0) for row in of_step]
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
                    "median_seconds_from_previous": _shared.seconds(of_step[place].get("took")),
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
    events = tables.events
    reached = params.mode == "reached"
    found = _reached(events, steps) if reached else _ordered(events, steps, window)
    here = found.filter(found.step == step - 1).select("journey")
    if not left or step == len(steps):
        return here
    return here.anti_join(found.filter(found.step == step).select("journey"), "journey")


def _of(events: Any, step: Step) -> Any:
    return events.filter(events.touchpoint.isin(sorted(step.codes)))


def _reached(events: Any, steps: Sequence[Step]) -> Any:
    """Return `step, journey, took` of every step that a journey touches."""
    import ibis

    return ibis.union(
        *(
            _of(events, step)
            .select("journey")
            .distinct()
            .mutate(step=ibis.literal(place, "int32"), took=ibis.null("int64"))
            for place, step in enumerate(steps)
        )
    )


def _ordered(events: Any, steps: Sequence[Step], window: int | None) -> Any:
    """Return `step, journey, took` of the first completion of every step.

    A step's rows are its events that end an admissible chain. To find them, the rows of the step
    before and the events of this step stand in one line; an event takes the latest `start` and
    the latest event that a chain can come from. Steps A > B > C, window 10, at step C:

    | position | is_former | time | start | latest | former |
    |        2 |         1 |    6 |     0 |        |        |  B, from the A at 0
    |        4 |         1 |    9 |     7 |        |        |  B, from the A at 7
    |        5 |         0 |   17 |       |      7 |      9 |  C: 17 - 7 is within, took 17 - 9
    """
    import ibis

    nothing = ibis.null("int64")
    places = ("journey", "position", "time")
    level = _of(events, steps[0]).select(*places, start="time", took=nothing)
    levels = [level]
    for step in steps[1:]:
        formers = level.select(*places, "start", is_former=ibis.literal(1, "int8"))
        here = _of(events, step).semi_join(level, "journey")
        here = here.select(*places, start=nothing, is_former=ibis.literal(0, "int8"))
        line = formers.union(here)
        # an event that is in both steps stands before itself as a former one
        so_far = ibis.cumulative_window(
            group_by=line.journey, order_by=[line.position, line.is_former]
        )
        line = line.mutate(
            latest=line.start.max().over(so_far),
            former=(line.is_former == 1).ifelse(line.time, None).max().over(so_far),
        )
        ends = (line.is_former == 0) & line.latest.notnull()
        if window is not None:
            ends &= line.time - line.latest <= window
        line = line.filter(ends)
        level = line.select(*places, start="latest", took=line.time - line.former)
        levels.append(level)
    ended = ibis.union(
        *(
            one.select("journey", "position", "took", step=ibis.literal(place, "int32"))
            for place, one in enumerate(levels)
        )
    )
    return ended.group_by("step", "journey").aggregate(took=ended.took.argmin(ended.position))
