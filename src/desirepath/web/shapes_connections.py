"""The shapes of what the routes of connections answer."""

from __future__ import annotations

from pydantic import BaseModel

from desirepath.web.shapes import Open


class ConnectionKind(BaseModel):
    """A system that is known, and what an account there needs."""

    kind: str
    title: str
    needs: str
    docs: str


class ConnectionStream(BaseModel):
    """One kind of record: read up to `mark`; `waiting`: pages of a pull that broke off."""

    stream: str
    mark: str | None = None
    waiting: bool


class StreamPulled(Open):
    """What one pull read of a stream."""

    stream: str
    pages: int
    records: int
    accepted: int
    known: int
    quarantined: int


class LastPull(Open):
    """What the last pull did, and when."""

    streams: list[StreamPulled]
    error: str | None = None
    at: str


class LastPush(Open):
    """What the last push found, and when."""

    customers: int
    changes: int
    unknown: int
    written: bool
    at: str


class LastOfConnection(BaseModel):
    """The last pull and push, where there was one."""

    pull: LastPull | None = None
    push: LastPush | None = None


class ConnectionShown(Open):
    """One connection; `secret` says where it stands, never what it is."""

    name: str
    kind: str
    title: str
    url: str
    user: str | None = None
    database: str | None = None
    secret: str | None = None
    site: str | None = None
    streams: list[ConnectionStream]
    last: LastOfConnection
    rows: int
    created: str


class PullReport(Open):
    """What was read of one connection."""

    name: str
    streams: list[StreamPulled]
    error: str | None = None
    waited_seconds: float


class Pulled(BaseModel):
    """What was read."""

    pulled: list[PullReport]


class PushedChange(BaseModel):
    """One value of one record: old, and what is found here."""

    id: str
    customer: str
    name: str
    field: str
    old: str | None = None
    new: str


class Pushed(BaseModel):
    """What differs, and whether it was written."""

    name: str
    customers: int
    changes: list[PushedChange]
    unknown: list[str]
    written: bool
