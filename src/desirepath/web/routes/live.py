"""News of the workspace as server-sent events, and who has which map open."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from desirepath.web.access import needs, while_open
from desirepath.web.edit_shapes import Word
from desirepath.web.live import Live, live
from desirepath.web.presence import NAME, Presence, presence
from desirepath.web.shapes import answers

router = APIRouter(tags=["live"])
At = Annotated[Presence, Depends(presence)]


class Standing(BaseModel):
    """Which map a session (a tab of a browser) shows, and what its person is called."""

    session: Word
    map: str | None = Field(default=None, max_length=200)
    name: str | None = Field(default=None, max_length=NAME)


class Present(BaseModel):
    """Somebody who has a map open; without a name where they gave none."""

    session: str
    name: str | None


@router.get(
    "/live",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def listen(
    request: Request,
    hub: Annotated[Live, Depends(live)],
    at: At,
    session: Annotated[str | None, Query(max_length=64)] = None,
) -> StreamingResponse:
    """Stream what changes: `event: map` after an edit of a map, `event: data` after new data,
    `event: presence` when somebody opens or leaves a map. A `session` is there while it listens.
    """
    told = at.stream(session) if session else hub.stream()
    return StreamingResponse(
        while_open(request, told),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.put("/presence", dependencies=[needs("read")], **answers(list[Present]))
def stand(at: At, standing: Annotated[Standing, Body()]) -> list[dict[str, str | None]]:
    """Say which map a session shows and return everyone who has it open."""
    return at.stand(standing.session, standing.map, standing.name)
