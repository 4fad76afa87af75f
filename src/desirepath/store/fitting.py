"""Gives the rows of an engine the types that the expression promises."""

from __future__ import annotations

import pyarrow as pa


def fitted(found: pa.Table, wanted: pa.Schema) -> pa.Table:
    """Return the rows with the wanted types.

    Engines add 64-bit integers in 128 bits, and counts or comparisons come in types of their own.
    A sum too large for 64 bits stays a decimal: it is right, and `int` reads it.
    """
    # The maximum of a column that is never null is null all the same where there are no rows.
    wanted = pa.schema([column.with_nullable(True) for column in wanted])
    if found.schema == wanted:
        return found
    found = found.rename_columns(wanted.names)
    columns = [_fitted(found.column(name), wanted.field(name).type) for name in wanted.names]
    return pa.table(dict(zip(wanted.names, columns, strict=True)))


def _fitted(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    try:
        return column.cast(kind)
    except pa.ArrowInvalid:
        if pa.types.is_decimal(column.type) and pa.types.is_integer(kind):
            return column
        raise
