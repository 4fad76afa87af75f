"""Operations on stages: add, rename, move, merge, split, remove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desirepath.errors import InputError
from desirepath.maps.draft import MOST_STAGES
from desirepath.maps.edit.columns import new_stage, new_step, stage_ids, to_stage, uncounted
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Working, fresh, name, place_after


@dataclass(frozen=True)
class AddStage(Operation):
    """Add a stage with one step of the same name behind another stage (None: first)."""

    id: str
    name: str
    after: str | None = None
    op: Literal["add-stage"] = "add-stage"

    def on(self, map_: Working) -> None:
        """Do it."""
        if len(map_.stages) >= MOST_STAGES:
            raise InputError(f"A map has at most {MOST_STAGES} stages.")
        made = new_stage(fresh(self.id, stage_ids(map_)), name(self.name, "stage"))
        made["steps"] = [new_step(self.id, "1", made["name"])]
        place_after(map_.stages, made, self.after, "id")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}",)


@dataclass(frozen=True)
class RenameStage(Operation):
    """Give a stage another name."""

    stage: str
    name: str
    op: Literal["rename-stage"] = "rename-stage"

    def on(self, map_: Working) -> None:
        """Do it."""
        map_.stage(self.stage)["name"] = name(self.name, "stage")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"stage {self.stage} name",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"stage {self.stage}",)


@dataclass(frozen=True)
class MoveStage(Operation):
    """Put a stage behind another one (None: first); its steps and cards go with it."""

    stage: str
    after: str | None = None
    op: Literal["move-stage"] = "move-stage"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage = map_.stage(self.stage)
        if self.after == self.stage:
            raise InputError("A stage cannot stand behind itself.")
        map_.stages.remove(stage)
        place_after(map_.stages, stage, self.after, "id")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"stage {self.stage} place",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"stage {self.stage}",)


@dataclass(frozen=True)
class MergeStages(Operation):
    """Put the steps of a stage at the end of another one; the stage itself is gone."""

    stage: str
    into: str
    op: Literal["merge-stages"] = "merge-stages"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, into = map_.stage(self.stage), map_.stage(self.into)
        if stage is into:
            raise InputError("A stage cannot be merged with itself.")
        before = map_.stages.index(stage) < map_.stages.index(into)
        steps = stage["steps"]
        for number, step in enumerate(list(steps)):
            to_stage(map_, stage, step, into, number if before else None)
        for _, cell in map_.cells_of(stage["id"]):
            cell["stage"] = into["id"]  # what spanned the whole stage spans the merged one
        map_.stages.remove(stage)
        into["merged"] = [*into.get("merged", ()), stage["id"], *stage.get("merged", ())]
        uncounted(into)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"stage {self.stage} place", f"stage {self.stage} name", f"stage {self.into} steps")

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"stage {self.into}", f"stage {self.stage}")


@dataclass(frozen=True)
class SplitStage(Operation):
    """Make a stage of a stage's steps from one step on."""

    step: str
    id: str
    name: str
    op: Literal["split-stage"] = "split-stage"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, first = map_.step(self.step)
        at = stage["steps"].index(first)
        if at == 0:
            raise InputError("A stage is split before its second step or a later one.")
        made = new_stage(fresh(self.id, stage_ids(map_)), name(self.name, "stage"))
        place_after(map_.stages, made, stage["id"], "id")
        for step in stage["steps"][at:]:
            to_stage(map_, stage, step, made, None)
        uncounted(stage)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}", f"step {self.step} place")

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}",)


@dataclass(frozen=True)
class RemoveStage(Operation):
    """Take a stage off the map with its steps and cards; undoing brings all of it back."""

    stage: str
    op: Literal["remove-stage"] = "remove-stage"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage = map_.stage(self.stage)
        if len(map_.stages) == 1:
            raise InputError("A map keeps at least one stage. Rename it, or add another one first.")
        map_.drop([cell for _, cell in map_.cells_of(stage["id"])])
        map_.stages.remove(stage)

    def removes(self) -> tuple[str, ...]:
        """Return what is gone afterwards."""
        return (f"stage {self.stage}",)
