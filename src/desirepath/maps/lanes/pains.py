"""What hurts, ranked by `pain_cost/1` over the whole map; each stays in its step."""

from __future__ import annotations

from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.material import Material, Row, cell

title = "Pains"
picture = "cards"
caption = "journeys lost or spoiled, 95 % interval"

SAID = {
    "drop-off": "Journeys end at {}",
    "slow": "{} takes long",
    "repeat": "{} more than once",
    "channel-switch": "Change of channel at {}",
    "low-emotion": "{} feels bad",
    "low-score": "{} is rated low",
    "late": "{} late",
}


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per pain, in the order of the steps, then of rank."""
    cells = []
    for step in material.steps:
        for row in sorted(material.of_step("pains", step), key=lambda row: row["rank"]):
            content = {
                "tone": "pain",
                "title": said(row),
                "rank": row["rank"],
                "cost": row.get("cost"),
                "cost_low": row.get("cost_low"),
                "cost_high": row.get("cost_high"),
                "unit": unit(row),
                "basis": row.get("basis"),
                "signal": row.get("signal"),
                "trait": row.get("trait"),
                "touchpoint": row.get("touchpoint"),
                "affected": row.get("affected"),
                "score_affected": row.get("score_affected"),
                "score_others": row.get("score_others"),
                "scored_affected": row.get("scored_affected"),
                "scored_others": row.get("scored_others"),
                "id": row["id"],
                "formula": row.get("formula"),
            }
            cells.append(cell(step, content, _proofs(material, row)))
    return [*cells, *material.wrote("pains")]


def said(row: Row) -> str:
    """Return the pain as a few words, from its signal and touchpoint."""
    name = humanise(str(row.get("touchpoint") or row.get("name") or row.get("step") or "This step"))
    pattern = SAID.get(str(row.get("signal")))
    return pattern.format(name) if pattern else str(row.get("trait") or name)


def unit(row: Row) -> str:
    """Return what the cost counts: journeys lost to the goal, or spoiled."""
    return "lost" if row.get("size_by") == "goal" else "spoiled"


def _proofs(material: Material, row: Row) -> list[dict[str, Any]]:
    where = {"id": row["id"]}
    proofs = [
        material.proof("pains", where, "cost", n="affected", interval=("cost_low", "cost_high"))
    ]
    proofs.append(material.proof("pains", where, "size", n="affected", interval=("low", "high")))
    for field, n in (
        ("affected", None),
        ("others", None),
        ("affected_rate", "affected"),
        ("others_rate", "others"),
        ("valence_affected", "answers_affected"),
        ("valence_others", "answers_others"),
        ("share_of_cost", "affected"),
        ("score_affected", "scored_affected"),
        ("score_others", "scored_others"),
    ):
        if row.get(field) is not None:
            proofs.append(material.proof("pains", where, field, n=n))
    return proofs
