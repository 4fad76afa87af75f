"""How many journeys come to each step of the map, and how long they wait for it.

One row per step in the order of the map. `wait` is the time since the journey's previous event at
its first event in the step; journeys that start in the step have none. An event without a channel
counts for the one proposed for its touchpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared
from desirepath.journeys import summaries
from desirepath.journeys.names import slug
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desirepath.journeys.tables import Tables

picture = "table"
OPTIONS: dict[str, str] = {}
ROW = {
    "stage": "slug of the stage",
    "step": "slug of the step",
    "name": "name of the step",
    "journeys": "journeys with an event in the step",
    "customers": "customers with an event in the step",
    "events": "events in the step",
    "share_of_first": "journeys per journey of the first step; above 1 where more come later",
    "median_seconds_wait": "median seconds since the event before, at the first one in the step",
    "channels": "channels of its events, the busiest first, joined by commas; null: none known",
}
EXAMPLE: dict[str, Any] = {}


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis takes both
    """Return one row per step (and segment), in the order of the map."""
    visited = summaries.answer(tables, _visited(tables))
    found = {(row.get("segment"), row["step"]): row for row in visited}
    people = _customers(tables)
    channels = _channels(tables)
    rows = []
    for segment in tables.sizes or [None]:
        first: int | None = None
        for place in _steps(tables):
            row = found.get((segment, place["step_order"]), {})
            journeys = row.get("journeys", 0)
            first = journeys if first is None else first
            rows.append(
                {
                    **_shared.segment_of(tables, {"segment": segment}),
                    "stage": slug(place["stage"]),
                    "step": place["step"],
                    "name": place["step_name"],
                    "journeys": journeys,
                    "customers": people.get((segment, place["step_order"]), 0)
                    if people is not None
                    else journeys,
                    "events": row.get("events", 0),
                    "share_of_first": _shared.share(journeys, first),
                    "median_seconds_wait": _shared.seconds(row.get("wait")),
                    "channels": channels.get((segment, place["step_order"])),
                }
            )
    return Answer(rows)


def _steps(tables: Tables) -> list[Mapping[str, Any]]:
    """Return the first touchpoint of each step, in the order of the map."""
    order = sorted(
        tables.catalog, key=lambda row: (row["stage_order"], row["step_order"], row["code"])
    )
    firsts: dict[str, Mapping[str, Any]] = {}
    for row in order:
        firsts.setdefault(row["step"], row)
    return list(firsts.values())


def _visited(tables: Tables) -> Summary:
    """Return what is counted per step, through one row per journey and step.

    | journey | step | n | wait |        wait null: the journey starts in the step
    |       1 |    0 | 2 | null |
    |       1 |    2 | 1 |   30 |
    """
    keys = (*_shared.segment_keys(tables), "step")

    def visits(chosen: Tables) -> Any:
        events = _stepped(chosen)
        made = events.group_by(*keys, "journey").aggregate(
            n=events.count(), wait=events.wait.fill_null(-1).argmin(events.position)
        )
        return made.mutate(wait=made.wait.nullif(-1))

    return Summary(
        "steps",
        rows=visits,
        keys=keys,
        counts=lambda visits: {"journeys": visits.count(), "events": visits.n.sum()},
        middles={"wait": ("wait", 0.5)},
        depends=[(place["code"], place["step_order"]) for place in tables.catalog],
    )


def _channels(tables: Tables) -> dict[tuple[str | None, int], str]:
    """Return the channels of each step as text, the one with most events first."""
    found = summaries.answer(
        tables,
        Summary(
            "channels of steps",
            rows=lambda chosen: chosen.events,
            keys=(*_shared.segment_keys(tables), "touchpoint", "channel"),
            counts=lambda events: {"n": events.count()},
        ),
    )
    seen = {row["touchpoint"] for row in found}
    if tables.by is None:  # what only answers name has no events, but may have a channel
        found += [{"touchpoint": row["code"], "channel": None, "n": 0}
                  for row in tables.catalog if row["code"] not in seen]  # fmt: skip
    counts: dict[tuple[str | None, int], dict[str, int]] = {}
    for row in found:
        place = tables.catalog[row["touchpoint"]]
        channel = row["channel"] or place["channel"]
        if channel:
            of = counts.setdefault((row.get("segment"), place["step_order"]), {})
            of[channel] = of.get(channel, 0) + row["n"]
    return {
        at: ", ".join(sorted(of, key=lambda name: (-of[name], name))) for at, of in counts.items()
    }


def _customers(tables: Tables) -> dict[tuple[str | None, int], int] | None:
    """Return distinct customers, None where every journey is one customer."""
    if tables.unit == "customer":
        return None
    events = _stepped(tables)
    keys = _shared.segment_keys(tables)
    rows = tables.execute(events.group_by(*keys, "step").aggregate(n=events.customer.nunique()))
    return {(row.get("segment"), row["step"]): row["n"] for row in rows}


def _stepped(tables: Tables) -> Any:
    """Return the events with the number of their step in the map."""
    places = tables.touchpoints.select(touchpoint="code", step="step_order")
    return tables.events.inner_join(places, "touchpoint")
