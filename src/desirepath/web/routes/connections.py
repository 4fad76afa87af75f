"""Other systems: which are read, read what is new, write back what is found."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from desirepath.web.access import needs
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers
from desirepath.web.shapes_connections import ConnectionKind, ConnectionShown, Pulled, Pushed

router = APIRouter(prefix="/connections", tags=["connections"])
At = Annotated[Desk, Depends(desk)]


class ConnectionWanted(BaseModel):
    """Which system, at which address, as whom."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    name: str | None = None
    url: str | None = None
    user: str | None = None
    database: str | None = None
    secret_env: str | None = None
    secret: str | None = None
    site: str | None = None
    description: dict[str, Any] | None = None


class PushWanted(BaseModel):
    """Whether to write, and which of stage, emotion, risk, link."""

    model_config = ConfigDict(extra="forbid")

    write: bool = False
    fields: list[str] | None = None


@router.get("", **answers(list[ConnectionShown]))
def list_connections(at: At) -> list[dict[str, Any]]:
    """Return each connection with its last pull; secrets are never shown."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.connections.list()


@router.get("/kinds", **answers(list[ConnectionKind]))
def list_kinds(at: At) -> list[dict[str, Any]]:
    """Return the systems that are known."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.connections.kinds()


@router.post("", dependencies=[needs("manage")], status_code=201, **answers(ConnectionShown, 201))
def add_connection(at: At, wanted: ConnectionWanted) -> dict[str, Any]:
    """Keep a connection; nothing is asked of the system yet."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.connections.add(**wanted.model_dump())


@router.delete("/{name}", dependencies=[needs("manage")], status_code=204)
def remove_connection(at: At, name: str) -> None:
    """Forget a connection and its secret; what it brought stays."""
    with at.workspace(wait=False) as workspace:
        workspace.sources.connections.remove(name)


@router.post("/pull", dependencies=[needs("data")], **answers(Pulled))
def pull(at: At, hub: Annotated[Live, Depends(live)], name: str | None = None) -> dict[str, Any]:
    """Read what is new of one connection, or of all; imports take turns with other work."""
    with at.workspace(wait=False) as workspace:
        found = workspace.sources.connections.pull(name)
    for one in found["pulled"]:
        accepted = sum(stream["accepted"] for stream in one["streams"])
        if accepted:
            hub.publish("data", {"file": one["name"], "accepted": accepted})
    return found


@router.post("/{name}/push", dependencies=[needs("manage")], **answers(Pushed))
def push(at: At, name: str, wanted: PushWanted) -> dict[str, Any]:
    """Compare, and with `write` write back what differs."""
    with at.workspace(wait=False) as workspace:
        return workspace.sources.connections.push(name, write=wanted.write, fields=wanted.fields)
