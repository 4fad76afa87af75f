"""What customers need: what their texts ask for at a step, and what people wrote.

At most `DRAWN` themes per step, of which at least `LEAST` texts need a response or suggest
something. A need is said in the words of a customer (the shortest of these texts), after the
name of the theme where a person gave it one: telling words alone are no sentence.
"""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, cell
from desirepath.maps.numbers import exact
from desirepath.maps.themed import RESULT, called

title = "Needs"
picture = "cards"
caption = "asked for in texts"

DRAWN, LEAST = 2, 3


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per theme that asks for something, in the order of the steps."""
    cells = []
    for step in material.steps:
        asking = [row for row in material.of_step(RESULT, step) if row["needs"] >= LEAST]
        asking.sort(key=lambda row: (-row["needs"], row["id"]))
        for row in asking[:DRAWN]:
            content = {
                "tone": "need",
                "title": f"{called(row, row['need'])} and {exact(row['needs'] - 1)} more",
                "theme": row["id"],
                "n": row["needs"],
                "example": row["need"],
            }
            where = {"id": row["id"], "step": row["step"]}
            proofs = [material.proof(RESULT, where, field, n="n") for field in ("needs", "n")]
            cells.append(cell(step, content, proofs))
    return [*cells, *material.wrote("needs")]
