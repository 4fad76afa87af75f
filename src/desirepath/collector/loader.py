"""From the inbox into the warehouse, by number, exactly once.

    what arrived ─> inbox rows beyond `book.loaded()` ─> read ─> left out ─> staged
                                      ─> imports (land, match, keep) ─> warehouse ─> book

A live source is one import that grows: its rows have the import's number and, as their line, the
number in the inbox. What counts is what the book says was loaded (`ImportRow.loaded`), written
last; rows of the warehouse beyond it belong to a load that was killed and are swept, then loaded
again. So a load may end anywhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desirepath.collector import drift, left_out, recipe
from desirepath.collector.reading import Read, read
from desirepath.imports import keep, land, match, suppress
from desirepath.imports.report import Counts
from desirepath.model.result import canonical
from desirepath.sources._reading import LINE, Bad, string_array
from desirepath.store.book import ImportRow

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.inbox import Inbox
    from desirepath.store.warehouse import Warehouse

MOST = 20_000
"""So many events are loaded at a time; what waits beyond them is the next load."""
MOST_FIELDS = 200
"""A live source adds at most so many attributes; what senders write beyond stays in the inbox."""
LEFT_OUT = "Fields beyond the first {most} of this source are not kept as attributes, for example: "
SCRATCH = ("__status", "__rows", "__bad", "__staged")


@dataclass(frozen=True)
class Loaded:
    """What one load did: events per source, and the number up to which all is loaded now."""

    events: Mapping[str, int]
    upto: int
    more: bool


@dataclass
class _Part:
    """The events of one source in one load."""

    row: ImportRow
    counts: Counts = field(default_factory=Counts)
    attributes: dict[str, str] = field(default_factory=dict)


def load(warehouse: Warehouse, book: Book, inbox: Inbox, most: int = MOST) -> Loaded | None:
    """Load the next events; None where nothing waits. The caller has the turn of the engine."""
    since = book.loaded()
    received = inbox.after(since, most)
    while len(received) < most and inbox.sort_in():
        received = inbox.after(since, most)
    if not received:
        return None
    upto = received[-1].seq
    keeping = dict(book.setting("privacy") or {})
    found = left_out.without(warehouse, book, inbox, [read(each, keeping) for each in received])
    sources: dict[str, list[Read]] = {}
    for each in found.reads:
        sources.setdefault(each.received.source, []).append(each)
    growing = {row.source: row for row in book.imports() if row.loaded is not None}
    done = False
    parts: list[_Part] = []
    try:
        for source, reads in sources.items():
            row = growing.get(source) or _fresh(source, book.next_import_no())
            parts.append(_land(warehouse, book, row, reads, parts))
        attributes = {name: column for part in parts for name, column in part.attributes.items()}
        book.commit_load(
            [_grown(part, upto, sources[part.row.source], found.sources) for part in parts],
            upto,
            attributes=attributes,
        )
        done = True
    finally:
        if not done:
            warehouse.sweep(book.committed())
    for source, reads in sources.items():
        drift.learn(inbox, source, reads)
    return Loaded(
        {source: len(reads) for source, reads in sources.items()}, upto, len(received) == most
    )


def _fresh(source: str, number: int) -> ImportRow:
    return ImportRow(
        no=number,
        id=hashlib.sha256(canonical(["live", source]).encode()).hexdigest(),
        source=source,
        file=source,
        content="live",
        mapping={"shape": "events", "columns": recipe.COLUMNS},
        facts=recipe.FACTS,
        report=recipe.report(source),
        loaded=0,
    )


def _land(
    warehouse: Warehouse,
    book: Book,
    row: ImportRow,
    reads: Sequence[Read],
    before: Sequence[_Part],
) -> _Part:
    """Write the rows of one source in one transaction of the engine."""
    good = [each for each in reads if each.good]
    part = _Part(row)
    part.counts.rows = len(reads)
    part.counts.accepted = len(good)
    part.counts.dropped = sum(each.aside for each in reads)
    bad = [_bad(each, each.fault) for each in reads if each.fault]
    tried = [each.received.was for each in reads if each.received.was is not None]
    columns = _columns(row.columns, good)
    part.row = row = replace(row, columns=columns)
    how = recipe.of(columns)
    found = list(dict.fromkeys(name for each in before for name in each.attributes))
    planned = book.planned_attributes([*found, *how.attributes])
    part.attributes = {name: planned[name] for name in how.attributes}
    try:
        taken, refused = _taken(warehouse, book, row, columns, good, part.counts)
        bad += refused
        with warehouse.transaction():
            if taken is not None:
                keep.store(warehouse, how, taken, part.attributes, row.no, row.id)
            if tried:
                forgotten = _forget(warehouse, row.no, tried)
                part.row = replace(row, report=recipe.without(row.report, forgotten))
            keep.quarantine(warehouse, None, None, bad, row.no, faulty=False)
    finally:
        for name in SCRATCH:
            warehouse.drop(name)
    reasons = Counter(each.reason for each in bad)
    first = {each.reason: each.line for each in reversed(bad)}
    part.counts.quarantine = [
        {"reason": reason, "rows": rows, "first_line": first[reason]}
        for reason, rows in reasons.items()
    ]
    return part


def _taken(  # noqa: PLR0917
    warehouse: Warehouse,
    book: Book,
    row: ImportRow,
    columns: Sequence[str],
    good: Sequence[Read],
    counts: Counts,
) -> tuple[match.Taken | None, list[Bad]]:
    """Stage the good rows; return what no file of the same source brought, and what is refused."""
    import pyarrow as pa

    if not good:
        return None, []
    how, names = recipe.of(tuple(columns)), recipe.names(columns)
    arrays = [pa.array([each.received.seq for each in good], pa.int64())]
    told = [each.row or {} for each in good]
    arrays += [string_array([row.get(column) for row in told]) for column in columns]
    batch = pa.RecordBatch.from_arrays(arrays, names=[LINE, *names])
    staged = warehouse.stage("__staged", pa.RecordBatchReader.from_batches(batch.schema, [batch]))
    rows = warehouse.create("__rows", land.rows(warehouse, staged, how), temp=True)
    reasons = {
        found["line"]: found["reason"]
        for found in warehouse.rows(rows.filter(rows.reason.notnull()).select("line", "reason"))
    }
    refused = [
        _bad(each, reasons[each.received.seq]) for each in good if each.received.seq in reasons
    ]
    counts.accepted -= len(refused)
    files = [each.no for each in book.imports() if each.source == row.source and each.no != row.no]
    fit = rows.filter(rows.reason.isnull())
    return match.take(warehouse, how, fit, files, counts, drop=False), refused


def _bad(each: Read, reason: str | None) -> Bad:
    content = (each.body or b"").decode("utf-8", "replace")
    return Bad.of(each.received.seq, reason or "", content)


def _columns(known: Sequence[str], good: Sequence[Read]) -> tuple[str, ...]:
    """Return the columns of a source: those known, then new ones, up to the most."""
    columns = dict.fromkeys([*recipe.ALWAYS, *known])
    for each in good:
        for name, value in (each.row or {}).items():
            if value is not None and name not in columns and len(columns) < MOST_FIELDS:
                columns[name] = None
    return tuple(columns)


def _forget(warehouse: Warehouse, number: int, lines: Sequence[int]) -> dict[str, int]:
    """Take rows that are tried again out of quarantine; return how many there were per reason."""
    aside = warehouse.table("quarantine")
    aside = aside.filter((aside.import_no == number) & aside.line.isin(list(lines)))
    found = warehouse.rows(aside.group_by("reason").aggregate(rows=aside.count()))
    warehouse.take_out("quarantine", number, lines)
    return {row["reason"]: row["rows"] for row in found}


def _grown(part: _Part, upto: int, reads: Sequence[Read], without: Collection[str]) -> ImportRow:
    """Return the source's import as it is after this load."""
    row = part.row
    notes = [suppress.LEFT_OUT] if row.source in without else []
    left = {name for each in reads if each.good for name in each.row or {}} - set(row.columns)
    if left:
        notes.append(LEFT_OUT.format(most=MOST_FIELDS) + f'"{min(left)}".')
    report = recipe.added(row.report, part.counts, notes)
    return replace(row, report=report, loaded=upto)
