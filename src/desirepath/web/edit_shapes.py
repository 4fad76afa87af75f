"""The shapes of editing a map, for the OpenAPI: operations, the log, versions, differences."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from desirepath.maps.edit.cards import AddCard, EditCard, MoveCard, RemoveCard, ShowCard
from desirepath.maps.edit.lanes import AddLane, HideLane, MoveLane, RenameLane, ShowLane
from desirepath.maps.edit.proofs import AttachEvidence, DetachEvidence, Feel, LinkCards, UnlinkCards
from desirepath.maps.edit.stages import (
    AddStage,
    MergeStages,
    MoveStage,
    RemoveStage,
    RenameStage,
    SplitStage,
)
from desirepath.maps.edit.steps import (
    AddStep,
    MergeSteps,
    MoveStep,
    RemoveStep,
    RenameStep,
    SplitStep,
)
from desirepath.maps.edit.whole import Retitle, SetPersona, SetState
from desirepath.web.shapes import Open

Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class Undo(BaseModel):
    """Take an entry of the log back; only its own session does."""

    op: Literal["undo"]
    entry: Word


class Redo(BaseModel):
    """Do an entry again that was undone."""

    op: Literal["redo"]
    entry: Word


class Restore(BaseModel):
    """Make what people wrote what it was after that many entries of the log."""

    op: Literal["restore"]
    revision: int = Field(ge=0)


Operation = Annotated[
    Retitle
    | SetState
    | SetPersona
    | AddStage
    | RenameStage
    | MoveStage
    | MergeStages
    | SplitStage
    | RemoveStage
    | AddStep
    | RenameStep
    | MoveStep
    | MergeSteps
    | SplitStep
    | RemoveStep
    | AddLane
    | RenameLane
    | MoveLane
    | HideLane
    | ShowLane
    | AddCard
    | EditCard
    | MoveCard
    | RemoveCard
    | ShowCard
    | LinkCards
    | UnlinkCards
    | AttachEvidence
    | DetachEvidence
    | Feel
    | Undo
    | Redo
    | Restore,
    Field(discriminator="op"),
]


class Change(BaseModel):
    """One change under an id of the page's: sent again, it is not made twice."""

    id: Word
    change: Operation


class Edits(BaseModel):
    """Changes of one session (a tab of a browser); `author` is what the person is called."""

    session: Word
    author: str | None = Field(default=None, max_length=80)
    changes: list[Change] = Field(min_length=1, max_length=500)


class Taken(BaseModel):
    """The changes are on disk; `undo` and `redo` are what this session would do next."""

    revision: int
    undo: str | None
    redo: str | None


class LogEntry(Open):
    """One line of the log of a map."""

    no: int
    id: str
    session: str
    author: str | None
    at: str
    change: dict[str, Any]


class VersionListed(BaseModel):
    """One version; without a name it is what new data or a file gave."""

    version: int
    name: str | None
    title: str
    created: str
    revision: int
    erased: str | None = None


class VersionNamed(BaseModel):
    """The name of a version to be kept."""

    name: str = Field(min_length=1, max_length=300)


class Restored(BaseModel):
    """Who restores a version; `id` is that of the change."""

    id: Word
    session: Word
    author: str | None = Field(default=None, max_length=80)


class Differs(BaseModel):
    """One thing that differs between two states of a map."""

    what: Literal["map", "stage", "step", "lane", "card", "number"]
    change: Literal["added", "removed", "moved", "changed"]
    id: str
    title: str
    field: str | None
    where: str | None
    from_: Any = Field(alias="from")
    to: Any


class ColumnCompared(BaseModel):
    """One column of one of two maps: what its cells say, by lane."""

    stage: str
    step: str
    cells: dict[str, list[dict[str, str]]]


class ColumnsCompared(BaseModel):
    """Two columns next to each other; None where the other map has none of that name."""

    left: ColumnCompared | None
    right: ColumnCompared | None


class Template(BaseModel):
    """A map to begin with."""

    name: str
    title: str
    stages: list[str]


class NewMap(BaseModel):
    """A map to be made: from `data`, a template, or a copy of another map (its id)."""

    title: str = Field(min_length=1, max_length=300)
    source: str = "data"
    where: list[str] = []
    state: Literal["as-is", "to-be", "past"] | None = None
    persona: str | None = Field(default=None, max_length=300)


class Made(BaseModel):
    """The id of a map that was made."""

    id: str
    title: str
