"""The shapes of what the routes of live sources answer."""

from __future__ import annotations

from pydantic import BaseModel

from desirepath.web.shapes import Open, QuarantineRow


class KeyShown(Open):
    """Who may write into a live source."""

    id: str
    source: str
    template: str | None = None
    hint: str
    rate: int | None = None
    created: str


class KeyMade(KeyShown):
    """A key, shown once."""

    key: str
    secret: str | None = None


class LiveSource(Open):
    """How a live source goes. `newest` is in seconds since 1970."""

    source: str
    keys: int
    received: int
    loaded: int
    waiting: int
    lag_seconds: float
    newest: float | None = None
    quarantined: int
    aside: int
    quarantine: list[QuarantineRow]
    drift: int


class DriftRow(BaseModel):
    """One change of a field: appeared, gone, or of another kind."""

    event: str
    field: str
    events: int
    what: str
    detail: str


class TokenShown(BaseModel):
    """What opens this server, and for what."""

    id: str
    name: str
    scopes: list[str]
    hint: str
    created: str


class TokenMade(TokenShown):
    """A token, shown once."""

    token: str


class Replayed(BaseModel):
    """How many events are tried again."""

    tried: int
