"""Lists the columns by which journeys can be split, with how many values each has."""

from __future__ import annotations

from typing import Any

from desirepath.journeys.tables import Tables

TOP = 12


def columns(tables: Tables) -> list[dict[str, Any]]:
    """Return `{"name", "values", "filled", "top"}` per column, those with few values first.

    `values` counts different values, `filled` is the share of journeys that have one (0…1),
    `top` holds the commonest, most frequent first; it is empty for a column of ids.
    """
    if not tables.columns:
        return []
    found = sorted(tables.columns.items())
    counts = tables.execute(
        tables.journeys.aggregate(
            journeys=tables.journeys.count(),
            **{
                f"{kind}{no}": getattr(tables.journeys[physical], method)()
                for no, (_, physical) in enumerate(found)
                for kind, method in (("v", "nunique"), ("f", "count"))
            },
        )
    )[0]
    listed = [
        {
            "name": name,
            "values": int(counts[f"v{no}"]),
            "filled": counts[f"f{no}"] / counts["journeys"] if counts["journeys"] else 0.0,
            "top": _top(tables, physical) if 1 < counts[f"v{no}"] <= counts["journeys"] / 2 else [],
        }
        for no, (name, physical) in enumerate(found)
    ]
    return sorted(listed, key=lambda row: (not row["top"], row["values"], row["name"]))


def _top(tables: Tables, physical: str) -> list[str]:
    values = tables.journeys.select(value=tables.journeys[physical].cast("string"))
    told = values.filter(values.value.notnull())
    counted = told.group_by("value").aggregate(n=told.count())
    rows = tables.execute(counted.order_by([counted.n.desc(), counted.value]).limit(TOP))
    return [row["value"] for row in rows]
