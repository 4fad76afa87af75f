"""What is known of one person leaves with them, or is gone: export, erasure, consent."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desirepath import refresh
from desirepath.doors.connections import forget_pages
from desirepath.errors import InputError, UsageError
from desirepath.exports._page.cells import safe
from desirepath.identity import rows as shared_rows
from desirepath.identity import seen, told
from desirepath.imports.suppress import NAME
from desirepath.store import erasing
from desirepath.store.spool import Spool
from desirepath.store.words import Words

TABLES = ("events", "feedback", "customers", "turns")
INNER = frozenset({"import_no", "seq", "line", "row_key"})


class Privacy:
    """`ws.customers.privacy`: export, erase, consent."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the door of the customers."""
        self._stores = stores

    def export(self, customer: str, out: str | Path) -> dict[str, Any]:
        """Write everything that is known of a person as a zip of JSON and CSV.

        Returns how many rows of each kind it holds. Raises InputError for somebody unknown.
        """
        data = self.known(customer)
        place = Path(out)
        place.write_bytes(_zipped(data))
        return {"customer": data["customer"], "file": str(place),
                **{name: len(data[name]) for name in TABLES}}  # fmt: skip

    def archive(self, customer: str) -> bytes:
        """Return the same zip as bytes."""
        return _zipped(self.known(customer))

    def known(self, customer: str) -> dict[str, Any]:
        """Return everything that is known of a person, as JSON: names, links, rows, consent."""
        who = self._who(customer)
        names = [one["name"] for one in who["names"]]
        return {
            **who,
            "consents": self._stores.book.privacy.consents(names),
            **{name: self._rows(name, names) for name in TABLES},
        }

    def erase(self, customer: str, *, reason: str = "") -> dict[str, Any]:
        """Remove a person from every store and keep their identifiers from coming back.

        Rows of theirs are removed, their words in other rows and in maps are blotted out, kept
        versions of maps lose counts below five, uploads on their way are removed, and the files
        are written anew. Cannot be undone. Returns what was removed.
        """
        stores = self._stores
        if stores.landing is not None:
            raise InputError(
                "A person can be erased in workspaces on DuckDB only: remove them from your own "
                "warehouse with its own means, then import anew."
            )
        who = self._who(customer)
        names = [one["name"] for one in who["names"]]
        identifiers = {(one["kind"], one["value"]) for name in who["names"]
                       for one in name["identifiers"]}  # fmt: skip
        apart = {(one["kind"], one["value"]) for one in who["shared"]}
        words = self._words(names, identifiers - apart)
        rows = self._shared_rows(who["customer"])
        keep_out = identifiers - apart
        book = stores.book
        stores.progress("Removing the rows", None)
        book.privacy.suppress([*keep_out, *((NAME, name) for name in names)])
        removed = erasing.from_warehouse(stores.warehouse, words, rows)
        removed |= erasing.from_inbox(stores.inbox, words)
        Spool(stores.folder, 0).sweep()
        forget_pages(stores)
        found = book.privacy.erase(words, reason, removed)
        stores.kept.clear()
        stores.opened.clear()
        return found

    def erasures(self) -> list[dict[str, Any]]:
        """Return when somebody was erased, why, and how much was removed; of whom nobody knows."""
        return self._stores.book.privacy.erased()

    def consents(self, customer: str | None = None) -> list[dict[str, Any]]:
        """Return what customers said about purposes; of one person under all their names."""
        names = None
        if customer is not None:
            names = [one["name"] for one in self._who(customer)["names"]]
        return self._stores.book.privacy.consents(names)

    def consent(
        self, customer: str, purpose: str, *, granted: bool, origin: str = "by hand"
    ) -> dict[str, Any]:
        """Keep what a customer said about a purpose (analytics, marketing, …); it counts last."""
        if not purpose.strip():
            raise UsageError("Name the purpose, for example marketing.")
        person = self._who(customer)["customer"]
        book = self._stores.book
        book.privacy.consent(person, purpose.strip(), granted=granted, origin=origin)
        return next(row for row in book.privacy.consents([person])
                    if row["purpose"] == purpose.strip())  # fmt: skip

    # inside --------------------------------------------------------------------------------
    def _who(self, customer: str) -> dict[str, Any]:
        refresh.tables(self._stores)
        if not told.exists(self._stores.warehouse, customer):
            raise InputError(
                f'There is no customer "{customer}". Ids are compared letter by letter; '
                "`desirepath identity show ID` takes any name that a source uses."
            )
        return told.of_customer(self._stores.warehouse, self._stores.book, customer)

    def _rows(self, name: str, names: Sequence[str]) -> list[dict[str, Any]]:
        """Return the raw rows of a person, columns named as in the files."""
        warehouse, book = self._stores.warehouse, self._stores.book
        called = {column: title for title, column in book.attributes().items()}
        sources = {row.no: row.source for row in book.imports()}
        columns = warehouse.table(name).columns
        found = warehouse.find(name, {"customer": names}, columns)
        found.sort(key=lambda row: row["seq"])
        return [
            {
                "source": sources.get(row["import_no"], ""),
                **{called.get(key, key): value for key, value in row.items()
                   if key not in INNER and value is not None},
            }
            for row in found
        ]  # fmt: skip

    def _words(self, names: Sequence[str], identifiers: set[tuple[str, str]]) -> Words:
        """Return what is personal about somebody, as written in their rows."""
        warehouse = self._stores.warehouse
        written = {value for _, value in identifiers}
        said: set[str] = set()
        specs = {spec.no: spec for spec in seen.specs(self._stores.book)}
        for table in TABLES:
            columns = warehouse.table(table).columns
            for row in warehouse.find(table, {"customer": names}, columns):
                if row["import_no"] in specs:
                    written |= _telling(specs[row["import_no"]], row)
                if row.get("text"):
                    said.add(row["text"])
        kept = {value for value in written if not _shared(value, identifiers)}
        return Words(tuple(names), tuple(sorted(kept)), tuple(sorted(said)))

    def _shared_rows(self, person: str) -> list[tuple[str, str, str]]:
        warehouse = self._stores.warehouse
        if not warehouse.has(shared_rows.ROWS):
            return []
        found = warehouse.find(
            shared_rows.ROWS, {"person": [person]}, ("customer", "column", "raw")
        )
        return [(row["customer"], row["column"], row["raw"]) for row in found]


def _telling(spec: seen.Spec, row: Mapping[str, Any]) -> set[str]:
    """Return what is personal in a row, by what its import says of the columns."""
    columns = [column for kind, column in spec.identifiers if kind != "device"]
    columns += [spec.describing.get(role, "") for role in ("name", "address")]
    found = {row[column] for column in columns if row.get(column)}
    first, last = (row.get(spec.describing.get(role, "")) for role in ("first_name", "last_name"))
    return found | ({f"{first} {last}", f"{last}, {first}"} if first and last else set())


def _shared(value: str, identifiers: set[tuple[str, str]]) -> bool:
    """Say whether a value is an address of others too: it is theirs as much."""
    return "@" in value and ("email", value.strip().lower()) not in identifiers


def _zipped(data: Mapping[str, Any]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(data, ensure_ascii=False, indent=1))
        for name in TABLES:
            if data[name]:
                archive.writestr(f"{name}.csv", _csv(data[name]))
    return memory.getvalue()


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    memory = io.StringIO()
    writer = csv.DictWriter(memory, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: safe(value) if isinstance(value, str) else value
                         for key, value in row.items()})  # fmt: skip
    return memory.getvalue()
