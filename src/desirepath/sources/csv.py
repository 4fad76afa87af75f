"""Text tables: CSV, TSV and any other delimiter, quoting and encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desirepath.sources import _dialect
from desirepath.sources._dialect import Dialect
from desirepath.sources._encoding import Text, start_of_text, survey, text_of
from desirepath.sources._header import find_header
from desirepath.sources._reading import Bad, Opened, Reading
from desirepath.sources._refusals import refuse_binary
from desirepath.sources._tokens import PIECE, Tokens

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "csv"
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".psv")
ORDER = 100  # asked last: any text can be a table
EXAMPLE = b"""customer;touchpoint;time;channel;score
c1;Visit;2024-05-01 10:00;web;
c1;Order;2024-05-01 10:20;web;
c1;Delivered;2024-05-04 09:00;;
c1;Survey;2024-05-05 09:00;email;9
c2;Visit;2024-05-01 11:00;app;
c2;"Support; call";2024-05-02 11:00;phone;
c2;Order;2024-05-02 11:30;app;
c2;Delivered;2024-05-09 12:00;;
c2;Survey;2024-05-10 09:00;email;4
"""

SAMPLE = 1 << 18


@dataclass(frozen=True)
class Layout:
    """Where the rows start and how they are written."""

    dialect: Dialect
    columns: tuple[str, ...]
    spare: int
    first_line: int
    notes: tuple[str, ...]


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to any text; `read` refuses what is binary."""
    return bool(head)


def read(opened: Opened) -> Reading:
    """Return the table; rows of another width go to `bad`, with the reason."""
    refuse_binary(opened.name, opened.head)
    text = survey(opened)
    layout = lay_out(start_of_text(opened, text, SAMPLE))
    notes = [*text.notes, *layout.notes]
    if text.nuls:
        notes.append("The file holds NUL characters; they were left out.")
    bad: list[Bad] = []
    tokens = Tokens(layout.dialect, layout.columns, layout.spare, bad)
    return Reading(
        NAME, layout.columns, _batches(opened, text, layout, tokens, notes), notes=notes, bad=bad
    )


def _batches(
    opened: Opened, text: Text, layout: Layout, tokens: Tokens, notes: list[str]
) -> Iterator[pa.RecordBatch]:
    pieces = _whole_lines(text_of(opened, text), layout.first_line - 1)
    yield from tokens.batches(pieces, layout.first_line)
    if tokens.lenient:
        notes.append(f"Rows with a single quote mark inside a quoted cell: {tokens.lenient}.")
    if tokens.trimmed:
        notes.append(f"Rows with empty cells beyond the last column: {tokens.trimmed}.")


def _whole_lines(texts: Iterator[str], skip: int) -> Iterator[str]:
    """Cut the text at line ends, without its first `skip` lines."""
    rest = ""
    for text in texts:
        rest += text
        while skip and (end := _line_end(rest)):
            rest, skip = rest[end:], skip - 1
        if skip or len(rest) < PIECE:
            continue
        # A carriage return at the very end may be half of a line end.
        cut = max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    while skip and rest:
        end = _line_end(rest) or len(rest)
        rest, skip = rest[end:], skip - 1
    if rest:
        yield rest


def _line_end(text: str) -> int:
    """Return where the first line ends, 0 when that is not known yet."""
    found = re.search(r"\r\n|\n|\r(?=[^\n])", text)
    return found.end() if found else 0


def lay_out(sample: str) -> Layout:
    """Find delimiter, quotes and header in the first lines of a file."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", sample)
    notes: list[str] = []
    skipped = 0
    said = re.fullmatch(r"\ufeff?\"?sep=(.)\"?\s*", lines[0], re.IGNORECASE)
    if said:
        skipped = 1
    while skipped < len(lines) - 1 and _is_comment(lines, skipped):
        skipped += 1
    body = lines[skipped:]
    dialect = _dialect.detect(body, delimiter=said[1] if said else None)
    notes += dialect.notes()
    rows, ends = _rows(dialect, body)
    width, spare = dialect.width, 0
    full = [row for row in rows if len(row) == width]
    if width > 1 and not any(row[-1].strip() for row in full):
        width, spare = width - 1, 1
    elif first_shorter(rows, width):
        rows[0] = ["", *rows[0]]
        notes.append(
            'The header names one column less than the rows have: the first is "column 1".'
        )
    header = find_header(rows, width)
    start = header.row if header.row is not None else header.data
    above = [body[line].strip() for line in range(ends[start - 1] if start else 0)]
    above = [line for line in lines[1 if said else 0 : skipped] if line.strip()] + above
    if text := " / ".join(line.strip(" \t\r\n;,|\ufeff") for line in above if line.strip()):
        notes.append(f'Lines above the table were left out: "{text[:200]}".')
    if header.row is None:
        last = f' to "{header.columns[-1]}"' if width > 1 else ""
        notes.append(f'There is no header row: the columns are called "{header.columns[0]}"{last}.')
    data_line = skipped + (ends[header.data - 1] if header.data else 0) + 1
    return Layout(replace(dialect, width=width), header.columns, spare, data_line, tuple(notes))


def first_shorter(rows: list[list[str]], width: int) -> bool:
    """Whether only the first row lacks one cell: row names without a header (R writes so)."""
    return (
        width > 2
        and len(rows) > 2
        and len(rows[0]) == width - 1
        and sum(len(row) == width for row in rows[1:]) >= 0.9 * (len(rows) - 1)
    )


def _is_comment(lines: list[str], at: int) -> bool:
    """A line that starts with # above the table, unless it is itself the header."""
    if not lines[at].strip():
        return True
    if not lines[at].startswith("#"):
        return False
    below = next((line for line in lines[at + 1 :] if not line.startswith("#")), "")
    return not any(
        mark in lines[at] and lines[at].count(mark) == below.count(mark)
        for mark in _dialect.DELIMITERS
        if mark != ":"
    )


def _rows(dialect: Dialect, lines: list[str]) -> tuple[list[list[str]], list[int]]:
    """Return the sample's filled rows, and the line after which each ends."""
    reader = dialect.reader(iter(lines), strict=False)
    rows, ends = [], []
    for row in reader:
        if row:
            rows.append(row)
            ends.append(reader.line_num)
        if len(rows) >= _dialect.ROWS:
            break
    return rows, ends
