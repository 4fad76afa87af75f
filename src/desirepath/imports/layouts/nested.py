"""Columns in columns of a Parquet file, as columns of their own: `device.category`.

A list of keys and values, as GA4 writes the parameters of an event, becomes one column per key:

    [{key: page_title, value: {string_value: Home}}]  ──>  event_params.page_title = Home
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desirepath.sources.ga4 import LISTS, VALUES

MOST_KEYS = 300


def unfolded(warehouse: Any, table: Any) -> Any:
    """Return the table with structures unfolded; one without lists of keys stays as it is."""
    if not any(_keyed(name, kind) for name, kind in table.schema().items()):
        return table
    cells: dict[str, Any] = {}
    for name in table.columns:
        for path, cell in _cells(warehouse, table, name, table[name]):
            cells.setdefault(path, cell)
    return warehouse.view("__unfolded", table.select(**cells))


def _cells(warehouse: Any, table: Any, path: str, cell: Any) -> Iterator[tuple[str, Any]]:
    kind = cell.type()
    if kind.is_struct():
        for name in kind.names:
            yield from _cells(warehouse, table, f"{path}.{name}", cell[name])
    elif _keyed(path, kind):
        for key in _keys(warehouse, table, cell):
            yield f"{path}.{key}", _of_key(cell, key)
    else:
        yield path, cell


def _keyed(name: str, kind: Any) -> bool:
    return (
        name in LISTS
        and kind.is_array()
        and kind.value_type.is_struct()
        and {"key", "value"} <= set(kind.value_type.names)
    )


def _keys(warehouse: Any, table: Any, cell: Any) -> list[str]:
    keys = table.select(key=cell.map(lambda one: one["key"]).unnest())
    found = keys.filter(keys.key.notnull()).distinct().order_by("key").limit(MOST_KEYS)
    return [row["key"] for row in warehouse.rows(found)]


def _of_key(cell: Any, key: str) -> Any:
    import ibis

    value = cell.filter(lambda one: one["key"] == key)[0]["value"]
    told = [value[name].cast("string") for name in VALUES if name in value.type().names]
    return ibis.coalesce(*told)
