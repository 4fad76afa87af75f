"""Many requests, one sync: what waits is written in one transaction, then all are answered.

While one transaction is on its way to the disk the next requests gather; so the number of syncs
follows the speed of the disk and not the number of requests.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from desirepath.errors import DesirepathError, WorkspaceError
from desirepath.store.inbox import Inbox, Row

MOST_BYTES = 64 << 20
"""So much may wait for the disk; whoever comes then is asked to come again."""


class Busy(WorkspaceError):  # noqa: N818 - what it is
    """More waits for the disk than may; nothing was taken."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    rows: Sequence[Row]
    size: int
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[None]


class Intake:
    """The queue before an inbox; `told` is set whenever something new is on disk."""

    def __init__(self, inbox: Inbox, *, most_bytes: int = MOST_BYTES) -> None:
        """Prepare; the thread that writes starts with the first event."""
        self.told = threading.Event()
        self.taken = self.known = 0
        """Events that were new, and events that were there already, since the start."""
        self._inbox = inbox
        self._most = most_bytes
        self._queue: list[_Waiting] = []
        self._size = 0
        self._ready = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    async def put(self, rows: Sequence[Row], size: int) -> None:
        """Return once the rows are on disk. Raises Busy, or WorkspaceError of the disk."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(rows, size, loop, loop.create_future())
        with self._ready:
            if self._closed or self._size + size > self._most:
                raise Busy("More events wait for the disk than may. Send them again in a moment.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
                self._thread.start()
            self._size += size
            self._queue.append(waiting)
            self._ready.notify()
        await waiting.answer

    def close(self) -> None:
        """Write what waits, then end."""
        with self._ready:
            self._closed = True
            self._ready.notify()
        if self._thread is not None:
            self._thread.join()

    @property
    def waiting_bytes(self) -> int:
        """How much waits for the disk now."""
        return self._size

    def _run(self) -> None:
        while True:
            with self._ready:
                while not self._queue and not self._closed:
                    self._ready.wait()
                drained, self._queue = self._queue, []
            if not drained:
                return
            failed = self._write(drained)
            with self._ready:
                self._size -= sum(each.size for each in drained)
            for loop in {each.loop for each in drained}:
                mine = [each.answer for each in drained if each.loop is loop]
                try:
                    loop.call_soon_threadsafe(_resolve, mine, failed)
                except RuntimeError:  # the server ended meanwhile; the rows are on disk
                    continue

    def _write(self, drained: Sequence[_Waiting]) -> DesirepathError | None:
        try:
            added = self._inbox.add(row for each in drained for row in each.rows)
        except DesirepathError as error:
            return error
        self.taken += added
        self.known += sum(len(each.rows) for each in drained) - added
        self.told.set()
        return None


def _resolve(answers: Sequence[asyncio.Future[None]], failed: DesirepathError | None) -> None:
    for answer in answers:
        if answer.cancelled():
            continue
        if failed is None:
            answer.set_result(None)
        else:
            answer.set_exception(failed)
