"""OJF, the Open Journey Format: stages, swimlanes and nodes for other journey mapping tools.

Steps are the nodes of the first swimlane, with the emotion as `score` −5…+5 and
`isMomentOfTruth`; every other card is a node of its lane's swimlane, at its step by `stepId`.
Numbers of the map stand in the words of the nodes; evidence has no place in OJF (that is `json`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page.cells import at, lane_of, lines

suffix = ".ojf"
media_type = "application/json"

VERSION = "1.0"
STEPS = "steps"
BEST = 5
PURPOSES = {"pains": "pain-point", "gains": "gain", "needs": "need", "opportunities": "opportunity"}
OWN = {"emotion", "moments"}  # they are fields of the steps


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the journey."""
    text = json.dumps(journey(document), ensure_ascii=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")


def journey(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole journey as the format has it."""
    persona = document.get("persona")
    return {
        "version": VERSION,
        "title": document["title"],
        "persona": persona.get("name") if isinstance(persona, Mapping) else persona,
        "pointOfView": "customer",
        "stages": [{"id": stage["id"], "name": stage["name"]} for stage in document["stages"]],
        "swimlanes": [
            {"id": _lane_id(STEPS), "name": "Steps"},
            *(
                {"id": _lane_id(lane["id"]), "name": lane["title"]}
                for lane in document["lanes"]
                if lane["id"] not in OWN or any(cell["step"] is None for cell in lane["cells"])
            ),
        ],
        "nodes": [*_steps(document), *_cards(document)],
    }


def _steps(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    felt, moments = lane_of(document, "emotion"), lane_of(document, "moments")
    for stage in document["stages"]:
        for step in stage["steps"]:
            cells = at(felt, stage["id"], step["id"])
            values = (cell["content"].get("valence") for cell in cells)
            value = next((one for one in values if one is not None), None)
            yield {
                "id": _step_id(stage["id"], step["id"]),
                "stageId": stage["id"],
                "swimlaneId": _lane_id(STEPS),
                "title": step["name"],
                **({} if value is None else _feeling(value)),
                "isMomentOfTruth": bool(at(moments, stage["id"], step["id"])),
            }


def _cards(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for lane in document["lanes"]:
        for number, cell in enumerate(lane["cells"]):
            if lane["id"] in OWN and cell["step"] is not None:
                continue
            yield from _card(lane, cell, number)


def _card(
    lane: Mapping[str, Any], cell: Mapping[str, Any], number: int
) -> Iterator[dict[str, Any]]:
    """Yield a cell as nodes: one per touchpoint of a cell of touchpoints, else one."""
    content = cell["content"]
    said = lines(lane, cell)
    felt = content.get("valence") is not None
    parts = [[line] for line in said] if lane["picture"] == "bars" else [said]
    for part, words in enumerate(parts):
        node = {
            "id": f"{lane['id']}-{number + 1}{f'-{part + 1}' if part else ''}",
            "stageId": cell["stage"],
            "swimlaneId": _lane_id(lane["id"]),
            "stepId": None if cell["step"] is None else _step_id(cell["stage"], cell["step"]),
            "title": words[0] if words else "",
            "description": "\n".join(words[1:]),
            "severity": content.get("severity"),
            "purpose": PURPOSES.get(lane["id"]),
            "tags": content.get("tags"),
            **(_feeling(content["valence"]) if lane["id"] == "emotion" and felt else {}),
        }
        yield {key: value for key, value in node.items() if value not in (None, "")}


def _feeling(valence: float) -> dict[str, Any]:
    word = "negative" if valence <= -0.05 else "positive" if valence >= 0.05 else "neutral"
    return {"score": round(valence * BEST, 3), "sentiment": word}


def _lane_id(id_: str) -> str:
    return f"lane-{id_}"


def _step_id(stage: str, step: str) -> str:
    return f"{stage}/{step}"
