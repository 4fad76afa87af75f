"""What an engine other than DuckDB must be able to do; `remote` does the rest with it.

One file per engine offers a class of this shape (`spark`, `clickhouse`), and one the differences
of its SQL (`spark_sql`, `clickhouse_sql`). Whatever goes wrong is raised as WorkspaceError.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import ibis
import pyarrow as pa


class Engine(Protocol):
    """A connection that runs SQL text and keeps our tables, whose names are plain words."""

    compiler: Any
    """Ibis' compiler for this engine, with our corrections."""

    def schema(self, name: str) -> ibis.Schema:
        """Return the columns of one of our tables."""

    def foreign(self, name: str) -> Any:
        """Return a table of the company (`database.table`); raises UnknownName."""

    def names(self, prefix: str) -> list[str]:
        """Return those of our tables whose names start so."""

    def write(self, name: str, schema: ibis.Schema, sql: str) -> None:
        """Make a table of a query."""

    def append(self, name: str, columns: Sequence[str], sql: str) -> None:
        """Add the rows of a query that has these columns."""

    def load(self, name: str, rows: pa.RecordBatchReader) -> None:
        """Make a table of rows from Python."""

    def show(self, name: str, rows: pa.Table) -> None:
        """Make a small table for one query, which `remove` takes away."""

    def remove(self, name: str) -> None:
        """Remove a table if it is there."""

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""

    def micros(self, moment: Any) -> Any:
        """Return a column of moments or dates as microseconds since 1970 UTC, exact."""

    def interrupt(self) -> None:
        """Stop what another thread is running."""

    def close(self) -> None:
        """End the connection."""
