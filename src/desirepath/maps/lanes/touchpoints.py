"""Where the customer and the company meet: every touchpoint of a step with its volume.

A map of answers only shows each touchpoint's mean emotion and its number of answers instead.
"""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, Step, cell, felt_by

title = "Touchpoints"
picture = "bars"
caption = "contacts, bar is root of n"


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with all its touchpoints, also those the drawing folds."""
    cells = []
    for step in material.steps:
        items, proofs = [], []
        for name in step.touchpoints:
            rows = material.of_touchpoint("touchpoints", name)
            if rows and not material.no_events():
                row = rows[0]
                items.append(
                    {
                        "name": name,
                        "channel": row.get("channel"),
                        "events": row["events"],
                        "journeys": row["journeys"],
                    }
                )
                proofs.append(material.proof("touchpoints", {"touchpoint": name}, "events"))
        if material.no_events():
            items, proofs = _rated(material, step)
        if items:
            cells.append(cell(step, {"items": items}, proofs))
    return cells


def _rated(material: Material, step: Step) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rated touchpoints of a step, lowest first.

    The evidence of what is printed comes first, item by item, then that of the bars.
    """
    found = []
    for name in step.touchpoints:
        felt = material.of_touchpoint("emotions of touchpoints", name)
        if len(felt) != 1:
            continue
        value, low, high = felt_by(felt[0])
        means = [
            row
            for row in material.of_touchpoint("metrics", name)
            if row["metric"] == "mean" and row.get("value") is not None
        ]
        item = {
            "name": name,
            "channel": None,
            "valence": felt[0][value],
            "n": felt[0]["n"],
            "mean": means[0]["value"] if len(means) == 1 else None,
        }
        bar = material.proof(
            "emotions of touchpoints",
            {"touchpoint": name},
            value,
            n="n",
            interval=(low, high),
        )
        printed = bar
        if len(means) == 1:
            where = material.where("metrics", means[0], ["metric", "touchpoint"])
            printed = material.proof("metrics", where, "value", n="n", interval=("low", "high"))
        found.append((item, printed, bar))
    found.sort(key=lambda entry: (entry[0]["valence"], entry[0]["name"]))
    items, printed_all, bars = ([entry[at] for entry in found] for at in range(3))
    return items, printed_all + [bar for bar in bars if bar not in printed_all]
