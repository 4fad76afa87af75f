"""Brings prepared journeys up to date: only those of customers with new rows are made anew.

    new imports → customers → their journeys → gone ┐
                     └→ all their raw events → made ┴→ journey_events, journeys, variants

A journey that is made anew gets a number beyond all others and stands at the end of the tables,
so that they stay in order; what it was goes to `gone_events` and `gone_journeys` with the number
of the preparation that took it away. A kept sum is corrected from these (`summaries.py`): minus
what is gone since, plus what has a greater number. Where the case is the unit, “customer” reads
“case”: a case is made anew with everybody's events in it.

Customers who turn out to be somebody else (`identity`) are changed too: what they were called
before, and what they are called now.

A journey that was open and has been silent for too long, now that there is newer data, is
changed too. Where that or the news touch too much, all is made from the beginning, and everybody
has news; the same follows when imports are taken back, or when a touchpoint has no code yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.identity import resolved
from desirepath.identity.resolve import MOVED
from desirepath.journeys import assemble, build
from desirepath.journeys.assemble import Batch
from desirepath.store.compiled import recipe

if TYPE_CHECKING:
    from desirepath.journeys.build import Cut
    from desirepath.model.progress import Progress
    from desirepath.store.warehouse import Warehouse

MOST, KEPT = 0.5, 1.0
"""Of the events: when more than these shares are made anew at once, or are gone since all was
made, all is made again."""
ALL = -1
"""In the place of a line: all rows are new."""
GONE = ("gone_events", "gone_journeys")
SCRATCH = ("__raw", "__gone", "__events", "__made", "__noted")
WHO = "__who"
"""The customers (or cases), as `key`, whose journeys were made anew."""
NEW = {name: f"__new_{name}" for name in ("events", "customers", "feedback")}
"""Raw table → the table of its new rows."""


@dataclass(frozen=True)
class New:
    """Which raw rows are new: those of whole imports, and of live sources beyond a line."""

    imports: Collection[int]
    grown: Mapping[int, int]


@dataclass(frozen=True)
class Before:
    """What the last preparation left: its number, the greatest journey, and what was gone then."""

    generation: int
    journeys: int
    gone: int
    names: Sequence[str]
    goal: str | None
    newest: int | None


def apply(
    warehouse: Warehouse,
    cut: Cut,
    news: New,
    before: Before,
    *,
    attributes: Sequence[str],
    fixed: Mapping[str, str],
    left_after: int,
    progress: Progress,
) -> dict[str, Any] | None:
    """Bring the tables up to date with what is new; None where all must be made anew.

    Returns `generation`, `high` (the greatest number of a journey) and `gone` (events that were
    taken away since all was made). Runs inside the caller's transaction.
    """
    if warehouse.shares_work:
        return None  # such an engine cannot change a few rows of a table
    progress("Finding the changed journeys", 0.0)
    new = _new(warehouse, news)
    if before.newest is None or not _named(warehouse, new, before.names):
        drop(warehouse)
        clear(warehouse)
        return None
    last = warehouse.value(new["events"]["time"].max())
    open_since = max(before.newest, last or before.newest) - left_after
    noted = warehouse.note("__noted", {
        "journeys": before.journeys,
        "customers": _greatest(warehouse, build.NUMBERS, "who"),
        "variants": _greatest(warehouse, "variants", "variant", none=-1),
        "generation": before.generation + 1,
        "open_since": open_since,
    })  # fmt: skip
    if not _find(warehouse, cut, new, noted.open_since.as_scalar()):
        return {"generation": before.generation, "high": before.journeys, "gone": before.gone}
    journeys, events = warehouse.table("journeys"), warehouse.table("journey_events")
    gone = before.gone + (
        warehouse.value(journeys.semi_join(warehouse.table("__gone"), "journey").events.sum()) or 0
    )
    raw = warehouse.table("__raw")
    size = warehouse.value(events.count())
    if warehouse.value(raw.count()) > MOST * size or gone > KEPT * size:
        everybody = resolved(warehouse, "events").select(key="customer").distinct()
        warehouse.create(WHO, everybody, temp=True)
        drop(warehouse)
        return None
    people = resolved(warehouse, "customers")
    batch = Batch(
        raw,
        people.semi_join(raw, "customer"),
        events="__events",
        journeys=before.journeys,
        noted=noted,
    )
    assemble.draft(warehouse, batch, cut, before.names, attributes=attributes, fixed=fixed,
                   open_since=noted.open_since.as_scalar(), progress=progress)  # fmt: skip
    progress("Replacing the changed journeys", 0.8)
    _take_away(warehouse, noted.generation.as_scalar().cast("int32"))
    goal = before.names.index(before.goal) if before.goal in before.names else None
    drafted = warehouse.table("__journeys")
    made = warehouse.create(
        "__made", assemble.with_goal(warehouse, drafted, "__events", goal), temp=True
    )
    warehouse.insert("journeys", made.order_by("journey"))
    warehouse.insert(build.DRAWS, build.draws(made))
    warehouse.insert("journey_events", warehouse.table("__events").order_by("journey", "position"))
    high = max(before.journeys, warehouse.value(made.journey.max()) or 0)
    drop(warehouse)
    return {"generation": before.generation + 1, "high": high, "gone": gone}


def forget(warehouse: Warehouse) -> None:
    """Remove what is gone, and what was kept: after all was made anew nobody needs it."""
    warehouse.unremember()
    for name in (*GONE, *warehouse.names("kept_")):
        warehouse.drop(name)


def drop(warehouse: Warehouse) -> None:
    """Remove what was only needed on the way."""
    for name in (*SCRATCH, *assemble.SCRATCH):
        warehouse.drop(name)


def clear(warehouse: Warehouse) -> None:
    """Remove what says which rows are new, and whose."""
    for name in (WHO, *NEW.values()):
        warehouse.drop(name)


def _new(warehouse: Warehouse, news: New) -> dict[str, Any]:
    """Create the tables of new rows."""
    import pyarrow as pa

    since = [(number, ALL) for number in sorted(news.imports)] + sorted(news.grown.items())
    columns = {"number": pa.int32(), "after": pa.int64()}
    arrays = [
        pa.array([row[at] for row in since], kind) for at, kind in enumerate(columns.values())
    ]
    told = warehouse.stage("__since", pa.table(arrays, names=list(columns)).to_reader())
    new = {
        name: warehouse.create(made, _beyond(resolved(warehouse, name), told), temp=True)
        for name, made in NEW.items()
    }
    warehouse.drop("__since")
    return new


@recipe
def _beyond(rows: Any, since: Any) -> Any:
    """Return rows of some imports (`number`), all or those of lines beyond one (`after`)."""
    found = rows.inner_join(since, rows.import_no == since.number)
    return found.filter((found.after == ALL) | (found.line > found.after)).select(*rows.columns)


def _named(warehouse: Warehouse, new: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Say whether every touchpoint of the new rows has a code."""
    known = set(names)
    for name in ("events", "feedback"):
        told = new[name].filter(new[name].touchpoint.notnull()).select("touchpoint").distinct()
        if any(row["touchpoint"] not in known for row in warehouse.rows(told)):
            return False
    return True


def _find(warehouse: Warehouse, cut: Cut, new: Mapping[str, Any], open_since: Any) -> bool:
    """Create `__raw`, all raw events of changed journeys, and `__gone`, their present numbers.

    Returns whether there are any.
    """
    journeys, raw = warehouse.table("journeys"), resolved(warehouse, "events")
    moved = warehouse.table(MOVED) if warehouse.has(MOVED) else None
    closed = journeys.filter(journeys.still_open & (journeys.end <= open_since))
    whole = cut.column is None or cut.per_customer
    if whole:
        told = [new["events"].customer, new["customers"].customer, closed.customer]
        told += [] if moved is None else [moved.was, moved.now]
        who = _distinct(warehouse, told)
        raw = raw.semi_join(who, raw.customer == who.key)
        gone = journeys.semi_join(who, journeys.customer == who.key)
    else:
        about = journeys.semi_join(new["customers"], "customer")
        told = [build.keyed(new["events"], cut)["__key"], about.key, closed.key]
        told += [] if moved is None else _keys_of(warehouse, moved, cut)
        who = _distinct(warehouse, told)
        raw = raw.semi_join(who, raw[cut.column].fill_null(raw.customer) == who.key)
        gone = journeys.semi_join(who, journeys.key == who.key)
    made = warehouse.create("__raw", raw, temp=True)
    warehouse.create("__gone", gone.select("journey"), temp=True)
    return bool(warehouse.value(made.count()))


def _keys_of(warehouse: Warehouse, moved: Any, cut: Cut) -> list[Any]:
    """Return the keys of journeys with events of customers who are another person now."""
    events = warehouse.table("events")
    own = events.semi_join(moved, "customer")
    return [own[cut.column], moved.was, moved.now] if cut.column else [moved.was, moved.now]


def _distinct(warehouse: Warehouse, columns: Sequence[Any]) -> Any:
    """Create `__who`: every value of some columns once, as `key`."""
    import ibis

    told = [column.cast("string").name("key").as_table() for column in columns]
    return warehouse.create(WHO, ibis.union(*told, distinct=True), temp=True)


def _take_away(warehouse: Warehouse, generation: Any) -> None:
    """Move the rows of `__gone` to the tables of what is gone."""
    gone = warehouse.table("__gone")
    for name, kept in (("journey_events", GONE[0]), ("journeys", GONE[1])):
        rows = warehouse.table(name).semi_join(gone, "journey")
        rows = rows.mutate(gone=generation)
        if warehouse.has(kept):
            warehouse.insert(kept, rows)
        else:
            warehouse.create(kept, rows)
        warehouse.delete(name, "journey", gone)
    warehouse.delete(build.DRAWS, "journey", gone)


def _greatest(warehouse: Warehouse, name: str, column: str, none: int = 0) -> int:
    if not warehouse.has(name):
        return none
    found = warehouse.value(warehouse.table(name)[column].max())
    return none if found is None else int(found)
