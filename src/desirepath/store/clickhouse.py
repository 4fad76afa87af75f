"""ClickHouse: what `Remote` needs of it, whichever way it is reached (see `clickhouse_line`)."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis.backends.sql.datatypes import ClickHouseType

from desirepath.errors import UnknownName
from desirepath.store.clickhouse_line import Line, quoted, text
from desirepath.store.clickhouse_sql import Compiler

SORTED = ("journey", "position")
"""Columns by which a table lies sorted, where it has them."""


class ClickHouse:
    """The engine that `Remote` works with; `database` holds what is prepared, and only that."""

    def __init__(self, line: Line, database: str) -> None:
        """Take over a connection; makes the database if it is not there."""
        self.compiler = Compiler()
        self._line = line
        self._database = database

    def schema(self, name: str) -> ibis.Schema:
        """Return the columns of one of our tables."""
        return self._columns(self._database, name)

    def foreign(self, name: str) -> Any:
        """Return a table of the company."""
        database, _, table = name.rpartition(".")
        columns = self._columns(database or "default", table)
        return ibis.table(columns, name=table, database=database or "default")

    def names(self, prefix: str) -> list[str]:
        """Return our tables whose names start so."""
        return [name for name in self._tables(self._database) if name.startswith(prefix)]

    def write(self, name: str, schema: ibis.Schema, sql: str) -> None:
        """Make a table of a query."""
        self._make(name, schema)
        self.append(name, list(schema), sql)

    def append(self, name: str, columns: Sequence[str], sql: str) -> None:
        """Add the rows of a query to a table."""
        listed = ", ".join(quoted(column) for column in columns)
        self._line.run(f"INSERT INTO {self._named(name)} ({listed}) {sql}")

    def load(self, name: str, rows: pa.RecordBatchReader) -> None:
        """Make a table of rows from Python."""
        self._make(name, ibis.Schema.from_pyarrow(rows.schema))
        for batch in rows:
            if batch.num_rows:
                self._line.insert(self._named(name), pa.Table.from_batches([batch]))

    def show(self, name: str, rows: pa.Table) -> None:
        """Make a small table for one query."""
        self.load(name, rows.to_reader())

    def remove(self, name: str) -> None:
        """Remove a table if it is there."""
        self._line.run(f"DROP TABLE IF EXISTS {self._named(name)} SYNC")

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""
        return self._line.arrow(sql)

    def micros(self, moment: Any) -> Any:
        """Return a column of moments or dates as microseconds since 1970 UTC."""
        return _unix_micros(moment.cast(dt.Timestamp("UTC", scale=6)))

    def interrupt(self) -> None:
        """Stop what another thread is running."""
        self._line.interrupt()

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def _tables(self, database: str) -> list[str]:
        found = self._line.arrow(
            f"SELECT name FROM system.tables WHERE database = {text(database)} ORDER BY name"
        )
        return [str(name) for name in found["name"].to_pylist()]

    def _columns(self, database: str, name: str) -> ibis.Schema:
        rows = self._line.arrow(
            "SELECT name, type FROM system.columns "
            f"WHERE database = {text(database)} AND table = {text(name)} ORDER BY position"
        ).to_pylist()
        if not rows:
            there = [f"{database}.{table}" for table in self._tables(database)]
            raise UnknownName("table", f"{database}.{name}", there)
        return ibis.schema({row["name"]: ClickHouseType.from_string(row["type"]) for row in rows})

    def _make(self, name: str, schema: ibis.Schema) -> None:
        # Every column may be null: only then empty groups, outer joins and `lead` give null.
        spelled = ", ".join(
            f"{quoted(column)} {ClickHouseType.to_string(kind.copy(nullable=True))}"
            for column, kind in schema.items()
        )
        key = ", ".join(column for column in SORTED if column in schema)
        self._line.run(
            f"CREATE TABLE {self._named(name)} ({spelled}) ENGINE = MergeTree "
            f"ORDER BY ({key}) SETTINGS allow_nullable_key = 1"
        )

    def _named(self, name: str) -> str:
        return f"{quoted(self._database)}.{quoted(name)}"


@ibis.udf.scalar.builtin(
    name="toUnixTimestamp64Micro", signature=((dt.Timestamp("UTC", scale=6),), dt.int64)
)
def _unix_micros(moment: Any) -> Any:
    """Return the microseconds of a DateTime64(6)."""
