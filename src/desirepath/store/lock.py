"""One process at a time owns a workspace; the file `lock` says who.

The operating system holds the lock, so it is gone with the process, kill -9 included. The JSON
inside is only for people and for finding a running server: `{"pid", "command", "url"}`, and the
`token` of one that asks for tokens; then nobody but its owner may read the file.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.errors import WorkspaceError

WAIT_SECONDS = 10.0


class Lock:
    """The exclusive right to a workspace folder."""

    def __init__(self, folder: Path) -> None:
        """Prepare; nothing is taken before `acquire`."""
        self.path = folder / "lock"
        self._handle: int | None = None

    def acquire(
        self,
        command: str,
        *,
        url: str | None = None,
        token: str | None = None,
        wait: float = WAIT_SECONDS,
    ) -> None:
        """Take the lock or raise WorkspaceError that names the process that holds it."""
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WorkspaceError(
                f"The workspace {self.path.parent} cannot be written: {error.strerror}. "
                "Choose another folder or ask its owner for the right to write."
            ) from error
        deadline = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                os.close(handle)
                raise WorkspaceError(self._busy())
            time.sleep(0.05)
        os.ftruncate(handle, 0)
        self.path.chmod(0o600 if token else 0o644)
        told = {"pid": os.getpid(), "command": command, "url": url}
        os.pwrite(handle, json.dumps(told | ({"token": token} if token else {})).encode(), 0)
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; doing it twice is fine."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def is_held(self) -> bool:
        """Say whether another process has the lock right now."""
        try:
            handle = os.open(self.path, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _try_lock(handle)
        finally:
            os.close(handle)

    def holder(self) -> Mapping[str, Any]:
        """Return what the holder wrote about itself, empty when nobody did."""
        try:
            document = json.loads(self.path.read_text() or "{}")
        except (OSError, ValueError):
            return {}
        return document if isinstance(document, dict) else {}

    def _busy(self) -> str:
        holder = self.holder()
        who = f"process {holder['pid']} ({holder['command']})" if holder else "another process"
        return (
            f"The workspace {self.path.parent} is in use by {who}. "
            "Wait until it is done, or stop it, then try again; nothing was changed."
        )


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
