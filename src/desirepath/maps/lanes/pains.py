"""What hurts, ranked by `pain_cost/1` over the whole map; each stays in its step.

Only a proven effect has a cost here. A drop-off shows who left and the most there is to win.
After them, before it grows: what more texts complain about at the step than before.
"""

from __future__ import annotations

from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps import themed
from desirepath.maps.material import Material, Row, Step, cell

title = "Pains"
picture = "cards"
caption = "journeys lost or spoiled, 95 % interval"

DRAWN = 3
COST = ("cost", "cost_low", "cost_high")
ESTIMATES = (
    ("cost", "affected", COST[1:]),
    ("bound", "affected", ("bound_low", "bound_high")),
    ("size", "affected", ("low", "high")),
    ("adjusted_size", "adjusted_n", ("adjusted_low", "adjusted_high")),
)
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
        for row in _in_step(material, step):
            content = {
                "tone": "pain",
                "title": said(row),
                "rank": row["rank"],
                **{key: row.get(key) if costs(row) else None for key in COST},
                "unit": unit(row),
                "basis": row.get("basis"),
                "bound": row.get("bound"),
                "adjusted_for": row.get("adjusted_for"),
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
        cells += themed.rising(material, step)
    return [*cells, *material.wrote("pains")]


def _in_step(material: Material, step: Step) -> list[Row]:
    """Return the pains of a step by rank, who leaves there among the three that are drawn."""
    rows = sorted(material.of_step("pains", step), key=lambda row: row["rank"])
    leaving = [row for row in rows[DRAWN:] if row.get("basis") == "bound"]
    rest = [row for row in rows if row not in leaving]
    return [*rest[: DRAWN - 1], *leaving, *rest[DRAWN - 1 :]]


def costs(row: Row) -> bool:
    """Say whether a proven effect stands behind the cost of a row."""
    return row.get("basis", "effect") == "effect" and (row.get("cost") or 0) > 0


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
        material.proof("pains", where, field, n=n, interval=interval)
        for field, n, interval in ESTIMATES
        if row.get(field) is not None
    ]
    for field, n in (
        ("severity", "affected"),
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
