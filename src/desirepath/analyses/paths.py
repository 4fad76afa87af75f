"""Where journeys go, position by position, from their first touchpoint on.

One row per position and pair of touchpoints: `journeys` stand at `from` at this position and at
`to` at the next one. At every position what enters a touchpoint leaves it: to another one, to null
(the journey ends) or, beyond the last position, to `(more)`. `top` keeps the touchpoints with most
journeys of each position; the rest of it is `(others)`. `start` cuts each journey to its first A,
`end` to the first B after it (the first B, without `start`); journeys without are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desirepath.journeys.tables import Tables

MORE, OTHERS = "(more)", "(others)"
picture = "sankey"
OPTIONS = {
    "depth": "how many touchpoints along each journey (8)",
    "start": "begin each journey at its first event of this touchpoint",
    "end": "end each journey at its first event of this touchpoint after the start",
    "top": "touchpoints kept per position, the rest is (others) (20)",
}
ROW = {
    "position": "place in the journey, from 1",
    "from": "touchpoint at this position, or (others)",
    "to": "touchpoint at the next position, (others), (more), or null: the journey ends",
    "journeys": "journeys that go this way",
}
EXAMPLE: dict[str, Any] = {"depth": 5}


@dataclass(frozen=True)
class Params:
    """How far, how many, and between which touchpoints."""

    depth: int = 8
    start: str | None = None
    end: str | None = None
    top: int = 20

    def __post_init__(self) -> None:
        """Check the values."""
        _shared.at_least_one("depth", self.depth)
        _shared.at_least_one("top", self.top)


def run(tables: Tables, params: Params) -> Answer:
    """Return the rows by position, then journeys, then names."""
    if tables.newest is None:
        return Answer([])
    events = _cut(tables, params)
    near = events.filter(events.position <= params.depth)
    keys = _shared.segment_keys(tables)
    counted = tables.execute(
        near.group_by(*keys, "position", "touchpoint", "next_touchpoint").aggregate(n=near.count())
    )
    rows = _folded(tables, counted, params)
    rows.sort(
        key=lambda row: (row["position"], *_shared.rank(row["journeys"], row["from"], row["to"]))
    )
    return Answer(rows, _notes(tables, counted, params))


def _cut(tables: Tables, params: Params) -> Any:
    """Return the events between start and end, their positions counted anew."""
    events = tables.events
    if params.start is None and params.end is None:
        return events
    bounds = None
    if params.start is not None:
        first = events.filter(
            (events.touchpoint == tables.code(params.start)) & (events.touch == 1)
        )
        bounds = first.select("journey", begin="position")
        events = events.inner_join(bounds, "journey")
        events = events.filter(events.position >= events.begin)
        events = events.mutate(position=events.position - events.begin + 1).drop("begin")
    if params.end is not None:
        ends = events.filter(events.touchpoint == tables.code(params.end))
        if params.start is not None:
            ends = ends.filter(ends.position > 1)
        stops = ends.group_by("journey").aggregate(stop=ends.position.min())
        events = events.inner_join(stops, "journey")
        events = events.filter(events.position <= events.stop)
        going = events.position < events.stop
        events = events.mutate(next_touchpoint=going.ifelse(events.next_touchpoint, None))
    return events


def _folded(
    tables: Tables, counted: Sequence[Mapping[str, Any]], params: Params
) -> list[dict[str, Any]]:
    names = tables.names
    at: dict[tuple[Any, int], dict[int, int]] = {}
    for row in counted:
        place = at.setdefault((row.get("segment"), row["position"]), {})
        place[row["touchpoint"]] = place.get(row["touchpoint"], 0) + row["n"]
    shown: dict[tuple[Any, int], dict[int, str]] = {}
    for where, counts in at.items():
        ranked = sorted(counts, key=lambda code: (-counts[code], names[code]))
        kept = set(ranked[: params.top])
        shown[where] = {code: names[code] if code in kept else OTHERS for code in counts}
    total: dict[tuple[Any, int, str, str | None], int] = {}
    for row in counted:
        segment, position = row.get("segment"), row["position"]
        to, following = None, row["next_touchpoint"]
        if following is not None:
            to = shown[segment, position + 1][following] if position < params.depth else MORE
        key = (segment, position, shown[segment, position][row["touchpoint"]], to)
        total[key] = total.get(key, 0) + row["n"]
    marked = tables.by is not None
    return [
        {
            **({"segment": segment} if marked else {}),
            "position": position,
            "from": from_,
            "to": to,
            "journeys": journeys,
        }
        for (segment, position, from_, to), journeys in total.items()
    ]


def _notes(tables: Tables, counted: Sequence[Mapping[str, Any]], params: Params) -> list[str]:
    if params.start is None and params.end is None:
        return []
    journeys = tables.journeys
    whole = tables.execute(journeys.aggregate(n=journeys.count()))[0]["n"]
    left = whole - sum(row["n"] for row in counted if row["position"] == 1)
    wanted = " followed by ".join(f'"{name}"' for name in (params.start, params.end) if name)
    return [f"{left} of {whole} journeys have no {wanted} and are left out."]
