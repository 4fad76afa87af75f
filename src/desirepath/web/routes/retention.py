"""How long what a source brought is kept, and the removal of what is older."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from desirepath.web.access import needs
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers

router = APIRouter(prefix="/retention", tags=["privacy"])
At = Annotated[Desk, Depends(desk)]


class Rule(BaseModel):
    """How many days a source is kept (null: for ever), and how many rows are older than that."""

    source: str
    days: int | None = None
    older: int


class Kept(BaseModel):
    """For how many days; null is for ever."""

    model_config = ConfigDict(extra="forbid")

    days: int | None


class Expired(BaseModel):
    """How many rows of each table were too old, and whether they are still there."""

    removed: dict[str, int]
    dry_run: bool


@router.get("", **answers(list[Rule]))
def rules(at: At) -> list[dict[str, Any]]:
    """Return how long each source is kept."""
    with at.workspace() as workspace:
        return workspace.sources.retention.rules()


@router.put("/{source}", dependencies=[needs("manage")], **answers(Rule))
def keep(at: At, source: str, wanted: Kept) -> dict[str, Any]:
    """Keep what a source brings for so many days; nothing is removed yet."""
    with at.workspace() as workspace:
        return workspace.sources.retention.keep(source, wanted.days)


@router.post("/expire", dependencies=[needs("manage")], **answers(Expired))
def expire(at: At, hub: Annotated[Live, Depends(live)], *, dry_run: bool = False) -> dict[str, Any]:
    """Remove what is older than its source is kept; it cannot be undone."""
    with at.workspace() as workspace:
        found = workspace.sources.retention.expire(dry_run=dry_run)
    if not dry_run and any(found["removed"].values()):
        hub.publish("data", {"expired": found["removed"]})
    return found
