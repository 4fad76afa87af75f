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
from desirepath.journeys import build, summaries
from desirepath.journeys.summaries import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    passed = summaries.answer(tables, _passages(tables))
    for row in passed:
        code, after = divmod(row["pair"], build.PLACE)
        row["touchpoint"], row["next_touchpoint"] = code, after - 1 if after else None
    rows = [*_starts(tables, passed), *_transitions(tables, passed), *_ends(tables)]
    rows.sort(key=lambda row: _shared.rank(row["journeys"], row["from"], row["to"]))
    ended = sum(row["n"] for row in passed if row["next_touchpoint"] is None)
    return Answer(rows, counts={"journeys": ended, "events": sum(row["n"] for row in passed)})


def _passages(tables: Tables) -> Summary:
    """Events by `pair`, what they are and what follows: nothing follows the last one.

    A pair is one whole number. Where DuckDB sees that two small columns have few values it finds
    the medians on one thread; so it takes them on all.
    """
    keys = _shared.segment_keys(tables)

    def paired(chosen: Tables) -> Any:
        events = chosen.events
        after = (events.next_touchpoint.cast("int64") + 1).fill_null(0)
        pair = events.touchpoint.cast("int64") * build.PLACE + after
        return events.select("journey", "passage", "dwell", *keys, pair=pair)

    return Summary(
        "passages",
        rows=paired,
        keys=(*keys, "pair"),
        counts=lambda events: {
            "n": events.count(),
            "journeys": events.count(where=events.passage == 1),
            "total": events.dwell.sum(),
        },
        middles={"median": ("dwell", 0.5)},
    )


def _transitions(tables: Tables, passed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
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
        for row in passed
        if row["next_touchpoint"] is not None
    ]


def _starts(tables: Tables, passed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return where journeys start: at a touchpoint's events that none comes before."""
    begun: dict[tuple[str | None, int], int] = {}
    for row in passed:
        segment, after = row.get("segment"), row["next_touchpoint"]
        begun[segment, row["touchpoint"]] = begun.get((segment, row["touchpoint"]), 0) + row["n"]
        if after is not None:
            begun[segment, after] = begun.get((segment, after), 0) - row["n"]
    return [
        _edge(tables, {"segment": segment, "n": n}, None, tables.names[code])
        for (segment, code), n in begun.items()
        if n
    ]


def _ends(tables: Tables) -> list[dict[str, Any]]:
    last = Summary(
        "journeys by last_touchpoint",
        rows=lambda chosen: chosen.journeys,
        keys=(*_shared.segment_keys(tables), "last_touchpoint"),
        counts=lambda journeys: {"n": journeys.count(), "still_open": journeys.still_open.sum()},
    )
    return [
        {
            **_edge(tables, row, tables.names[row["last_touchpoint"]], None),
            "still_open": row["still_open"],
        }
        for row in summaries.answer(tables, last)
    ]


def _edge(
    tables: Tables, row: Mapping[str, Any], from_: str | None, to: str | None
) -> dict[str, Any]:
    return {
        **_shared.segment_of(tables, row),
        "from": from_,
        "to": to,
        "transitions": row["n"],
        "journeys": row["n"],
        "median_seconds": None,
        "mean_seconds": None,
    }
