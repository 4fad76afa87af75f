"""Turns the lines of a text table into Arrow columns, with exact line numbers.

Two ways give the same cells. A piece of the file in which no cell spans lines is tokenised by
Arrow's reader; any other piece, and any piece with something wrong in it, by the csv module
row by row, which can say what is wrong with which line and go on after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desirepath.sources._dialect import LONGEST_CELL, NOTHING, Dialect
from desirepath.sources._reading import LINE, Bad, string_array

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 1 << 20


@dataclass
class Tokens:
    """Tokenises one file; `bad` and the counters fill while `batches` runs.

    `spare` trailing cells per row belong to no column and must be empty (rows that end with a
    delimiter).
    """

    dialect: Dialect
    columns: tuple[str, ...]
    spare: int
    bad: list[Bad]
    lenient: int = 0
    trimmed: int = 0
    _rest: list[str] = field(default_factory=list)

    def batches(self, pieces: Iterable[str], first_line: int) -> Iterator[pa.RecordBatch]:
        """Yield batches; `pieces` are texts that each end with a whole line (the last may not)."""
        line = first_line
        last = ""
        for piece in pieces:
            if last:
                batch, line = self._piece(last, line, final=False)
                if batch is not None:
                    yield batch
            last = piece
        batch, line = self._piece(last, line, final=True)
        if batch is not None:
            yield batch

    def _piece(self, text: str, line: int, *, final: bool) -> tuple[pa.RecordBatch | None, int]:
        if not self._rest and (fast := self._fast(text, line)) is not None:
            return fast
        lines = self._rest + list(io.StringIO(text, newline=""))
        self._rest = []
        return self._slow(lines, line, final=final)

    def _fast(self, text: str, line: int) -> tuple[pa.RecordBatch | None, int] | None:
        """Tokenise with Arrow, or return None where that would not be exact."""
        dialect = self.dialect
        if dialect.escape or dialect.skip_space or dialect.delimiter == NOTHING:
            return None
        if "\r" in text and text.count("\r") != text.count("\r\n"):
            return None
        ends = text.count("\n")
        total = ends + (not text.endswith("\n"))
        quote = dialect.quote
        if quote and quote in text:
            # An odd number of quotes: a cell spans lines, or a quote is no quote.
            counts = [row.count(quote) & 1 for row in text.split("\n")]
            if any(counts):
                return None
        table = self._arrow(text)
        if table is None or (quote and quote in text and _holds(table, quote)):
            return None
        if table.num_rows == total:
            lines: range | list[int] = range(line, line + total)
        else:
            rows = text.split("\n")[:total]
            lines = [n for n, row in enumerate(rows, start=line) if row not in ("", "\r")]
            if len(lines) != table.num_rows:
                return None
        if not table.num_rows:
            return None, line + total
        return self._batch(lines, table.columns), line + total

    def _arrow(self, text: str) -> pa.Table | None:
        import pyarrow as pa
        from pyarrow import compute
        from pyarrow import csv as arrow_csv

        content = text.encode("utf-8", "replace")
        names = [str(number) for number in range(len(self.columns) + self.spare)]
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(content),
                arrow_csv.ReadOptions(
                    column_names=names, block_size=len(content) + 1, use_threads=False
                ),
                arrow_csv.ParseOptions(
                    delimiter=self.dialect.delimiter,
                    quote_char=self.dialect.quote or False,
                    newlines_in_values=False,
                ),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
                ),
            )
        except pa.ArrowInvalid:
            return None
        for column in table.columns[len(self.columns) :]:
            if compute.max(compute.binary_length(column)).as_py():
                return None
        return table.combine_chunks()

    def _slow(
        self, lines: list[str], line: int, *, final: bool
    ) -> tuple[pa.RecordBatch | None, int]:
        rows: list[list[str]] = []
        numbers: list[int] = []
        width = len(self.columns)
        at = 0
        while at < len(lines):
            reader = self.dialect.reader(iter(lines[at:] if at else lines), strict=True)
            begin = at
            try:
                for row in reader:
                    end = begin + reader.line_num
                    if len(row) == width:
                        rows.append(row)
                        numbers.append(line + at)
                    else:
                        self._take(row, line + at, lines[at:end], rows, numbers)
                    at = end
                break
            except csv.Error as error:
                end = begin + reader.line_num
                open_end = "end of data" in str(error)
                if open_end and not final and sum(map(len, lines[at:end])) < LONGEST_CELL:
                    self._rest = lines[at:]
                    break
                self._mend(error, line + at, lines[at:end], rows, numbers)
                at += 1
        line += at
        if not rows:
            return None, line
        return self._batch(
            numbers, [string_array(cells) for cells in zip(*rows, strict=True)]
        ), line

    def _take(
        self,
        row: list[str],
        number: int,
        block: list[str],
        rows: list[list[str]],
        numbers: list[int],
    ) -> None:
        """Keep one tokenised row, or say why not."""
        width = len(self.columns)
        if len(row) != width:
            if not row:
                return
            if len(row) < width or any(row[width:]):
                content = "".join(block)
                self.bad.append(Bad.of(number, f"{_fields(len(row))} instead of {width}", content))
                return
            self.trimmed += 1
            row = row[:width]
        rows.append(row)
        numbers.append(number)

    def _mend(
        self,
        error: csv.Error,
        number: int,
        block: list[str],
        rows: list[list[str]],
        numbers: list[int],
    ) -> None:
        """Deal with the first line of a record that the csv module refuses.

        Only that line is given up; the lines after it are read as rows of their own.
        """
        text = str(error)
        if len(block) == 1 and "end of data" not in text and "limit" not in text:
            row: list[str] = next(iter(self.dialect.reader(iter(block), strict=False)), [])
            before = len(rows)
            self._take(row, number, block, rows, numbers)
            self.lenient += len(rows) - before
            return
        reason = "a quote that opens in this line is never closed"
        if "limit" in text and len(block) == 1:
            reason = f"a cell longer than {LONGEST_CELL >> 20} MB"
        self.bad.append(Bad.of(number, reason, block[0]))

    def _batch(self, lines: Any, cells: Iterable[Any]) -> pa.RecordBatch:
        import numpy as np
        import pyarrow as pa

        numbers = (
            np.arange(lines.start, lines.stop) if isinstance(lines, range) else np.array(lines)
        )
        arrays = [pa.array(numbers, pa.int64())]
        for _, column in zip(self.columns, cells, strict=False):
            arrays.append(_unprotected(_one(column)))
        return pa.RecordBatch.from_arrays(arrays, names=[LINE, *self.columns])


def _holds(table: pa.Table, quote: str) -> bool:
    """Whether a cell holds a quote: then it may be a stray one, which only the slow way tells."""
    from pyarrow import compute

    return any(
        compute.any(compute.match_substring(column, quote)).as_py() for column in table.columns
    )


def _one(column: Any) -> Any:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _unprotected(column: Any) -> Any:
    """Take off Excel's protection of leading zeros: `="0123"` is the text 0123."""
    from pyarrow import compute

    if not compute.any(compute.starts_with(column, '="')).as_py():
        return column
    return compute.replace_substring_regex(column, r'^="([^"]*)"$', r"\1")


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"
