"""The shapes of what the routes answer, for the OpenAPI and the client generated from it.

They describe; they never filter: routes return the documents of the doors as they are, and
`tests/web/test_shapes.py` checks that the documents fit.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field


class Open(BaseModel):
    """A document that may hold more than is described."""

    model_config = ConfigDict(extra="allow")


class ResultDocument(Open):
    """The answer of an analysis."""

    analysis: str
    params: dict[str, Any]
    unit: str
    journeys: int
    customers: int
    events: int
    rows: list[dict[str, Any]]
    notes: list[str]


class Gap(BaseModel):
    """One value of two selections, and how far they are apart."""

    name: str
    measure: str
    one: float | None = None
    one_n: int | None = None
    other: float | None = None
    other_n: int | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


class Comparison(Open):
    """An analysis of two selections; `both` counts the journeys that are in both."""

    analysis: str
    one: dict[str, Any]
    other: dict[str, Any]
    both: int
    rows: list[Gap]
    notes: list[str]


class Statements(BaseModel):
    """The questions of an analysis to the engine, in order."""

    sql: list[str]


class Span(BaseModel):
    """The days of the first and the last event."""

    from_: str | None = Field(None, alias="from")
    to: str | None = None


class OptionListed(BaseModel):
    """One option of an analysis."""

    name: str
    help: str
    default: str | float | bool | list[str] | None = None
    kind: str
    choices: list[str]
    many: bool


class AnalysisListed(BaseModel):
    """An analysis: its question, picture, columns and options."""

    name: str
    question: str
    picture: str
    compared: bool
    columns: dict[str, str]
    options: list[OptionListed]
    example: dict[str, Any]


class JourneySetting(Open):
    """What a journey is, and why."""

    unit: str | None = None
    gap: str | None = None
    case: str | None = None
    goal: str | None = None
    subject: str | None = None
    account: str | None = None
    set_by: str | None = None
    reason: str | None = None


class StageRow(Open):
    """Stage and channel of one touchpoint."""

    touchpoint: str
    stage: str
    channel: str | None = None
    confidence: float | None = None
    reason: str | None = None
    set_by: str


class StagesSet(BaseModel):
    """How many touchpoints a file set."""

    set: int


class NameRow(BaseModel):
    """A name that texts are searched for, and what it is the name of."""

    name: str
    kind: str


class LabelRow(Open):
    """What a person said about the text of an answer, and how many answers have that text."""

    kind: str
    feedback_id: str
    value: str
    answers: int
    text: str


class ColumnRow(Open):
    """A column that splits journeys, and its most frequent values."""

    name: str
    values: int
    filled: float
    top: list[str]


class Role(Open):
    """Which column plays a role, and why."""

    column: str | None = None
    confidence: float | None = None
    reason: str | None = None


class QuarantineRow(Open):
    """Rows put aside for one reason."""

    reason: str
    rows: int
    first_line: int | None = None


class AsideRow(Open):
    """One row that was put aside."""

    source: str
    file: str
    line: int | None = None
    reason: str
    content: str | None = None


class QuarantinePage(BaseModel):
    """Rows that were put aside, a page of them."""

    total: int
    rows: list[AsideRow]


class Report(Open):
    """The report of one import; `format` is what the file was recognised as."""

    source: str
    format: str | None = None
    kind: list[str]
    rows: int
    accepted: int
    quarantined: int
    known: int
    dropped: int
    duplicates: int
    columns: dict[str, Role]
    quarantine: list[QuarantineRow]
    notes: list[str]


class FileColumn(Open):
    """A column of a file that is being looked at."""

    column: str
    filled: float
    examples: list[str]


class Preview(Report):
    """The report of a dry run: the columns of the file too, and whether it is longer (`cut`)."""

    cut: bool = False
    table: list[FileColumn] = []


class UploadDocument(Open):
    """A file that was sent, and what became of it."""

    id: str
    file: str
    bytes: int
    state: Literal[
        "received", "previewing", "previewed", "importing", "done", "failed", "cancelled"
    ]
    doing: str
    part: float | None = None
    report: Preview | None = None
    error: str | None = None


class UploadRoom(Open):
    """The files that were sent, and the bytes that one more may have."""

    room: int
    uploads: list[UploadDocument]


class Fix(Open):
    """What mends a finding: the files again with options, the rows put aside, or the stages."""

    how: Literal["import", "rows", "stages"]
    does: str
    source: str
    files: list[str]
    options: dict[str, Any]
    ask: str | None = None


class Finding(Open):
    """Something about the data that a reader of the map should know."""

    id: str
    severity: str
    where: str | None = None
    count: float | None = None
    what: str
    affects: str | list[str] | None = None
    fix: Fix | None = None


class AuditDocument(Open):
    """Sources, findings and coverage."""

    sources: list[dict[str, Any]] | None = None
    findings: list[Finding] | None = None
    coverage: list[dict[str, Any]] | None = None


class Moment(Open):
    """One event of a customer."""

    time: str
    touchpoint: str
    channel: str | None = None
    case_id: str | None = None
    text: str | None = None


class CustomerRow(Open):
    """One customer of the list; `at` is the touchpoint they were last seen at."""

    customer: str
    journeys: int
    events: int
    answers: int
    valence: float | None = None
    first: str | None = None
    last: str | None = None
    at: str | None = None
    stage: str | None = None
    step_name: str | None = None
    still_open: bool | None = None
    reached: bool | None = None
    matched: int | None = None


class CustomerPage(BaseModel):
    """One page of customers; `after` asks for the next.

    Where journeys were chosen, `journeys` are all of these and `matched` a customer's own.
    """

    total: int
    journeys: int | None = None
    rows: list[CustomerRow]
    after: str | None = None


class TurnShape(Open):
    """What one speaker said at once in a call or chat, seconds since it began."""

    turn: int
    speaker: str
    speaker_name: str | None = None
    begins: float | None = None
    ends: float | None = None
    text: str | None = None
    valence: float | None = None
    arousal: float | None = None
    arousal_doubt: float | None = None


class StoryMoment(Open):
    """Something a customer did (`event`) or said (`answer`); a conversation has its turns."""

    kind: Literal["event", "answer"]
    time: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    stage: str | None = None
    step_name: str | None = None
    text: str | None = None
    instrument: str | None = None
    score: float | None = None
    scale: str | None = None
    language: str | None = None
    valence: float | None = None
    feedback_id: str | None = None
    turns: list[TurnShape] | None = None


class Way(BaseModel):
    """Where journeys go on from a touchpoint; `to` null: they end."""

    to: str | None = None
    transitions: int
    journeys: int


class Here(Open):
    """Where a customer is now."""

    touchpoint: str
    stage: str | None = None
    step_name: str | None = None
    since: str
    still_open: bool
    next: list[Way]
    passages: int


class Story(Open):
    """One customer's way across channels."""

    customer: str
    journeys: int
    reached: bool | None = None
    goal: str | None = None
    moments: list[StoryMoment]
    here: Here | None = None


class Problem(Open):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def answers(shape: Any, status: int = 200) -> dict[str, Any]:
    """Return the arguments of a route that answers this shape, unfiltered."""
    return {
        "response_model": None,
        "responses": {
            status: {"model": shape},
            "4XX": {"model": Problem, "description": "What went wrong, in a sentence"},
        },
        "response_class": JSONResponse,
    }
