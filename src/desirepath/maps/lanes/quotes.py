"""What customers say, word for word: answers that stand for the mood of their step.

Chosen without chance: near the step's mean emotion, long enough to tell something, short enough
to be read; equal ones by id.
"""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, Row, Step, cell

title = "Thoughts"
picture = "quotes"
caption = "word for word"

KEPT = 5
TELLING = 35
READABLE = 150


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with text; the first quote is the one that is drawn."""
    said: dict[Step, list[Row]] = {}
    for row in material.rows("feedback"):
        step = material.step_of(row.get("touchpoint"))
        if step and str(row.get("text") or "").strip():
            said.setdefault(step, []).append(row)
    cells = []
    for step in material.steps:
        if step not in said:
            continue
        mean = next((row.get("valence") for row in material.of_step("emotions", step)), None)
        chosen: list[Row] = []
        for row in sorted(said[step], key=lambda row: _distance(row, mean)):
            if all(row["text"].strip() != other["text"].strip() for other in chosen):
                chosen.append(row)
            if len(chosen) == KEPT:
                break
        quotes = [
            {
                "id": row["feedback_id"],
                "text": row["text"],
                "touchpoint": row.get("touchpoint"),
                "language": row.get("language"),
                "instrument": row.get("instrument"),
                "score": row.get("score"),
                "valence": row.get("valence"),
            }
            for row in chosen
        ]
        proofs = [
            material.proof("feedback", material.where("feedback", row, ["feedback_id"]), "text")
            for row in chosen
        ]
        cells.append(cell(step, {"quotes": quotes, "of": len(said[step])}, proofs))
    return [*cells, *material.wrote("quotes")]


def _distance(row: Row, mean: float | None) -> tuple[float, str]:
    text = str(row["text"]).strip()
    valence = row.get("valence")
    off = 0.5 if valence is None or mean is None else abs(valence - mean)
    brief = max(0.0, (TELLING - len(text)) / TELLING)
    long = max(0.0, (len(text) - READABLE) / 400)
    return round(off + brief + long, 6), str(row["feedback_id"])
