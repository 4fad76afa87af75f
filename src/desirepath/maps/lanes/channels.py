"""Through what customers come at each step, the busiest channel first."""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, cell

title = "Channels"
picture = "chips"
caption = "busiest first"


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with a known channel."""
    cells = []
    for step in material.steps:
        for row in material.of_step("steps", step)[:1]:
            if not row.get("channels"):
                continue
            items = [{"name": name, "channel": name} for name in row["channels"].split(", ")]
            where = {"stage": row["stage"], "step": row["step"]}
            cells.append(cell(step, {"items": items}, material.proof("steps", where, "channels")))
    return cells
