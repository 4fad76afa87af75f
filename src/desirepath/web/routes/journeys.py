"""What a journey is, its goal, the stages of its touchpoints, and what people say of texts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from desirepath.web.access import needs
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import (
    ColumnRow,
    JourneySetting,
    LabelRow,
    NameRow,
    ResultDocument,
    Span,
    StageRow,
    StagesSet,
    answers,
)
from desirepath.web.uploads import receive

router = APIRouter(tags=["journeys"])


class ThemeChange(BaseModel):
    """What a person changes about a theme; `undo` takes all of it back."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    into: str | None = None
    split: bool | None = None
    pin: bool | None = None
    hide: bool | None = None
    undo: bool | None = None


class Placing(BaseModel):
    """Where a touchpoint belongs, as far as a person says it."""

    model_config = ConfigDict(extra="forbid")

    stage: str | None = None
    channel: str | None = None


@router.get("/journeys", **answers(JourneySetting))
def show(at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return unit, gap, case, goal, subject and why."""
    with at.workspace() as workspace:
        return workspace.journeys.show()


@router.put("/journeys", dependencies=[needs("edit")], **answers(JourneySetting))
def change(
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    options: Annotated[dict[str, str], Body()],
) -> dict[str, Any]:
    """Set unit, gap, case, goal, subject or account; return what holds."""
    with at.workspace() as workspace:
        holds = workspace.journeys.set(**options)
    hub.publish("data", {"journeys": holds})
    return holds


@router.get("/journeys/period", **answers(Span))
def period(at: Annotated[Desk, Depends(desk)]) -> dict[str, str | None]:
    """Return the days of the first and the last event."""
    with at.workspace() as workspace:
        return workspace.journeys.period()


@router.get("/journeys/columns", **answers(list[ColumnRow]))
def columns(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return the columns that `by` and `where` accept: how many values, and the commonest."""
    with at.workspace() as workspace:
        return workspace.journeys.columns()


@router.get("/stages", **answers(list[StageRow]))
def stages(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return stage and channel per touchpoint, with confidence and reason."""
    with at.workspace() as workspace:
        return workspace.journeys.stages()


@router.put("/stages", dependencies=[needs("edit")], **answers(list[StageRow]))
def correct(
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    corrections: Annotated[dict[str, str | Placing | None], Body()],
) -> list[dict[str, Any]]:
    """Set stages and channels: touchpoint → stage, or both; null: as proposed. Return all."""
    with at.workspace() as workspace:
        workspace.journeys.correct(
            {
                name: given.model_dump() if isinstance(given, Placing) else given
                for name, given in corrections.items()
            }
        )
        hub.publish("data", {"stages": len(corrections)})
        return workspace.journeys.stages()


@router.put("/themes/{theme}", dependencies=[needs("edit")], **answers(ResultDocument))
def edit_theme(
    theme: str,
    change: ThemeChange,
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
) -> dict[str, Any]:
    """Rename, join, split, pin or hide a theme; return the themes that hold."""
    with at.workspace() as workspace:
        workspace.journeys.edit_theme(theme, **change.model_dump(exclude_unset=True))
        found = workspace.analyses.ask("themes").document()
    hub.publish("data", {"theme": theme})
    return found


@router.get("/labels", **answers(list[LabelRow]))
def labels(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return how people said that texts sound."""
    with at.workspace() as workspace:
        return workspace.journeys.labels()


@router.put("/labels", dependencies=[needs("edit")], **answers(list[LabelRow]))
def label(
    at: Annotated[Desk, Depends(desk)],
    given: Annotated[dict[str, str], Body()],
    kind: str = "sentiment",
) -> list[dict[str, Any]]:
    """Say what texts say: feedback_id → label, `as read` takes it back; return all."""
    with at.workspace() as workspace:
        workspace.journeys.label(given, kind)
        return workspace.journeys.labels()


@router.get("/names", **answers(list[NameRow]))
def names(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, str]]:
    """Return the listed names that texts are searched for."""
    with at.workspace() as workspace:
        return workspace.journeys.names()


@router.put("/names", dependencies=[needs("edit")], **answers(list[NameRow]))
def list_names(
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    given: Annotated[dict[str, str | None], Body()],
) -> list[dict[str, str]]:
    """List names: name → kind (product, place, competitor …), null takes it off; return all."""
    with at.workspace() as workspace:
        workspace.journeys.list_names(given)
        found = workspace.journeys.names()
    hub.publish("data", {"names": len(given)})
    return found


@router.post("/stages/file", dependencies=[needs("edit")], **answers(StagesSet))
async def load(
    request: Request,
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    file: str,
) -> dict[str, int]:
    """Take stages and channels from the CSV in the body; return how many touchpoints it set."""
    with at.workspace(wait=False) as workspace:
        spool = workspace.sources.spool()
    with spool.file(file) as target:
        await receive(request.stream(), target, spool)

        def work() -> int:
            with at.workspace() as workspace:
                return workspace.journeys.load_stages(target)

        taken = await run_in_threadpool(work)
    hub.publish("data", {"stages": taken})
    return {"set": taken}
