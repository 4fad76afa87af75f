"""Writes small files and imports them into stores in memory."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desirepath.imports import Options, import_files
from desirepath.store.book import Book
from desirepath.store.warehouse import Warehouse


@dataclass
class Desk:
    """A place to import at: `bring(text, …)` writes a file and imports it."""

    folder: Path
    warehouse: Warehouse = field(default_factory=lambda: Warehouse(None))
    book: Book = field(default_factory=lambda: Book(None))

    def file(self, text: str | bytes, name: str = "events.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def bring(self, text: str | bytes, name: str = "events.csv", **options: Any) -> dict[str, Any]:
        return import_files(self.warehouse, self.book, [self.file(text, name)], Options(**options))[
            0
        ]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The stored rows in order, attributes under their own names (`time*` beside `time`)."""
        stored = self.warehouse.table(table)
        names = {
            column: f"{name}*" if name in stored.columns else name
            for name, column in self.book.attributes().items()
        }
        order = "seq" if "seq" in stored.columns else "line"
        return [
            {names.get(key, key): value for key, value in row.items()}
            for row in self.warehouse.rows(stored.order_by(order))
        ]

    def column(self, table: str, *names: str) -> list[Any]:
        found = [tuple(row.get(name) for name in names) for row in self.rows(table)]
        return [one[0] for one in found] if len(names) == 1 else found

    def count(self, table: str) -> Counter:
        return Counter(self.column(table, "customer", "touchpoint", "time"))

    def balanced(self, report: dict[str, Any]) -> bool:
        """rows = accepted + quarantined + known + dropped, and the quarantine adds up."""
        parts = ("accepted", "quarantined", "known", "dropped")
        refused = sum(entry["rows"] for entry in report["quarantine"])
        whole = report["rows"] == sum(report[part] for part in parts)
        return whole and report["quarantined"] == refused

    def facts(self) -> dict[str, Any]:
        return dict(self.book.imports()[-1].facts)

    def close(self) -> None:
        self.warehouse.close()
        self.book.close()


@pytest.fixture
def desk(tmp_path):
    opened = Desk(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def another_desk(tmp_path_factory):
    opened = Desk(tmp_path_factory.mktemp("other"))
    yield opened
    opened.close()


@pytest.fixture
def desk_maker(tmp_path_factory):
    desks = []

    def make() -> Desk:
        desks.append(Desk(tmp_path_factory.mktemp("desk")))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()
