"""OJF, the Open Journey Format: JSON of stages, swimlanes and nodes.

`{"version", "persona", "pointOfView", "stages": [{"id", "name"}], "swimlanes": [{"id", "name"}],
"nodes": [{"stageId", "swimlaneId", "title", "description", "score" -5…+5, "sentiment", "severity",
"purpose", "isMomentOfTruth", "tags", "blueprint": {"evidence", "onstage", "backstage",
"support"}}]}`. Nodes of a swimlane “Steps” (or actions) are the steps of the map; other nodes are
cards of their stage, or of the step they name in `stepId`, as our own export writes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from desirepath.errors import UnreadableFile
from desirepath.journeys.names import humanise
from desirepath.maps.draft import Draft
from desirepath.maps.lane_words import is_step, lane_named
from desirepath.maps.readers._json import listed, parsed, text_of
from desirepath.maps.told import Told, one_line

NAME = "OJF"
SUFFIXES = (".ojf",)
EXAMPLE = json.dumps(
    {
        "version": "1.0",
        "persona": "Reader",
        "stages": [{"id": "a", "name": "Find out"}, {"id": "b", "name": "Sign up"}],
        "swimlanes": [{"id": "s", "name": "Steps"}, {"id": "p", "name": "Pain points"}],
        "nodes": [
            {"id": "1", "stageId": "a", "swimlaneId": "s", "title": "Sees the poster", "score": 3},
            {"id": "2", "stageId": "b", "swimlaneId": "s", "title": "Fills in the form"},
            {"id": "3", "stageId": "b", "swimlaneId": "p", "title": "The form asks twice"},
        ],
    }
)

BLUEPRINT = {
    "evidence": "Physical evidence",
    "onstage": "Frontstage",
    "backstage": "Backstage",
    "support": "Support processes",
}
FELT = {"negative": -0.5, "neutral": 0.0, "positive": 0.5}
TAKEN = {
    *("id", "stageId", "swimlaneId", "stepId", "title", "description"),
    *("score", "sentiment", "severity", "purpose", "isMomentOfTruth", "tags", "blueprint"),
}
WORST = 5


def matches(text: str) -> bool:
    """Say whether it is JSON with stages, swimlanes and nodes."""
    if '"swimlanes"' not in text or '"nodes"' not in text:
        return False
    try:
        whole = parsed(text, "")
    except UnreadableFile:
        return True  # the reader says where it breaks
    return isinstance(whole, dict) and {"stages", "swimlanes", "nodes"} <= set(whole)


@dataclass
class _Open:
    """A file while it is read: ids of the file to ours."""

    draft: Draft
    stages: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    steps: dict[tuple[str, str], str] = field(default_factory=dict)


def read(text: str, name: str, created: datetime) -> Told:
    """Return the map; raises UnreadableFile with the place that is not of this shape."""
    whole = parsed(text, name)
    if not isinstance(whole, dict):
        raise UnreadableFile(
            f'"{name}" is JSON, but no OJF map: it needs "stages", "swimlanes" and "nodes".'
        )
    draft = Draft(name)
    draft.title = text_of(whole, "title", "name") or humanise(PurePath(name).stem)
    draft.persona = _persona(whole.get("persona")) or _persona(whole.get("pointOfView"))
    file = _Open(draft)
    for place, stage in enumerate(listed(whole, "stages", name)):
        said = text_of(stage, "name", "title") or f"Stage {place + 1}"
        file.stages[_id(stage, "id")] = draft.stage(said)
    for place, lane in enumerate(listed(whole, "swimlanes", name)):
        said = text_of(lane, "name", "title") or f"Lane {place + 1}"
        file.lanes[_id(lane, "id")] = said
        if not is_step(said):
            draft.lane(said)
    nodes = [node for node in listed(whole, "nodes", name) if _placed(file, node)]
    for node in nodes:
        if _is_step(file, node):
            column = file.stages[_id(node, "stageId")]
            title = text_of(node, "title") or "Step without a name"
            file.steps[column, _id(node, "id")] = draft.step(column, title)
    for node in nodes:
        _say(file, node)
    return draft.told("ojf", created)


def _placed(file: _Open, node: Mapping[str, Any]) -> bool:
    """Say whether a node has a stage and a swimlane; tell of those without, and of extra fields."""
    for what, ids in (("stage", file.stages), ("swimlane", file.lanes)):
        if _id(node, f"{what}Id") not in ids:
            file.draft.report.leave_out(f"nodes without a {what}", f"no {what} has that id")
            return False
    for unknown in sorted(set(node) - TAKEN):
        file.draft.report.leave_out(f'"{unknown}" of nodes', "our maps have no place for it")
    return True


def _is_step(file: _Open, node: Mapping[str, Any]) -> bool:
    return is_step(file.lanes[_id(node, "swimlaneId")])


def _say(file: _Open, node: Mapping[str, Any]) -> None:
    """Put what a node says into the lanes of its step or stage."""
    draft, stage = file.draft, file.stages[_id(node, "stageId")]
    itself = _is_step(file, node)
    where = (stage, file.steps.get((stage, _id(node, "id" if itself else "stepId"))))
    lane = _lane(file, node)
    title, about = text_of(node, "title"), text_of(node, "description")
    felt = _felt(draft, node)
    if itself:
        draft.card(draft.lane("Descriptions"), *where, about) if about else None
    elif lane == "touchpoints":
        draft.touchpoint(*where, {"name": one_line(title or about), "channel": None})
    elif lane == "channels":
        for one in (title or about).split(","):
            draft.channel(*where, one_line(one))
    elif lane == "emotion":
        if felt is None and (title or about):
            draft.card(draft.lane("Feelings in words"), *where, title or about)
    else:
        draft.card(lane, *where, title or about, **_more(draft, node, about if title else ""))
    if felt is not None:
        draft.feeling(*where, felt)
    if node.get("isMomentOfTruth") is True and lane != "moments":
        draft.card(draft.lane("Moments of truth"), *where, "Moment of truth")
    blueprint = node.get("blueprint")
    for part, name in BLUEPRINT.items():
        said = text_of(blueprint, part) if isinstance(blueprint, Mapping) else ""
        if said:
            draft.card(draft.lane(name), *where, said)


def _lane(file: _Open, node: Mapping[str, Any]) -> str:
    """Return our lane of a node; where the swimlane is none of ours, its purpose may name one."""
    said, purpose = file.lanes[_id(node, "swimlaneId")], text_of(node, "purpose")
    if is_step(said):
        return ""
    if lane_named(said) or not lane_named(purpose):
        return file.draft.lane(said)
    meant = file.draft.lane(purpose)
    file.draft.report.note(f'Cards of "{said}" with the purpose {purpose} stand in {meant}.')
    return meant


def _more(draft: Draft, node: Mapping[str, Any], about: str) -> dict[str, Any]:
    found: dict[str, Any] = {"text": draft.text(about)} if about else {}
    if severity := text_of(node, "severity"):
        found |= {"severity": one_line(severity), "reason": f"severity {one_line(severity)}"}
    tags = node.get("tags")
    if isinstance(tags, list) and tags:
        found["tags"] = [one_line(str(tag)) for tag in tags if isinstance(tag, str)]
    return found


def _felt(draft: Draft, node: Mapping[str, Any]) -> float | None:
    """Return the emotion of a node: its score of -5…+5, else what its sentiment says."""
    score = node.get("score")
    if isinstance(score, int | float) and not isinstance(score, bool) and math.isfinite(score):
        if abs(score) > WORST:
            draft.report.note("Scores beyond −5…+5 are read as the nearest of them.")
        return max(-1.0, min(1.0, score / WORST))
    sentiment = text_of(node, "sentiment").casefold()
    if sentiment in FELT:
        draft.report.note("A sentiment without a score is read as −1, 0 or +1 of −2…+2.")
        return FELT[sentiment]
    return None


def _persona(told: Any) -> str | None:
    return text_of(told, "name", "title") or None if isinstance(told, Mapping) else _text(told)


def _text(told: Any) -> str | None:
    return told if isinstance(told, str) and told.strip() else None


def _id(thing: Mapping[str, Any], key: str) -> str:
    """Return an id as text; ids are texts or numbers."""
    found = thing.get(key)
    return "" if found is None else str(found)
