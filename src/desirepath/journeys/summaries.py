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

from desirepath.journeys.brackets import MOST, REACHES, Bracket, Escaped, bounds, laid
from desirepath.journeys.select import passed, select

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.store.warehouse import Warehouse

VERSION = 2
Key = tuple[Any, ...]
NOTHING = Bracket()


@dataclass(frozen=True)
class Summary:
    """What is counted, group by group, of rows that belong to journeys.

    `rows` gives them from prepared tables, with `journey` and the `keys`; `counts` their whole
    numbers, never null and such that the counts of two sets of journeys add up; `middles` name →
    (column of whole numbers, share 0…1): quantiles, interpolated. `depends` is whatever else the
    rows follow from (which step a touchpoint stands in): when it changes, all is counted again.
    """

    name: str
    rows: Callable[[Tables], Any]
    keys: tuple[str, ...]
    counts: Callable[[Any], Mapping[str, Any]]
    middles: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    depends: Any = None


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
        """Return the rows that are gone since a state (numbers up to its `high`) or came."""
        return replace(
            tables,
            events=self._changed(tables.events, "gone_events", since),
            journeys=self._changed(tables.journeys, "gone_journeys", since),
            keeper=None,
        )

    def _changed(self, now: Any, name: str, since: State) -> Any:
        import ibis

        came = now.filter(now.journey > since.high)
        if not self.warehouse.has(name):
            return came
        gone = self.warehouse.table(name)
        gone = gone.filter((gone.gone > since.generation) & (gone.journey <= since.high))
        columns = {
            column: gone[column] if column in gone.columns else ibis.null(now[column].type())
            for column in now.columns
        }
        return came.union(gone.select(**columns))


@dataclass
class State:
    """The counts and brackets of all groups as of one preparation."""

    generation: int
    high: int
    named: list[str]
    """Names of the counts."""
    counts: dict[Key, list[int]]
    """Group → number of rows, then the counts."""
    brackets: dict[str, dict[Key, Bracket]]

    def spelled(self, depends: str) -> str:
        """Return it as JSON."""
        return json.dumps(
            [
                *(VERSION, depends, self.generation, self.high, self.named),
                [[list(key), *numbers] for key, numbers in self.counts.items()],
                {
                    name: [[list(key), *one.numbers()] for key, one in of.items()]
                    for name, of in self.brackets.items()
                },
            ]
        )


def read(text: str | None, depends: str) -> State | None:
    """Return a kept state, None where there is none that still holds."""
    if text is None:
        return None
    version, known, *kept = json.loads(text)
    if (version, known) != (VERSION, depends) or not kept:
        return None
    generation, high, named, counts, brackets = kept
    return State(
        generation,
        high,
        named,
        {tuple(key): numbers for key, *numbers in counts},
        {
            name: {
                tuple(key): Bracket(low, high, n, under, dict(pairs))
                for key, low, high, n, under, pairs in of
            }
            for name, of in brackets.items()
        },
    )


def answer(tables: Tables, summary: Summary) -> list[dict[str, Any]]:
    """Return one row per group: keys, counts and middles (None: nothing to be in the middle of)."""
    keeper = tables.keeper
    if keeper is None:
        return _asked(tables, summary)
    name, depends = _names(tables, summary.name, summary.depends)
    text, unkept = keeper.warehouse.recall(name), _spelled([VERSION, depends])
    state = read(text, depends)
    if state is None and (not keeper.living or text == unkept):
        return _asked(tables, summary)
    if state is not None and state.generation < keeper.generation:
        try:
            _correct(tables, summary, keeper, state)
        except Escaped:
            state = None
        else:
            keeper.warehouse.remember(name, state.spelled(depends))
    if state is None:
        state = _fresh(tables, summary, keeper)
        keeper.warehouse.remember(name, unkept if state is None else state.spelled(depends))
    return _asked(tables, summary) if state is None else _rows(summary, state)


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
            warehouse.delete(physical, "journey", changed.journeys)
            made = rows(changed)
            warehouse.insert(physical, made.filter(made.journey > state.high))
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

    follows = (summary.keys, tuple(summary.middles.items()), _spelled(summary.depends))
    found = tables.execute(tables.built(summary.name, made, *follows))
    if not found:
        return []
    counts = found[0].keys() - {"__n", *summary.keys, *summary.middles}
    return [_counted(row, counts) for row in found if row.pop("__n")]


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
    for name, (column, _) in summary.middles.items():
        for reach in range(len(REACHES)):
            frames = {_key(row, keys): Bracket.framed(row, name, reach) for row in found}
            inside = tables.execute(laid(rows, keys, column, frames).limit(MOST + 1))
            if len(inside) <= MOST:
                break
        else:
            return None
        for row in inside:
            frames[_key(row, keys)].count(row["side"], row["value"], row["n"])
        state.brackets[name] = frames
    return state


def _correct(tables: Tables, summary: Summary, keeper: Keeper, state: State) -> None:
    """Subtract what is gone since the state and add what came."""
    import ibis

    changed = _changed(tables, keeper, state)
    rows, keys = summary.rows(changed), summary.keys
    rows = rows.mutate(made=rows.journey > ibis.literal(state.high, "int32"))
    measures = summary.counts(rows)
    asked = {"__n": rows.count(), **measures}
    for row in tables.execute(rows.group_by(*keys, "made").aggregate(**asked)):
        sign = 1 if row["made"] else -1
        numbers = state.counts.setdefault(_key(row, keys), [0] * len(asked))
        for place, name in enumerate(asked):
            numbers[place] += sign * _whole(row[name])
    gone = [key for key, numbers in state.counts.items() if numbers[0] == 0]
    for key in gone:
        del state.counts[key]
    for name, (column, q) in summary.middles.items():
        frames = state.brackets[name]
        for row in tables.execute(laid(rows, (*keys, "made"), column, frames)):
            one = frames.setdefault(_key(row, keys), Bracket())
            one.count(row["side"], row["value"], row["n"] if row["made"] else -row["n"])
        for key in gone:
            frames.pop(key, None)
        for one in frames.values():
            one.at(q)  # raises where the middle has left its bracket
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
