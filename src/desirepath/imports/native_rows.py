"""A table of the company as raw rows: expressions over it, and two small looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.errors import UnknownName, WorkspaceError
from desirepath.imports.answers import parse_scale

if TYPE_CHECKING:
    from desirepath.imports.native import Native

UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1}
PART = 1_000_000
"""Rows that are numbered together; an engine numbers the parts side by side."""
ROWS = 42
"""Bits of a row's number inside `seq`; the import's number stands above them."""
RENAMED = {"case": "case_id", "id": "feedback_id"}


@dataclass(frozen=True)
class Seen:
    """How many rows there are, how many can be used, and their first and last moment (µs)."""

    rows: int
    accepted: int
    oldest: int | None
    newest: int | None


def read(warehouse: Any, native: Native, attributes: Mapping[str, str]) -> Any:
    """Return the usable columns of the table, `__order` and `__good`, under our names.

    `attributes`: column of the raw table → column of the table.
    """
    import ibis

    table = warehouse.foreign(native.table)
    for column in (*native.roles.values(), *attributes.values()):
        if column not in table.columns:
            raise UnknownName("column", column, table.columns, where=f"in {native.table}")
    made = {RENAMED.get(role, role): table[column] for role, column in native.roles.items()}
    order = made.pop("order", None)
    numbers = {"time": _time(warehouse, native, made["time"])} if "time" in made else {}
    numbers |= {name: made[name].cast("float64") for name in ("value", "score") if name in made}
    words = {name: _word(column) for name, column in made.items() if name not in numbers}
    words |= {name: _word(table[column]) for name, column in attributes.items()}
    rows = table.select(**numbers, **words, __order=ibis.null("int64") if order is None else order)
    if native.kind == "events":
        good = rows.customer.notnull() & rows.touchpoint.notnull() & rows.time.notnull()
        return rows.mutate(__good=good)
    rows = _asked(rows, native)
    return rows.mutate(__good=rows.score.notnull() | rows.text.notnull())


def look(warehouse: Any, rows: Any) -> Seen:
    """Return what is there now."""
    good = rows["__good"]
    time = rows.time if "time" in rows.columns else None
    measures = {"rows": rows.count(), "accepted": good.sum()}
    if time is not None:
        measures |= {"oldest": time.min(where=good), "newest": time.max(where=good)}
    found = warehouse.rows(rows.aggregate(**measures))[0]
    return Seen(found["rows"], found["accepted"] or 0, found.get("oldest"), found.get("newest"))


def numbered(warehouse: Any, rows: Any, seen: Seen, number: int) -> Any:
    """Return the usable rows as raw rows, numbered by time, then `order`, then what they say.

    A number over all rows would be given by one worker alone. So time is cut into parts, each
    part numbers its own rows, and starts where the part before ends:

    | time  | part | before | place | row |
    | 10:00 | 0    | 0      | 0     | 0   |
    | 10:01 | 0    | 0      | 1     | 1   |
    | 11:00 | 1    | 2      | 0     | 2   |
    """
    import ibis

    kept = rows.filter(rows["__good"]).drop("__good")
    parts = -(-seen.accepted // PART)
    width = 1
    if parts > 1 and seen.oldest is not None and seen.newest is not None:
        width = max(1, (seen.newest - seen.oldest) // parts)
    else:
        parts = 1
    part = ibis.literal(0) if parts == 1 else (kept.time - (seen.oldest or 0)) // width
    kept = kept.mutate(__part=part.cast("int32"))
    names = sorted(set(kept.columns) - {"time", "__order", "__part"})
    by = [*(["time"] if "time" in kept.columns else []), "__order", *names]
    order = ibis.window(group_by="__part", order_by=[kept[name] for name in by])
    placed = kept.mutate(__place=ibis.row_number().over(order).cast("int64"))
    if parts > 1:
        before = _before(warehouse, kept)
        placed = placed.inner_join(before, placed["__part"] == before.part)
        placed = placed.mutate(__place=placed["__place"] + placed.before)
    seq = ibis.literal(number << ROWS, "int64") + placed["__place"]
    own = {name: placed[name] for name in names}
    if "time" in placed.columns:
        own["time"] = placed.time
    if "scale_min" in names:
        named = ibis.literal(f"{number}-").concat(placed["__place"].cast("string"))
        own.setdefault("feedback_id", named)
    return placed.select(import_no=ibis.literal(number, "int32"), seq=seq, **own)


def beside(imported: Any, rows: Any) -> Any:
    """Return imported rows and these together; a column that one lacks is null there."""
    import ibis

    kinds = dict(imported.schema()) | {
        name: kind for name, kind in rows.schema().items() if name not in imported.columns
    }
    return ibis.union(*(
        part.select(**{
            name: part[name].cast(kind) if name in part.columns else ibis.null(kind)
            for name, kind in kinds.items()
        })
        for part in (imported, rows)
    ))  # fmt: skip


def _before(warehouse: Any, kept: Any) -> Any:
    """Return `part, before`: how many rows earlier parts have."""
    import ibis

    counted = kept.group_by("__part").aggregate(n=kept.count()).order_by("__part")
    parts, before, sum_ = [], [], 0
    for row in warehouse.rows(counted):
        parts.append(row["__part"])
        before.append(sum_)
        sum_ += row["n"]
    return ibis.memtable(
        {"part": parts, "before": before}, schema={"part": "int32", "before": "int64"}
    )


def _word(column: Any) -> Any:
    """Return a column as text; an empty text says nothing."""
    return column.cast("string").nullif("")


def _time(warehouse: Any, native: Native, column: Any) -> Any:
    kind = column.type()
    if kind.is_timestamp() or kind.is_date():
        return warehouse.micros(column)
    unit = native.more.get("time_unit")
    if kind.is_numeric() and unit:
        return (column * UNITS[str(unit)]).cast("int64")
    name = native.roles["time"]
    if kind.is_numeric():
        raise WorkspaceError(
            f'The column "{name}" of {native.table} is a number. Say under [{native.kind}] in '
            'desirepath.toml what it counts since 1970: time_unit = "s", "ms" or "us".'
        )
    raise WorkspaceError(
        f'The column "{name}" of {native.table} is {kind}, which is no time. Name a timestamp, '
        "a date or a number; a view of your own can turn text into one."
    )


def _asked(rows: Any, native: Native) -> Any:
    """Add what the settings say about the question; a score outside its scale is none."""
    import ibis

    scale = parse_scale(str(native.more["scale"])) if native.more.get("scale") else None
    if scale is None and native.more["instrument"] == "nps":
        scale = (0.0, 10.0)
    low, high = scale or (None, None)
    question = native.more.get("question") or native.roles.get("score")
    score = rows.score if "score" in rows.columns else ibis.null("float64")
    if scale is not None:
        score = score.between(low, high).ifelse(score, ibis.null("float64"))
    return rows.mutate(
        score=score,
        text=rows.text if "text" in rows.columns else ibis.null("string"),
        instrument=ibis.literal(str(native.more["instrument"])),
        question=ibis.literal(question, "string") if question else ibis.null("string"),
        scale_min=ibis.null("float64") if low is None else ibis.literal(low, "float64"),
        scale_max=ibis.null("float64") if high is None else ibis.literal(high, "float64"),
        same_row=ibis.literal(False),
    )
