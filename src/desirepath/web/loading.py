"""The loader of a running server: whatever lies in the inbox is in the warehouse a moment later.

One thread waits for the door and tells every open page that something came in (`received`); then
it takes the turn of the engine, loads what is there, and tells that too (`data`). It loads again at
once while more waits than one load takes.
"""

from __future__ import annotations

import logging
import threading
import time

from desirepath.collector.intake import Intake
from desirepath.errors import DesirepathError
from desirepath.web.live import Live
from desirepath.web.routes import Desk

PAUSE_SECONDS = 0.5
"""Between two loads, so that pages get their turn while events stream in."""
FLOODED = 4
"""Times the length of a load that the door is left alone when more comes in than is loaded."""
AGAIN_SECONDS = 5.0
THIN_SECONDS = 60.0
EXPIRE_SECONDS = 3600.0
"""How often what is older than its source is kept is looked for."""


class Loading:
    """Runs from `start` to `close`."""

    def __init__(self, desk: Desk, intake: Intake, hub: Live) -> None:
        """Made once per app."""
        self.failures = 0
        self._told = 0
        self._desk = desk
        self._intake = intake
        self._hub = hub
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)

    def start(self) -> None:
        """Begin; what lay in the inbox is loaded first."""
        self._intake.told.set()
        self._thread.start()

    def close(self) -> None:
        """End after the load that is going on."""
        self._ended.set()
        self._intake.told.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        thinned, expired = time.monotonic(), -EXPIRE_SECONDS
        while not self._ended.is_set():
            self._intake.told.wait(THIN_SECONDS)
            self._intake.told.clear()
            try:
                while not self._ended.is_set() and self._load():
                    pass
                if time.monotonic() - thinned > THIN_SECONDS:
                    thinned = time.monotonic()
                    with self._desk.workspace(wait=False) as workspace:
                        workspace.sources.live.thin()
                if time.monotonic() - expired > EXPIRE_SECONDS:
                    expired = time.monotonic()
                    self._expire()
            except DesirepathError as error:
                self._failed(error)
            except Exception as error:  # noqa: BLE001 - the thread must live; the bug is logged
                self._failed(error)
            self._ended.wait(PAUSE_SECONDS)

    def _expire(self) -> None:
        with self._desk.workspace(wait=False) as workspace:
            removed = workspace.sources.retention.expire()["removed"]
        if any(removed.values()):
            self._hub.publish("data", {"expired": removed})

    def _load(self) -> bool:
        """Load once, then leave time to the door; say whether more waits."""
        begun, taken = time.monotonic(), self._intake.taken
        self._intake.inbox.sort_in()
        if taken > self._told:
            # counters follow at once, whatever has the turn of the engine
            self._told = taken
            self._hub.publish("received", {"events": taken})
        with self._desk.workspace(wait=False) as workspace:
            loaded = workspace.sources.live.load()
        if loaded is None:
            return False
        self._hub.publish("data", {"live": dict(loaded.events), "upto": loaded.upto})
        if loaded.more:
            # nothing is lost by waiting, so half of the time is the door's, and most of it when
            # more comes in than can be loaded
            flooded = self._intake.taken - taken > sum(loaded.events.values())
            spent = time.monotonic() - begun
            self._ended.wait(spent * (FLOODED if flooded else 1))
        return loaded.more

    def _failed(self, error: Exception) -> None:
        """Say it once in the log, and try again in a while: nothing is lost meanwhile."""
        self.failures += 1
        logging.getLogger(__name__).warning("live events wait: %s", error)
        self._intake.told.set()
        self._ended.wait(AGAIN_SECONDS)
