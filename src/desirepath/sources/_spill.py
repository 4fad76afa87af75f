"""Holds rows whose columns are known only at the end of the file.

Rows come as dicts; they are kept as Arrow batches, in memory while they are few and then in a
temporary file. Once the file is read through, every batch is given out with all columns.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnreadableFile
from desirepath.sources._reading import LINE, string_array, unique_names

if TYPE_CHECKING:
    import pyarrow as pa

IN_MEMORY = 64 << 20
MOST_COLUMNS = 5000
ROWS = 10_000


class Spill:
    """Collects rows of differing keys; `columns` are all keys seen, in the order first seen."""

    def __init__(self, name: str) -> None:
        """`name` of the file stands in the sentence when it has too many columns."""
        self.rows = 0
        self._name = name
        self._keys: dict[str, Any] = {}
        self._lines: list[int] = []
        self._waiting: list[Mapping[str, str | None]] = []
        self._batches: list[pa.RecordBatch] = []
        self._bytes = 0
        self._file: Any = None
        self._spans: list[tuple[int, int]] = []

    @property
    def seen(self) -> int:
        """How many rows were added."""
        return self.rows + len(self._waiting)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all rows so far."""
        return tuple(self._keys)

    def add(self, line: int, row: Mapping[str, str | None]) -> None:
        """Take one row."""
        self._lines.append(line)
        self._waiting.append(row)
        if len(self._waiting) >= ROWS:
            self._pack()

    def finish(self) -> tuple[str, ...]:
        """Pack what waits and return the columns' unique names."""
        self._pack()
        return unique_names(self._keys)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all rows with all columns; call after `finish`."""
        import pyarrow as pa

        names = [LINE, *unique_names(self._keys)]
        for batch in self._kept():
            at = {name: number for number, name in enumerate(batch.schema.names)}
            empty = pa.nulls(batch.num_rows, pa.string())
            columns = [batch.column(0)]
            columns += [batch.column(at[key]) if key in at else empty for key in self._keys]
            yield pa.RecordBatch.from_arrays(columns, names=names)

    def _pack(self) -> None:
        import pyarrow as pa

        if not self._waiting:
            return
        here: dict[str, Any] = {}
        for row in self._waiting:
            here.update(row)
        self._keys.update(here)
        if len(self._keys) > MOST_COLUMNS:
            raise UnreadableFile(
                f'"{self._name}" has more than {MOST_COLUMNS} different field names (such as '
                f'"{next(reversed(here))}"); perhaps ids are used as names: '
                "export one row per event."
            )
        arrays = [pa.array(self._lines, pa.int64())]
        arrays += [string_array([row.get(key) for row in self._waiting]) for key in here]
        batch = pa.RecordBatch.from_arrays(arrays, names=[LINE, *here])
        self.rows += len(self._waiting)
        self._lines, self._waiting = [], []
        self._bytes += batch.nbytes
        self._batches.append(batch)
        if self._bytes > IN_MEMORY:
            self._write()

    def _write(self) -> None:
        """Move the batches in memory to the temporary file, each as a stream of its own."""
        import pyarrow as pa

        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="desirepath-")  # noqa: SIM115 - below
                weakref.finalize(self, self._file.close)
            for batch in self._batches:
                begin = self._file.tell()
                sink = pa.BufferOutputStream()
                with pa.ipc.new_stream(sink, batch.schema) as writer:
                    writer.write_batch(batch)
                self._file.write(sink.getvalue())
                self._spans.append((begin, self._file.tell() - begin))
        except OSError as error:
            raise InputError(
                f'There is no room to unpack "{self._name}" in {tempfile.gettempdir()} '
                f"({error.strerror}): free some space, or set TMPDIR to a larger disk."
            ) from error
        self._batches, self._bytes = [], 0

    def _kept(self) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for begin, size in self._spans:
            self._file.seek(begin)
            with pa.ipc.open_stream(self._file.read(size)) as reader:
                yield reader.read_next_batch()
        yield from self._batches
