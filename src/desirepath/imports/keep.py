"""Writes what is new into the raw tables, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.imports import land, match, parts
from desirepath.imports.land import Recipe
from desirepath.imports.match import Taken
from desirepath.imports.profile import LINE


def store(  # noqa: PLR0917 - what one import needs, said once
    warehouse: Any,
    recipe: Recipe,
    taken: Taken,
    physical: Mapping[str, str],
    number: int,
    import_id: str,
) -> None:
    """Append events, answers and customers; `physical` = attribute name → column of the tables."""
    import ibis

    renamed = {physical[name]: local for name, local in recipe.attributes.items()}
    for table, part in parts.parts(taken.rows, recipe, import_id=import_id).items():
        new = taken.of(part, table)
        new = new.rename({name: old for name, old in renamed.items() if old in new.columns})
        new = new.mutate(
            import_no=ibis.literal(number).cast("int32"),
            seq=match.seq(number, new.line, new.place),
        )
        warehouse.insert(table, new.drop("place"))


def quarantine(
    warehouse: Any, table: Any, rows: Any, bad: Sequence[Any], number: int, *, faulty: bool
) -> None:
    """Keep the rows that could not be used, each with its line, the reason and what it says.

    `bad` could not be tokenised; `faulty` says whether `rows` has rows with a reason.
    """
    import ibis
    import pyarrow as pa

    no = ibis.literal(number).cast("int32")
    if faulty:
        reasons = rows.filter(rows.reason.notnull()).select("line", "reason")
        told = table.mutate(line=table[LINE].cast("int64"), content=land.content(table))
        told = told.select("line", "content").inner_join(reasons, "line")
        warehouse.insert("quarantine", told.select("line", "reason", "content", import_no=no))
    if bad:
        batch = pa.record_batch(
            {
                "line": pa.array([row.line for row in bad], pa.int64()),
                "reason": pa.array([row.reason for row in bad], pa.string()),
                "content": pa.array([row.content for row in bad], pa.string()),
            }
        )
        staged = warehouse.stage("__bad", pa.RecordBatchReader.from_batches(batch.schema, [batch]))
        warehouse.insert("quarantine", staged.mutate(import_no=no))
