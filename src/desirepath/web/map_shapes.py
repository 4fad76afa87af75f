"""The shapes of a map, its picture and its evidence, for the OpenAPI."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from desirepath.web.shapes import Open


class Evidence(Open):
    """How a number is known, with everything needed to ask it again."""

    analysis: str | None = None
    params: dict[str, Any] | None = None
    where: dict[str, Any] | None = None
    field: str | None = None
    value: float | str | bool | None = None
    n: float | None = None
    low: float | None = None
    high: float | None = None
    sources: list[str] | None = None
    digest: str | None = None


class Touchpoint(Open):
    """A touchpoint of a step with its exact counts."""

    name: str
    channel: str | None = None
    events: int | None = None
    journeys: int | None = None
    evidence: Evidence | list[Evidence] | None = None


class Step(Open):
    """One column of the map; `ref` names it for edits."""

    id: str
    ref: str | None = None
    name: str
    journeys: int | None = None
    median_seconds_wait: float | None = None
    touchpoints: list[Touchpoint]
    evidence: Evidence | list[Evidence] | None = None


class Stage(Open):
    """A group of columns."""

    id: str
    name: str
    journeys: int | None = None
    share_of_first: float | None = None
    share_of_next: float | None = None
    steps: list[Step]
    evidence: Evidence | list[Evidence] | None = None


class Cell(Open):
    """What stands in one place of a lane."""

    id: str | None = None
    stage: str
    step: str | None = None
    by: str | None = None
    content: dict[str, Any]
    evidence: Evidence | list[Evidence] | None = None


class HiddenLane(BaseModel):
    """A lane that is not drawn."""

    id: str
    title: str
    cells: int


class HiddenCard(BaseModel):
    """A card that is not drawn."""

    id: str
    lane: str
    title: str


class Hidden(BaseModel):
    """What people left out of the drawing; it can be shown again."""

    lanes: list[HiddenLane]
    cards: list[HiddenCard]


class Lane(Open):
    """One row of the map."""

    id: str
    title: str
    picture: str
    caption: str | None = None
    images: bool | None = None
    cells: list[Cell]


class Cells(Open):
    """How many cells of the map are known in which way."""

    measured: int
    inferred: int
    assumed: int
    total: int


class Coverage(Open):
    """Shares of the cells of the map; they add up to 1."""

    measured: float
    inferred: float
    assumed: float


class Overall(Open):
    """One number of the whole map."""

    label: str
    unit: str
    value: float | None = None
    evidence: Evidence | list[Evidence] | None = None


class Framing(Open):
    """What a journey of the map is."""

    unit: str
    goal: str | None = None


class MapFile(BaseModel):
    """The file from which a told map was read."""

    name: str
    format: str


class MapDocument(Open):
    """The map document, `desirepath-map/1`."""

    format: str
    title: str
    created: str
    period: dict[str, str | None]
    journey: Framing
    persona: str | dict[str, Any] | None = None
    stages: list[Stage]
    lanes: list[Lane]
    coverage: Coverage
    sources: list[str]
    overall: list[Overall] | None = None
    newest: str | None = None
    label: str | None = None
    cells: Cells | None = None
    kind: str | None = None
    file: MapFile | None = None
    state: str | None = None
    goals: list[str] | None = None
    hidden: Hidden | None = None


class Mark(BaseModel):
    """One mark; `t` is box, words, line, dot, sign or picture, the rest as in `maps/marks.py`."""

    t: str
    x: float | None = None
    y: float | None = None
    w: float | None = None
    h: float | None = None
    r: float | None = None
    d: str | None = None
    text: str | None = None
    title: str | None = None
    name: str | None = None
    size: float | None = None
    weight: int | None = None
    colour: str | None = None
    anchor: str | None = None
    halo: str | None = None
    turn: float | None = None
    track: float | None = None
    lang: str | None = None
    fill: str | None = None
    stroke: str | None = None
    radius: float | None = None
    dash: str | None = None
    hatch: bool | None = None
    line: float | None = None
    width: float | None = None
    opacity: float | None = None
    gradient: str | None = None
    cap: str | None = None
    tint: float | None = None
    wide: int | None = None
    tall: int | None = None


class Stop(BaseModel):
    """A stop of a gradient: `part` of the second token mixed into the first."""

    offset: float
    first: str
    second: str
    part: float


class Gradient(BaseModel):
    """A horizontal gradient in user space."""

    name: str
    x1: float
    x2: float
    stops: list[Stop]


class Hit(BaseModel):
    """A place that opens evidence."""

    x: float
    y: float
    w: float
    h: float
    path: str
    label: str
    row: int
    column: int
    columns: int
    radius: float


class Row(BaseModel):
    """One row of the picture."""

    id: str
    title: str
    y: float
    h: float


class Place(BaseModel):
    """One column of the picture: its stage and step, and where it lies on the body."""

    stage: str
    step: str
    x: float
    w: float


class Sheet(BaseModel):
    """A picture: two sheets of marks, labels and body, and the places that open."""

    width: float
    height: float
    label_width: float
    labels: list[Mark]
    body: list[Mark]
    hits: list[Hit]
    gradients: list[Gradient]
    rows: list[Row]
    columns: int
    grid: list[Place]


class Item(Open):
    """What the drawer says of a place; `numbers`: label, text, interval, n, low, value, high."""

    kicker: str
    title: str
    where: str
    numbers: list[list[Any]]
    formula: str | None = None
    note: str | None = None
    unit: str | None = None
    trait: str | None = None
    equation: list[Any] | None = None
    compare: list[list[Any]] | None = None
    bars: list[list[Any]] | None = None
    doubt: list[str] | None = None
    at: list[str | None] | None = None


class MapListed(Open):
    """A map of the workspace: drawn from data (`measured`) or written by people (`told`)."""

    id: str
    kind: str
    title: str
    versions: int
    created: str
    changed: str
    params: dict[str, Any]
    revision: int


class Renamed(BaseModel):
    """What has another name on our map than in the file."""

    from_: str = Field(alias="from")
    to: str
    why: str


class LeftOut(BaseModel):
    """What of a file could not be taken."""

    what: str
    count: int
    why: str


class ReadMap(Open):
    """How a map was read from a file."""

    file: str
    format: str
    stages: int
    steps: int
    lanes: list[str]
    cells: int
    coverage: Coverage
    renamed: list[Renamed]
    left_out: list[LeftOut]
    notes: list[str]


class KeptMap(Open):
    """A map that was loaded and kept, and how it was read."""

    id: str
    kind: str
    title: str
    version: int
    report: ReadMap


class KeptImage(BaseModel):
    """An image for storyboards: what it is kept as; `id` names it in edits and in its address."""

    id: str
    type: str
    width: int
    height: int


class Waiting(BaseModel):
    """A change whose place is gone, and why it waits."""

    entry: str
    change: dict[str, Any]
    why: str


class DrawnMap(BaseModel):
    """A map with its picture and what its drawer says, by path in the document.

    `version` is what lies below the edits, `revision` counts those; `undo` and `redo` are the
    entries that the asking session would take back or do again.
    """

    document: MapDocument
    sheet: Sheet
    way: Sheet | None = None
    evidence: dict[str, Item]
    icons: dict[str, str]
    filled: list[str]
    id: str
    version: int
    revision: int
    undo: str | None
    redo: str | None
    waiting: list[Waiting]


class Format(BaseModel):
    """A format in which a map leaves."""

    suffix: str
    media_type: str
    about: str
