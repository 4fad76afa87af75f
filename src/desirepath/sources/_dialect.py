"""How a text table is written: delimiter, quotes, escapes, found by trying on a sample.

Every candidate tokenises the sample with the csv module. The best one gives rows of one width
whose cells look like cells: a comma inside a sentence makes ragged rows and odd cells.
After van den Burg et al., "Wrangling messy CSV files by detecting row and type patterns"
(2019): consistency times plausibility of the cells.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

DELIMITERS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.99, "^": 0.95, ":": 0.7, "~": 0.9, "\x01": 1.0,
              "\x1f": 1.0, "\x1e": 0.9}  # fmt: skip
WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|", "\x01": "control character 1",
         "\x1f": "control character 31", "\x1e": "control character 30"}  # fmt: skip
NOTHING = "\x00"  # delimiter of a file with one column: no text holds it
UNLIKELY = ":^~"  # delimiters only where the very first line shows them
ONE_COLUMN = 0.25  # what a table must score, or the file is one column of text
ROWS = 2000
LONGEST_CELL = 1 << 20

CLEAN = re.compile(
    r"""(?:
        |[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?[%]?
        |\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}
            (?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[ap]m|[-+]\d{2}:?\d{2})?)?
        |\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?
        |\S+@\S+\.\w+
        |https?://\S+
        |[\w.:/@#&+()%$€£*'’=?!<>-]+(?:[ ][\w.:/@#&+()%$€£*'’=?!<>-]+){0,5}
    )""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """The way of writing that was found; `width` is the number of cells of most rows."""

    delimiter: str
    quote: str | None
    escape: str | None
    skip_space: bool
    width: int

    def reader(self, lines: Iterable[str], *, strict: bool) -> Any:
        """Return a csv reader of this dialect."""
        if csv.field_size_limit() < LONGEST_CELL:
            csv.field_size_limit(LONGEST_CELL)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape,
            doublequote=True,
            skipinitialspace=self.skip_space,
            strict=strict,
        )

    def notes(self) -> list[str]:
        """Return what a person should know: only what is not the usual way."""
        said = []
        if self.delimiter not in ",;\t" and self.width > 1:
            said.append(f"Delimiter: {WORDS.get(self.delimiter, self.delimiter)}.")
        if self.quote == "'":
            said.append("Quotes: single (').")
        if self.escape:
            said.append("Escapes: backslash.")
        return said


def detect(lines: list[str], *, delimiter: str | None = None) -> Dialect:
    """Return the dialect of the sample's lines; `delimiter` is set by a `sep=` line."""
    sample = "".join(lines)
    marks = [delimiter] if delimiter else [mark for mark in DELIMITERS if mark in sample]
    best = _quoted(NOTHING, sample, lines)[0]
    best_score = -1.0 if delimiter else ONE_COLUMN
    for mark in marks:
        candidate, rows, broken = _quoted(mark, sample, lines)
        score, width = _score(candidate, rows, broken)
        if score > best_score + 1e-9:
            best, best_score = replace(candidate, width=width), score
    return best


def _quoted(mark: str, sample: str, lines: list[str]) -> tuple[Dialect, list[list[str]], int]:
    """Return the way of quoting that breaks fewest rows, the rows it gives and the broken ones.

    Without quotes in the sample, double quotes are taken: they may come later.
    """
    edge = re.escape(mark)
    ways: list[tuple[str | None, str | None]] = [('"', None)]
    if '\\"' in sample:
        ways.append(('"', "\\"))
    if '"' not in sample and _cells_in("'", edge, sample) > 2:
        ways = [("'", None), *([("'", "\\")] if "\\'" in sample else [])]
    tried = []
    for quote, escape in ways:
        spaced = len(re.findall(rf"{edge} +{quote}(?!{quote})", sample))
        space = spaced > len(re.findall(rf"(?:{edge}|^){quote}", sample, re.MULTILINE))
        candidate = Dialect(mark, quote, escape, space, 1)
        tried.append((candidate, *_tokenised(candidate, lines)))
    best = min(tried, key=lambda one: one[2])
    if best[2] and best[2] > _cells_in(best[0].quote or "", edge, sample):
        # More quotes that do not fit than quoted cells: they are part of the text.
        candidate = Dialect(mark, None, None, False, 1)
        return candidate, *_tokenised(candidate, lines)
    return best


def _cells_in(quote: str, edge: str, sample: str) -> int:
    found = re.findall(
        rf"(?:^|{edge}) *{quote}[^\r\n]*?{quote}(?={edge}|\r|$)", sample, re.MULTILINE
    )
    return len(found)


def _tokenised(candidate: Dialect, lines: list[str]) -> tuple[list[list[str]], int]:
    """Return the filled rows, and how many lines had a quote that does not fit."""
    rows: list[list[str]] = []
    broken = at = 0
    while at < len(lines) and len(rows) < ROWS:
        reader = candidate.reader(islice(lines, at, None), strict=True)
        start = at
        try:
            for row in reader:
                at = start + reader.line_num
                if row:
                    rows.append(row)
                if len(rows) >= ROWS:
                    break
            break
        except csv.Error as error:
            cut = "end of data" in str(error) and at > len(lines) // 2 and len(lines) > ROWS
            if cut:
                break  # the sample ends inside a cell
            broken += 1
            at += 1
    return rows, broken


def _score(candidate: Dialect, rows: list[list[str]], broken: int) -> tuple[float, int]:
    """Return how much the rows look like a table, 0…1, and its width."""
    if not rows:
        return 0.0, 1
    widths = Counter(map(len, rows))
    # Titles above a table are one cell wide: they must not outvote it.
    width = max(widths, key=lambda cells: (widths[cells] * (0.3 if cells == 1 else 1.0), cells))
    if width == 1 or (candidate.delimiter in UNLIKELY and len(rows[0]) != width):
        return 0.0, 1
    lead = next(number for number, row in enumerate(rows) if len(row) == width)
    titles = sum(1 for row in rows[: min(lead, 10)] if len(row) * 2 <= width)
    consistency = widths[width] / (len(rows) + broken - titles)
    if widths[width] == 1 < len(rows) - titles:
        return 0.0, 1
    cells = [cell for row in rows[:300] if len(row) == width for cell in row]
    clean = sum(map(_plausible, cells)) / len(cells)
    if candidate.delimiter in UNLIKELY and sum(cell[:1] == " " for cell in cells) * 4 > len(cells):
        return 0.0, 1  # "Name: value" is prose
    size = 1 - 0.35 / width
    return consistency**2 * clean * size * DELIMITERS.get(candidate.delimiter, 0.9), width


def _plausible(cell: str) -> float:
    if len(cell) < 200 and CLEAN.fullmatch(cell.strip()):
        return 1.0
    # Prose is a fine cell when it starts like prose; the rest of a cut sentence does not.
    odd = cell[:1] in " ,.)" or cell.count(";") > 2 or cell.count("\t") > 0
    return 0.35 if odd else 0.8
