"""Who has which map open now: kept in memory for as long as a page listens to the news.

A page says which map it shows (`PUT /api/v1/presence`) and everyone hears who is there. A page
that is closed, or whose computer sleeps, is gone with its stream of news; nobody has to say so.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import Request

from desirepath.errors import InputError
from desirepath.maps.told import one_line
from desirepath.web.live import HELLO, Live

NAME = 80
Document = dict[str, str | None]
READY = b"event: ready\ndata: {}\n\n"
"""Tells a page that it is known now and may say where it stands."""


@dataclass(frozen=True)
class Person:
    """Somebody at a map; `name` is what they call themselves, None who did not say."""

    session: str
    name: str | None

    def document(self) -> Document:
        """Return what pages show."""
        return {"session": self.session, "name": self.name}


class Presence:
    """Who is where at one server; made once per app."""

    def __init__(self, hub: Live) -> None:
        """`hub` hears of everyone who comes and goes."""
        self._hub = hub
        self._lock = threading.Lock()
        self._streams: Counter[str] = Counter()
        self._at: dict[str, tuple[str, Person]] = {}

    async def stream(self, session: str) -> AsyncGenerator[bytes]:
        """Yield the news to a session, which is present as long as it reads them."""
        with self._lock:
            self._streams[session] += 1
        try:
            async for piece in self._hub.stream():
                yield piece
                if piece == HELLO:
                    yield READY
        finally:
            with self._lock:
                self._streams[session] -= 1
                gone = not self._streams[session]
                if gone:
                    del self._streams[session]
            if gone:
                self._leave(session)

    def stand(self, session: str, map_: str | None, name: str | None) -> list[Document]:
        """Say that a session shows a map (None: none any more) and return who does.

        Raises InputError for a session that hears no news: nobody would notice when it is gone.
        """
        with self._lock:
            if session not in self._streams:
                raise InputError("This session listens to no news: open /api/v1/live first.")
        if map_ is None:
            self._leave(session)
            return []
        called = one_line(name or "")[:NAME] or None
        now = (map_, Person(session, called))
        with self._lock:
            before = self._at.get(session)
            self._at[session] = now
        if before != now:
            if before and before[0] != map_:
                self._tell(before[0])
            self._tell(map_)
        return self.people(map_)

    def people(self, map_: str) -> list[Document]:
        """Return who is at a map, in the order of their coming."""
        with self._lock:
            return [person.document() for at, person in self._at.values() if at == map_]

    def _leave(self, session: str) -> None:
        with self._lock:
            before = self._at.pop(session, None)
        if before:
            self._tell(before[0])

    def _tell(self, map_: str) -> None:
        self._hub.publish("presence", {"map": map_, "people": self.people(map_)})


def presence(request: Request) -> Presence:
    """Return who is where at the running server (a dependency of routes)."""
    found = request.app.state.presence
    if not isinstance(found, Presence):
        raise TypeError("the app was made without presence")
    return found
