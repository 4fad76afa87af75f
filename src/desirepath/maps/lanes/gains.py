"""What customers like: traits of a step that go with a better emotion."""

from __future__ import annotations

from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.material import Material, Row, cell

title = "Gains"
picture = "cards"
caption = "lift in emotion"

SAID = {
    "high-emotion": "{} feels good",
    "high-score": "{} is rated high",
    "on-time": "{} on time",
    "fast": "{} is fast",
    "goal": "{} helps on",
}


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per gain, in the order of the steps, then of rank."""
    cells = []
    for step in material.steps:
        for row in sorted(material.of_step("gains", step), key=lambda row: row["rank"]):
            content = {
                "tone": "gain",
                "title": said(row),
                "lift": row.get("lift"),
                "n": row.get("affected"),
                "rank": row["rank"],
                "signal": row.get("signal"),
                "trait": row.get("trait"),
                "touchpoint": row.get("touchpoint"),
                "id": row["id"],
            }
            where = {"id": row["id"]}
            proofs = [
                material.proof("gains", where, "lift", n="affected", interval=("low", "high")),
            ]
            if row.get("affected") is not None:
                proofs.append(material.proof("gains", where, "affected"))
            cells.append(cell(step, content, proofs))
    return [*cells, *material.wrote("gains")]


def said(row: Row) -> str:
    """Return the gain as a few words, from its signal and touchpoint."""
    name = humanise(str(row.get("touchpoint") or row.get("step") or "This step"))
    pattern = SAID.get(str(row.get("signal")))
    return pattern.format(name) if pattern else str(row.get("trait") or name)
