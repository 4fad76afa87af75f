"""What arrived at the live door: whole requests, on disk before they are answered.

    arrivals/000000000007:  record, record, …     record = length, CRC-32, MessagePack

Requests that come at the same time are appended together under one sync; nothing else stands
between them and their answer. The inbox takes a file from the oldest on (`oldest`, `read`), sorts
it in, and removes it. A record that is not whole was never answered: a process was killed while
it wrote. Which events came before is the inbox's to know: a file sorted in twice changes nothing.
"""

from __future__ import annotations

import errno
import os
import struct
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from types import MappingProxyType
from zlib import crc32

import msgspec

from desirepath.errors import WorkspaceError

LARGEST_FILE = 2 << 20
"""A file beyond this is closed: so much is sorted in at a time. The disk writes it at one go, and
whoever waits for a sync waits for that too."""
MOST_WAITING = 4 << 30
"""So many bytes may wait to be sorted in; whoever comes then is asked to come again."""
_HEAD = struct.Struct("<II")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_sync = getattr(os, "fdatasync", os.fsync)


class Busy(WorkspaceError):  # noqa: N818 - what it is
    """More waits than may; nothing was taken."""


class Full(WorkspaceError):  # noqa: N818 - what it is
    """The disk has no room; what was not answered is not there."""


class Message(msgspec.Struct, frozen=True, array_like=True):
    """One event as it was sent; `fault` when it is not kept whole."""

    id: str
    body: bytes
    fault: str | None = None


class Arrival(msgspec.Struct, frozen=True, array_like=True):
    """The events of one request. Times in microseconds since 1970 UTC, `sent` by its sender."""

    source: str
    dialect: str
    received: int
    sent: int | None
    messages: Sequence[Message]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Arrival)
Waiting = Mapping[str, tuple[int, int]]
"""source → events, and when the oldest of them was received."""


@dataclass
class _File:
    """A file: how much of it counts, and what is in it where that is known."""

    path: Path
    size: int = 0
    waiting: Waiting | None = None


class Arrivals:
    """The folder of files that are not sorted in yet. Threads share it."""

    def __init__(self, folder: Path, *, most: int = MOST_WAITING) -> None:
        """Prepare; the folder is made with the first request."""
        self._folder = folder
        self._most = most
        self._lock = threading.Lock()
        self._growing: tuple[_File, FileIO] | None = None
        left = sorted(folder.glob("[0-9]*")) if folder.is_dir() else []
        self._closed = deque(_File(path, path.stat().st_size) for path in left)
        self._number = int(left[-1].name) if left else 0
        self.size = sum(each.size for each in self._closed)
        """How many bytes wait to be sorted in."""

    @property
    def files(self) -> int:
        """How many files wait to be sorted in."""
        return len(self._closed) + (self._growing is not None)

    def append(self, arrived: Sequence[Arrival]) -> None:
        """Put requests on disk, all or none. Raises Busy, Full, or WorkspaceError of the disk."""
        records = [_ENCODER.encode(each) for each in arrived]
        data = b"".join(
            part for each in records for part in (_HEAD.pack(len(each), crc32(each)), each)
        )
        with self._lock:
            if self.size + len(data) > self._most:
                raise Busy("More events wait to be loaded than may. Send them again in a moment.")
            try:
                grown = self._write(data)
            except OSError as error:
                if error.errno in _FULL:
                    raise Full(f"The disk of {self._folder} is full. Free some space.") from error
                raise WorkspaceError(
                    f"What arrives cannot be written to {self._folder} ({error.strerror}). "
                    "Check the disk, then send the events again."
                ) from error
            grown.waiting = _counted(arrived, grown.waiting or {})
            if grown.size > LARGEST_FILE:
                self._close()

    def oldest(self) -> Path | None:
        """Return the oldest file, to which nothing is added any more; None where nothing waits."""
        with self._lock:
            if not self._closed:
                self._close()
            return self._closed[0].path if self._closed else None

    def remove(self, path: Path) -> None:
        """Remove the oldest file, which was sorted in."""
        path.unlink()
        with self._lock:
            self.size -= self._closed.popleft().size

    def waiting(self) -> dict[str, tuple[int, int]]:
        """Return what waits to be sorted in, repeats among it."""
        found: dict[str, tuple[int, int]] = {}
        with self._lock:
            for file in (*self._closed, *(self._growing or ())[:1]):
                if file.waiting is None:  # left by a process that is gone
                    file.waiting = _counted(read(file.path))
                for source, (events, oldest) in file.waiting.items():
                    had = found.get(source, (0, oldest))
                    found[source] = (had[0] + events, min(had[1], oldest))
        return found

    def close(self) -> None:
        """Close the file that grows; what was appended is on disk."""
        with self._lock:
            self._close()

    def _write(self, data: bytes) -> _File:
        """Append and sync; where that fails, take back what was written of it."""
        file, handle = self._growing = self._growing or self._fresh()
        try:
            left = memoryview(data)
            while left:
                left = left[handle.write(left) :]
            _sync(handle.fileno())
            if not file.size:
                _sync_folder(self._folder)
        except OSError:
            with suppress(OSError):
                handle.truncate(file.size)
            self._close()
            raise
        file.size += len(data)
        self.size += len(data)
        return file

    def _fresh(self) -> tuple[_File, FileIO]:
        if not self._folder.is_dir():
            self._folder.mkdir()
            _sync_folder(self._folder.parent)
        self._number += 1
        path = self._folder / f"{self._number:012}"
        return _File(path), path.open("xb", buffering=0)

    def _close(self) -> None:
        if self._growing is None:
            return
        file, handle = self._growing
        self._growing = None
        handle.close()
        if file.size:
            self._closed.append(file)
        else:
            file.path.unlink(missing_ok=True)


def read(path: Path) -> Iterator[Arrival]:
    """Return the requests of a file, up to the first record that is not whole."""
    data, place = memoryview(path.read_bytes()), 0
    while place + _HEAD.size <= len(data):
        length, check = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        record = data[place : place + length]
        if not length or len(record) < length or crc32(record) != check:
            return
        yield _DECODER.decode(record)
        place += length


def _counted(arrived: Iterable[Arrival], before: Waiting = MappingProxyType({})) -> Waiting:
    """Return what waits, with more of it."""
    found = dict(before)
    for each in arrived:
        events, oldest = found.get(each.source, (0, each.received))
        found[each.source] = (events + len(each.messages), min(oldest, each.received))
    return found


def _sync_folder(folder: Path) -> None:
    """Let the name of a new file be on disk too; Windows syncs it with the file."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
