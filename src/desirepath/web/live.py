"""The one hub of news: what changes in the workspace reaches every open page within a moment.

Any thread publishes (`publish`), every open page listens (`GET /api/v1/live`, server-sent
events). News say what changed, never all of it: a page asks for what it shows. A page that comes
back after a gap asks anew, so nothing is kept for it; one that does not read is let go.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

BEAT_SECONDS = 15.0
"""A line is sent that often when nothing happens, so that both ends notice a broken one."""
WAITING = 256
"""A listener that leaves so many news unread is let go; the browser comes back by itself."""
HELLO = b"retry: 1000\n: connected\n\n"
BEAT = b": still here\n\n"
_END = None


@dataclass(eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    news: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)

    def put(self, message: bytes | None) -> None:
        """Hand over one message; runs in the listener's own loop."""
        self.news.put_nowait(message if self.news.qsize() < WAITING else _END)


class Live:
    """The hub of one server; made once per app."""

    def __init__(self, beat: float = BEAT_SECONDS) -> None:
        """`beat` is in seconds."""
        self._beat = beat
        self._lock = threading.Lock()
        self._listeners: set[_Listener] = set()
        self._count = 0
        self._closed = False

    def publish(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Tell every listener, from any thread; returns at once. A topic is one word.

        Everyone hears everything in the same order.
        """
        if not topic.isidentifier():
            raise ValueError(f"a topic is one word, not {topic!r}")
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            self._count += 1
            self._hand_over(f"id: {self._count}\nevent: {topic}\ndata: {body}\n\n".encode())

    def close(self) -> None:
        """End every stream, now and from now on: a server waits for its open answers."""
        with self._lock:
            self._closed = True
            self._hand_over(_END)

    async def stream(self) -> AsyncGenerator[bytes]:
        """Yield server-sent events until the hub closes or the listener falls behind."""
        listener = _Listener(asyncio.get_running_loop())
        with self._lock:
            if self._closed:
                return
            self._listeners.add(listener)
        try:
            yield HELLO
            while True:
                try:
                    message = await asyncio.wait_for(listener.news.get(), self._beat)
                except TimeoutError:
                    message = BEAT
                if message is _END:
                    return
                yield message
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _hand_over(self, message: bytes | None) -> None:
        for listener in tuple(self._listeners):
            try:
                listener.loop.call_soon_threadsafe(listener.put, message)
            except RuntimeError:  # its loop ended without saying so
                self._listeners.discard(listener)


def live(request: Request) -> Live:
    """Return the hub of the running server (a dependency of routes)."""
    found = request.app.state.live
    if not isinstance(found, Live):
        raise TypeError("the app was made without a hub")
    return found
