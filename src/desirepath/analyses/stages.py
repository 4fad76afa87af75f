"""The stage and channel of every touchpoint: proposed from the events, or set by you.

One row per touchpoint in the order of the map: by stage, then by mean place in the journeys.
`confidence` runs from 0 to 1; low ones stay visible and ask to be looked at. A correction
(`desirepath stages --set "Cart=Purchase"`) has `set_by` = `you`, confidence 1 and survives new
imports. Selections choose journeys and do not change a stage: with `--by`, each segment lists
the touchpoints that occur in it.

| touchpoint | stage         | channel | confidence | reason                       | set_by   |
|------------|---------------|---------|------------|------------------------------|----------|
| Catalog    | Consideration | web     | 0.94       | Consideration: its name says… | proposal |
| Cart       | Purchase      | web     | 1.0        | You set the stage.           | you      |

The method (words, order, neighbours, channel) is ours; it stands in `journeys/scoring.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.analyses import Answer
from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "touchpoint": "its name in the data",
    "stage": "the stage it belongs to",
    "channel": "the channel of the contract's words, or null where nothing tells one",
    "confidence": "how certain the stage is, 0 to 1; 1 when you set it",
    "reason": "what spoke for stage and channel, one or two sentences",
    "set_by": "proposal, or you",
}
UNSURE = 0.5


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per touchpoint, in the order of the map."""
    del params
    ordered = sorted(
        tables.catalog,
        key=lambda row: (row["stage_order"], _last_if_none(row["position"]), row["name"]),
    )
    rows = [{field: _cell(row, field) for field in ROW} for row in ordered]
    if tables.by is not None:
        rows = list(_by_segment(tables, rows))
    unsure = {
        row["touchpoint"]
        for row in rows
        if row["set_by"] == "proposal" and row["confidence"] < UNSURE
    }
    notes = []
    if not rows:
        notes.append("There are no touchpoints yet. Import a file of events or answers first.")
    if unsure:
        notes.append(
            f"{len(unsure)} of {len({row['touchpoint'] for row in rows})} touchpoints have a "
            f"confidence below {UNSURE}; correct them with stages --set TOUCHPOINT=STAGE."
        )
    return Answer(rows, notes)


def _cell(row: Mapping[str, Any], field: str) -> Any:
    return row["name"] if field == "touchpoint" else row[field]


def _last_if_none(position: float | None) -> float:
    return 2.0 if position is None else position


def _by_segment(tables: Tables, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    found = tables.execute(tables.events.select("segment", "touchpoint").distinct())
    present: dict[str | None, set[str]] = {}
    for pair in found:
        present.setdefault(pair["segment"], set()).add(tables.names[pair["touchpoint"]])
    for segment in sorted(present, key=lambda name: (name is None, name or "")):
        for row in rows:
            if row["touchpoint"] in present[segment]:
                yield {**row, "segment": segment}
