"""Which row of a table is its header, if any; for text files and sheets alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desirepath.sources._reading import unique_names
from desirepath.sources._surveys import joined

# Cells that are plainly values: numbers, dates, times, truth values, addresses.
VALUE = re.compile(
    r"""\s*(
        [-+]?[\d.,'\s]*\d[\d.,']*(e[-+]?\d+)?\s*[%€$£]?
      | [€$£]\s?[\d.,]+
      | \d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?
      | \d{1,2}:\d{2}(:\d{2})?.*
      | true|false|nan|null|none|n/a
      | \S+@\S+\.\w+
      | https?://\S+
      | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
      | [\d.,]+(\s?(st|nd|rd|th|s|min|h|d|kg|km))
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?…]\s|[.!…]$")


@dataclass(frozen=True)
class Header:
    """Where the header stands (None: there is none), where the data start, and the names."""

    row: int | None
    data: int
    columns: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], width: int) -> Header:
    """Find the header among the first rows of a table that is `width` cells wide.

    Rows narrower than the table above its first full row are titles and comments. The first
    full row is the header unless one of its cells is plainly a value, or stands again below.

    >>> find_header([["Report", ""], ["id", "time"], ["1", "2024-05-01"]], 2).columns
    ('id', 'time')
    >>> find_header([["1", "x"], ["2", "y"]], 2).columns
    ('column 1', 'column 2')
    """
    most = max((_cells(row) for row in rows), default=0)
    first = next((n for n, row in enumerate(rows) if _is_full(row, width, most)), 0)
    top = [cell.strip() for cell in rows[first]] if rows else []
    top += [""] * (width - len(top))
    below = [row for row in rows[first + 1 :] if len(row) >= width]
    more, names = joined(top[:width], below)
    if more or _is_header(top[:width], below):
        return Header(first, first + 1 + more, unique_names(names))
    return Header(None, first, unique_names([""] * width))


def _cells(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_full(row: Sequence[str], width: int, most: int) -> bool:
    """Whether a row is as wide as the table and mostly filled: a title row is not."""
    return len(row) >= width and _cells(row) >= min(width, 2) and _cells(row) * 2 >= most


def _is_header(top: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    named = [cell for cell in top if cell]
    if not named or any(VALUE.fullmatch(cell) for cell in named):
        return False
    if len(top) == 1:
        return len(top[0]) <= 200 and _is_single_header(top[0], below)
    wordy = any(len(cell) > 200 or (SENTENCE.search(cell) and len(cell) > 60) for cell in named)
    if wordy and not _stands_above_values(top, below):
        return False
    again = sum(
        1
        for number, cell in enumerate(top)
        if cell and any(row[number].strip() == cell for row in below)
    )
    # One column may hold its own name by chance; several columns do not.
    return again * 3 <= len(named)


def _stands_above_values(top: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether what stands below a name is plainly no name: questions of a survey can be long."""
    for number, name in enumerate(top):
        cells = [row[number].strip() for row in below if row[number].strip()]
        if name and len(cells) > 1 and all(VALUE.fullmatch(cell) for cell in cells):
            return True
    return False


def _is_single_header(cell: str, below: Sequence[Sequence[str]]) -> bool:
    """One column: a name is short and no sentence, and what stands below is something else."""
    if len(cell) > 40 or cell.count(" ") > 3 or SENTENCE.search(cell):
        return False
    return not any(row[0].strip() == cell for row in below)
