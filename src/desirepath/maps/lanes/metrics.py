"""How each step performs: ratings, who ends, repeats and waits there, contacts, and incidents.

Where customers were asked what they expect, too: how far the step stays behind or ahead of it.
"""

from __future__ import annotations

from typing import Any

from desirepath.maps import in_time
from desirepath.maps.material import Material, Row, Step, cell

title = "Metrics"
picture = "numbers"
caption = "value, interval and n"

NAMES = {
    "nps": ("NPS", "points"),
    "csat": ("CSAT", "share"),
    "ces": ("CES", "score"),
    "ces_top": ("CES top box", "share"),
    "mean": ("Mean rating", "score"),
}
ORDER = tuple(NAMES)
EXPECTED = "expectations of steps"


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with everything measured there, what is drawn first."""
    cells = []
    for step in material.steps:
        paced = in_time.pace(material, step)
        items = [
            *_ratings(material, step),
            *_gap(material, step),
            *_behaviour(material, step),
            *([paced] if paced else []),
        ]
        if items:
            proofs = [item.pop("evidence") for item in items]
            cells.append(cell(step, {"items": items}, proofs))
        cells += in_time.unusual(material, step)
    return [*cells, *material.wrote("metrics")]


def item_of(material: Material, row: Row) -> dict[str, Any]:
    """Return one metric row as an item with its evidence."""
    label, unit = NAMES.get(str(row["metric"]), (str(row["metric"]), "score"))
    where = material.where("metrics", row, ["metric", "touchpoint"])
    return {
        "label": label,
        "unit": unit,
        "value": row["value"],
        "low": row.get("low"),
        "high": row.get("high"),
        "n": row.get("n"),
        "touchpoint": row.get("touchpoint"),
        "question": row.get("question"),
        "formula": row.get("formula"),
        "evidence": material.proof("metrics", where, "value", n="n", interval=("low", "high")),
    }


def _ratings(material: Material, step: Step) -> list[dict[str, Any]]:
    rows = [
        row
        for name in step.touchpoints
        for row in material.of_touchpoint("metrics", name)
        if row.get("value") is not None
    ]
    rows.sort(
        key=lambda row: (
            -(row.get("n") or 0),
            ORDER.index(row["metric"]) if row["metric"] in ORDER else len(ORDER),
            str(row["touchpoint"]),
        )
    )
    return [item_of(material, row) for row in rows]


def _gap(material: Material, step: Step) -> list[dict[str, Any]]:
    """Return how far the step is from what was expected, where both are known."""
    return [
        {
            "label": "Delivered − expected",
            "unit": "valence",
            "value": row["gap"],
            "low": row["low"],
            "high": row["high"],
            "n": row["n"],
            "evidence": material.proof(
                EXPECTED,
                {"stage": row["stage"], "step": row["step"]},
                "gap",
                n="n",
                interval=("low", "high"),
            ),
        }
        for row in material.of_step(EXPECTED, step)[:1]
        if row["gap"] is not None
    ]


def _behaviour(material: Material, step: Step) -> list[dict[str, Any]]:
    if material.no_events():
        return []
    items = []
    busiest = next(
        (
            row
            for name in step.touchpoints
            for row in material.of_touchpoint("touchpoints", name)
            if row.get("journeys")
        ),
        None,
    )
    if busiest:
        for field, label in (("exit_share", "End here"), ("repeat_share", "Repeat")):
            if busiest.get(field) is None:
                continue
            where = {"touchpoint": busiest["touchpoint"]}
            items.append(
                {
                    "label": label,
                    "unit": "share",
                    "value": busiest[field],
                    "n": busiest["journeys"],
                    "touchpoint": busiest["touchpoint"],
                    "evidence": material.proof("touchpoints", where, field, n="journeys"),
                }
            )
    items.extend(
        {
            "label": "Median wait",
            "unit": "seconds",
            "value": row["median_seconds_wait"],
            "n": row["journeys"],
            "evidence": material.proof(
                "steps",
                {"stage": row["stage"], "step": row["step"]},
                "median_seconds_wait",
                n="journeys",
            ),
        }
        for row in material.of_step("steps", step)[:1]
        if row.get("median_seconds_wait") is not None
    )
    return items
