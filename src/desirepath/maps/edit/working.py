"""A map while it is edited: a copy in which everything can be found by what never changes.

A stage is named by its `id`, a step by its `ref` (`stage/step` where it stood first), a card by
its `id`. They survive moving and renaming, and new data as long as the thing itself is there.
Hidden lanes and cards stay in the working copy, marked; `shown` leaves them out.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from desirepath.errors import InputError, UnknownName
from desirepath.journeys.names import slug
from desirepath.maps import images
from desirepath.maps.build import counted, coverage
from desirepath.maps.draft import LONGEST
from desirepath.maps.numbers import signed
from desirepath.maps.told import one_line, plain
from desirepath.model.evidence import ASSUMED

FRESH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
Thing = dict[str, Any]


def identified(document: Mapping[str, Any]) -> Thing:
    """Return a copy of a map in which every step has a `ref` and every card an `id`."""
    made: Thing = copy.deepcopy(dict(document))
    for stage in made["stages"]:
        for step in stage["steps"]:
            step.setdefault("ref", f"{stage['id']}/{step['id']}")
    for lane in made["lanes"]:
        taken = {cell["id"] for cell in lane["cells"] if "id" in cell}
        for cell in lane["cells"]:
            if "id" not in cell:
                cell["id"] = _free(_name_of(lane["id"], cell), taken)
                taken.add(cell["id"])
    return made


def shown(working: Mapping[str, Any]) -> Thing:
    """Return the map as it is drawn: without what is hidden, with its coverage counted anew."""
    made = dict(working)
    lanes = [lane for lane in working["lanes"] if not lane.get("hidden")]
    made["lanes"] = [
        {**lane, "cells": [cell for cell in lane["cells"] if not cell.get("hidden")]}
        for lane in lanes
    ]
    away = [
        {"id": lane["id"], "title": lane["title"], "cells": len(lane["cells"])}
        for lane in working["lanes"]
        if lane.get("hidden")
    ]
    cards = [
        {"id": cell["id"], "lane": lane["id"], "title": title_of(cell)}
        for lane in lanes
        for cell in lane["cells"]
        if cell.get("hidden")
    ]
    if away or cards:
        made["hidden"] = {"lanes": away, "cards": cards}
    made["cells"] = counted(made["lanes"])
    made["coverage"] = coverage(made["cells"])
    return made


def title_of(cell: Mapping[str, Any]) -> str:
    """Return what a card says, in a few words."""
    content = cell["content"]
    for words in (content.get("title"), content.get("text"), images.told(content)):
        if words:
            return str(words)
    quotes, items = content.get("quotes"), content.get("items")
    if quotes:
        return str(quotes[0].get("text", ""))
    if items:
        return ", ".join(str(item.get("name") or item.get("label")) for item in items[:3])
    felt = content.get("valence")
    return "" if felt is None else signed(felt * 2)


def is_assumed(cell: Mapping[str, Any]) -> bool:
    """Say whether nothing but a person's word stands behind a card."""
    claims = cell["evidence"] if isinstance(cell["evidence"], list) else [cell["evidence"]]
    return all((claim or {}).get("class", ASSUMED) == ASSUMED for claim in claims)


class Working:
    """Finds and moves the things of a working copy; what is not there raises UnknownName."""

    def __init__(self, document: Thing, author: str | None = None) -> None:
        """`document` was made by `identified` and is changed in place."""
        self.document = document
        self.author = author

    @property
    def stages(self) -> list[Thing]:
        """The stages, in order."""
        found: list[Thing] = self.document["stages"]
        return found

    @property
    def lanes(self) -> list[Thing]:
        """The lanes, in order, hidden ones too."""
        found: list[Thing] = self.document["lanes"]
        return found

    def stage(self, id_: str) -> Thing:
        """Return a stage, or the one that it was merged into."""
        for stage in self.stages:
            if stage["id"] == id_ or id_ in stage.get("merged", ()):
                return stage
        raise UnknownName("stage", id_, (stage["id"] for stage in self.stages), where="on this map")

    def step(self, ref: str) -> tuple[Thing, Thing]:
        """Return the stage and the step of a ref.

        After data or corrections moved a step to another stage, the only one of its name is meant.
        """
        all_steps = [(stage, step) for stage in self.stages for step in stage["steps"]]
        for stage, step in all_steps:
            if step["ref"] == ref or ref in step.get("merged", ()):
                return stage, step
        same = [pair for pair in all_steps if _bare(pair[1]["ref"]) == _bare(ref)]
        if len(same) == 1:
            return same[0]
        raise UnknownName("step", ref, (step["ref"] for _, step in all_steps), where="on this map")

    def lane(self, id_: str) -> Thing:
        """Return a lane, hidden or not."""
        for lane in self.lanes:
            if lane["id"] == id_:
                return lane
        raise UnknownName("lane", id_, (lane["id"] for lane in self.lanes), where="on this map")

    def cards(self) -> Iterator[tuple[Thing, Thing]]:
        """Yield every card with its lane."""
        for lane in self.lanes:
            for cell in lane["cells"]:
                yield lane, cell

    def card(self, id_: str) -> tuple[Thing, Thing]:
        """Return the lane and the card of an id."""
        for lane, cell in self.cards():
            if cell["id"] == id_:
                return lane, cell
        raise UnknownName("card", id_, (cell["id"] for _, cell in self.cards()), where="here")

    def at(self, stage: str | None, step: str | None) -> tuple[str, str | None]:
        """Return the ids under which a place of the grid stands in a cell."""
        if step is not None:
            inside, column = self.step(step)
            return inside["id"], column["id"]
        if stage is None:
            raise InputError("Say where it belongs: a step, or a stage for all its steps.")
        return self.stage(stage)["id"], None

    def cells_of(self, stage: str, step: str | None = None) -> Iterator[tuple[Thing, Thing]]:
        """Yield the cards that stand at a stage (all of it) or at one of its steps."""
        for lane, cell in self.cards():
            if cell["stage"] == stage and (step is None or cell["step"] == step):
                yield lane, cell

    def drop(self, gone: list[Thing]) -> None:
        """Take cards off the map, and the links that lead to them."""
        lost = {cell["id"] for cell in gone}
        for lane in self.lanes:
            lane["cells"] = [cell for cell in lane["cells"] if cell["id"] not in lost]
        for _, cell in self.cards():
            links = cell["content"].get("links")
            if links:
                cell["content"]["links"] = [one for one in links if one not in lost]


def fresh(id_: str, taken: Iterator[str] | list[str]) -> str:
    """Return the id of a new thing; raises InputError where it is no id or used already."""
    if not FRESH.fullmatch(id_):
        raise InputError(f'"{id_[:80]}" is no id: up to 64 letters, digits, "-" and "_".')
    if id_ in set(taken):
        raise InputError(f'The id "{id_}" is used on this map already. Take another one.')
    return id_


def name(words: str, what: str) -> str:
    """Return a name on one line; raises InputError where nothing is left of it."""
    said = one_line(words)
    if not said:
        raise InputError(f"A {what} needs a name.")
    return said


def text(words: str) -> str:
    """Return text of a card as it may be kept; raises InputError where it is endless."""
    said = plain(words)
    if len(said) > LONGEST:
        raise InputError(f"A card holds up to {LONGEST} signs; this text has {len(said)}.")
    return said


def place_after(things: list[Thing], thing: Thing, after: str | None, key: str) -> None:
    """Put a thing behind the one of that key, or first where `after` is None."""
    if after is None:
        things.insert(0, thing)
        return
    for number, other in enumerate(things):
        if other[key] == after or after in other.get("merged", ()):
            things.insert(number + 1, thing)
            return
    things.append(thing)  # what it stood behind is gone: the end is the least wrong place


def free_id(wanted: str, taken: set[str]) -> str:
    """Return the wanted id, or with a number where it is taken."""
    return _free(wanted, taken)


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _bare(ref: str) -> str:
    """Return a ref without its stage, which a measured step has in its id too."""
    stage, _, step = ref.partition("/")
    return step.removeprefix(f"{stage}-") if step else stage


def _name_of(lane: str, cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    own = content.get("id") or content.get("pain") or content.get("title") or ""
    place = f"{lane}:{cell['stage']}/{cell['step'] or '*'}"
    return f"{place}:{slug(str(own))[:60]}" if own else place
