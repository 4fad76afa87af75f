"""What to do first: one opportunity per costly pain, its impact computed, its effort open."""

from __future__ import annotations

import math
from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.material import Material, cell
from desirepath.model.evidence import INFERRED

title = "Opportunities"
picture = "cards"
caption = "impact is computed, effort is yours to judge"

MOST = 6
DOTS = 5
DO = {
    "drop-off": "Keep people going after {}",
    "slow": "Shorten the wait for {}",
    "repeat": "Get {} right the first time",
    "channel-switch": "Finish {} in one channel",
    "low-emotion": "Find out what hurts at {}",
    "low-score": "Raise what people rate at {}",
    "late": "Keep the promised time of {}",
}


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per pain that costs something, the six costliest of different steps."""
    costly = [
        row
        for row in material.rows("pains")
        if (row.get("cost") or 0) > 0 and row.get("basis", "effect") == "effect"
    ]
    costly.sort(key=lambda row: row["rank"])
    chosen: dict[Any, dict[str, Any]] = {}
    for row in costly:
        step = material.step_named(row)
        if step is None or step in chosen or len(chosen) == MOST:
            continue
        largest = max(other["cost"] for other in costly)
        name = humanise(str(row.get("touchpoint") or step.name))
        pattern = DO.get(str(row.get("signal")), "Mend {}")
        content = {
            "tone": "opportunity",
            "title": pattern.format(_inside(name)),
            "impact": max(1, math.ceil(DOTS * row["cost"] / largest)),
            "dots": DOTS,
            "effort": None,
            "cost": row["cost"],
            "pain": row["id"],
        }
        proof = material.proof(
            "pains",
            {"id": row["id"]},
            "cost",
            n="affected",
            interval=("cost_low", "cost_high"),
            class_=INFERRED,
        )
        chosen[step] = cell(step, content, proof)
    ordered = [chosen[step] for step in material.steps if step in chosen]
    return [*ordered, *material.wrote("opportunities")]


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; `ID photo` and `NPS` keep their letters."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
