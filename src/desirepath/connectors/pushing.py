"""What would be written back: old beside new, and only where they differ.

Values are compared as a person reads them: no value and an empty one are the same, `0.30` is
`0.3`. What a customer has no value for is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.connectors.description import Push
from desirepath.connectors.reaching import Reached


@dataclass(frozen=True)
class Change:
    """One value of one record: `id` is theirs, `name` ours, `field` theirs."""

    id: str
    customer: str
    name: str
    field: str
    old: str | None
    new: str


def changes(
    reached: Reached, push: Push, wanted: Mapping[str, tuple[str, Mapping[str, str | None]]]
) -> tuple[list[Change], list[str]]:
    """Return what differs, and the ids that the system does not know.

    `wanted` = id → customer and our name → value.
    """
    found: list[Change] = []
    unknown: list[str] = []
    for ids in batches(sorted(wanted), push.batch):
        now = reached.current(ids)
        for one in ids:
            if one not in now:
                unknown.append(one)
                continue
            customer, values = wanted[one]
            for name, value in values.items():
                if value is None or name not in push.fields:
                    continue
                field = push.fields[name]
                old = _said(now[one].get(field))
                if not _same(old, value):
                    found.append(Change(one, customer, name, field, old, value))
    return found, unknown


def write(reached: Reached, push: Push, found: Sequence[Change]) -> None:
    """Write changes, record by record whole, some records at a time."""
    records: dict[str, dict[str, Any]] = {}
    for change in found:
        records.setdefault(change.id, {})[change.field] = change.new
    for ids in batches(list(records), push.batch):
        reached.write({one: records[one] for one in ids})


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield so many at a time."""
    for start in range(0, len(ids), max(1, size)):
        yield ids[start : start + size]


def _said(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def _same(old: str | None, new: str) -> bool:
    if old == new:
        return True
    try:
        return old is not None and float(old) == float(new)
    except ValueError:
        return False
