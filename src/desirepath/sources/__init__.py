"""Opens a file of any known kind as a table of text with line numbers. Knows no engine.

One file per kind. Each plug-in offers `NAME`, `SUFFIXES`, `EXAMPLE` (a ten-line file),
`matches(head, path)` (whether these first bytes are its kind), `read(opened)`, and may offer
`ORDER` (who is asked first; 50 where it is silent).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

from desirepath import registry
from desirepath.errors import UnreadableFile
from desirepath.model.progress import Progress, silent
from desirepath.sources._compression import unpack
from desirepath.sources._encoding import survey, text_of
from desirepath.sources._reading import LINE, Bad, Opened, Reading
from desirepath.sources._refusals import (
    READS,
    empty,
    refuse_binary,
    refuse_content,
    refuse_path,
)

__all__ = ["LINE", "Bad", "Opened", "Reading", "content_hash", "open_file", "text_in"]


def open_file(path: str | Path, progress: Progress = silent) -> Reading:
    """Return the table in a file, whatever its kind, compression and encoding.

    Raises InputError when the path is wrong, UnreadableFile when the file is no table: one
    sentence with what it looks like and what to do.
    """
    opened = _opened(path, progress)
    refuse_content(opened.name, opened.head, opened.path)
    plugins = sorted(
        (registry.load("sources", name) for name in registry.names("sources")), key=_order
    )
    for plugin in plugins:
        if plugin.matches(opened.head, Path(opened.inner)):
            reading: Reading = plugin.read(opened)
            return reading
    raise UnreadableFile(f'"{opened.name}" is no table of a known kind: export it as {READS}.')


def content_hash(path: str | Path) -> str:
    """Return the SHA-256 of a file's content without its compression, in hex digits."""
    digest = hashlib.sha256()
    with _opened(path, silent).stream() as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def text_in(path: str | Path, limit: int) -> tuple[str, tuple[str, ...]]:
    """Return a text file of at most `limit` bytes as one text, and notes on how it was read.

    Compression and encoding are found out as for tables. Raises InputError when the path is
    wrong, UnreadableFile for what is no text, empty or too large.
    """
    opened = _opened(path, silent)
    refuse_content(opened.name, opened.head, opened.path)
    refuse_binary(opened.name, opened.head)
    opened.whole(limit, "a text of that size is no map, perhaps it is a table of events")
    found = survey(opened, by_line=False)
    return "".join(text_of(opened, found)), found.notes


def _opened(path: str | Path, progress: Progress) -> Opened:
    path = Path(path)
    refuse_path(path)
    opened = unpack(path, progress)
    if not opened.head:
        raise UnreadableFile(empty(path.name))
    return opened


def _order(plugin: ModuleType) -> tuple[int, str]:
    return (getattr(plugin, "ORDER", 50), plugin.NAME)
