"""Starts a Spark session, waits for workers a stated time, and turns its errors into sentences."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desirepath.errors import WorkspaceError

SETTINGS = {
    "spark.app.name": "Desirepath",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
PATIENCE = 60.0
"""Seconds without any worker after which a question is given up."""
POLL = 2.0
GONE = ("Connection refused", "stopped SparkContext", "All masters are unresponsive")
JAVA = (
    "Spark needs Java 17 or newer and none was found. Install it (Debian: "
    "apt-get install openjdk-17-jre-headless) or set JAVA_HOME."
)


class Session:
    """A session of this process; Spark allows one cluster per process."""

    _opened = 0

    def __init__(self, master: str, more: Mapping[str, str], *, patience: float = PATIENCE) -> None:
        """Connect; raises WorkspaceError without Java, or when the cluster does not answer."""
        self._master, self._patience = master, patience
        home = os.environ.get("JAVA_HOME")
        if not shutil.which("java") and not (home and (Path(home) / "bin" / "java").exists()):
            raise WorkspaceError(JAVA)
        if master.startswith("spark://"):
            _reach(master)
        self._lost = False
        with self.told(), _quiet():
            self.spark = _start(master, {**SETTINGS, **more})
        Session._opened += 1

    def close(self) -> None:
        """End the session when nobody else in this process uses it."""
        Session._opened -= 1
        if Session._opened == 0:
            self.spark.stop()

    def interrupt(self) -> None:
        """Stop what another thread is running."""
        self.spark.sparkContext.cancelAllJobs()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Raise what goes wrong inside as a WorkspaceError."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except (PySparkException, Py4JError, OSError) as error:
            if self._lost:
                raise WorkspaceError(
                    f"Spark ({self._master}) had no worker for {self._patience:g} seconds, so the "
                    "question was given up; nothing was changed. Check that workers run and have "
                    "free cores, then try again."
                ) from error
            said = _line(error)
            if any(word in said for word in GONE):
                raise WorkspaceError(
                    f"The connection to Spark ({self._master}) is gone; nothing was changed. Check "
                    "that the master runs, then try again."
                ) from error
            raise WorkspaceError(
                f"Spark ({self._master}) could not do this, and nothing was changed. "
                f"It said: {said}"
            ) from error

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Cancel what runs inside when the cluster has no worker for `patience` seconds.

        Without this Spark waits for ever.
        """
        if not self._master.startswith("spark://"):
            yield
            return
        self._lost = False
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over,), daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _watch(self, over: threading.Event) -> None:
        context = self.spark.sparkContext
        alone_since = None
        while not over.wait(POLL):
            try:
                # The driver counts itself.
                alone = context._jsc.sc().getExecutorMemoryStatus().size() <= 1  # noqa: SLF001
            except Exception:  # noqa: BLE001 - the question itself raises what happened
                return
            alone_since = (alone_since or time.monotonic()) if alone else None
            if alone_since is not None and time.monotonic() - alone_since >= self._patience:
                self._lost = True
                context.cancelAllJobs()
                return


def _start(master: str, settings: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None and running.sparkContext.master != master:
        raise WorkspaceError(
            f"This process uses Spark at {running.sparkContext.master} already, and Spark allows "
            f"one cluster per process. Close that workspace first, or open {master} in another."
        )
    builder = SparkSession.builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _reach(master: str) -> None:
    """Raise unless one of the masters listens: Spark itself would try for a minute."""
    places = master.removeprefix("spark://").split(",")
    for place in places:
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
        except (OSError, ValueError):
            continue
        return
    raise WorkspaceError(
        f"No Spark master answers at {master}. Check that it runs and can be reached from here, "
        "and the url under [warehouse] in desirepath.toml (spark://HOST:7077)."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Java prints while it starts out of the user's terminal."""
    with tempfile.TemporaryFile() as told:
        kept = os.dup(2)
        os.dup2(told.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split("\n", maxsplit=1)[0].split())[:300]
