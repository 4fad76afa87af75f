"""How customers feel at each step, with the 95 % interval and n.

`valence` is the emotion of all who came there where it can be corrected for who did not answer
(then `mean` is that of the answers), else the mean of the answers (`emotions` has both).
"""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, cell, felt_by

title = "Emotion"
picture = "curve"
caption = "ratings and text; band is the 95 % interval"


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with answers."""
    cells = []
    for step in material.steps:
        for row in material.of_step("emotions", step)[:1]:
            if row.get("valence") is None:
                continue
            value, low, high = felt_by(row)
            content = {
                "valence": row[value],
                "low": row.get(low),
                "high": row.get(high),
                "n": row["n"],
                "few": bool(row.get("few")),
                "instruments": row.get("instruments"),
            }
            where = {"stage": row["stage"], "step": row["step"]}
            proofs = [material.proof("emotions", where, value, n="n", interval=(low, high))]
            if value != "valence":
                content["mean"] = row["valence"]
                interval = ("low", "high")
                proofs.append(
                    material.proof("emotions", where, "valence", n="n", interval=interval)
                )
            if row.get("precede"):
                content["precede"] = row["precede"]
                proofs.append(material.proof("emotions", where, "precede", n="n"))
            cells.append(cell(step, content, proofs if len(proofs) > 1 else proofs[0]))
    return [*cells, *material.wrote("emotion")]
