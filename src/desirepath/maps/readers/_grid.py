"""A text table as rows with line numbers, and which way round a grid of a map lies in it."""

from __future__ import annotations

import csv as tables
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desirepath.errors import UnreadableFile
from desirepath.imports.names import cue
from desirepath.maps.lane_words import is_stage, is_step, key, lane_named

EVIDENCE = ": evidence"
COUNTS = ("journeys", "share of first stage", "median wait in seconds")
LANE = {"lane", "lanes", "row", "rows", "section", "swimlane", "swimlanes"}
MARKS = ",;\t|"
SEEN = 200  # rows that are looked at to tell a grid from another table
LONGEST = 1 << 20
START = 1 << 18  # signs that are looked at to tell a grid from another table
SURE = 0.5

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Grid:
    """A grid as it stands in the file: `head` is its first row, `rows` what follows.

    `steps_down`: a row per step and a column per lane; else a row per lane, a column per step.
    """

    title: str
    head: Row
    rows: tuple[Row, ...]
    steps_down: bool


def grid_of(text: str, name: str) -> Grid | None:
    """Return the grid, None where the table is none; raises UnreadableFile for broken quotes."""
    rows = _filled(text, name)
    title = ""
    while len(rows) > 1 and sum(map(bool, map(str.strip, rows[0][1]))) == 1 and _wide(rows):
        title = title or next(cell.strip() for cell in rows[0][1] if cell.strip())
        rows = rows[1:]
    if len(rows) < 2:
        return None
    head = [cell.strip() for cell in rows[0][1]]
    if _steps_down(head):
        return Grid(title, rows[0], tuple(rows[1:]), steps_down=True)
    if _lanes_down(head, rows[1:]):
        return Grid(title, rows[0], tuple(rows[1:]), steps_down=False)
    return None


def looks_like_grid(text: str) -> bool:
    """Say the same of the first rows, and never raise."""
    start = text if len(text) < START else text[: text.rfind("\n", 0, START) + 1]
    try:
        return grid_of(start, "") is not None
    except UnreadableFile:
        # the quotes are broken further down: what the first line says must do
        first = next(iter(text.lstrip("\ufeff\r\n ").splitlines()), "")
        return _steps_down([cell.strip() for cell in re.split(r"[,;\t|]", first)])


def rows_of(text: str, name: str) -> Iterator[Row]:
    """Yield the rows of a text table with the line on which each begins."""
    body = text.lstrip("\ufeff")
    told = re.match(r"\"?sep=(.)\"?\r?\n", body, re.IGNORECASE)
    body = body[told.end() :] if told else body
    before = 1 if told else 0
    first = re.sub(r'"[^"]*"', "", next((one for one in body.splitlines() if one.strip()), ""))
    delimiter = told[1] if told else max(MARKS, key=first.count)
    if tables.field_size_limit() < LONGEST:
        tables.field_size_limit(LONGEST)
    reader = tables.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    line = before + 1
    try:
        for row in reader:
            yield line, row
            line = before + reader.line_num + 1
    except tables.Error as error:
        raise UnreadableFile(
            f'"{name}", line {line}: the quotes of this row do not fit ({error}). '
            "Save the table as CSV once more from the spreadsheet."
        ) from error


def _filled(text: str, name: str) -> list[Row]:
    return [(line, row) for line, row in rows_of(text, name) if any(map(str.strip, row))]


def _wide(rows: Sequence[Row]) -> bool:
    """Say whether rows below have more than one cell, so that a lone first one is a title."""
    return any(sum(map(bool, map(str.strip, row))) > 1 for _, row in rows[1:SEEN])


def _steps_down(head: Sequence[str]) -> bool:
    """Say whether the columns are those of a grid with a row per step, and not of events."""
    if len(head) < 2 or not is_stage(head[0]):
        return False
    ours = [
        cell
        for cell in head[1:]
        if is_step(cell) or lane_named(cell) or cell.endswith(EVIDENCE) or key(cell) in COUNTS
    ]
    return bool(ours) and not _of_events([cell for cell in head if cell not in ours])


def _lanes_down(head: Sequence[str], rows: Sequence[Row]) -> bool:
    """Say whether the first column names lanes of ours, each once."""
    firsts = [row[0].strip() for _, row in rows[:SEEN] if row and row[0].strip()]
    wide = sum(len(row) == len(head) for _, row in rows[:SEEN])
    even = wide >= 0.5 * len(rows[:SEEN]) and len(set(firsts)) >= 0.8 * len(firsts)
    if len(head) < 2 or not any(head[1:]) or not even:
        return False
    known = {key(cell) for cell in firsts if lane_named(cell) or is_step(cell)}
    least = 1 if is_stage(head[0]) or key(head[0]) in LANE else 2
    return len(known) >= max(least, len(firsts) / 5) and not _of_events(head)


def _of_events(head: Sequence[str]) -> bool:
    """Say whether a column names a time or a customer, which only tables of events have."""
    return any(cue(role, cell) >= SURE for cell in head for role in ("time", "customer", "case"))
