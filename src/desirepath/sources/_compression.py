"""Takes compression off by content: gz, bz2, xz, zst, lz4, and a zip with one data file in it.

Everything is streamed, so a small file that unpacks to terabytes never stands in memory, and
one that grows beyond all reason is refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from desirepath.errors import UnreadableFile
from desirepath.model.progress import Progress
from desirepath.sources._reading import Opened, listed

HEAD = 1 << 16
BUFFER = 1 << 20
LAYERS = 3
BOMB_SIZE = 1 << 30
BOMB_RATIO = 250
SIGNATURES = (
    (b"\x1f\x8b", "gzip"),
    *((b"BZh%d1AY&SY" % level, "bzip2") for level in range(1, 10)),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"PK\x03\x04", "zip"),
)
PACKED_SUFFIXES = (".gz", ".gzip", ".bz2", ".xz", ".zst", ".zstd", ".lz4", ".zip")
DOCUMENT_MEMBERS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError)


def unpack(path: Path, progress: Progress) -> Opened:
    """Return the file without its compression; raises UnreadableFile when that is broken."""
    total = path.stat().st_size
    layers: list[str] = []
    inner = path.name

    def stream() -> io.BufferedReader:
        raw: IO[bytes] = path.open("rb")
        content: Any = raw
        try:
            for layer in layers:
                content = _layer(layer, content, path.name)
        except BaseException:
            raw.close()
            raise
        guard = _Guarded(
            content,
            raw,
            total=total,
            name=path.name,
            layers=tuple(layers),
            progress=progress,
        )
        return io.BufferedReader(guard, BUFFER)

    while True:
        with stream() as peeked:
            head = peeked.read(HEAD)
        kind = next((name for magic, name in SIGNATURES if head.startswith(magic)), None)
        if kind is None or (kind == "zip" and (layers or _is_document(path))):
            break
        if len(layers) == LAYERS:
            raise UnreadableFile(
                f'"{path.name}" is packed more than {LAYERS} times over: unpack it first.'
            )
        if kind == "zip":
            inner = _member(path).filename
        elif inner.casefold().endswith(PACKED_SUFFIXES):
            inner = inner.rpartition(".")[0]
        layers.append(kind)
    return Opened(path, path.name, Path(inner).name, head, tuple(layers), stream, progress)


def _layer(kind: str, content: Any, name: str) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=content, mode="rb")
    if kind == "bzip2":
        return bz2.BZ2File(content)
    if kind == "xz":
        return lzma.LZMAFile(content)
    if kind == "zip":
        archive = zipfile.ZipFile(content)
        member = _only_member(archive, name)
        try:
            return archive.open(member)
        except RuntimeError as error:
            raise UnreadableFile(
                f'"{name}" is a zip with a password: unpack it and give the file inside.'
            ) from error
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(content, mode="r"), kind)


def _is_document(path: Path) -> bool:
    """Whether a zip is an office document (xlsx, ods, docx …), which is not to be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name in archive.namelist() for name in DOCUMENT_MEMBERS)
    except zipfile.BadZipFile as error:
        raise UnreadableFile(
            f'"{path.name}" is a zip file that is cut off or damaged: copy or download it again.'
        ) from error


def _member(path: Path) -> zipfile.ZipInfo:
    with zipfile.ZipFile(path) as archive:
        return _only_member(archive, path.name)


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and not Path(member.filename).name.startswith(".")
    ]
    if len(members) == 1:
        return members[0]
    if not members:
        raise UnreadableFile(f'"{name}" is a zip with no file in it: give the file with the data.')
    raise UnreadableFile(
        f'"{name}" is a zip with {len(members)} files '
        f"({listed([member.filename for member in members])}): "
        "unpack it and name the files to import."
    )


class _Guarded(io.RawIOBase):
    """A readable stream that answers broken compression with one sentence."""

    def __init__(
        self,
        content: Any,
        raw: IO[bytes],
        *,
        total: int,
        name: str,
        layers: tuple[str, ...],
        progress: Progress,
    ) -> None:
        super().__init__()
        self._content, self._raw, self._total = content, raw, total
        self._name, self._layers, self._progress = name, layers, progress
        self._given = 0
        self._close: tuple[Callable[[], None], ...] = (content.close, raw.close)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._content.read(len(buffer))
        except BROKEN as error:
            raise UnreadableFile(self._sentence(error)) from error
        buffer[: len(data)] = data
        self._given += len(data)
        position = self._raw.tell()
        if self._layers and self._given > BOMB_SIZE and self._given > BOMB_RATIO * position:
            raise UnreadableFile(
                f'"{self._name}" unpacks to more than {BOMB_RATIO} times its size, which no table '
                "does: unpack it by hand if you trust it, and import the result."
            )
        self._progress(f"Reading {self._name}", min(1.0, position / self._total))
        return len(data)

    def close(self) -> None:
        if not self.closed:
            for close in self._close:
                close()
        super().close()

    def _sentence(self, error: BaseException) -> str:
        if not self._layers:
            why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
            return f'"{self._name}" cannot be read ({why}): copy it to this computer again.'
        kind = self._layers[-1]
        text = str(error).casefold()
        cut = isinstance(error, EOFError) or "end-of-stream" in text or "truncated" in text
        what = "ends too early: it was cut off" if cut else "is damaged: it was changed"
        return (
            f'"{self._name}" is a {kind} file that {what} while it was copied or downloaded. '
            "Fetch it again."
        )
