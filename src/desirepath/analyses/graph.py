"""Which touchpoint follows which, how often and after how long.

One row per pair of touchpoints that follow each other directly in a journey. `from` null: the
journey starts with `to`; `to` null: it ends with `from`, and `still_open` of these journeys had
their last event too recently to say that they ended. Medians are exact. What enters a touchpoint
(transitions and starts) equals what leaves it (transitions and ends) and its events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared
from desirepath.journeys import summaries
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "graph"
OPTIONS: dict[str, str] = {}
ROW = {
    "from": "touchpoint that is left; null: the journey starts here",
    "to": "touchpoint that follows; null: the journey ends here",
    "transitions": "how often",
    "journeys": "in how many journeys",
    "median_seconds": "median time between the two, seconds; null at starts and ends",
    "mean_seconds": "mean time between the two, seconds; null at starts and ends",
    "still_open": "of the ends: journeys that may still go on (rows with `to` null only)",
}
EXAMPLE: dict[str, Any] = {}


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis takes both
    """Return transitions, starts and ends, by journeys, then names."""
    rows = [
        *_starts(tables),
        *_transitions(tables),
        *_ends(tables),
    ]
    rows.sort(key=lambda row: _shared.rank(row["journeys"], row["from"], row["to"]))
    return Answer(rows)


def _transitions(tables: Tables) -> list[dict[str, Any]]:
    found = summaries.answer(
        tables,
        Summary(
            "transitions",
            rows=lambda chosen: chosen.events.filter(chosen.events.next_touchpoint.notnull()),
            keys=(*_shared.segment_keys(tables), "touchpoint", "next_touchpoint"),
            counts=lambda going: {
                "n": going.count(),
                "journeys": (going.passage == 1).sum(),
                "total": going.dwell.sum(),
            },
            middles={"median": ("dwell", 0.5)},
        ),
    )
    names = tables.names
    return [
        {
            **_shared.segment_of(tables, row),
            "from": names[row["touchpoint"]],
            "to": names[row["next_touchpoint"]],
            "transitions": row["n"],
            "journeys": row["journeys"],
            "median_seconds": _shared.seconds(row["median"]),
            "mean_seconds": _shared.seconds(row["total"] / row["n"]),
        }
        for row in found
    ]


def _starts(tables: Tables) -> list[dict[str, Any]]:
    return [
        _edge(tables, row, None, tables.names[row["first_touchpoint"]])
        for row in summaries.answer(tables, _edges(tables, "first_touchpoint"))
    ]


def _ends(tables: Tables) -> list[dict[str, Any]]:
    return [
        {
            **_edge(tables, row, tables.names[row["last_touchpoint"]], None),
            "still_open": row["still_open"],
        }
        for row in summaries.answer(tables, _edges(tables, "last_touchpoint"))
    ]


def _edges(tables: Tables, end: str) -> Summary:
    return Summary(
        f"journeys by {end}",
        rows=lambda chosen: chosen.journeys,
        keys=(*_shared.segment_keys(tables), end),
        counts=lambda journeys: {"n": journeys.count(), "still_open": journeys.still_open.sum()},
    )


def _edge(tables: Tables, row: dict[str, Any], from_: str | None, to: str | None) -> dict[str, Any]:
    return {
        **_shared.segment_of(tables, row),
        "from": from_,
        "to": to,
        "transitions": row["n"],
        "journeys": row["n"],
        "median_seconds": None,
        "mean_seconds": None,
    }
