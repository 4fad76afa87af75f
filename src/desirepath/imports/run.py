"""Imports files: read, recognise, land, match, commit. All of a file, or nothing.

open_file ─> stage ─> profile ─> roles ─> shape ─> rows ─> match ─> warehouse ─> book
                                                                  (transaction)  (THE commit)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName
from desirepath.imports import (
    facts,
    keep,
    land,
    match,
    parts,
    report,
    sensitive,
    stage,
    suppress,
    timing,
)
from desirepath.imports.answers import parse_scale
from desirepath.imports.files import source_name
from desirepath.imports.land import Recipe
from desirepath.imports.names import instrument as instrument_of
from desirepath.imports.recognise import Recognised, recognise
from desirepath.imports.shapes import EVENTS, MILESTONES
from desirepath.model.progress import Progress, silent
from desirepath.model.result import canonical
from desirepath.sources._sound import is_called_wav
from desirepath.store.book import ImportRow

if TYPE_CHECKING:
    from desirepath.imports.layouts import Layout
    from desirepath.sources import Reading
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

LARGE = 3_000_000
"""Up to so many rows the landed relation is kept while it is compared; beyond, it is recomputed."""


@dataclass(frozen=True)
class Options:
    """How files are to be read; everything may be left to the program.

    `columns` is role → column (several for `attribute` as a list), `scale` like `1-5`. A dry
    run may look at the first `sample` rows only. `layout` says what the columns are where that is
    known already; `growing`: a part of what is read bit by bit, which may be without a usable row.
    """

    kind: str | None = None
    source: str | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    timezone: str | None = None
    instrument: str | None = None
    scale: str | None = None
    drop_duplicates: bool = False
    dry_run: bool = False
    sample: int | None = None
    layout: Layout | None = None
    growing: bool = False


@dataclass(frozen=True)
class Job:
    """One file on its way in."""

    warehouse: Warehouse
    book: Book
    path: Path
    options: Options
    progress: Progress
    reading: Reading
    content: str
    found: Recognised
    cut: bool
    """The file has more rows than were looked at."""

    @property
    def recipe(self) -> Recipe:
        """How its rows are landed."""
        return self.found.recipe

    @property
    def import_id(self) -> str:
        """Hash of content and mapping: the same file read the same way has the same id."""
        return hashlib.sha256(canonical([self.content, self.found.mapping]).encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What will be written of one file; `replaces` = imports of the same content to take back."""

    source: str
    counts: report.Counts
    notes: Sequence[str]
    faulty: int
    guesses: Sequence[dict[str, Any]]
    replaces: tuple[int, ...]


def import_files(
    warehouse: Warehouse,
    book: Book,
    paths: Iterable[str | Path],
    options: Options | None = None,
    progress: Progress = silent,
) -> list[dict[str, Any]]:
    """Import files in the order given; return one report each.

    Raises InputError when a file as a whole cannot be used; that file then changes nothing.
    """
    options = options or Options()
    _check(options)
    reports: list[dict[str, Any]] = []
    heard: set[Path | None] = set()
    # a recording comes in with the transcript beside it, and is no call of its own then
    for path in sorted((Path(path) for path in paths), key=is_called_wav):
        if path in heard:
            continue
        try:
            made, sound = _import(warehouse, book, path, options, progress)
            reports.append(made)
            heard.add(sound)
        except UnknownName:
            raise
        except InputError as error:
            raise _named(error, path, reports) from error
    return reports


def _named(error: InputError, path: Path, done: Sequence[Mapping[str, Any]]) -> InputError:
    """Return the error with the file it is about, and what was imported before it."""
    said = str(error) if path.name in str(error) else f'"{path.name}": {error}'
    if done and not done[0]["dry_run"]:
        before = ", ".join(str(report["source"]) for report in done)
        said += f" What came before it is imported and stays: {before}."
    return InputError(said)


def _check(options: Options) -> None:
    if options.scale:
        parse_scale(options.scale)
    if options.timezone:
        import zoneinfo

        known = zoneinfo.available_timezones()
        if known and options.timezone not in known:
            raise UnknownName("time zone", options.timezone, known)


def _import(
    warehouse: Warehouse, book: Book, path: Path, options: Options, progress: Progress
) -> tuple[dict[str, Any], Path | None]:
    """Return the report of one file, and the recording that was read with it."""
    from desirepath import sources

    progress(f"Reading {path.name}", None)
    reading = sources.open_file(path, progress)
    try:
        table, cut = stage.stage(warehouse, reading, options.sample if options.dry_run else None)
        progress(f"Looking at the columns of {path.name}", None)
        found = recognise(warehouse, path, reading, table, options)
        found = sensitive.of_file(warehouse, book, found)
        content = sources.content_hash(path)
        job = Job(warehouse, book, path, options, progress, reading, content, found, cut)
        return _land(job), reading.sound
    finally:
        for name in ("__rows", "__first", "__status", "__bad", suppress.TABLE):
            warehouse.drop(name)
        stage.unstage(warehouse, reading)


def _land(job: Job) -> dict[str, Any]:
    warehouse, options = job.warehouse, job.options
    rows, imports = land.rows(warehouse, job.found.table, job.recipe), job.book.imports()
    if _compared(job, imports) and int(warehouse.value(job.found.table.count())) <= LARGE:
        job.progress(f"Reading the rows of {job.path.name}", None)
        rows = warehouse.create("__rows", rows, temp=True)
    held = [(one.kind, job.recipe.attributes[one.column]) for one in job.found.who.identifiers
            if one.column in job.recipe.attributes]  # fmt: skip
    hidden = suppress.lines(warehouse, job.book, rows, held)
    if hidden:
        rows = rows.anti_join(warehouse.table(suppress.TABLE), "line")
        if not options.growing and not warehouse.value(rows.count()):
            raise InputError(f'"{job.path.name}": {suppress.note(hidden)} Nothing was changed.')
    counts = _count(job, rows)
    counts.rows += hidden
    good = rows.filter(rows.reason.isnull())
    source, note = _source(job, good, imports)
    notes = [*job.reading.notes, *job.recipe.shape.notes, *report.role_notes(job.recipe)]
    notes += [note] if note else []
    notes += [suppress.note(hidden)] if hidden else []
    notes += sensitive.notes(job.found.hidden)
    timed, guesses = timing.notes(warehouse, job.found.table, job.recipe)
    guesses += report.guesses(job.recipe)
    notes += timed + report.question_notes(job.recipe, _outside(job, good))
    own = [row for row in imports if row.source == source]
    same = [row for row in own if row.content == job.content]
    doubled = [row for row in same if options.drop_duplicates and row.report.get("duplicates")]
    replaced = [row for row in same if row.mapping != job.found.mapping or row in doubled]
    if replaced:
        how = "without dropping duplicates" if doubled == replaced else "with other columns"
        notes.append(f"The same content was imported {how} before: this replaces it.")
    elsewhere = {row.source for row in imports if row.content == job.content} - {source}
    if elsewhere:
        notes.append(f"The same content is also there as source {', '.join(sorted(elsewhere))}.")
    numbers = [row.no for row in own if row not in replaced]
    taken = match.take(warehouse, job.recipe, good, numbers, counts, drop=options.drop_duplicates)
    counts.dropped += hidden
    if not options.dry_run and (counts.accepted or replaced):
        job.progress(f"Storing {counts.accepted} rows of {job.path.name}", None)
        faulty = counts.quarantined - len(job.reading.bad)
        result = Outcome(source, counts, notes, faulty, guesses, tuple(row.no for row in replaced))
        return _commit(job, rows, taken, result)
    counts.duplicates = match.duplicates(warehouse, job.recipe.shape.kinds, taken, counts, None)
    if job.cut:
        notes.insert(0, f"Only the first {counts.rows} rows were looked at; an import reads all.")
    document = _document(job, source, counts, notes)
    return {**document, "cut": job.cut, "table": report.table(job.found.columns)}


def _compared(job: Job, imports: Sequence[ImportRow]) -> bool:
    """Say whether rows are asked for more than their faults before they are stored."""
    recipe = job.recipe
    alone = recipe.shape.name == EVENTS and len(recipe.shape.kinds) == 1
    with_id = recipe.shape.roles.column("id") is not None
    return bool(imports or with_id or not alone or job.options.drop_duplicates)


def _document(job: Job, source: str, counts: report.Counts, notes: Sequence[str]) -> dict[str, Any]:
    document = report.document(
        source, job.recipe, counts, notes, format=job.found.format, dry_run=job.options.dry_run
    )
    return {**document, "identifiers": job.found.who.report(job.recipe.attributes)}


def _count(job: Job, rows: Any) -> report.Counts:
    """Count good and bad rows; raise InputError when no row is good."""
    found = job.warehouse.rows(
        rows.group_by("reason").aggregate(rows=rows.count(), first_line=rows.line.min())
    )
    bad = [row for row in found if row["reason"] is not None]
    counts = report.Counts(
        rows=sum(row["rows"] for row in found) + len(job.reading.bad),
        accepted=sum(row["rows"] for row in found if row["reason"] is None),
        quarantine=report.quarantine(bad, job.reading.bad),
    )
    if counts.accepted == 0 and not job.options.growing:
        first = counts.quarantine[0]
        raise InputError(
            f'No row of "{job.path.name}" can be used: {first["rows"]} of {counts.rows} rows have '
            f"{_had(first['reason'])} (first at line {first['first_line']}). Check the columns "
            "with --dry-run and name them with --columns ROLE=COLUMN. Nothing was changed."
        )
    return counts


def _had(reason: str) -> str:
    return reason if reason.startswith(("no ", "neither")) else f"the fault “{reason}”"


def _source(job: Job, good: Any, imports: Sequence[ImportRow]) -> tuple[str, str | None]:
    """Return the source's name: the user's, else the file's, else that of its other exports."""
    if job.options.source:
        return job.options.source, None
    # Every call is a file of its own; those of one kind are one source.
    own = job.reading.format if job.reading.turns else source_name(job.path)
    if not imports or any(row.source == own for row in imports):
        return own, None
    # Answers to another question are not another export, however equal their rows are.
    if job.recipe.questions:
        asked = _asked(job.found.mapping, job.path)
        imports = [row for row in imports if _asked(row.mapping, Path(row.file)) == asked]
    keys, tables = good.select("row_key"), job.recipe.shape.kinds
    if job.recipe.shape.name == MILESTONES:
        keys = parts.parts(good, job.recipe, import_id="")["events"].select("row_key")
        tables = ("events",)
    other = match.same_source(job.warehouse, keys, tables, imports, job.reading.columns)
    if other is None:
        return own, None
    return other, (
        f"It has the columns of source “{other}” and rows that are known from there: "
        "taken as another export of it (say --source NAME if it is not)."
    )


def _asked(mapping: Mapping[str, Any], path: Path) -> tuple[Any, ...]:
    """Return what user and file name say about the question: instrument and scale."""
    return mapping.get("instrument") or instrument_of(source_name(path)), mapping.get("scale")


def _outside(job: Job, good: Any) -> list[int]:
    if not job.recipe.questions:
        return []
    measures = {
        f"n{place}": (good[f"q{place}_raw"] & good[f"q{place}"].isnull()).sum()
        for place in range(len(job.recipe.questions))
    }
    found = job.warehouse.rows(good.aggregate(**measures))[0]
    return [int(found[name] or 0) for name in measures]


def _commit(job: Job, rows: Any, taken: match.Taken, result: Outcome) -> dict[str, Any]:
    """Store the rows in one transaction; the import counts once the book has it."""
    warehouse, book, kinds = job.warehouse, job.book, job.recipe.shape.kinds
    physical = book.planned_attributes(job.recipe.attributes)
    number = book.next_import_no()
    done = False
    try:
        with warehouse.transaction():
            keep.store(warehouse, job.recipe, taken, physical, number, job.import_id)
            keep.quarantine(
                warehouse,
                job.found.table,
                rows,
                job.reading.bad,
                number,
                faulty=bool(result.faulty),
            )
        counts = result.counts
        counts.duplicates = match.duplicates(warehouse, kinds, taken, counts, number)
        document = _document(job, result.source, counts, result.notes)
        row = ImportRow(
            no=number,
            id=job.import_id,
            source=result.source,
            file=job.path.name,
            content=job.content,
            mapping=dict(job.found.mapping),
            facts={
                **facts.of(warehouse, number, job.reading, job.recipe, job.options.timezone),
                **job.found.who.facts(job.recipe.attributes),
                "guesses": list(result.guesses),
            },
            report=document,
            columns=tuple(job.reading.columns),
        )
        book.commit_import(row, replaces=result.replaces, attributes=physical)
        done = True
    finally:
        if result.replaces or not done:
            # What did not become an import, and what this one replaced, leaves no rows.
            warehouse.sweep(book.committed())
    return document
