"""Events of people who were erased: they are neither loaded nor kept in the inbox.

    reads ─> whose are they? ─> imports.suppress (keyed hashes, in the engine) ─> reads, without

The same mechanism leaves such rows out of files. An event that cannot be used, but says whose it
is, is left out of quarantine too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desirepath.collector import recipe
from desirepath.collector.reading import Read
from desirepath.imports import suppress
from desirepath.sources._reading import string_array

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.inbox import Inbox
    from desirepath.store.warehouse import Warehouse

TABLE = "__whose"


@dataclass(frozen=True)
class Sorted:
    """What was read, without what is left out; `sources` are those that lost an event."""

    reads: Sequence[Read]
    sources: frozenset[str]


def without(warehouse: Warehouse, book: Book, inbox: Inbox, reads: Sequence[Read]) -> Sorted:
    """Leave out events of erased people, and let the inbox keep of all what may be kept."""
    lines = _erased(warehouse, book, reads)
    kept = [Read(each.received) if each.received.seq in lines else each for each in reads]
    inbox.keep_bodies(
        [(each.body, each.received.seq) for each in kept if each.body is not each.received.body]
    )
    lost = {each.received.source for each in reads if each.received.seq in lines}
    return Sorted(kept, frozenset(lost))


def _erased(warehouse: Warehouse, book: Book, reads: Sequence[Read]) -> set[int]:
    """Return the numbers of events that say they are of a person who was erased."""
    import pyarrow as pa

    told = [each for each in reads if each.row is not None]
    if not told or not book.privacy.suppressed():
        return set()
    kinds = list(recipe.FACTS["identifiers"].items())
    columns = ["customer", *(name for name, _ in kinds)]
    arrays = [pa.array([each.received.seq for each in told], pa.int64())]
    arrays += [string_array([(each.row or {}).get(name) for each in told]) for name in columns]
    names = ["line", "customer", *(f"i{place}" for place in range(len(kinds)))]
    batch = pa.RecordBatch.from_arrays(arrays, names=names)
    try:
        whose = warehouse.stage(TABLE, pa.RecordBatchReader.from_batches(batch.schema, [batch]))
        held = [(kind, f"i{place}") for place, (_, kind) in enumerate(kinds)]
        if not suppress.lines(warehouse, book, whose, held):
            return set()
        return {int(row["line"]) for row in warehouse.rows(warehouse.table(suppress.TABLE))}
    finally:
        for name in (suppress.TABLE, TABLE):
            warehouse.drop(name)
