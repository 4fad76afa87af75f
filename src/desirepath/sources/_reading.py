"""What a source plug-in gets and what it gives back; shared by all of them."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import UnreadableFile
from desirepath.model.progress import Progress

if TYPE_CHECKING:
    import pyarrow as pa

LINE = "__line"
CONTENT_SHOWN = 1000


@dataclass(frozen=True)
class Bad:
    """A row that cannot be tokenised: where it stands, why, and what it says."""

    line: int
    reason: str
    content: str

    @classmethod
    def of(cls, line: int, reason: str, content: str) -> Bad:
        """Return the row with its content cut to what a person reads."""
        text = content.rstrip("\r\n")
        return cls(line, reason, text if len(text) <= CONTENT_SHOWN else text[:CONTENT_SHOWN] + "…")


@dataclass(frozen=True)
class Opened:
    """A file whose compression has been taken off, ready for a plug-in.

    `name` is what the user sees, `inner` the name of the data inside a zip or without `.gz`,
    `head` its first bytes, `stream()` a fresh reader of the decompressed bytes from the start.
    """

    path: Path
    name: str
    inner: str
    head: bytes
    packed: tuple[str, ...]
    stream: Callable[[], BufferedReader]
    progress: Progress

    @property
    def suffix(self) -> str:
        """The suffix of the data's own name, in lower case."""
        return Path(self.inner).suffix.casefold()

    def whole(self, limit: int, advice: str) -> bytes:
        """Return all bytes; raises UnreadableFile with `advice` beyond `limit`."""
        with self.stream() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise UnreadableFile(
                f'"{self.name}" holds more than {limit >> 20} MB, too much to read at once: '
                f"{advice}."
            )
        return content


@dataclass(frozen=True)
class Reading:
    """A table as found in a file: names of the columns, and batches of text with line numbers.

    `batches` are consumed once; each has the int64 column `__line` (1-based line, or record
    number where a file has no lines) and one string column per name. `parquet` is set instead
    when the engine reads the file itself. `notes` and `bad` grow while batches are consumed.
    """

    format: str
    columns: tuple[str, ...]
    batches: Iterator[pa.RecordBatch] | None = None
    parquet: Path | None = None
    notes: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    nested_cases: bool = False
    turns: bool = False
    """Rows are turns of conversations, see `_turns`."""
    sound: Path | None = None
    """The recording beside a transcript that was read with it."""

    def keep(self, close: Callable[..., object], *arguments: Any) -> None:
        """Call `close` when nobody holds this reading any more (temporary files)."""
        weakref.finalize(self, close, *arguments)


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that differ: an empty third one is `column 3`, a second `x` is `x (2)`."""
    taken: set[str] = {LINE}
    unique = []
    for number, raw in enumerate(names, start=1):
        name = re.sub(r"\s+", " ", raw).strip() or f"column {number}"
        candidate, copy = name, 1
        while candidate in taken:
            copy += 1
            candidate = f"{name} ({copy})"
        taken.add(candidate)
        unique.append(candidate)
    return tuple(unique)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Return `"a", "b" and 3 more`."""
    shown = ", ".join(f'"{name}"' for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def string_array(values: Sequence[str | None]) -> Any:
    """Return an Arrow string array; lone surrogates, which no UTF-8 can hold, become `\ufffd`."""
    import pyarrow as pa

    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        clean = [
            None
            if value is None
            else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            for value in values
        ]
        return pa.array(clean, pa.string())
