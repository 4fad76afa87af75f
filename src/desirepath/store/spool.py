"""Files on their way in or out: they lie in the workspace's folder `spool` while they are used.

The folder belongs to the process that holds the lock. Whoever opens a workspace empties it, so
that a process killed in the middle of an upload leaves nothing behind for long.
"""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desirepath.errors import InputError, WorkspaceError

NAME = "spool"
LIMIT = "10GB"
SPARE = 64 << 20
"""So many bytes of the disk stay free."""
_UNITS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}


class Spool:
    """The folder of files on their way; `limit` = the largest file that is taken, in bytes."""

    def __init__(self, workspace: Path, limit: int) -> None:
        """Prepare; the folder is made with the first file."""
        self.folder = workspace / NAME
        self.limit = limit

    def sweep(self) -> None:
        """Remove everything: what lies here belongs to a process that is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def free(self) -> int:
        """Return how many bytes a file may have: the limit, or what the disk has left."""
        return max(0, min(self.limit, shutil.disk_usage(self.folder.parent).free - SPARE))

    def check(self, size: int) -> None:
        """Raise InputError for a file that is too large, WorkspaceError when the disk is full."""
        if size > self.limit:
            raise InputError(
                f"The file is larger than {written(self.limit)}, the most this server takes. "
                "Raise upload_limit under [workspace] in desirepath.toml, or import it with "
                "`desirepath import` on this machine; nothing was changed."
            )
        if size > self.free():
            raise WorkspaceError(full(self.folder))

    def make(self, name: str) -> Path:
        """Return a path for a new file of that name, alone in a folder of its own."""
        spelled = re.sub(r"[^\w.() -]+", "_", Path(name).name).strip(" .")[-120:] or "upload"
        self.folder.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self.folder)) / spelled

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a path for a file, and remove it afterwards."""
        path = self.make(name)
        try:
            yield path
        finally:
            drop(path)


def drop(path: Path) -> None:
    """Remove a file that `make` placed, with its folder; doing it twice is fine."""
    shutil.rmtree(path.parent, ignore_errors=True)


def as_full(error: OSError, path: Path) -> Exception:
    """Return the sentence for a disk without room, else the error itself."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return WorkspaceError(full(path.parent))
    return error


def full(folder: Path) -> str:
    """Return the sentence for a disk without room."""
    return (
        f"The disk of {folder} has no room for this file. "
        "Free some space and try again; nothing was changed."
    )


def parsed(text: str) -> int:
    """Return the bytes of `500MB`, `10GB` …; raises WorkspaceError for anything else."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)I?B?\s*", text.upper())
    if not found:
        raise WorkspaceError(
            f'upload_limit in desirepath.toml: "{text}" is no size. Write for example "{LIMIT}".'
        )
    return int(float(found[1]) * (1 << _UNITS[found[2]]))


def written(size: int) -> str:
    """Return bytes as a person writes them.

    >>> written(10 << 30), written(300 << 20), written(1500)
    ('10 GB', '300 MB', '1.46 KB')
    """
    for unit, power in (("GB", 30), ("MB", 20), ("KB", 10)):
        if size >= 1 << power:
            return f"{size / (1 << power):.3g} {unit}"
    return f"{size} bytes"
