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
    counted = tables.arrow(tables.built("paths", lambda: _counted(tables, params), params))
    return Answer(_folded(tables, counted, params), _notes(tables, counted, params))


def _counted(tables: Tables, params: Params) -> Any:
    """Return `n` journeys per (segment,) `position`, `touchpoint` and `next_touchpoint`."""
    events = _cut(tables, params)
    near = events.filter(events.position <= params.depth)
    keys = (*_shared.segment_keys(tables), "position", "touchpoint", "next_touchpoint")
    return near.group_by(*keys).aggregate(n=near.count())


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


def _folded(tables: Tables, counted: Any, params: Params) -> list[dict[str, Any]]:
    """Return the rows of pairs that are counted: names for codes, the rarest as one."""
    names = tables.names
    columns = [counted[name].to_pylist() for name in ("position", "touchpoint", "n")]
    following = counted["next_touchpoint"].to_pylist()
    segments = [None] * len(following) if tables.by is None else counted["segment"].to_pylist()
    at: dict[tuple[Any, int], dict[int, int]] = {}
    for segment, position, code, n in zip(segments, *columns, strict=True):
        place = at.setdefault((segment, position), {})
        place[code] = place.get(code, 0) + n
    shown: dict[tuple[Any, int], dict[int, str]] = {}
    for where, counts in at.items():
        ranked = sorted(counts, key=lambda code: (-counts[code], names[code]))
        kept = set(ranked[: params.top])
        shown[where] = {code: names[code] if code in kept else OTHERS for code in counts}
    total: dict[tuple[Any, int, str, str | None], int] = {}
    for segment, position, code, n, after in zip(segments, *columns, following, strict=True):
        to = None
        if after is not None:
            to = shown[segment, position + 1][after] if position < params.depth else MORE
        key = (segment, position, shown[segment, position][code], to)
        total[key] = total.get(key, 0) + n
    marked = tables.by is not None
    rows = [
        {
            **({"segment": segment} if marked else {}),
            "position": position,
            "from": from_,
            "to": to,
            "journeys": n,
        }
        for (segment, position, from_, to), n in total.items()
    ]
    rows.sort(key=_place)
    return rows


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return where a row stands: `_shared.rank`, written out because rows are many."""
    to = row["to"]
    return (row["position"], -row["journeys"], row["from"], to is not None, to or "")


def _notes(tables: Tables, counted: Any, params: Params) -> list[str]:
    if params.start is None and params.end is None:
        return []
    journeys = tables.journeys
    whole = tables.execute(journeys.aggregate(n=journeys.count()))[0]["n"]
    begun = zip(counted["position"].to_pylist(), counted["n"].to_pylist(), strict=True)
    left = whole - sum(n for position, n in begun if position == 1)
    wanted = " followed by ".join(f'"{name}"' for name in (params.start, params.end) if name)
    return [f"{left} of {whole} journeys have no {wanted} and are left out."]
