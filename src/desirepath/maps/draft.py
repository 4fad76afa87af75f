"""A map while it is read: stages, steps and cards as they were told, in their order.

Words stay as they are; what had to be renamed or could not be taken stands in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desirepath import registry
from desirepath.errors import InputError
from desirepath.journeys.names import slug
from desirepath.maps import lanes as rows_of_the_map
from desirepath.maps.lane_words import is_backstage, lane_named
from desirepath.maps.told import Report, Told, assumed, claims, finished, one_line, plain

MOST_STAGES, MOST_STEPS = 100, 500
LONGEST = 5000  # signs in one card
PICTURES = {"metrics": "cards"}  # told figures have no unit: they are cards, not numbers


class Draft:
    """A map while it is read: stages, steps and cells in the order they were told."""

    def __init__(self, name: str) -> None:
        """`name` is the file's, for sentences."""
        self.name = name
        self.title: str | None = None
        self.persona: str | None = None
        self.report = Report()
        self._stages: list[dict[str, Any]] = []
        self._lanes: dict[str, str] = {}
        self._cells: dict[str, list[dict[str, Any]]] = {}

    def stage(self, name: str) -> str:
        """Add a stage and return its id; a name that is there already gets a number."""
        told = one_line(name) or "Stage without a name"
        taken = {stage["name"] for stage in self._stages}
        free, number = told, 1
        while free in taken:
            number += 1
            free = f"{told} ({number})"
        if free != told:
            self.report.rename(told, free, "a stage of that name stands earlier in the map")
        if len(self._stages) == MOST_STAGES:
            raise InputError(
                f'"{self.name}" has more than {MOST_STAGES} stages; nobody can read such a map. '
                "Make the stages groups of steps, or split the map."
            )
        id_ = _free(slug(free), {stage["id"] for stage in self._stages})
        self._stages.append({"id": id_, "name": free, "steps": []})
        return id_

    def step(self, stage: str, name: str, **told: Any) -> str:
        """Add a step to a stage and return its id; `told` are counts that were written down."""
        steps = self._stage(stage)["steps"]
        if sum(len(one["steps"]) for one in self._stages) == MOST_STEPS:
            raise InputError(
                f'"{self.name}" has more than {MOST_STEPS} steps; nobody can read such a map. '
                "Leave steps out, or split the map."
            )
        said = one_line(name) or "Step without a name"
        id_ = _free(slug(said), {step["id"] for step in steps})
        counts = {key: value for key, value in told.items() if value is not None}
        steps.append(
            {
                "id": id_,
                "name": said,
                "journeys": None,
                "median_seconds_wait": None,
                **counts,
                "evidence": claims(counts),
                "touchpoints": [],
            }
        )
        return id_

    def share(self, stage: str, value: float | None) -> None:
        """Keep the share of the first stage that was written down for a stage."""
        if value is not None:
            self._stage(stage)["share_of_first"] = value

    def lane(self, words: str) -> str:
        """Return the lane that these words mean, one of their own where it is none of ours."""
        said = one_line(words) or "Lane without a name"
        known = lane_named(said)
        if known:
            title = str(registry.load("lanes", known).title)
            if title.casefold() != said.casefold():
                self.report.rename(said, title, "the lane's name on our maps")
            self._lanes.setdefault(known, title)
            return known
        same = next((id_ for id_, title in self._lanes.items() if title == said), None)
        if same:
            return same
        id_ = _free(slug(said), {*self._lanes, *rows_of_the_map.ORDER})
        self._lanes[id_] = said
        self.report.note(f'"{said}" is a lane of this map only.')
        return id_

    def card(self, lane: str, stage: str, step: str | None, words: str, /, **more: Any) -> None:
        """Put what was told into a lane; empty text makes no cell."""
        said = self.text(words)
        if said or more:
            self.cell(lane, stage, step, {"tone": "written", "title": said, **more})

    def feeling(self, stage: str, step: str | None, valence: float) -> None:
        """Put a told emotion of -1…1 into the emotion lane."""
        self.lane("Emotion")
        self.cell("emotion", stage, step, {"valence": max(-1.0, min(1.0, valence))})

    def touchpoint(self, stage: str, step: str | None, point: Mapping[str, Any]) -> None:
        """Put a touchpoint (`name`, maybe `channel`, `events`, `journeys`) at a step."""
        self._listed("touchpoints", stage, step, dict(point))
        column = next((one for one in self._stage(stage)["steps"] if one["id"] == step), None)
        if column is not None:
            counts = {key: point.get(key) for key in ("events", "journeys")}
            known = {key: value for key, value in counts.items() if value is not None}
            column["touchpoints"].append(
                {
                    "name": point["name"],
                    "channel": point.get("channel"),
                    **counts,
                    "evidence": claims(known),
                }
            )

    def channel(self, stage: str, step: str | None, name: str) -> None:
        """Put a channel at a step."""
        self._listed("channels", stage, step, {"name": name, "channel": name.casefold()})

    def cell(self, lane: str, stage: str, step: str | None, content: Mapping[str, Any]) -> None:
        """Put any content into a lane, as an assumption."""
        self._cells.setdefault(lane, []).append(
            {"stage": stage, "step": step, "content": dict(content), "evidence": assumed()}
        )

    def text(self, words: str) -> str:
        """Return text of a card without control signs, cut where it is endless."""
        said = plain(words)
        if len(said) > LONGEST:
            self.report.leave_out(f"text beyond {LONGEST} signs", "a card holds no more")
            said = said[:LONGEST].rstrip()
        return said

    def told(self, format_: str, created: datetime) -> Told:
        """Return the document; raises InputError where nothing was told."""
        if not self._stages:
            raise InputError(
                f'"{self.name}" holds no stage. A map needs at least one stage with a name.'
            )
        for stage in self._stages:
            if not stage["steps"]:
                self.step(stage["id"], stage["name"])
                self.report.note(
                    f'The stage "{stage["name"]}" has no steps: it got one of its own name.'
                )
        document = finished(
            {
                "title": one_line(self.title or "") or "A journey map",
                "persona": one_line(self.persona or "") or None,
                "stages": [_stage(stage) for stage in self._stages],
                "lanes": _in_order(self._lanes, self._cells),
                "sources": [],
            },
            self.name,
            format_,
            created,
        )
        return Told(document, self.report.about(document, self.name, format_))

    def _stage(self, id_: str) -> dict[str, Any]:
        return next(stage for stage in self._stages if stage["id"] == id_)

    def _listed(self, lane: str, stage: str, step: str | None, item: dict[str, Any]) -> None:
        """Add an item to the one cell of a lane at a step."""
        title = str(registry.load("lanes", lane).title)
        self._lanes.setdefault(lane, title)
        for cell in self._cells.setdefault(lane, []):
            if (cell["stage"], cell["step"]) == (stage, step):
                cell["content"]["items"].append(item)
                return
        self.cell(lane, stage, step, {"items": [item]})


def _free(wanted: str, taken: set[str]) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _stage(stage: Mapping[str, Any]) -> dict[str, Any]:
    part = stage.get("share_of_first")
    return {
        "id": stage["id"],
        "name": stage["name"],
        "journeys": None,
        "share_of_first": part,
        "share_of_next": None,
        "evidence": claims({} if part is None else {"share_of_first": part}),
        "steps": stage["steps"],
    }


def _in_order(
    lanes: Mapping[str, str], cells: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Return the lanes in the order of the map, those of this map alone above the line."""
    ours = [id_ for id_ in rows_of_the_map.ORDER if id_ in lanes]
    own = [id_ for id_ in lanes if id_ not in rows_of_the_map.ORDER]
    hidden = [id_ for id_ in own if is_backstage(lanes[id_])]
    above = [id_ for id_ in ours if id_ not in rows_of_the_map.BACKSTAGE]
    below = [id_ for id_ in ours if id_ in rows_of_the_map.BACKSTAGE]
    return [
        {
            "id": id_,
            "title": lanes[id_],
            "picture": PICTURES.get(id_)
            or (registry.load("lanes", id_).picture if id_ in ours else "cards"),
            "caption": "",
            **({"backstage": True} if id_ in hidden else {}),
            "cells": [dict(cell) for cell in cells.get(id_, ())],
        }
        for id_ in (*above, *(one for one in own if one not in hidden), *below, *hidden)
    ]
