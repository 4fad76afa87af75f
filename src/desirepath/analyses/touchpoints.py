"""How much each touchpoint is used, how journeys enter and leave there, and how often it repeats.

One row per touchpoint, also those that only answers name (with zero events); with `--by` one row
per segment and touchpoint that occurs in it. `channel` is the most frequent one of the events
(the first by name among equals), else the proposed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared
from desirepath.journeys import summaries
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desirepath.journeys.tables import Tables

picture = "table"
OPTIONS: dict[str, str] = {}
ROW = {
    "touchpoint": "its name",
    "channel": "most frequent channel of its events, else the proposed one",
    "stage": "the stage that it stands in",
    "events": "events",
    "journeys": "journeys that touch it at least once",
    "customers": "customers that touch it at least once",
    "entries": "journeys that start with it",
    "exits": "journeys that end with it",
    "exit_share": "exits of its journeys, 0…1",
    "repeat_share": "its journeys that touch it more than once, 0…1",
    "median_seconds_to_next": "median time to the next event of the journey, seconds",
}
EXAMPLE: dict[str, Any] = {}


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis takes both
    """Return one row per touchpoint, by journeys, then name."""
    counted = summaries.answer(tables, _used(tables))
    channels = _channels(tables)
    people = _customers(tables)
    rows = []
    for row in counted:
        place = tables.catalog[row["touchpoint"]]
        at = (row.get("segment"), row["touchpoint"])
        rows.append(
            {
                **_shared.segment_of(tables, row),
                "touchpoint": place["name"],
                "channel": channels.get(at) or place["channel"],
                "stage": place["stage"],
                "events": row["events"],
                "journeys": row["journeys"],
                "customers": row["journeys"] if people is None else people[at],
                "entries": row["entries"],
                "exits": row["exits"],
                "exit_share": row["exits"] / row["journeys"],
                "repeat_share": row["repeated"] / row["journeys"],
                "median_seconds_to_next": _shared.seconds(row["median"]),
            }
        )
    if tables.by is None:
        seen = {row["touchpoint"] for row in counted}
        rows += [_untouched(place) for place in tables.catalog if place["code"] not in seen]
    rows.sort(key=lambda row: _shared.rank(row["journeys"], row["touchpoint"]))
    counts = {"journeys": sum(row["entries"] for row in counted)}
    return Answer(rows, counts={**counts, "events": sum(row["events"] for row in counted)})


def _used(tables: Tables) -> Summary:
    return Summary(
        "touchpoints",
        rows=lambda chosen: chosen.events,
        keys=(*_shared.segment_keys(tables), "touchpoint"),
        counts=lambda events: {
            "events": events.count(),
            "journeys": events.count(where=events.touch == 1),
            "repeated": events.count(where=events.touch == 2),
            "entries": events.count(where=events.is_first),
            "exits": events.count(where=events.is_last),
        },
        middles={"median": ("dwell", 0.5)},
    )


def _channels(tables: Tables) -> dict[tuple[str | None, int], str]:
    rows = summaries.answer(
        tables,
        Summary(
            "channels of touchpoints",
            rows=lambda chosen: chosen.events.filter(chosen.events.channel.notnull()),
            keys=(*_shared.segment_keys(tables), "touchpoint", "channel"),
            counts=lambda events: {"n": events.count()},
        ),
    )
    best: dict[tuple[str | None, int], tuple[int, str]] = {}
    for row in rows:
        at = (row.get("segment"), row["touchpoint"])
        best[at] = min(best.get(at, (0, "")), (-row["n"], row["channel"]))  # n > 0: beats (0, "")
    return {at: channel for at, (_, channel) in best.items()}


def _customers(tables: Tables) -> dict[tuple[str | None, int], int] | None:
    """Return distinct customers, None where every journey is one customer."""
    if tables.unit == "customer":
        return None
    events = tables.events
    keys = (*_shared.segment_keys(tables), "touchpoint")
    rows = tables.execute(
        tables.built(
            "customers of touchpoints",
            lambda: events.group_by(*keys).aggregate(n=events.customer.nunique()),
        )
    )
    return {(row.get("segment"), row["touchpoint"]): row["n"] for row in rows}


def _untouched(place: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "touchpoint": place["name"],
        "channel": place["channel"],
        "stage": place["stage"],
        "events": 0,
        "journeys": 0,
        "customers": 0,
        "entries": 0,
        "exits": 0,
        "exit_share": None,
        "repeat_share": None,
        "median_seconds_to_next": None,
    }
