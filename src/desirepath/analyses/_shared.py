"""What the path analyses share: seconds, segments and a total order of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from desirepath.errors import UsageError
from desirepath.journeys.tables import Tables


def seconds(micros: float | None) -> float | None:
    """Return microseconds as seconds; None stays None."""
    return None if micros is None else micros / 1_000_000


def moment(micros: int | None) -> str | None:
    """Return microseconds since 1970 as an ISO time in UTC."""
    if micros is None:
        return None
    found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    return found.isoformat().replace("+00:00", "Z")


def share(part: float, whole: float | None) -> float | None:
    """Return part / whole, None when there is no whole."""
    return part / whole if whole else None


def segment_keys(tables: Tables) -> list[str]:
    """Return the columns by which every query groups besides its own."""
    return ["segment"] if tables.by is not None else []


def segment_of(tables: Tables, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the field `segment` of an answer's row, none without `--by`."""
    return {"segment": row["segment"]} if tables.by is not None else {}


def arrays(tables: Tables, got: Any, order: Sequence[str]) -> dict[str, Any]:
    """Return an Arrow table's columns as arrays by name, its rows in an order (last key first).

    `segment` is left out where nobody asked for segments.
    """
    import numpy as np

    found = {
        name: np.array(got[name].to_pylist(), dtype=object)
        if name == "segment"
        else got[name].to_numpy()
        for name in got.column_names
        if name != "segment" or tables.by is not None
    }
    ordered = np.lexsort(tuple(found[name] for name in order))
    return {name: values[ordered] for name, values in found.items()}


def rank(count: int, *names: str | None) -> tuple[Any, ...]:
    """Return a sorting key: most first, then by names, null before any name."""
    return (-count, *[(name is not None, name or "") for name in names])


def at_least_one(option: str, value: int) -> None:
    """Raise UsageError unless the value of an option is 1 or more."""
    if value < 1:
        raise UsageError(f"--{option} must be 1 or more, not {value}.")
