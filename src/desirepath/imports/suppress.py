"""Leaves out rows of people who were erased: an import does not bring them back.

Only keyed hashes of their identifiers are known. Every distinct identifier of the file is hashed
in the engine in the same way; a row with one that is suppressed never reaches a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desirepath.identity import settings_of
from desirepath.identity.normal import normal

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

NAME = "name"
"""The kind under which what a source calls the customer is suppressed."""
TABLE = "__suppressed"
LEFT_OUT = "Events of people who were erased are left out."
"""What the report of a live source says, which grows; of a file see `note`."""


def lines(
    warehouse: Warehouse, book: Book, rows: Any, identifiers: Sequence[tuple[str, str]]
) -> int:
    """Create `__suppressed`, the lines to leave out; return how many there are.

    `identifiers` = kind and column of `rows`. Without suppressed people nothing is looked at.
    """
    import ibis
    import pyarrow as pa

    known = book.privacy.suppressed()
    if not known:
        return 0
    key, country = book.privacy.key(), settings_of(book).country
    parts = [rows.select("line", kind=ibis.literal(NAME), value=rows.customer)]
    parts += [
        rows.select("line", kind=ibis.literal(kind), value=normal(kind, rows[column], country))
        for kind, column in identifiers
        if column in rows.columns
    ]
    # A customer who is called by an address is known by it, however it is written.
    parts += [
        rows.select("line", kind=ibis.literal(kind), value=normal(kind, rows.customer, country))
        for kind in ("email", "phone")
    ]
    told = ibis.union(*parts)
    told = told.filter(told.value.notnull())
    whole = ibis.literal(f"{key}|").concat(told.kind, "|", told.value, f"|{key}")
    hashed = told.select("line", digest=whole.hexdigest("sha256"))
    table = ibis.memtable(pa.table({"digest": pa.array(sorted(known), pa.string())}))
    found = warehouse.create(TABLE, hashed.semi_join(table, "digest").select("line").distinct(),
                             temp=True)  # fmt: skip
    return int(warehouse.value(found.count()))


def note(count: int) -> str:
    """Return what the report says."""
    return f"{count} rows of people who were erased were left out."
