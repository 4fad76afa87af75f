"""Bring data in and see how good it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desirepath import refresh
from desirepath.imports import Options, audit


class Sources:
    """`ws.sources`: import files, list what was imported, audit it."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def add(self, *files: str | Path, **options: Any) -> dict[str, Any]:
        """Import files; return the report (one file) or `{"files": [report, …]}`.

        Options are those of the command line: `kind`, `source`, `columns` (role → column),
        `timezone`, `instrument`, `scale`, `drop_duplicates`, `dry_run`.
        """
        reports = refresh.land(self._stores, files, Options(**options))
        return reports[0] if len(reports) == 1 else {"files": reports}

    def list(self) -> list[dict[str, Any]]:
        """Return the reports of the imports that count, in import order."""
        return [dict(row.report) for row in self._stores.book.imports()]

    def audit(self) -> dict[str, Any]:
        """Return sources, findings and coverage source × stage."""
        stores = self._stores
        return audit(stores.warehouse, stores.book, refresh.tables(stores))
