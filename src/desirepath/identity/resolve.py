"""Brings who is who up to date, and says what changed: run before journeys are made.

    who_map    customer → person, only those who are called otherwise in their journeys
    who_rows   customer, column, raw → person: rows of a shared device that say whose they are

A device that one person was seen on is theirs, also before they said who they are. One that
several people were seen on is nobody's: its rows go to whom they name, the others stay its own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from desirepath.identity import (
    alike,
    described,
    exact,
    keystroke,
    rows,
    seen,
    shared,
    subjects,
    worth,
)
from desirepath.identity.settings import Settings, settings_of
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

STATE, MOVED = "who_state", "who_moved"
MAP, ROWS = exact.MAP, rows.ROWS
KEPT = (MAP, ROWS, STATE, seen.SEEN, *seen.FORMER, shared.SHARED, alike.PAIRS,
        described.PEOPLE, keystroke.SLIPS)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """Whose events go to another person now: the table `who_moved` of `customer, was, now`."""

    customers: int


def state(book: Book) -> dict[str, Any]:
    """Return what who is who follows from, imports aside."""
    decisions = [(made.id, made.kind, made.one, made.other) for made in book.decisions.holding()]
    found = {"settings": settings_of(book).document(), "decisions": decisions}
    subject = subjects.chosen(book)
    return found if subject.kind == subjects.CUSTOMER else {**found, "subject": asdict(subject)}


def needed(known: Sequence[seen.Spec], book: Book) -> bool:
    """Say whether there is anything to link: further identifiers, descriptions, or decisions."""
    told = any(spec.identifiers or "last_name" in spec.describing or "name" in spec.describing
               for spec in known)  # fmt: skip
    return told or bool(book.decisions.holding())


def resolve(warehouse: Warehouse, book: Book, progress: Progress = silent) -> Moved:
    """Bring the tables up to date with imports, settings and decisions; return who moved."""
    known = seen.specs(book)
    warehouse.drop(MOVED)
    settings, subject = settings_of(book), subjects.chosen(book)
    spelled = f"{seen.bits(warehouse)} {settings.country or ''}"
    data = json.dumps([spelled, [spec.no for spec in known], settings.document()])
    wanted = data + json.dumps(state(book))
    reached = {spec.no: spec.loaded for spec in known if spec.loaded is not None}
    former = _kept(warehouse)
    loaded = {int(no): line for no, line in json.loads(former.get("loaded") or "{}").items()}
    own = subject.kind == subjects.CUSTOMER
    if former.get("state") == wanted and (
        loaded == reached or (own and not seen.grown(warehouse, known, settings.country, loaded))
    ):
        if loaded != reached:
            _write(warehouse, STATE, former | {"loaded": json.dumps(reached)})
        return Moved(0)
    before = _placed(warehouse, "__who_before")
    if not needed(known, book):
        forget(warehouse)
    else:
        progress("Finding out who is who", 0.0)
        if former.get("data") != data or loaded != reached:
            if former.get("spelled") != spelled:
                forget(warehouse)
            seen.gather(warehouse, known, settings.country, loaded)
            people = described.describe(warehouse, known)
            shared.find(warehouse, settings, people)
            _compare(warehouse, settings, known, people)
        exact.link(warehouse, settings, book.decisions.holding())
        rows.tell(warehouse, settings, known)
        exact.clear(warehouse)
        _write(warehouse, STATE, {
            "state": wanted, "data": data, "spelled": spelled,
            "loaded": json.dumps(reached),
        })  # fmt: skip
    subjects.tell(warehouse, subject)
    return _moved(warehouse, before)


def forget(warehouse: Warehouse) -> None:
    """Remove all tables of this room."""
    subjects.forget(warehouse)
    for name in KEPT:
        warehouse.drop(name)


def resolved(warehouse: Warehouse, name: str) -> Any:
    """Return a raw table in which every row has as its customer whose journey it belongs to."""
    table = warehouse.table(name)
    if warehouse.shares_work:
        return table
    persons = _persons(warehouse, table) if warehouse.has(MAP) else table
    return subjects.resolved(warehouse, persons)


def _persons(warehouse: Warehouse, table: Any) -> Any:
    """Return the table with the person as the customer of every row."""
    import ibis

    columns, people = table.columns, [table.customer]
    names = warehouse.table(MAP).select(__text="customer", __person="person")
    found = table.left_join(names, table.customer == names["__text"])
    people.insert(0, found["__person"])
    if warehouse.has(ROWS):
        told = warehouse.table(ROWS)
        used = warehouse.rows(told.group_by("column").aggregate(rank=told["rank"].min()))
        used = [row for row in used if row["column"] in columns]
        used.sort(key=lambda row: (-row["rank"], row["column"]))
        for place, row in enumerate(used):
            column = row["column"]
            own = told.filter(told.column == column)
            own = own.select(
                **{f"__t{place}": own.customer, f"__v{place}": own.raw, f"__p{place}": own.person}
            )
            test = [found.customer == own[f"__t{place}"], found[column] == own[f"__v{place}"]]
            found = found.left_join(own, test)
            people.insert(0, found[f"__p{place}"])
    named = [found[person.get_name()] for person in people[:-1]]
    return found.mutate(customer=ibis.coalesce(*named, found.customer)).select(*columns)


def _compare(
    warehouse: Warehouse, settings: Settings, known: Sequence[seen.Spec], people: Any | None
) -> None:
    """Score pairs that are alike, where names may join what identifiers do not."""
    warehouse.drop(alike.PAIRS)
    if people is None or settings.compare == "never" or settings.policy == "strict":
        return
    if settings.compare == "auto" and not worth.comparing(warehouse, known, people):
        return
    alike.score(warehouse, people, seen.keys(warehouse, people))


def _placed(warehouse: Warehouse, name: str) -> Any | None:
    """Keep who everybody was before, as `customer, place, person`."""
    if not warehouse.has(MAP):
        return None
    return warehouse.create(name, _places(warehouse), temp=True)


def _places(warehouse: Warehouse) -> Any:
    import ibis

    names = warehouse.table(MAP).select("customer", "person", place=ibis.literal(""))
    if not warehouse.has(ROWS):
        return names
    told = warehouse.table(ROWS)
    spread = told.select("customer", "person", place=told.column.concat("=", told.raw))
    return names.union(spread)


def _moved(warehouse: Warehouse, before: Any | None) -> Moved:
    """Create `who_moved` of who has another person now."""
    import ibis

    after = _places(warehouse) if warehouse.has(MAP) else None
    if before is None and after is None:
        return Moved(0)
    if before is None or after is None:
        only = before if after is None else after
        assert only is not None  # noqa: S101 - said above
        was, now = (only.person, only.customer) if after is None else (only.customer, only.person)
        changed = only.select("customer", was=was, now=now)
    else:
        new = after.select(c2="customer", p2="place", now="person")
        both = before.outer_join(new, [before.customer == new.c2, before.place == new.p2])
        who = ibis.coalesce(both.customer, both.c2)
        changed = both.select(
            customer=who,
            was=ibis.coalesce(both.person, who),
            now=ibis.coalesce(both.now, who),
        )
    changed = changed.filter(changed.was != changed.now)
    if before is not None or warehouse.has(ROWS):  # else nobody stands there twice
        changed = changed.distinct()
    table = warehouse.create(MOVED, changed, temp=True)
    warehouse.drop("__who_before")
    return Moved(int(warehouse.value(table.count())))


def _kept(warehouse: Warehouse) -> dict[str, str]:
    if not warehouse.has(STATE):
        return {}
    found = warehouse.rows(warehouse.table(STATE))
    return dict(found[0]) if found else {}


def _write(warehouse: Warehouse, name: str, row: dict[str, str]) -> None:
    import ibis
    import pyarrow as pa

    columns = {key: pa.array([value], pa.string()) for key, value in row.items()}
    warehouse.create(name, ibis.memtable(pa.table(columns)))
