"""The short way in: plain requests with events are read off the wire, without the application.

What asks for little comes in numbers: a POST to one of the door's addresses, its head in one
piece, its length said, its body not packed and not large. It is cut, put on disk and thanked for
here; the task, the messages and the six layers that the application needs would cost more than all
of that. With the first request of any other form the whole connection is handed to the usual
protocol, with every byte that is not answered yet, and stays there: nothing is decided here that is
decided there otherwise.
"""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.server import ServerState

from desirepath.errors import DesirepathError
from desirepath.web.door import ENTRIES, LARGE, Door, Entry, asked_of, cut
from desirepath.web.door_answers import Answer

_HEAD = re.compile(
    rb"POST (/[!-~]*) HTTP/1\.1\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)+)\r\n"
)
_HEADER = re.compile(r"([^:\r\n]+):[\t ]*([^\r\n]*?)[\t ]*\r\n")
_LENGTH = re.compile(r"\d{1,9}")
_OTHERWISE = frozenset({"transfer-encoding", "content-encoding", "expect", "upgrade"})
MOST_AHEAD = 2 * LARGE
"""So many bytes are read ahead of an answer; then the sender waits."""


class Doorstep(asyncio.Protocol):
    """One connection, from its beginning until it ends or is handed over."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Made by uvicorn, as its own protocols are."""
        self._usual = partial(cast("Any", AutoHTTPProtocol), config, server_state, app_state, _loop)
        self._door: Door = cast("Any", config.app).state.door
        self._state = server_state
        self._loop = _loop or asyncio.get_running_loop()
        self._patience = config.timeout_keep_alive
        self._had = b""
        self._entry: Entry | None = None
        """Set while a request is being answered."""
        self._ending = False
        self._idle: asyncio.TimerHandle | None = None

    # what asyncio calls --------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._state.connections.add(cast("Any", self))

    def connection_lost(self, _error: Exception | None) -> None:
        """End; what is on its way to the disk goes on."""
        self._state.connections.discard(cast("Any", self))
        self._rest(awake=True)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._had = self._had + data if self._had else data
        if self._entry is None:
            self._next()
        elif len(self._had) > MOST_AHEAD:
            self._transport.pause_reading()

    def pause_writing(self) -> None:
        """Read no more from somebody who does not read the answers."""
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    def shutdown(self) -> None:
        """End after the answer that is being made: the server ends."""
        self._ending = True
        if self._entry is None:
            self._transport.close()

    # inside --------------------------------------------------------------------------------
    def _next(self) -> None:
        """Take requests until one has to wait for the disk, or for its other half."""
        self._rest(awake=True)
        while self._had and self._entry is None and not self._transport.is_closing():
            head = _HEAD.match(self._had)
            if head is None:
                self._hand_over()
                return
            path, _, query = head[1].decode("ascii").partition("?")
            told = _HEADER.findall(head[2].decode("latin-1"))
            headers = {name.lower(): value for name, value in told}
            entry = ENTRIES.get(path.rstrip("/"))
            length = headers.get("content-length", "")
            plain = (
                entry is not None
                and len(headers) == len(told)
                and headers.keys().isdisjoint(_OTHERWISE)
                and "host" in headers
                and headers.get("connection", "keep-alive").lower() == "keep-alive"
                and _LENGTH.fullmatch(length)
                and int(length) <= LARGE
            )
            if entry is None or not plain:
                self._hand_over()
                return
            end = head.end() + int(length)
            if len(self._had) < end:
                return
            whole, self._had = self._had, self._had[end:]
            try:
                self._take(entry, query, headers, whole[head.end() : end])
            except Exception:  # noqa: BLE001 - a bug: the usual way says so, and logs it
                self._entry, self._had = None, whole
                self._hand_over()

    def _take(self, entry: Entry, query: str, headers: dict[str, str], body: bytes) -> None:
        door, self._entry = self._door, entry
        asked = asked_of(entry.path, query, headers)
        try:
            taken = door.take(entry, asked, cut(entry, asked, body))
            if taken.arrival is None:
                self._answer(taken.answer)
            else:
                door.intake.put(taken.arrival, self._kept)
        except DesirepathError as error:
            self._answer(door.refusal(error))

    def _kept(self, failed: DesirepathError | None) -> None:
        """Answer, and take what came meanwhile."""
        if self._entry is None or self._transport.is_closing():
            return
        self._answer(self._entry.answer if failed is None else self._door.refusal(failed))
        if self._had:
            self._transport.resume_reading()
            self._next()

    def _answer(self, answer: Answer) -> None:
        self._entry = None
        self._state.total_requests += 1
        head, body = answer.wire
        added = [b"%s: %s\r\n" % told for told in self._state.default_headers]
        if self._ending:
            added.append(b"connection: close\r\n")
        self._transport.write(b"".join((head, *added, body)))
        if self._ending:
            self._transport.close()
        else:
            self._rest()

    def _rest(self, *, awake: bool = False) -> None:
        """End the connection where nothing more comes for a while."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = None if awake else self._loop.call_later(self._patience, self.shutdown)

    def _hand_over(self) -> None:
        """Give the connection to the usual protocol, as if it had just begun."""
        self._state.connections.discard(cast("Any", self))
        usual = self._usual()
        usual.connection_made(self._transport)
        self._transport.set_protocol(usual)
        had, self._had = self._had, b""
        usual.data_received(had)
