"""Live sources: write keys, how far events are loaded, what was refused, what drifted."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict

from desirepath.web import metrics
from desirepath.web.access import needs
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers
from desirepath.web.shapes_live import DriftRow, KeyMade, KeyShown, LiveSource, Replayed

router = APIRouter(tags=["live sources"])
At = Annotated[Desk, Depends(desk)]


class KeyWanted(BaseModel):
    """Who shall write, and how."""

    model_config = ConfigDict(extra="forbid")

    source: str
    template: str | None = None
    secret: str | None = None
    rate: int | None = None


class Lines(BaseModel):
    """Which events in quarantine to try again; all without `lines`."""

    model_config = ConfigDict(extra="forbid")

    lines: list[int] | None = None


@router.get("/keys", **answers(list[KeyShown]))
def list_keys(at: At) -> list[dict[str, Any]]:
    """Return who may write into which live source; keys themselves are never shown again."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.live.keys()


@router.post("/keys", dependencies=[needs("manage")], status_code=201, **answers(KeyMade, 201))
def make_key(at: At, wanted: KeyWanted) -> dict[str, Any]:
    """Make a write key; the answer shows it, once."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.live.make_key(
            wanted.source, template=wanted.template, secret=wanted.secret, rate=wanted.rate
        )


@router.delete("/keys/{id}", dependencies=[needs("manage")], status_code=204)
def revoke_key(at: At, id: str) -> None:  # noqa: A002
    """Let a key write no longer; what it wrote stays."""
    with at.workspace(wait=False) as workspace:
        workspace.sources.live.revoke_key(id)


@router.get("/live-sources", **answers(list[LiveSource]))
def list_live_sources(at: At) -> list[dict[str, Any]]:
    """Return each live source: received, loaded, waiting, lag, newest event, quarantine."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.live.status()


@router.get("/live-sources/{source}/drift", **answers(list[DriftRow]))
def drift(at: At, source: str) -> list[dict[str, Any]]:
    """Return how the fields of a source's events changed."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.live.drift(source)


@router.post("/live-sources/{source}/replay", dependencies=[needs("data")], **answers(Replayed))
def replay(at: At, request: Request, source: str, which: Lines) -> dict[str, Any]:
    """Try events in quarantine again."""
    with at.workspace(wait=False) as workspace:
        tried = workspace.sources.live.replay(source, lines=which.lines)
    request.app.state.door.intake.told.set()
    return {"tried": tried}


def install_metrics(app: FastAPI) -> None:
    """Serve `/metrics` in the text format of Prometheus."""

    @app.get(
        "/metrics",
        include_in_schema=False,
        response_class=PlainTextResponse,
        dependencies=[needs("read")],
    )
    def show(at: At, request: Request) -> PlainTextResponse:
        with at.workspace(wait=False) as workspace:
            status = workspace.sources.live.status()
        text = metrics.text(status, request.app.state.door, request.app.state.loading)
        return PlainTextResponse(text, media_type=metrics.MEDIA_TYPE)
