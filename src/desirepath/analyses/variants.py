"""Which distinct full paths there are, and how many journeys take each.

The `top` most frequent ones are rows; `others` counts the rest, and is always there. With `--by`
the ranking is inside each segment and `others` also lists `segments`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "bars"
OPTIONS = {"top": "how many variants to list (100)"}
ROW = {
    "path": "the touchpoints in order",
    "journeys": "journeys that take exactly this path",
    "share": "of the journeys (of the segment), 0…1",
    "median_seconds": "median time from first to last event of these journeys, seconds",
}
EXAMPLE: dict[str, Any] = {"top": 10}


@dataclass(frozen=True)
class Params:
    """How many variants become rows."""

    top: int = 100

    def __post_init__(self) -> None:
        """Check the values."""
        _shared.at_least_one("top", self.top)


def run(tables: Tables, params: Params) -> Answer:
    """Return the most frequent variants, by journeys, then by names along the path."""
    rows = tables.execute(tables.built("variants", lambda: _ranked(tables, params.top), params.top))
    rows.sort(key=lambda row: (-row["n"], row["path"], row.get("segment") or ""))
    names = tables.names
    made = [
        {
            **_shared.segment_of(tables, row),
            "path": [names[code] for code in row["path"]],
            "journeys": row["n"],
            "share": row["n"] / row["total"],
            "median_seconds": _shared.seconds(row["median"]),
        }
        for row in rows
    ]
    rest = _others(rows)
    others: dict[str, Any] = {
        "variants": sum(variants for _, variants, _ in rest),
        "journeys": sum(journeys for _, _, journeys in rest),
    }
    if tables.by is not None:
        others["segments"] = [
            {"segment": segment, "variants": variants, "journeys": journeys}
            for segment, variants, journeys in rest
        ]
    return Answer(made, extra={"others": others})


def _ranked(tables: Tables, top: int) -> Any:
    """Return the first `top` variants of each segment, with the segment's totals."""
    import ibis

    keys = _shared.segment_keys(tables)
    journeys = tables.journeys
    found = journeys.group_by(*keys, "variant").aggregate(
        n=journeys.count(), median=(journeys.end - journeys.start).median()
    )
    inside = ibis.window(group_by=keys)
    ranked = found.mutate(
        rank=ibis.rank().over(group_by=keys, order_by=found.n.desc()),
        variants=found.count().over(inside),
        total=found.n.sum().over(inside),
    )
    # Paths are long: only those that may be listed are compared, to settle who comes first.
    listed = ranked.filter(ranked["rank"] < top).inner_join(tables.variants, "variant")
    ordered = ibis.window(group_by=keys, order_by=[listed.n.desc(), listed.path])
    listed = listed.mutate(place=ibis.row_number().over(ordered))
    return listed.filter(listed.place < top)


def _others(rows: list[dict[str, Any]]) -> list[tuple[str | None, int, int]]:
    """Return segment, variants and journeys that are no rows."""
    left: dict[str | None, list[int]] = {}
    for row in rows:
        counts = left.setdefault(row.get("segment"), [row["variants"], row["total"]])
        counts[0] -= 1
        counts[1] -= row["n"]
    return [(segment, variants, journeys) for segment, (variants, journeys) in left.items()]
