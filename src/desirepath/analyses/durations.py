"""How long journeys take, from their first event to their last.

One row, or one per segment. The 90th percentile is interpolated linearly between the two nearest
journeys. Journeys of one event take 0 seconds and count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared
from desirepath.journeys import summaries
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
OPTIONS: dict[str, str] = {}
ROW = {
    "segment": "value of the --by column; null: missing, or no --by",
    "journeys": "journeys",
    "median_seconds": "half of the journeys take at most this long, seconds",
    "mean_seconds": "mean, seconds",
    "p90_seconds": "nine in ten journeys take at most this long, seconds",
}
EXAMPLE: dict[str, Any] = {}


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis takes both
    """Return one row per segment."""
    found = summaries.answer(
        tables,
        Summary(
            "durations",
            rows=lambda chosen: chosen.journeys.select(
                "journey",
                *_shared.segment_keys(tables),
                taken=chosen.journeys.end - chosen.journeys.start,
            ),
            keys=tuple(_shared.segment_keys(tables)),
            counts=lambda journeys: {"journeys": journeys.count(), "total": journeys.taken.sum()},
            middles={"median": ("taken", 0.5), "p90": ("taken", 0.9)},
        ),
    )
    return Answer(
        [
            {
                "segment": row.get("segment"),
                "journeys": row["journeys"],
                "median_seconds": _shared.seconds(row["median"]),
                "mean_seconds": _shared.seconds(row["total"] / row["journeys"]),
                # Between two journeys engines differ in the last digit: to the microsecond.
                "p90_seconds": _shared.seconds(round(row["p90"])),
            }
            for row in found
        ]
    )
