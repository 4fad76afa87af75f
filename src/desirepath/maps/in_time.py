"""What the map says about time: contacts per period at each step, and what stood out when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.material import Material, Row, Step, cell
from desirepath.maps.numbers import amount, span

SHOWN = 13
MOST = 4
PERIODS = {1: "a day", 7: "a week"}
SAID = {
    ("events", "more"): "contacts {} ×",
    ("events", "less"): "contacts only {} ×",
    ("again_share", "more"): "repeats {} ×",
    ("again_share", "less"): "repeats only {} ×",
    ("slow_share", "more"): "long waits {} ×",
    ("slow_share", "less"): "long waits only {} ×",
    ("end_share", "more"): "journeys end {} × as often",
    ("end_share", "less"): "journeys end only {} × as often",
    ("negative_share", "more"): "bad answers {} ×",
    ("negative_share", "less"): "bad answers only {} ×",
}


def pace(material: Material, step: Step) -> dict[str, Any] | None:
    """Return the contacts of the step's busiest touchpoint in the last whole period, as an item."""
    for name in step.touchpoints[:1]:
        rows = [row for row in _series(material, name, "events") if row["whole"]]
        if len(rows) < 3:
            return None
        last = rows[-1]
        where = {key: last[key] for key in ("metric", "touchpoint", "from")}
        return {
            "label": f"Contacts {_per(last)}",
            "unit": "count",
            "value": last["value"],
            "usual": last["usual"],
            "n": None,
            "touchpoint": name,
            "from": last["from"],
            "to": last["to"],
            "trend": [row["value"] for row in rows[-SHOWN:]],
            "evidence": material.proof("trends", where, "value"),
        }
    return None


def unusual(material: Material, step: Step) -> list[dict[str, Any]]:
    """Return a cell per incident of the step; of those that go together the clearest one."""
    cells = []
    for row in _told(material):
        if material.step_of(row["touchpoint"]) != step:
            continue
        series = _series(material, row["touchpoint"], row["metric"])
        content = {
            "tone": "incident",
            "title": f"{span(row['from'], row['to'])}: {said(row)}",
            "said": said(row),
            "kind": row["kind"],
            "touchpoint": row["touchpoint"],
            "metric": row["metric"],
            "from": row["from"],
            "to": row["to"],
            "ratio": row["ratio"],
            "lasting": row["lasting"],
            "n": row["n"],
            "trend": [_value(one) for one in series],
            "starts": [one["from"] for one in series],
            "id": row["id"],
        }
        where = {"id": row["id"]}
        proofs = [
            material.proof("incidents", where, "value", n="n", interval=("low", "high")),
            material.proof("incidents", where, "usual"),
            *([material.proof("incidents", where, "ratio")] if row["ratio"] is not None else []),
        ]
        cells.append(cell(step, content, proofs))
    return cells


def said(row: Row) -> str:
    """Return an incident as a few words, without its days: `Payment: repeats 15 ×`."""
    ratio = row.get("ratio")
    words = SAID[row["metric"], row["direction"]]
    if ratio is None:
        words = words.split(" {}")[0] + ", none before"
    return f"{humanise(row['touchpoint'])}: {words.format(amount(ratio))}"


def _told(material: Material) -> list[Row]:
    """Return the first incident of each group, the most surprising groups only."""
    rows = [row for row in material.rows("incidents") if row["kind"] == "incident"]
    return [row for row in rows if row["id"] == row["group"]][:MOST]


def _series(material: Material, touchpoint: str, metric: str) -> Sequence[Row]:
    rows = material.of_touchpoint("trends", touchpoint)
    return [row for row in rows if row["metric"] == metric]


def _value(row: Row) -> float | None:
    """Return the value; None for the count of a period that the data cover only in part."""
    return row["value"] if row["whole"] or row["metric"] not in {"events", "journeys"} else None


def _per(row: Row) -> str:
    from datetime import date

    days = (date.fromisoformat(row["to"]) - date.fromisoformat(row["from"])).days + 1
    return PERIODS.get(days, "a month")
