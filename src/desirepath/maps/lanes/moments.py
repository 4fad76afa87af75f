"""Candidate moments of truth: the steps that hold most of the cost of all pains.

Inferred, at most two per map, each with its reason; proving one is another analysis.
"""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, cell
from desirepath.maps.numbers import share
from desirepath.model.evidence import INFERRED

title = "Moments of truth"
picture = "marks"
caption = "inferred"

MOST = 2
LEAST_SHARE = 0.15


def draw(material: Material) -> list[dict[str, Any]]:
    """Return at most two cells, the larger share of pain cost first."""
    cells: list[dict[str, Any]] = []
    marked = set()
    ranked = sorted(
        material.rows("pains"),
        key=lambda row: (-(row.get("share_of_cost") or 0), row["rank"]),
    )
    for row in ranked:
        part = row.get("share_of_cost") or 0
        step = material.step_named(row)
        if part < LEAST_SHARE or not step or step in marked or len(cells) == MOST:
            continue
        marked.add(step)
        content = {"title": "Moment of truth", "reason": f"{share(part)} of pain cost"}
        proof = material.proof(
            "pains", {"id": row["id"]}, "share_of_cost", n="affected", class_=INFERRED
        )
        cells.append(cell(step, content, proof))
    return [*cells, *material.wrote("moments")]
