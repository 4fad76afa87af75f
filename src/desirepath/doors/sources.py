"""Bring data in and see how good it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath import refresh
from desirepath.errors import UnknownName
from desirepath.imports import Options, audit
from desirepath.model.progress import Progress
from desirepath.store.spool import LIMIT, Spool, parsed

if TYPE_CHECKING:
    from desirepath.doors.connections import Connections
    from desirepath.doors.live import LiveSources
    from desirepath.doors.retention import Retention


class Sources:
    """`ws.sources`: import files, list what was imported, audit it."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    @cached_property
    def live(self) -> LiveSources:
        """Sources that never stop: who may send, how far they are loaded, what was refused."""
        from desirepath.doors.live import LiveSources

        return LiveSources(self._stores)

    @cached_property
    def retention(self) -> Retention:
        """How long what a source brought is kept."""
        from desirepath.doors.retention import Retention

        return Retention(self._stores)

    @cached_property
    def connections(self) -> Connections:
        """Other systems that are read over the network, and written back to."""
        from desirepath.doors.connections import Connections

        return Connections(self._stores)

    def add(
        self, *files: str | Path, progress: Progress | None = None, **options: Any
    ) -> dict[str, Any]:
        """Import files; return the report (one file) or `{"files": [report, …]}`.

        Options are those of the command line: `kind`, `source`, `columns` (role → column),
        `timezone`, `instrument`, `scale`, `drop_duplicates`, `dry_run`; a dry run may look at the
        first `sample` rows only. `progress` listens to this import; what it raises ends it.
        """
        stores = self._stores if progress is None else replace(self._stores, progress=progress)
        reports = refresh.land(stores, files, Options(**options))
        self.retention.expire()
        return reports[0] if len(reports) == 1 else {"files": reports}

    def stop(self) -> None:
        """Stop the query of an import that another thread runs; it changes nothing then."""
        (self._stores.landing or self._stores.warehouse).interrupt()

    def spool(self) -> Spool:
        """Return the folder of files on their way; `upload_limit` of the settings holds there."""
        limit = parsed(str(self._stores.book.setting("upload_limit", LIMIT)))
        return Spool(self._stores.folder, limit)

    def list(self) -> list[dict[str, Any]]:
        """Return the reports of the imports that count, in import order."""
        return [dict(row.report) for row in self._stores.book.imports()]

    def quarantine(
        self, *, source: str | None = None, limit: int = 100, offset: int = 0
    ) -> dict[str, Any]:
        """Return `{"total", "rows"}`: the rows put aside, with source, file, line and reason.

        In import order, then by line; `content` is the row as it was read. Raises UnknownName
        for a source.
        """
        stores = self._stores
        imports = {row.no: row for row in stores.book.imports()}
        numbers = [no for no, row in imports.items() if source in {None, row.source}]
        if source is not None and not numbers:
            raise UnknownName("source", source, {row.source for row in imports.values()})
        aside = stores.warehouse.table("quarantine")
        aside = aside.filter(aside.import_no.isin(numbers or [-1]))
        rows = stores.warehouse.rows(
            aside.order_by("import_no", "line", "reason").limit(
                max(limit, 0), offset=max(offset, 0)
            )
        )
        named = [
            {
                "source": imports[row["import_no"]].source,
                "file": imports[row["import_no"]].file,
                **row,
            }
            for row in rows
        ]
        for row in named:
            del row["import_no"]
        return {"total": int(stores.warehouse.value(aside.count())), "rows": named}

    def audit(self) -> dict[str, Any]:
        """Return sources, findings and coverage source × stage."""
        stores = self._stores
        return audit(stores.warehouse, stores.book, refresh.tables(stores))
