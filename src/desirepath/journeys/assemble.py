"""Runs the expressions of `build` on a warehouse, step by step, and keeps the prepared tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.identity import resolved
from desirepath.journeys import build, channels
from desirepath.model.progress import Progress, silent
from desirepath.store.compiled import recipe, small

if TYPE_CHECKING:
    from desirepath.journeys.build import Cut
    from desirepath.store.warehouse import Warehouse

SCRATCH = ("__codes", "__parts", "__keys", "__coded", "__paths", "__firsts", "__journeys")
SLICE = 1_000_000
"""Events that are sorted at a time."""
TOUCHPOINTS = {
    "code": "int32",
    "name": "string",
    "stage": "string",
    "stage_order": "int32",
    "step": "string",
    "step_name": "string",
    "step_order": "int32",
    "channel": "string",
    "position": "float64",
    "confidence": "float64",
    "reason": "string",
    "set_by": "string",
}


@dataclass(frozen=True)
class Batch:
    """The events that become journeys, and where they go.

    `raw` events and `people` (rows of customers) are those of whole journeys; `events` is the
    table that is made, temporary unless it is `journey_events` itself; journeys, customers and
    variants get numbers behind the given ones, which stand in a table of one row (`noted`), too.
    """

    raw: Any
    people: Any
    events: str = "journey_events"
    journeys: int = 0
    customers: int = 0
    variants: int = -1
    noted: Any = None

    def after(self, name: str) -> Any:
        """Return the number behind which the new ones of a kind begin."""
        return getattr(self, name) if self.noted is None else self.noted[name].as_scalar()

    @property
    def whole(self) -> bool:
        """Say whether these are all events there are."""
        return self.events == "journey_events"


def journeys_from(
    warehouse: Warehouse,
    cut: Cut,
    *,
    attributes: Sequence[str] = (),
    fixed: Mapping[str, str] | None = None,
    left_after: int = 30 * 86_400_000_000,
    progress: Progress = silent,
) -> list[str]:
    """Create `journey_events`, `variants` and the draft `__journeys`; return touchpoint names.

    `attributes` are the physical columns that journeys must have, `fixed` the channels that a
    person gave to touchpoints, `left_after` microseconds. `finish` makes `journeys` of the draft.
    """
    raw = resolved(warehouse, "events")
    names = touchpoint_names(warehouse, raw)
    newest = warehouse.value(raw["time"].max())
    open_since = (newest or 0) - left_after
    batch = Batch(raw, resolved(warehouse, "customers"))
    with warehouse.as_written():
        draft(warehouse, batch, cut, names, attributes=attributes, fixed=fixed or {},
              open_since=open_since, progress=progress)  # fmt: skip
    return names


def draft(
    warehouse: Warehouse,
    batch: Batch,
    cut: Cut,
    names: Sequence[str],
    *,
    attributes: Sequence[str],
    fixed: Mapping[str, str],
    open_since: Any,
    progress: Progress,
) -> None:
    """Create the events of a batch and the draft `__journeys`; extend variants and numbers."""
    progress("Ordering journeys", 0.0)
    _codes(warehouse, names, fixed)
    numbered = _number(warehouse, batch, cut, progress)
    events, walked = _order(warehouse, batch, progress)
    if batch.whole:
        variants = warehouse.create("variants", build.variants(walked))
    else:
        variants = warehouse.table("variants")
        warehouse.insert("variants", build.variants(walked, variants, batch.after("variants")))
    progress("Describing journeys", 0.78)
    summed = build.summed(events, warehouse.table("__codes"))
    values = _values(warehouse, batch, events, attributes)
    made = _drafted(summed, walked, variants, numbered, values, list(attributes), open_since)
    warehouse.create("__journeys", made, temp=True)


def _number(warehouse: Warehouse, batch: Batch, cut: Cut, progress: Progress) -> Any:
    """Create `__keys` and `__coded`: every event with the number of its journey."""
    raw = batch.raw
    if cut.column is not None and not cut.per_customer:
        lacking = warehouse.value(raw[cut.column].isnull().any())
        cut = replace(cut, complete=not lacking)
    keyed = build.keyed(raw, cut)
    if cut.gap is not None:
        kept = keyed.select("seq", "time", "touchpoint", "channel", "customer", "__owner", "__key")
        keyed = warehouse.create("__parts", kept, temp=True)
    numbered = warehouse.create("__keys", build.keys(keyed, batch.after("journeys")), temp=True)
    progress("Ordering journeys", 0.03)
    words = _channels(warehouse, raw)
    people = None
    if cut.gap is not None or cut.column is not None:
        people = _people(warehouse, batch)
    coded = build.coded(keyed, numbered, warehouse.table("__codes"), words, people)
    warehouse.create("__coded", coded, temp=True)
    warehouse.drop("__parts")
    return numbered


def _people(warehouse: Warehouse, batch: Batch) -> Any:
    """Give every customer a number: needed where a journey is not a customer."""
    if batch.whole:
        return warehouse.create(build.NUMBERS, build.customer_numbers(batch.raw))
    known = warehouse.table(build.NUMBERS)
    warehouse.insert(
        build.NUMBERS, build.customer_numbers(batch.raw, known, batch.after("customers"))
    )
    return known


def _order(warehouse: Warehouse, batch: Batch, progress: Progress) -> tuple[Any, Any]:
    """Create the events of the batch and `__paths`, some journeys at a time.

    Sorting a slice stays in the processor's caches and in memory however large the whole is,
    and slices in order of their journeys make a table that is sorted.
    """
    coded, before, name = warehouse.table("__coded"), batch.journeys, batch.events
    size = warehouse.rows(coded.aggregate(events=coded.count(), journeys=coded.journey.max()))[0]
    slices = 1 if warehouse.shares_work else max(1, -(-size["events"] // SLICE))
    width = max(1, -(-((size["journeys"] or before) - before) // slices))
    for number in range(slices):
        some = coded if slices == 1 else build.slice_of(coded, number, width, before)
        rows = build.ordered(some)
        _append(warehouse, name, rows, first=number == 0, temp=not batch.whole)
        progress("Ordering journeys", 0.3 + 0.32 * (number + 1) / slices)
    warehouse.drop("__coded")
    events = warehouse.table(name)
    for number in range(slices):
        some = events if slices == 1 else build.slice_of(events, number, width, before)
        rows = build.paths(some)
        _append(warehouse, "__paths", rows, first=number == 0, temp=True)
    progress("Ordering journeys", 0.75)
    return events, warehouse.table("__paths")


def _append(warehouse: Warehouse, name: str, rows: Any, *, first: bool, temp: bool = False) -> None:
    if first:
        warehouse.create(name, rows, temp=temp)
    else:
        warehouse.insert(name, rows)


def finish(warehouse: Warehouse, goal: int | None) -> None:
    """Create `journeys` and `draws` of the draft and the code of the goal; drop the scratch."""
    drafted = with_goal(warehouse, warehouse.table("__journeys"), "journey_events", goal)
    with warehouse.as_written():
        made = warehouse.create("journeys", drafted.order_by("journey"))
        warehouse.create(build.DRAWS, build.draws(made))
    for name in SCRATCH:
        warehouse.drop(name)


def with_goal(warehouse: Warehouse, journeys: Any, events: str, goal: int | None) -> Any:
    """Return the rows of `journeys` of a draft, its events' table and the code of the goal."""
    made = build.with_goal(journeys, warehouse.table(events), goal)
    front = ["journey", "key", "customer", "case_id", "session", "start", "end", "events"]
    rest = [column for column in made.columns if column not in front]
    return made.select(*front, *rest)


def touchpoint_names(warehouse: Warehouse, raw: Any) -> list[str]:
    """Return the touchpoints that these events, or answers, name; by code."""
    codes = build.touchpoint_codes(raw, warehouse.table("feedback"))
    return [row["name"] for row in warehouse.rows(codes.order_by("code"))]


def _codes(warehouse: Warehouse, names: Sequence[str], fixed: Mapping[str, str]) -> None:
    columns: dict[str, Sequence[Any]] = {
        "code": list(range(len(names))),
        "name": list(names),
        "fixed": [fixed.get(name) for name in names],
    }
    warehouse.create(
        "__codes", small(columns, {"code": "int32", "name": "string", "fixed": "string"}), temp=True
    )


def _channels(warehouse: Warehouse, raw: Any) -> Any:
    """Return `raw, word` of every channel value: each distinct one is looked at once."""
    given = raw.filter(raw.channel.notnull()).select("channel").distinct().order_by("channel")
    words = channels.canonical([row["channel"] for row in warehouse.rows(given)])
    columns = {"raw": list(words), "word": list(words.values())}
    return small(columns, {"raw": "string", "word": "string"})


def write_touchpoints(warehouse: Warehouse, rows: Sequence[Mapping[str, Any]]) -> None:
    """Create the prepared table `touchpoints` of one row per touchpoint."""
    columns = {name: [row[name] for row in rows] for name in TOUCHPOINTS}
    warehouse.create("touchpoints", small(columns, TOUCHPOINTS))


def _values(
    warehouse: Warehouse, batch: Batch, events: Any, attributes: Sequence[str]
) -> tuple[Any, Any]:
    """Return the values of each journey's events and of each customer (None: they have none)."""
    raw, people = batch.raw, batch.people
    own = _filled(warehouse, raw, ["customer", "case_id", "session", *attributes])
    # Without events there is nobody to give attributes to: answers alone make no journeys.
    of_customer = list(_filled(warehouse, people, attributes)) if "customer" in own else []
    firsts = warehouse.create("__firsts", _firsts(events, raw, own), temp=True) if own else None
    known = build.first_values_of_customers(people, of_customer) if of_customer else None
    return firsts, known


@recipe
def _drafted(  # noqa: PLR0917 - the parts of a journey's row
    summed: Any,
    walked: Any,
    variants: Any,
    numbered: Any,
    values: tuple[Any, Any],
    attributes: list[str],
    open_since: Any,
) -> Any:
    """Return the rows of `__journeys`; a value is the first of the events, else the customer's."""
    import ibis

    firsts, known = values
    made = summed.inner_join(walked.join(variants, "path").select("journey", "variant"), "journey")
    made = made.inner_join(numbered.select("journey", key="__key"), "journey")
    columns = ("customer", "case_id", "session", *attributes)
    own = [] if firsts is None else list(firsts.columns)
    of_customer = [] if known is None else [name for name in known.columns if name != "customer"]
    if firsts is not None:
        made = made.inner_join(firsts, "journey")
    if known is not None:
        known = known.rename(who="customer", **{f"of_{name}": name for name in of_customer})
        made = made.left_join(known, made.customer == known.who)
    added = {}
    for column in columns:
        found = [made[column]] if column in own else []
        found += [made[f"of_{column}"]] if column in of_customer else []
        added[column] = ibis.coalesce(*found) if found else ibis.null("string")
    made = made.mutate(**added)
    made = made.drop(*[name for name in made.columns if name == "who" or name.startswith("of_")])
    return made.mutate(still_open=made.end > open_since, draw=build.draw(made.customer))


def _firsts(events: Any, raw: Any, own: Mapping[str, bool]) -> Any:
    """Return per journey the first value of each column; `own`: whether every event has one."""
    whole = [column for column, always in own.items() if always]
    rest = [column for column in own if column not in whole]
    found = build.first_values(events, raw, rest) if rest else None
    if not whole:
        return found
    at_first = build.values_at_first(events, raw, whole)
    return at_first if found is None else at_first.inner_join(found, "journey")


def _filled(warehouse: Warehouse, table: Any, columns: Sequence[str]) -> dict[str, bool]:
    """Return those columns that exist and have any value: whether every row has one."""
    there = [column for column in columns if column in table.columns]
    if not there:
        return {}
    measures = {column: table[column].count() for column in there}
    counted = warehouse.rows(table.aggregate(__rows=table.count(), **measures))[0]
    return {column: counted[column] == counted["__rows"] for column in there if counted[column]}
