"""What a source holds already: equal rows are matched by count, rows with an id by the id.

A file with k copies of a row of which the source holds m adds max(0, k − m): the first ones by
line count as new, the later ones as known, so the outcome never depends on chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desirepath.imports import parts
from desirepath.imports.land import Recipe
from desirepath.imports.report import Counts
from desirepath.imports.shapes import MILESTONES
from desirepath.store.book import ImportRow

NEW, KNOWN, DROPPED = "new", "known", "dropped"
PLACES = 10
LINES = 32
"""seq = import number, then 32 bits of line, then 10 bits of place within the row."""


@dataclass(frozen=True)
class Taken:
    """The rows to store. `parts` = `line, place, table` when only some parts of rows are new.

    `counted` = duplicates are known; else they are cheaper to count once the rows are stored.
    """

    rows: Any
    parts: Any | None = None
    counted: bool = True

    def of(self, part: Any, table: str) -> Any:
        """Return what is new of one kind of part."""
        if self.parts is None:
            return part
        new = self.parts.filter(self.parts.table == table).select("line", "place")
        return part.semi_join(new, ["line", "place"])


def seq(number: int, line: Any, place: Any) -> Any:
    """Return the order of a stored row over the whole workspace."""
    import ibis

    start = ibis.literal(number << (LINES + PLACES)).cast("int64")
    return start + line.cast("int64") * (1 << PLACES) + place.cast("int64")


def held(
    warehouse: Any, tables: Sequence[str], numbers: Sequence[int], keys: Any = None
) -> Any | None:
    """Return `row_key, held` of a source's imports: how many rows it has of each key.

    With `keys` (a table with `row_key`) only of these: a small file beside a large source is
    matched without counting the whole source.
    """
    import ibis

    if not numbers:
        return None
    found = []
    for table in tables:
        stored = warehouse.con.table(table)
        stored = stored.filter(stored.import_no.isin(list(numbers)) & stored.row_key.notnull())
        stored = stored if keys is None else stored.semi_join(keys, "row_key")
        found.append(stored.select("row_key", row=stored.seq // (1 << PLACES)))
    # One row may have given an event and several answers: it is one row here.
    rows = found[0] if len(found) == 1 else ibis.union(*found)
    return rows.group_by("row_key").aggregate(held=rows.row.nunique())


def judged(keys: Any, known: Any | None, *, by_id: bool, drop: bool) -> Any:
    """Return `line, place, status` for rows with `line, place, row_key, single`.

    `single` marks rows whose key is an id: of those one exists at most. `drop` keeps one of each.
    """
    import ibis

    ranked = keys.mutate(
        rank=ibis.row_number().over(group_by=keys.row_key, order_by=[keys.line, keys.place]),
        copies=keys.count().over(group_by=keys.row_key),
    )
    if known is None:
        ranked = ranked.mutate(held=ibis.literal(0).cast("int64"))
    else:
        ranked = ranked.left_join(known, "row_key").drop("row_key_right")
        ranked = ranked.mutate(held=ranked.held.fill_null(0))
    once = ranked.single if by_id and not drop else ibis.literal(drop)
    room = ibis.ifelse(
        once,
        ibis.ifelse(ranked.held > 0, 0, 1),
        ibis.greatest(ranked.copies - ranked.held, 0),
    )
    repeated = ibis.literal(drop) & ~ranked.single & (ranked["rank"] > 0)
    status = ibis.cases((ranked["rank"] < room, NEW), (repeated, DROPPED), else_=KNOWN)
    return ranked.select("line", "place", status=status)


def same_source(
    warehouse: Any,
    keys: Any,
    tables: Sequence[str],
    imports: Sequence[ImportRow],
    columns: Sequence[str],
) -> str | None:
    """Return the source that has the same columns and holds a row of this file, if there is one."""
    sources: dict[str, list[int]] = {}
    for row in imports:
        if set(row.columns) == set(columns):
            sources.setdefault(row.source, []).append(row.no)
    for source, numbers in sources.items():
        known = held(warehouse, tables, numbers, keys)
        if known is not None and warehouse.value(known.limit(1).count()):
            return source
    return None


def take(
    warehouse: Any, recipe: Recipe, good: Any, numbers: Sequence[int], counts: Counts, *, drop: bool
) -> Taken:
    """Return what is new among good rows and write into `counts` where the others went.

    `numbers` = the imports of the same source. One pass over keys where the source holds
    something or rows carry ids; a first import without ids only counts its duplicates.
    """
    if recipe.shape.name == MILESTONES:
        return _take_parts(warehouse, recipe, good, numbers, counts, drop=drop)
    known = held(warehouse, recipe.shape.kinds, numbers, good)
    with_id = recipe.shape.roles.column("id") is not None
    if known is None and not drop and not (with_id and _repeats(warehouse, good)):
        return Taken(good, counted=False)
    status = judged(_keys(good, with_id=with_id), known, by_id=with_id, drop=drop)
    status = warehouse.create("__status", status, temp=True)
    found = warehouse.rows(status.group_by("status").aggregate(rows=status.count()))
    sizes = {row["status"]: row["rows"] for row in found}
    counts.accepted = sizes.get(NEW, 0)
    counts.known, counts.dropped = sizes.get(KNOWN, 0), sizes.get(DROPPED, 0)
    new = good.semi_join(status.filter(status.status == NEW), "line")
    counts.duplicates = counts.accepted - _different(warehouse, new)
    return Taken(new)


def _take_parts(
    warehouse: Any, recipe: Recipe, good: Any, numbers: Sequence[int], counts: Counts, *, drop: bool
) -> Taken:
    """Cases: a row is known when each of its milestones and answers is."""
    import ibis

    if drop:
        first = warehouse.create(
            "__first", judged(_keys(good), None, by_id=False, drop=True), temp=True
        )
        kept = first.filter(first.status == NEW)
        counts.dropped = counts.accepted - int(warehouse.value(kept.count()))
        counts.accepted -= counts.dropped
        good = good.semi_join(kept, "line")
    taken = Taken(good)
    given = parts.parts(good, recipe, import_id="")
    known = {table: held(warehouse, [table], numbers) for table in given}
    # An export that is known has one row per record; a record that comes twice is still one.
    once = recipe.shape.layout is not None
    if once or any(rows is not None for rows in known.values()):
        status = [
            judged(
                part.select("line", "place", "row_key", single=ibis.literal(once)),
                known[table], by_id=once, drop=False,
            ).mutate(table=ibis.literal(table))
            for table, part in given.items()
        ]  # fmt: skip
        together = status[0] if len(status) == 1 else ibis.union(*status)
        together = warehouse.create("__status", together, temp=True)
        new = together.filter(together.status == NEW)
        fresh = int(warehouse.value(new.line.nunique()))
        counts.known, counts.accepted = counts.accepted - fresh, fresh
        taken = replace(taken, rows=good.semi_join(new, "line"), parts=new)
    counts.duplicates = counts.accepted - _different(warehouse, taken.rows)
    return taken


def _keys(good: Any, *, with_id: bool = False) -> Any:
    import ibis

    single = good.event_id.notnull() if with_id else ibis.literal(False)
    return good.select("line", "row_key", place=ibis.literal(0).cast("int64"), single=single)


def _repeats(warehouse: Any, good: Any) -> bool:
    single = good.filter(good.event_id.notnull())
    measures = {"rows": single.count(), "ids": single.row_key.nunique()}
    found = warehouse.rows(single.aggregate(**measures))[0]
    return bool(found["rows"] != found["ids"])


def _different(warehouse: Any, good: Any) -> int:
    return int(warehouse.value(good.row_key.nunique()))


def duplicates(
    warehouse: Any, kinds: Sequence[str], taken: Taken, counts: Counts, number: int | None
) -> int:
    """Return accepted rows beyond the first of each equal group; `number` once they are stored."""
    if taken.counted:
        return counts.duplicates
    if number is None:
        return counts.accepted - _different(warehouse, taken.rows)
    if len(kinds) == 1:
        stored = warehouse.con.table(kinds[0])
        return counts.accepted - _different(warehouse, stored.filter(stored.import_no == number))
    several: Any = held(warehouse, kinds, [number])
    return counts.accepted - int(warehouse.value(several.count()))
