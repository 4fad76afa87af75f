"""Thin tables for a terminal: aligned, never wider than it, and nothing cut or left out.

What does not fit is wrapped; long sentences go under their row; what is still too wide is
continued in a second table that repeats the first column.
"""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.cli.output import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GAP = 2
COMFORTABLE = 14
WORD = 24
"""A word up to here is never broken; what is longer is a code, and breaks at its hyphens."""
LONG = 40
INDENT = 4
LAST = ("step", "id")
"""Identifiers for machines come last where a name for people is there."""


@dataclass(frozen=True)
class _Column:
    """One column: its heading, its cells as text, and how narrow it may become."""

    name: str
    head: str
    cells: tuple[str, ...]
    right: bool

    @property
    def natural(self) -> int:
        return max(self.words, *map(cells_of, self.cells))

    @property
    def words(self) -> int:
        return max(map(cells_of, self.head.split()))

    @property
    def sentences(self) -> bool:
        """Say whether this is text to be read, not a name or an identifier."""
        return not self.right and self.natural > LONG and any(" " in one for one in self.cells)

    @property
    def least(self) -> int:
        if self.right:
            return self.natural
        longest = max((cells_of(word) for one in self.cells for word in one.split()), default=0)
        return max(self.words, min(self.natural, COMFORTABLE), min(longest, WORD))


def layout(rows: Sequence[Mapping[str, Any]], names: Sequence[str], width: int) -> list[str]:
    """Return the lines of a table of these columns in `width` terminal cells."""
    columns = [_column(rows, name) for name in _ordered(names)]
    under: list[_Column] = []
    if _total(column.natural for column in columns) > width:
        under = [column for column in columns[1:] if column.sentences]
        columns = [column for column in columns if column not in under]
    lines: list[str] = []
    for part in _parts(columns, width):
        lines += [""] if lines else []
        lines += _table(part, under, width)
        under = []
    return lines


def _ordered(names: Sequence[str]) -> list[str]:
    last = [name for name in LAST if name in names and ("name" in names or "rank" in names)]
    return [*(name for name in names if name not in last), *last]


def _column(rows: Sequence[Mapping[str, Any]], name: str) -> _Column:
    values = [row.get(name) for row in rows]
    known = [value for value in values if value is not None]
    right = all(isinstance(v, int | float) and not isinstance(v, bool) for v in known)
    head = name.replace("_seconds", "_time").replace("_", " ")
    return _Column(name, head, tuple(cell(name, value) for value in values), right)


def _parts(columns: Sequence[_Column], width: int) -> list[list[_Column]]:
    """Cut the columns into tables that fit, each with the first column (with --by: two)."""
    key = list(columns[: 2 if columns[0].name == "segment" else 1])
    parts = [[*key]]
    for column in columns[len(key) :]:
        full = _total(one.least for one in (*parts[-1], column)) > width
        if full and len(parts[-1]) > len(key):
            parts.append([*key])
        parts[-1].append(column)
    return parts


def _table(columns: Sequence[_Column], under: Sequence[_Column], width: int) -> list[str]:
    size = {column.name: column.natural for column in columns}
    while _total(size.values()) > width:
        widest = max(columns, key=lambda column: size[column.name] - column.least)
        if size[widest.name] <= min(widest.least, 4):
            break
        size[widest.name] -= 1
    lines = _row([column.head for column in columns], columns, size)
    lines.append((" " * GAP).join("─" * size[column.name] for column in columns))
    for place in range(len(columns[0].cells)):
        lines += _row([column.cells[place] for column in columns], columns, size)
        for column in under:
            said = f"{column.head}: " if len(under) > 1 else ""
            blank = " " * INDENT
            lines += wrapped(said + column.cells[place], width, first=blank, others=blank)
    return lines


def _row(texts: Sequence[str], columns: Sequence[_Column], size: Mapping[str, int]) -> list[str]:
    pieces = [
        wrapped(text, size[column.name]) or [""]
        for text, column in zip(texts, columns, strict=True)
    ]
    lines = []
    for place in range(max(map(len, pieces))):
        parts = []
        for column, piece in zip(columns, pieces, strict=True):
            text = piece[place] if place < len(piece) else ""
            blank = " " * (size[column.name] - cells_of(text))
            parts.append(blank + text if column.right else text + blank)
        lines.append((" " * GAP).join(parts).rstrip())
    return lines


def wrapped(text: str, width: int, *, first: str = "", others: str = "") -> list[str]:
    """Return the text in lines of at most `width`."""
    room = width - max(cells_of(first), cells_of(others))
    codes = any(cells_of(word) > room for word in text.split())
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=codes
    )


def cells_of(text: str) -> int:
    """Return how many terminal cells a text takes (wide East Asian characters take two)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def _total(sizes: Iterable[int]) -> int:
    return sum(size + GAP for size in sizes) - GAP
