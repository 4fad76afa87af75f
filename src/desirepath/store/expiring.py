"""Removes what is older than its source is kept: rows, texts of live events, quotes on kept maps.

    limits (imports of a source, a moment) ─> raw rows ┬─> everything made of them is dropped
                                                       ├─> bodies in the inbox
                                                       └─> quotes in kept versions of maps

Rows without a time stay as long as their source: nobody knows how old they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desirepath.store import erasing

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

TIMED = ("events", "feedback", "turns")


@dataclass(frozen=True)
class Limit:
    """What of one source is too old: rows of these imports before a moment (microseconds).

    `aside` = import → the line up to which rows in quarantine are too old, None for all of them;
    `live` = the import that grows.
    """

    source: str
    imports: tuple[int, ...]
    before: int
    aside: dict[int, int | None]
    live: int | None = None


@dataclass(frozen=True)
class Expired:
    """How many rows of each table are too old; `texts` that they held; live import → its lines."""

    rows: dict[str, int]
    texts: tuple[str, ...] = ()
    lines: Mapping[int, Sequence[int]] = field(default_factory=dict)


def older(warehouse: Warehouse, limits: Sequence[Limit]) -> Expired:
    """Count what is too old; nothing is changed."""
    return Expired({name: _count(warehouse, name, test) for name, test in _tests(limits).items()})


def from_warehouse(warehouse: Warehouse, limits: Sequence[Limit]) -> Expired:
    """Remove what is too old, and all tables that are made of it, in one transaction."""
    tests = _tests(limits)
    live = [limit.live for limit in limits if limit.live is not None]
    with warehouse.transaction():
        found = Expired(
            older(warehouse, limits).rows,
            texts=_strings(warehouse, tests),
            lines={number: _lines(warehouse, tests["events"], number) for number in live},
        )
        # first who has nothing left, as that is asked of the other tables
        for name in sorted(tests, key=lambda one: one in TIMED):
            if found.rows[name]:
                warehouse.sql(f"DELETE FROM {name} WHERE {tests[name]}")
        if any(found.rows.values()):
            erasing.drop_made(warehouse)
    return found


def _tests(limits: Sequence[Limit]) -> dict[str, str]:
    """Return table → the condition of rows that are too old."""
    numbers = [number for limit in limits for number in limit.imports]
    old = _any(f"(import_no IN ({_listed(one.imports)}) AND time < {one.before})" for one in limits)
    aside = _any(
        f"(import_no = {number}" + (")" if line is None else f" AND line <= {line})")
        for limit in limits
        for number, line in limit.aside.items()
    )
    gone = " UNION ".join(f"SELECT customer FROM {name} WHERE {old}" for name in TIMED)
    left = " UNION ".join(
        f"SELECT customer FROM {name} WHERE NOT coalesce({old}, false) AND customer IS NOT NULL"
        for name in TIMED
    )
    nobody = (
        f"import_no IN ({_listed(numbers)}) AND customer IN ({gone}) AND customer NOT IN ({left})"
    )
    return {**dict.fromkeys(TIMED, old), "customers": nobody, "quarantine": aside}


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers) or "-1"


def _any(tests: Iterable[str]) -> str:
    return "(" + (" OR ".join(tests) or "false") + ")"


def _count(warehouse: Warehouse, name: str, test: str) -> int:
    return int(warehouse.asked(f"SELECT count(*) FROM {name} WHERE {test}")[0][0])


def _strings(warehouse: Warehouse, tests: dict[str, str]) -> tuple[str, ...]:
    asked = " UNION ".join(
        f"SELECT text FROM {name} WHERE text IS NOT NULL AND {tests[name]}" for name in TIMED
    )
    return tuple(sorted(text for (text,) in warehouse.asked(asked)))


def _lines(warehouse: Warehouse, test: str, number: int) -> list[int]:
    asked = f"SELECT line FROM events WHERE import_no = {number} AND {test}"
    return [line for (line,) in warehouse.asked(asked)]
