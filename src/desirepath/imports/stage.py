"""Stages the rows of a file as a table of the engine, all of them or the first few."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desirepath.imports.profile import LINE

if TYPE_CHECKING:
    from desirepath.sources import Reading
    from desirepath.store.warehouse import Warehouse


def stage(warehouse: Warehouse, reading: Reading, most: int | None) -> tuple[Any, bool]:
    """Return the table of what was read, and whether there is more than the `most` rows of it."""
    import pyarrow as pa

    if reading.parquet is not None:
        staged = warehouse.stage("__staged", reading.parquet)
        if most is None:
            return staged, False
        return staged.filter(staged[LINE] <= most), int(warehouse.value(staged.count())) > most
    more: list[Any] = []
    batches: Iterator[Any] = _first(iter(reading.batches or ()), most, more)
    first: Any = next(batches, None)
    if first is None:
        fields = [(LINE, pa.int64()), *((name, pa.string()) for name in reading.columns)]
        reader = pa.RecordBatchReader.from_batches(pa.schema(fields), iter(()))
    else:
        reader = pa.RecordBatchReader.from_batches(first.schema, itertools.chain([first], batches))
    staged = warehouse.stage("__staged", reader)
    return staged, bool(more)


def _first(batches: Iterator[Any], most: int | None, more: list[Any]) -> Iterator[Any]:
    """Yield the first `most` rows (None: all); `more` gets an entry when that was not all."""
    left = most
    for batch in batches:
        if left is None:
            yield batch
        elif left == 0:
            more.append(batch.num_rows)
            return
        else:
            if batch.num_rows > left:
                more.append(batch.num_rows - left)
            yield batch.slice(0, left)
            left -= min(left, batch.num_rows)
            if more:
                return


def unstage(warehouse: Warehouse, reading: Reading) -> None:
    """Drop the table of what was read, and let go of its file."""
    import pyarrow as pa

    if reading.parquet is None:
        warehouse.drop("__staged")
    else:  # a view on a file that may go away
        empty = pa.RecordBatchReader.from_batches(pa.schema([(LINE, pa.int64())]), iter(()))
        warehouse.stage("__staged", empty)
        warehouse.drop("__staged")
