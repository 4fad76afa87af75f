"""What operations on stages and steps share: new ones, moving with all cards, and honest numbers.

A number is never made up: what is merged or split was counted by nobody, so it stands without a
number, unless what is left is one touchpoint, whose numbers are known.
"""

from __future__ import annotations

from desirepath.maps.edit.working import Thing, Working, free_id
from desirepath.maps.told import claims

LISTED = {"bars", "chips"}


def new_stage(id_: str, said: str) -> Thing:
    """Return a stage without steps and numbers."""
    return {
        "id": id_,
        "name": said,
        "journeys": None,
        "share_of_first": None,
        "share_of_next": None,
        "evidence": claims({}),
        "steps": [],
    }


def new_step(stage: str, id_: str, said: str) -> Thing:
    """Return a step without touchpoints and numbers."""
    return {
        "id": id_,
        "ref": f"{stage}/{id_}",
        "name": said,
        "journeys": None,
        "median_seconds_wait": None,
        "evidence": claims({}),
        "touchpoints": [],
    }


def stage_ids(map_: Working) -> list[str]:
    """Return the ids of all stages, those merged into others too."""
    return [id_ for one in map_.stages for id_ in (one["id"], *one.get("merged", ()))]


def step_refs(map_: Working) -> list[str]:
    """Return the refs and ids of all steps, those merged into others too."""
    return [
        name_
        for stage in map_.stages
        for step in stage["steps"]
        for name_ in (step["ref"], step["id"], *step.get("merged", ()))
    ]


def to_stage(map_: Working, stage: Thing, step: Thing, into: Thing, at: int | None) -> None:
    """Move a step and its cards; its id gets a number where the other stage has the same."""
    here = list(map_.cells_of(stage["id"], step["id"]))
    stage["steps"] = [one for one in stage["steps"] if one is not step]
    step["id"] = free_id(step["id"], {one["id"] for one in into["steps"]})
    for _, cell in here:
        cell["stage"], cell["step"] = into["id"], step["id"]
    into["steps"].insert(len(into["steps"]) if at is None else at, step)


def uncounted(stage: Thing) -> None:
    """Take the numbers off a stage: they count the steps that it had."""
    stage["journeys"] = stage["share_of_first"] = stage["share_of_next"] = None
    stage.pop("answers", None)
    stage["evidence"] = claims({})


def recount(step: Thing) -> None:
    """Keep of a step's numbers what is known of its touchpoints: one's are its own."""
    points = step["touchpoints"]
    step.pop("answers", None)
    step["median_seconds_wait"] = None
    alone = points[0] if len(points) == 1 else {}
    found = alone.get("evidence") or []
    proof = [one for one in found if one.get("field") == "journeys"] if alone else []
    step["journeys"] = alone.get("journeys") if proof else None
    step["evidence"] = proof or claims({})


def _as_list(evidence: object) -> list[Thing]:
    if not evidence:
        return []
    return list(evidence) if isinstance(evidence, list) else [evidence]  # type: ignore[list-item]


def gather(other: Thing, cell: Thing) -> None:
    """Put the items of a cell, and what proves them, behind those of another."""
    other["content"]["items"] = [*other["content"].get("items", ()), *cell["content"]["items"]]
    other["evidence"] = [*_as_list(other["evidence"]), *_as_list(cell["evidence"])]


def part(lane: Thing, cell: Thing, made: Thing, chosen: set[str]) -> None:
    """Part a cell of touchpoints: those chosen stand at the new step, with what proves them."""
    items = cell["content"].get("items", [])
    if not any(item["name"] in chosen for item in items):
        return
    proofs = _as_list(cell["evidence"])

    def of(evidence: Thing) -> bool:
        return (evidence.get("where") or {}).get("touchpoint") in chosen

    lane["cells"].append(
        {
            **cell,
            "id": f"{cell['id']}:{made['ref']}",
            "step": made["id"],
            "content": {"items": [item for item in items if item["name"] in chosen]},
            "evidence": [one for one in proofs if of(one)] or claims({}),
        }
    )
    cell["content"] = {
        **cell["content"],
        "items": [item for item in items if item["name"] not in chosen],
    }
    cell["evidence"] = [one for one in proofs if not of(one)] or claims({})
