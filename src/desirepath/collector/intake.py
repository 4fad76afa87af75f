"""Many requests, one sync: what waits is written in one go, then all are answered.

While some are on their way to the disk the next requests gather; so the number of syncs follows
the speed of the disk and not the number of requests.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desirepath.errors import DesirepathError, WorkspaceError
from desirepath.store.arrivals import Arrival, Busy
from desirepath.store.inbox import Inbox

MOST_BYTES = 64 << 20
"""So much may wait for the disk; whoever comes then is asked to come again."""
Answered = Callable[[DesirepathError | None], None]
"""Called in the loop of whoever waits: with nothing once it is on disk, else with what failed."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    arrival: Arrival
    size: int
    loop: asyncio.AbstractEventLoop
    answered: Answered


class Intake:
    """The queue before an inbox; `told` is set whenever something new is on disk."""

    def __init__(self, inbox: Inbox, *, most_bytes: int = MOST_BYTES) -> None:
        """Prepare; the thread that writes starts with the first event."""
        self.told = threading.Event()
        self.taken = 0
        """Events that are on disk, since the start."""
        self.inbox = inbox
        self._most = most_bytes
        self._queue: list[_Waiting] = []
        self._size = 0
        self._ready = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, arrival: Arrival, answered: Answered) -> None:
        """Let a request be put on disk, then say so in this loop. Raises Busy."""
        size = sum(len(one.body) for one in arrival.messages)
        waiting = _Waiting(arrival, size, asyncio.get_running_loop(), answered)
        with self._ready:
            if self._closed or self._size + size > self._most:
                raise Busy("More events wait for the disk than may. Send them again in a moment.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
                self._thread.start()
            self._size += size
            self._queue.append(waiting)
            first = len(self._queue) == 1
        if first:  # what else this turn of the loop brings goes along
            waiting.loop.call_soon(self._go)

    async def kept(self, arrival: Arrival) -> None:
        """Return once a request is on disk. Raises Busy, Full, or WorkspaceError of the disk."""
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.put(arrival, partial(_resolve, answer))
        await answer

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

    def _go(self) -> None:
        with self._ready:
            self._ready.notify()

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
                mine = [each.answered for each in drained if each.loop is loop]
                try:
                    loop.call_soon_threadsafe(_tell, mine, failed)
                except RuntimeError:  # the server ended meanwhile; the rows are on disk
                    continue

    def _write(self, drained: Sequence[_Waiting]) -> DesirepathError | None:
        try:
            self.inbox.keep([each.arrival for each in drained])
        except DesirepathError as error:
            return error
        except Exception as error:  # the thread must live; the bug is logged
            logging.getLogger(__name__).exception("events were not taken")
            return WorkspaceError(f"These events could not be written ({error}).")
        self.taken += sum(len(each.arrival.messages) for each in drained)
        self.told.set()
        return None


def _tell(waiting: Sequence[Answered], failed: DesirepathError | None) -> None:
    for answered in waiting:
        answered(failed)


def _resolve(answer: asyncio.Future[None], failed: DesirepathError | None) -> None:
    if answer.cancelled():
        return
    if failed is None:
        answer.set_result(None)
    else:
        answer.set_exception(failed)
