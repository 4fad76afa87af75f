"""Counts and medians of groups that are corrected when journeys change, not counted again.

A `Summary` says what is counted of which rows. Without a keeper, or before anybody wants it kept,
it is one query. Kept, its answer is a state in the warehouse, with the preparation it belongs
to; after a later preparation only the rows of journeys that are gone since are subtracted and
those that came are added (see `changes.py`):

    | touchpoint | made  | n |      | touchpoint | n  |
    |          4 | false | 3 |  ->  |          4 | 71 |   72 - 3 + 2
    |          4 | true  | 2 |

Medians stay exact: `brackets.py`; where even the narrowest brackets would hold too many values,
nothing is kept and all is counted each time. The answer is the same either way, which is a law of
the tests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desirepath.journeys.brackets import MOST, REACHES, Bracket, Escaped, bounds, ends, laid
from desirepath.journeys.select import passed, select
from desirepath.journeys.states import VERSION, Key, State, read

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.store.warehouse import Warehouse

CHANGED = "changed_"
FEW = 0.25
"""When more than this share of the middles have left their brackets, all are laid anew."""
SELDOM = 8
"""A state is written again when so many preparations have passed: an older one is corrected by
more, which costs less than writing it each time."""
NOTHING = Bracket()


@dataclass(frozen=True)
class Summary:
    """What is counted, group by group, of rows that belong to journeys.

    `rows` gives them from prepared tables, with `journey` and the `keys`; `counts` their whole
    numbers, never null and such that the counts of two sets of journeys add up; `middles` name →
    (column of whole numbers, share 0…1): quantiles, interpolated. `depends` is whatever else the
    rows follow from (which step a touchpoint stands in): when it changes, all is counted again.
    `varies` says it group by group: value of the first key → what its groups follow from; without
    `middles` only. `built` is what else expressions are built from, though counts do not follow.
    Expressions are built once for equal names, tables, `depends`, `varies` and `built`.
    """

    name: str
    rows: Callable[[Tables], Any]
    keys: tuple[str, ...]
    counts: Callable[[Any], Mapping[str, Any]]
    middles: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    depends: Any = None
    varies: Mapping[Any, Any] = field(default_factory=dict)
    built: Any = None


@dataclass(frozen=True)
class Keeper:
    """Where states are kept, and which preparation the tables are of.

    `high` is the greatest number of a journey; `living`: keep what is asked for the first time
    too, because it will be asked again after the next import.
    """

    warehouse: Warehouse
    generation: int
    high: int
    living: bool = False

    def changed(self, tables: Tables, since: State) -> Tables:
        """Return the rows that came since a state, and those that are gone.

        What is gone has the negative number of its journey. The rows are laid into tables, so
        that everything that asks for them asks the same of the same tables each time.
        """
        return replace(
            tables,
            events=self._changed(tables.events, "events", since),
            journeys=self._changed(tables.journeys, "journeys", since),
            keeper=None,
        )

    def _changed(self, now: Any, name: str, since: State) -> Any:
        import ibis

        warehouse = self.warehouse
        physical = f"{CHANGED}{name}_{self.generation - since.generation}"
        if warehouse.held.get(physical) == self.generation:
            return warehouse.table(physical)
        for other in [key for key in warehouse.held if key.startswith(CHANGED)]:
            if warehouse.held[other] != self.generation:
                warehouse.drop(other)
                del warehouse.held[other]
        rows = now.filter(now.journey > since.high)
        if warehouse.has(f"gone_{name}"):
            gone = warehouse.table(f"gone_{name}")
            gone = gone.filter((gone.gone > since.generation) & (gone.journey <= since.high))
            columns = {
                column: gone[column] if column in gone.columns else ibis.null(now[column].type())
                for column in now.columns
            }
            columns["journey"] = -gone.journey
            rows = rows.union(gone.select(**columns).cast({"journey": now.journey.type()}))
        made = warehouse.create(physical, rows, temp=True)
        warehouse.held[physical] = self.generation
        return made


def answer(tables: Tables, summary: Summary) -> list[dict[str, Any]]:
    """Return one row per group: keys, counts and middles (None: nothing to be in the middle of)."""
    keeper = tables.keeper
    if keeper is None:
        return _asked(tables, summary)
    name, depends = _names(tables, summary.name, summary.depends)
    state, never = _held(keeper, name, depends)
    if state is None and (not keeper.living or never):
        return _asked(tables, summary)
    if state is not None and state.generation < keeper.generation:
        del keeper.warehouse.held[name]  # where it is only half corrected it must not be found
        try:
            _correct(tables, summary, keeper, state)
        except Escaped:
            state = None
    if state is None:
        state = _fresh(tables, summary, keeper)
    elif state.varies != summary.varies:
        _vary(tables, summary, state)
    _hold(keeper, name, depends, state)
    return _asked(tables, summary) if state is None else _rows(summary, state)


def _held(keeper: Keeper, name: str, depends: str) -> tuple[State | None, bool]:
    """Return a kept state that still holds, and whether none is to be kept."""
    known = keeper.warehouse.held.get(name)
    if known is None:
        text = keeper.warehouse.recall(name)
        unkept = _spelled([VERSION, depends])
        known = (depends, read(text, depends), text == unkept)
        keeper.warehouse.held[name] = known
    of, state, never = known
    return (state, never) if of == depends else (None, False)


def _hold(keeper: Keeper, name: str, depends: str, state: State | None) -> None:
    """Keep a state in memory, and now and then in the warehouse; None: none is to be kept."""
    keeper.warehouse.held[name] = (depends, state, state is None)
    if state is None:
        keeper.warehouse.remember(name, _spelled([VERSION, depends]))
    elif state.written is None or keeper.generation - state.written >= SELDOM:
        keeper.warehouse.remember(name, state.spelled(depends))
        state.written = keeper.generation


def kept_rows(tables: Tables, name: str, rows: Callable[[Tables], Any], depends: Any = None) -> Any:
    """Return rows of journeys (with `journey`), held in a table that changes with the journeys.

    For rows that are many but few enough to be held (of a sample), and cost more to make than to
    read. `name` and `depends` as in `Summary`.
    """
    keeper = tables.keeper
    if keeper is None:
        return rows(tables)
    known, wanted = _names(tables, name, depends)
    physical = f"kept_{hashlib.sha256(known.encode()).hexdigest()[:16]}"
    warehouse = keeper.warehouse
    state = read(warehouse.recall(known), wanted)
    if state is None and not keeper.living:
        return rows(tables)
    with warehouse.transaction():
        if state is None:
            warehouse.create(physical, rows(tables))
        elif state.generation < keeper.generation:
            changed = _changed(tables, keeper, state)
            gone = changed.journeys.filter(changed.journeys.journey < 0)
            warehouse.delete(physical, "journey", gone.select(journey=-gone.journey))
            made = rows(changed)
            warehouse.insert(physical, made.filter(made.journey > 0))
        if state is None or state.generation < keeper.generation:
            now = State(keeper.generation, keeper.high, [], {}, {})
            warehouse.remember(known, now.spelled(wanted))
    return warehouse.table(physical)


def _names(tables: Tables, name: str, depends: Any) -> tuple[str, str]:
    """Return under what a state is kept, and what it must still follow from."""
    chosen = tables.chosen
    clock = tables.newest if chosen and chosen.left_after is not None else None
    follows = [depends, tables.goal, clock]
    if chosen and (chosen.through or chosen.without):
        # what a stage or step means changes with the stages that people set
        follows += [passed(tables, chosen.through, ""), passed(tables, chosen.without, "")]
    return _spelled([name, chosen and asdict(chosen)]), _spelled(follows)


def _changed(tables: Tables, keeper: Keeper, state: State) -> Tables:
    """Return the journeys that are gone since a state or came, of those that are asked about."""
    changed = keeper.changed(tables.whole or tables, state)
    return changed if tables.chosen is None else select(changed, tables.chosen)


def _spelled(document: Any) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)


def _grouped(rows: Any, keys: Sequence[str]) -> Any:
    return rows.group_by(*keys) if keys else rows


def _asked(tables: Tables, summary: Summary) -> list[dict[str, Any]]:
    def made() -> Any:
        rows = summary.rows(tables)
        middles = {name: rows[column].quantile(q) for name, (column, q) in summary.middles.items()}
        grouped = _grouped(rows, summary.keys)
        return grouped.aggregate(__n=rows.count(), **summary.counts(rows), **middles)

    found = tables.execute(tables.built(summary.name, made, *_follows(summary)))
    if not found:
        return []
    counts = found[0].keys() - {"__n", *summary.keys, *summary.middles}
    return [_counted(row, counts) for row in found if row.pop("__n")]


def _follows(summary: Summary) -> tuple[Any, ...]:
    """Return what the expressions of a summary follow from besides its name and the tables."""
    told = _spelled([summary.depends, list(summary.varies.items()), summary.built])
    return (summary.keys, tuple(summary.middles.items()), told)


def _counted(row: dict[str, Any], counts: Collection[str]) -> dict[str, Any]:
    for name in counts:
        row[name] = _whole(row[name])
    return row


def _whole(value: Any) -> int:
    return 0 if value is None else int(value)


def _fresh(tables: Tables, summary: Summary, keeper: Keeper) -> State | None:
    """Count everything and lay the brackets; None where they would hold too many values."""
    rows, keys = summary.rows(tables), summary.keys
    measures = summary.counts(rows)
    asked: dict[str, Any] = {"__n": rows.count(), **measures}
    for name, (column, q) in summary.middles.items():
        asked |= bounds(name, rows[column], q)
    found = tables.execute(_grouped(rows, keys).aggregate(**asked))
    found = [row for row in found if row["__n"]]
    state = State(
        keeper.generation,
        keeper.high,
        list(measures),
        {_key(row, keys): [_whole(row[name]) for name in ("__n", *measures)] for row in found},
        {},
    )
    state.varies = dict(summary.varies)
    for name in summary.middles:
        frames = _framed(keeper, summary, rows, name, found, MOST)
        if frames is None:
            return None
        state.brackets[name] = frames
    return state


def _framed(  # noqa: PLR0917 - which brackets of which rows, and how large they may be
    keeper: Keeper, summary: Summary, rows: Any, name: str, found: Sequence[Any], most: int
) -> dict[Key, Bracket] | None:
    """Return the widest brackets of some groups (with their `bounds`) that hold `most` values."""
    keys, column = summary.keys, summary.middles[name][0]
    for reach in range(len(REACHES)):
        frames = {_key(row, keys): Bracket.framed(row, name, reach) for row in found}
        inside = laid(rows, keys, column, _ends(keeper, rows, keys, frames)).limit(most + 1)
        values = keeper.warehouse.rows(inside)
        if len(values) <= most:
            for row in values:
                frames[_key(row, keys)].count(row["side"], row["value"], row["n"])
            return frames
    return None


def _framed_again(
    tables: Tables, summary: Summary, keeper: Keeper, name: str, frames: dict[Key, Bracket]
) -> None:
    """Lay those brackets anew that their middle has left; raises Escaped where they are many."""
    column, q = summary.middles[name]
    lost = [key for key, one in frames.items() if not one.holds(q)]
    if not lost:
        return
    held = sum(len(one.values) for key, one in frames.items() if key not in lost)
    if not summary.keys or len(lost) > max(1, FEW * len(frames)):
        raise Escaped
    rows = _whole_rows(tables, summary)
    kinds = rows.schema().to_pyarrow()
    own = {at: kinds.field(at).type for at in summary.keys}
    told = _table([dict(zip(own, key, strict=True)) for key in lost], own)
    few = keeper.warehouse.stage("bracket_groups", told.to_reader())
    few = few.rename({f"own_{at}": at for at in own})
    rows = rows.semi_join(few, [rows[at].identical_to(few[f"own_{at}"]) for at in own])
    measures = {"__n": rows.count(), **bounds(name, rows[column], q)}
    found = keeper.warehouse.rows(_grouped(rows, summary.keys).aggregate(**measures))
    made = _framed(keeper, summary, rows, name, found, MOST - held)
    if made is None:
        raise Escaped
    frames.update(made)


def _whole_rows(tables: Tables, summary: Summary) -> Any:
    name = f"{summary.name}: rows"
    return tables.built(name, lambda: summary.rows(tables), *_follows(summary))


def _table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Any]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=pa.schema(list(kinds.items())))


def _vary(tables: Tables, summary: Summary, state: State) -> None:
    """Count those groups again that follow from something else now."""
    known, wanted = state.varies, summary.varies
    values = [one for one in {**known, **wanted} if known.get(one) != wanted.get(one)]
    for key in [key for key in state.counts if key[0] in values]:
        del state.counts[key]
    rows = _whole_rows(tables, summary)
    rows = rows.filter(rows[summary.keys[0]].isin(values))
    asked = {"__n": rows.count(), **summary.counts(rows)}
    for row in tables.execute(_grouped(rows, summary.keys).aggregate(**asked)):
        state.counts[_key(row, summary.keys)] = [_whole(row[name]) for name in asked]
    state.varies = dict(wanted)


def _ends(keeper: Keeper, rows: Any, keys: Sequence[str], frames: Mapping[Key, Bracket]) -> Any:
    """Return the bounds of brackets as a table of the engine, None where they have none."""
    found = ends(rows, keys, frames)
    return None if found is None else keeper.warehouse.stage("bracket_ends", found.to_reader())


def _correct(tables: Tables, summary: Summary, keeper: Keeper, state: State) -> None:
    """Subtract what is gone since the state and add what came."""
    changed, keys = _changed(tables, keeper, state), summary.keys

    about = _follows(summary)

    def made() -> Any:
        rows = summary.rows(changed)
        return rows.mutate(made=rows.journey > 0)

    def counted() -> Any:
        return rows.group_by(*keys, "made").aggregate(__n=rows.count(), **summary.counts(rows))

    rows = changed.built(f"{summary.name}: changed", made, *about)
    grouped = changed.built(f"{summary.name}: changed, counted", counted, *about)
    asked = grouped.columns[len(keys) + 1 :]
    for row in tables.execute(grouped):
        sign = 1 if row["made"] else -1
        numbers = state.counts.setdefault(_key(row, keys), [0] * len(asked))
        for place, name in enumerate(asked):
            numbers[place] += sign * _whole(row[name])
    gone = [key for key, numbers in state.counts.items() if numbers[0] == 0]
    for key in gone:
        del state.counts[key]
    for name, (column, _) in summary.middles.items():
        frames = state.brackets[name]
        at = _ends(keeper, rows, keys, frames)
        inside = changed.built(
            f"{summary.name}: {name}",
            lambda: laid(rows, (*keys, "made"), column, at),  # noqa: B023 - built at once
            *(*about, name, at),
        )
        for row in tables.execute(inside):
            one = frames.setdefault(_key(row, keys), Bracket())
            one.count(row["side"], row["value"], row["n"] if row["made"] else -row["n"])
        for key in gone:
            frames.pop(key, None)
        _framed_again(tables, summary, keeper, name, frames)
    state.generation, state.high = keeper.generation, keeper.high


def _rows(summary: Summary, state: State) -> list[dict[str, Any]]:
    made = []
    for key, (_, *numbers) in state.counts.items():
        row = dict(zip(summary.keys, key, strict=True)) | dict(
            zip(state.named, numbers, strict=True)
        )
        for name, (_, q) in summary.middles.items():
            row[name] = state.brackets[name].get(key, NOTHING).at(q)
        made.append(row)
    return made


def _key(row: Mapping[str, Any], keys: Sequence[str]) -> Key:
    return tuple(row[key] for key in keys)
