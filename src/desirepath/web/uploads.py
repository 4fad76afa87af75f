"""Files that people bring to the page: sent once, looked at, corrected, then imported.

One upload goes `received → previewing → previewed → importing → done`, or ends as `failed` or
`cancelled`. The bytes lie in the workspace's spool, never in memory; the work is done by one
thread, one file after the other, and can be stopped at any moment before its commit.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from desirepath.errors import DesirepathError, InputError, Stopped, UnknownName
from desirepath.store import spool
from desirepath.store.spool import Spool
from desirepath.web.live import Live
from desirepath.web.routes import Desk

PIECE = 1 << 20
PREVIEW_ROWS = 200_000
"""A preview looks at so many rows, however large the file is."""
KEPT = 50
WORKING = {"previewing", "importing"}


@dataclass
class Upload:
    """One file and what became of it; changed by its own thread only."""

    id: str
    file: str
    bytes: int
    path: Path
    state: str = "received"
    doing: str = ""
    part: float | None = None
    report: dict[str, Any] | None = None
    error: str | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    idle: threading.Event = field(default_factory=threading.Event)
    turn: threading.Lock = field(default_factory=threading.Lock)
    running: bool = False

    def document(self) -> dict[str, Any]:
        """Return what the page shows."""
        shown = ("id", "file", "bytes", "state", "doing", "part", "report", "error")
        return {name: getattr(self, name) for name in shown}

    def listen(self, sentence: str, share: float | None = None) -> None:
        """Take the progress of the import; raises Stopped once somebody cancelled."""
        if self.stopping.is_set():
            raise Stopped("Cancelled; nothing was imported.")
        self.doing, self.part = sentence, share


async def receive(chunks: AsyncIterator[bytes], path: Path, spooled: Spool) -> int:
    """Write a body to a file, a piece at a time; return its size. What fails leaves no file."""
    size, pending = 0, bytearray()
    try:
        with path.open("wb", buffering=0) as file:
            async for chunk in chunks:
                size += len(chunk)
                pending += chunk
                if len(pending) >= PIECE:
                    spooled.check(size)
                    await run_in_threadpool(file.write, bytes(pending))
                    pending.clear()
            spooled.check(size)
            await run_in_threadpool(file.write, bytes(pending))
    except OSError as error:
        raise spool.as_full(error, path) from error
    return size


class Uploads:
    """The uploads of one server."""

    def __init__(self, desk: Desk, hub: Live) -> None:
        """Made once per app; `hub` hears of every import."""
        self._desk = desk
        self._hub = hub
        self._known: dict[str, Upload] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="import")

    def spool(self) -> Spool:
        """Return where the bytes go."""
        with self._desk.workspace(wait=False) as workspace:
            return workspace.sources.spool()

    def all(self) -> list[Upload]:
        """Return the uploads, oldest first."""
        return list(self._known.values())

    def find(self, name: str) -> Upload:
        """Return one; raises UnknownName."""
        if name not in self._known:
            raise UnknownName("upload", name, self._known)
        return self._known[name]

    async def take(self, file: str, chunks: AsyncIterator[bytes]) -> Upload:
        """Receive a file; what breaks off leaves nothing."""
        spooled = self.spool()
        path = spooled.make(file)
        try:
            size = await receive(chunks, path, spooled)
        except BaseException:
            spool.drop(path)
            raise
        upload = Upload(secrets.token_hex(8), file, size, path)
        upload.idle.set()
        self._known[upload.id] = upload
        for old in [one for one in self.all()[:-KEPT] if one.state not in WORKING]:
            self._forget(old)
        return upload

    def start(self, upload: Upload, options: Mapping[str, Any], *, dry: bool) -> None:
        """Look at the file, or import it, in the worker thread."""
        with upload.turn:
            if upload.state in WORKING or not upload.path.exists():
                raise InputError(f'"{upload.file}" is {upload.state}: bring it in again.')
            upload.state = "previewing" if dry else "importing"
            upload.doing, upload.part, upload.error = "", None, None
            upload.idle.clear()
        given = {**options, "dry_run": True, "sample": PREVIEW_ROWS} if dry else dict(options)
        self._worker.submit(self._work, upload, given)

    def cancel(self, upload: Upload) -> None:
        """Stop the work on an upload and remove its file; an import that is done stays."""
        upload.stopping.set()
        if upload.state in WORKING:
            while not upload.idle.wait(0.05):
                with upload.turn:
                    if upload.running:
                        self._desk.stop()
        elif upload.state != "done":
            upload.state = "cancelled"
        self._forget(upload)

    def close(self) -> None:
        """Stop everything and remove all files; the server ends."""
        for upload in self.all():
            self.cancel(upload)
        self._worker.shutdown()

    def _forget(self, upload: Upload) -> None:
        self._known.pop(upload.id, None)
        spool.drop(upload.path)

    def _work(self, upload: Upload, options: Mapping[str, Any]) -> None:
        dry = upload.state == "previewing"
        try:
            with self._desk.workspace() as workspace:
                with upload.turn:
                    upload.running = True
                try:
                    upload.listen("")
                    report = workspace.sources.add(upload.path, progress=upload.listen, **options)
                finally:
                    # nobody may stop a query any more: the next one is somebody else's
                    with upload.turn:
                        upload.running = False
            upload.report, upload.state = report, "previewed" if dry else "done"
            if not dry:
                spool.drop(upload.path)
                self._hub.publish("data", {"file": upload.file, "accepted": report["accepted"]})
        except Exception as error:  # noqa: BLE001 - told to the page, logged when it is a bug
            upload.state = "cancelled" if upload.stopping.is_set() else "failed"
            upload.error = _sentence(error) if upload.state == "failed" else None
        finally:
            upload.idle.set()


def _sentence(error: Exception) -> str:
    if isinstance(error, DesirepathError):
        return str(error)
    logging.getLogger(__name__).error("an import failed", exc_info=error)
    return f"This should not have happened ({type(error).__name__}: {error}). Please report it."
