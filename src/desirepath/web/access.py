"""Who may do what: every route that changes something says which right it needs.

A server on this machine lets its one user do everything. One that others can reach asks for a
token (`Authorization: Bearer dpt_…`, or the cookie that the sign-in page sets), and a token opens
what its scopes say:

| scope | opens |
|---|---|
| read | every page and every answer |
| edit | maps, stages, labels, what a journey is |
| data | files, and trying refused events again |
| manage | write keys and tokens |

A missing or unknown token is answered with 401, a right that it lacks with 403, and nothing is
changed.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from desirepath.store.kept_keys import SCOPES, KeptKeys, Token, hashed

COOKIE = "desirepath"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
EVERYTHING = frozenset(SCOPES)


@dataclass
class Access:
    """The rights at one server. `own` is a token of the command line on this machine."""

    keys: KeptKeys
    guarded: bool = False
    own: str | None = None
    _known: Mapping[str, Token] = field(default_factory=dict)
    _version: int = -1

    def scopes(self, asked: HTTPConnection) -> frozenset[str] | None:
        """Return what a request may do; None where it must say first who it is."""
        if not self.guarded:
            return EVERYTHING
        kind, _, value = asked.headers.get("authorization", "").partition(" ")
        text = value.strip() if kind.lower() == "bearer" else asked.cookies.get(COOKIE, "")
        return self.of(text)

    def of(self, text: str) -> frozenset[str] | None:
        """Return the scopes of a token, None where there is no such token."""
        if self.own and hmac.compare_digest(self.own.encode(), text.encode()):
            return EVERYTHING
        if self._version != self.keys.version:
            version = self.keys.version
            self._known, self._version = self.keys.tokens(), version
        found = self._known.get(hashed(text))
        return None if found is None else frozenset(found.scopes)

    def check(self, asked: Request, scope: str) -> None:
        """Raise unless the request has this right."""
        held = self.scopes(asked)
        if held is None:
            raise HTTPException(
                401,
                "This server asks for a token: `desirepath tokens --add NAME` makes one.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if scope not in held:
            raise HTTPException(403, f'Your token does not have the right "{scope}".')


def needs(scope: str) -> Any:
    """Return the dependency of a route that needs a right."""
    if scope not in SCOPES:
        raise ValueError(f"{scope} is no scope")
    return Depends(_checker(scope))


def _checker(scope: str) -> Callable[[Request], Awaitable[None]]:
    async def check(request: Request) -> None:
        request.app.state.access.check(request, scope)

    check.scope = scope  # type: ignore[attr-defined]
    return check


async def reading(request: Request) -> None:
    """Ask for the right to read wherever nothing is changed (a dependency of all of the API)."""
    if request.method in SAFE:
        request.app.state.access.check(request, "read")


async def while_open(request: Request, told: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """Yield what a stream tells for as long as whoever listens may read: a token can be revoked."""
    access: Access = request.app.state.access
    async with aclosing(told):
        async for piece in told:
            if "read" not in (access.scopes(request) or ()):
                return
            yield piece
