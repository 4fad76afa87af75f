"""Event and feedback tables that live in the company's own warehouse, read where they are.

    [events]                        the table analytics.events     what is read
    table = "analytics.events"      | user_id | event | ts    |    | customer | touchpoint | …
    customer = "user_id"            | 7       | Cart  | 10:00 |    | 7        | Cart       |
    touchpoint = "event"            | 7       |       | 10:01 |    (no touchpoint: left out)
    time = "ts"

The book holds it as one import whose rows stand elsewhere, so everything that asks for imports
(units, columns, attributes, the audit, the fingerprint of what is prepared) knows of it. When the
table has more rows, or a later one, than the book says, it is another import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.errors import WorkspaceError
from desirepath.imports import native_rows
from desirepath.model.result import canonical
from desirepath.store.book import ImportRow

if TYPE_CHECKING:
    from desirepath.imports.native_rows import Seen
    from desirepath.store.book import Book

ROLES = {
    "events": (
        *("customer", "touchpoint", "time", "case", "session", "channel", "value", "text"),
        "order",
    ),
    "feedback": (
        *("customer", "time", "touchpoint", "case", "session", "channel", "score", "text"),
        *("language", "id", "order"),
    ),
}
NEEDED = {"events": ("customer", "touchpoint", "time"), "feedback": ("customer",)}
OTHER = {
    "events": ("table", "time_unit", "attributes"),
    "feedback": ("table", "time_unit", "attributes", "instrument", "scale", "question"),
}
INSTRUMENTS = ("nps", "csat", "ces", "rating", "comment")


@dataclass(frozen=True)
class Native:
    """One `[events]` or `[feedback]` of the settings."""

    kind: str
    table: str
    roles: Mapping[str, str]
    attributes: Mapping[str, str]
    more: Mapping[str, Any]


def settings_of(kind: str, given: Mapping[str, Any]) -> Native | None:
    """Read a section of desirepath.toml; None where it is empty. Raises WorkspaceError."""
    if not given:
        return None
    where = f"[{kind}] in desirepath.toml"
    for key in given:
        if key not in (*ROLES[kind], *OTHER[kind]):
            listed = ", ".join((*OTHER[kind], *ROLES[kind]))
            raise WorkspaceError(f'{where} has "{key}", which says nothing. It knows {listed}.')
    lacking = [key for key in ("table", *NEEDED[kind]) if not given.get(key)]
    if kind == "feedback" and not (given.get("score") or given.get("text")):
        lacking.append("score or text")
    if lacking:
        raise WorkspaceError(f"{where} must also name: {', '.join(lacking)}.")
    unit = given.get("time_unit")
    if unit is not None and unit not in native_rows.UNITS:
        known = ", ".join(native_rows.UNITS)
        raise WorkspaceError(f'time_unit under {where} is one of {known}, not "{unit}".')
    instrument = given.get("instrument", "rating" if given.get("score") else "comment")
    if kind == "feedback" and instrument not in INSTRUMENTS:
        known = ", ".join(INSTRUMENTS)
        raise WorkspaceError(f'instrument under {where} is one of {known}, not "{instrument}".')
    attributes = given.get("attributes") or {}
    if not isinstance(attributes, Mapping):
        attributes = {str(name): str(name) for name in attributes}
    roles = {role: str(given[role]) for role in ROLES[kind] if given.get(role)}
    more = {key: given[key] for key in ("time_unit", "scale", "question") if given.get(key)}
    return Native(
        kind, str(given["table"]), roles, dict(attributes), {**more, "instrument": instrument}
    )


def gather(warehouse: Any, landing: Any, book: Book, sections: Mapping[str, Any]) -> None:
    """Let an engine have what was imported into the workspace's own file, and its own tables."""
    warehouse.take(landing, [row.no for row in book.imports()])
    attach(warehouse, book, sections)


def attach(warehouse: Any, book: Book, sections: Mapping[str, Any]) -> None:
    """Let `warehouse.table("events")` and `("feedback")` hold the named tables' rows too.

    `sections` are those of the settings. Raises WorkspaceError for a section of wrong form,
    UnknownName for a table or column that is not there.
    """
    wanted = [settings_of(kind, sections.get(kind) or {}) for kind in ROLES]
    known = {str(row.facts["native"]): row for row in book.imports() if "native" in row.facts}
    for native in wanted:
        former = known.pop(native.kind, None) if native else None
        if native:
            _attach(warehouse, book, native, former)
    # What the settings name no longer is no import any more.
    book.withdraw_imports([row.no for row in known.values()])


def _attach(warehouse: Any, book: Book, native: Native, former: ImportRow | None) -> None:
    physical = book.planned_attributes(native.attributes)
    columns = {physical[name]: column for name, column in native.attributes.items()}
    rows = native_rows.read(warehouse, native, columns)
    seen = native_rows.look(warehouse, rows)
    row = _row(native, seen, 0)
    if former is None or former.id != row.id:
        row = _row(native, seen, book.next_import_no())
        replaces = [] if former is None else [former.no]
        book.commit_import(row, replaces=replaces, attributes=physical)
        former = row
    numbered = native_rows.numbered(warehouse, rows, seen, former.no)
    whole = native_rows.beside(warehouse.table(native.kind), numbered)
    # It may grow while it is read: what is prepared at one time must come from one look at it.
    warehouse.view(native.kind, whole, live=True)


def _row(native: Native, seen: Seen, number: int) -> ImportRow:
    mapping = {
        "shape": native.kind,
        "table": native.table,
        "columns": dict(native.roles),
        "attributes": dict(native.attributes),
        **native.more,
    }
    content = canonical([seen.rows, seen.accepted, seen.oldest, seen.newest])
    return ImportRow(
        no=number,
        id=hashlib.sha256(canonical([content, mapping]).encode()).hexdigest(),
        source=native.table,
        file=native.table,
        content=hashlib.sha256(content.encode()).hexdigest(),
        mapping=mapping,
        facts=_facts(native),
        report=_report(native, seen),
        columns=(*native.roles.values(), *native.attributes.values()),
    )


def _facts(native: Native) -> dict[str, Any]:
    return {
        "native": native.kind,
        "shape": native.kind,
        "kinds": [native.kind],
        "unit": "customer" if native.kind == "events" else None,
        "unit_reason": f"{native.table} names the customer of each event",
        "case_column": native.roles.get("case"),
        "session_column": native.roles.get("session"),
        "columns": dict(native.roles),
        "milestones": {},
        "customer_is_case": False,
        "format": "table",
        "timezone": "UTC",
        "has_time": "time" in native.roles,
        "guesses": [],
    }


def _report(native: Native, seen: Seen) -> dict[str, Any]:
    left = seen.rows - seen.accepted
    why = f"no {', '.join(NEEDED[native.kind][:-1]) or 'customer'} or no time"
    if native.kind == "feedback":
        why = "no score and no text"
    return {
        "source": native.table,
        "kind": [native.kind],
        "rows": seen.rows,
        "accepted": seen.accepted,
        "quarantined": left,
        "known": 0,
        "dropped": 0,
        "duplicates": 0,
        "columns": {
            role: {"column": column, "confidence": 1.0, "reason": "named in desirepath.toml"}
            for role, column in native.roles.items()
            if role != "order"
        },
        "quarantine": [{"reason": why, "rows": left, "first_line": None}] if left else [],
        "notes": ["Read where it is: nothing was copied into the workspace."],
        "dry_run": False,
    }
