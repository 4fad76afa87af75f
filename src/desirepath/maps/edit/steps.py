"""Operations on steps: add, rename, move, merge, split, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desirepath.errors import InputError
from desirepath.maps.draft import MOST_STEPS
from desirepath.maps.edit.columns import (
    LISTED,
    gather,
    new_step,
    part,
    recount,
    step_refs,
    to_stage,
    uncounted,
)
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Thing, Working, fresh, name, place_after

ONE_VALUE = "curve"


@dataclass(frozen=True)
class AddStep(Operation):
    """Add a step to a stage behind another step (None: first)."""

    id: str
    stage: str
    name: str
    after: str | None = None
    op: Literal["add-step"] = "add-step"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage = map_.stage(self.stage)
        if sum(len(one["steps"]) for one in map_.stages) >= MOST_STEPS:
            raise InputError(f"A map has at most {MOST_STEPS} steps.")
        made = new_step(stage["id"], fresh(self.id, step_refs(map_)), name(self.name, "step"))
        made["ref"] = self.id
        place_after(stage["steps"], made, self.after, "ref")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"stage {self.stage}",)


@dataclass(frozen=True)
class RenameStep(Operation):
    """Give a step another name."""

    step: str
    name: str
    op: Literal["rename-step"] = "rename-step"

    def on(self, map_: Working) -> None:
        """Do it."""
        map_.step(self.step)[1]["name"] = name(self.name, "step")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"step {self.step} name",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}",)


@dataclass(frozen=True)
class MoveStep(Operation):
    """Put a step behind another one of a stage (None: first there); its cards go with it."""

    step: str
    stage: str
    after: str | None = None
    op: Literal["move-step"] = "move-step"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, step = map_.step(self.step)
        into = map_.stage(self.stage)
        if self.after == self.step:
            raise InputError("A step cannot stand behind itself.")
        if into is not stage:
            if len(stage["steps"]) == 1:
                raise InputError(
                    f'"{stage["name"]}" would be left without a step. '
                    "Merge the two stages, or add a step to it first."
                )
            to_stage(map_, stage, step, into, None)
            uncounted(stage)
            uncounted(into)
        into["steps"].remove(step)
        place_after(into["steps"], step, self.after, "ref")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"step {self.step} place",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}", f"stage {self.stage}")


@dataclass(frozen=True)
class MergeSteps(Operation):
    """Put a step's touchpoints and cards into another step.

    Where a lane holds one value per step (the emotion), that of the other step stays, and this
    one's is not drawn.
    """

    step: str
    into: str
    op: Literal["merge-steps"] = "merge-steps"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, step = map_.step(self.step)
        home, into = map_.step(self.into)
        if step is into:
            raise InputError("A step cannot be merged with itself.")
        there: dict[str, Thing] = {}
        for lane, cell in map_.cells_of(home["id"], into["id"]):
            there.setdefault(lane["id"], cell)
        absorbed: list[Thing] = []
        for lane, cell in list(map_.cells_of(stage["id"], step["id"])):
            other = there.get(lane["id"])
            cell["stage"], cell["step"] = home["id"], into["id"]
            if other is not None and lane["picture"] == ONE_VALUE:
                cell["hidden"] = True
            elif other is not None and lane["picture"] in LISTED and cell["content"].get("items"):
                gather(other, cell)
                absorbed.append(cell)
        map_.drop(absorbed)
        stage["steps"].remove(step)
        if not stage["steps"]:
            for _, cell in map_.cells_of(stage["id"]):
                cell["stage"] = home["id"]
            map_.stages.remove(stage)
            home["merged"] = [*home.get("merged", ()), stage["id"], *stage.get("merged", ())]
        into["touchpoints"] = [*into["touchpoints"], *step["touchpoints"]]
        into["merged"] = [*into.get("merged", ()), step["ref"], *step.get("merged", ())]
        recount(into)
        if stage is not home:
            uncounted(stage)
            uncounted(home)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        gone = tuple(f"step {self.step} {what}" for what in ("place", "name", "emotion"))
        return (*gone, f"step {self.into} touchpoints", f"step {self.into} emotion")

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.into}", f"step {self.step}")


@dataclass(frozen=True)
class SplitStep(Operation):
    """Make a step of some of a step's touchpoints, behind it; cards stay where they were."""

    step: str
    id: str
    name: str
    touchpoints: Sequence[str] = ()
    op: Literal["split-step"] = "split-step"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, step = map_.step(self.step)
        chosen = set(self.touchpoints)
        missing = chosen - {point["name"] for point in step["touchpoints"]}
        if missing:
            raise InputError(f'"{min(missing)}" is no touchpoint of "{step["name"]}".')
        if chosen and len(chosen) == len(step["touchpoints"]):
            raise InputError(f'Leave "{step["name"]}" at least one of its touchpoints.')
        made = new_step(stage["id"], fresh(self.id, step_refs(map_)), name(self.name, "step"))
        made["ref"] = self.id
        made["touchpoints"] = [one for one in step["touchpoints"] if one["name"] in chosen]
        step["touchpoints"] = [one for one in step["touchpoints"] if one["name"] not in chosen]
        place_after(stage["steps"], made, step["ref"], "ref")
        if chosen:
            recount(step)
            recount(made)
            for lane, cell in list(map_.cells_of(stage["id"], step["id"])):
                if lane["picture"] in LISTED and lane["id"] == "touchpoints":
                    part(lane, cell, made, chosen)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}", f"step {self.step} touchpoints")

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}",)


@dataclass(frozen=True)
class RemoveStep(Operation):
    """Take a step off the map with its cards; undoing brings all of it back."""

    step: str
    op: Literal["remove-step"] = "remove-step"

    def on(self, map_: Working) -> None:
        """Do it."""
        stage, step = map_.step(self.step)
        if len(stage["steps"]) == 1:
            raise InputError(
                f'"{step["name"]}" is the only step of "{stage["name"]}". Remove the stage instead.'
            )
        map_.drop([cell for _, cell in map_.cells_of(stage["id"], step["id"])])
        stage["steps"].remove(step)
        uncounted(stage)

    def removes(self) -> tuple[str, ...]:
        """Return what is gone afterwards."""
        return (f"step {self.step}",)
