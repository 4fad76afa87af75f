"""Events, feedback, customers and what is prepared from them: Ibis on DuckDB.

Rows of an import count only when the book has its import (see `Book.commit_import`); `sweep`
removes the others, so an interrupted import leaves nothing behind.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import duckdb
import ibis
import pyarrow as pa

from desirepath.store import compiled, faults
from desirepath.store.catalogue import KINDS, Catalogue
from desirepath.store.dialect import MACROS
from desirepath.store.fitting import fitted
from desirepath.store.schema import LATER, RAW

MEMORY_LIMIT = "3GB"
BATCH = 200_000
PLANNED = "RESET disabled_optimizers"
"""The planner chooses the order of joins again."""


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Any) -> str:
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


class Warehouse:
    """One DuckDB file, or memory when `path` is None, behind Ibis.

    `remote.Remote` has the same methods for the other engines.
    """

    shares_work = False
    """The engine splits large work by itself; else it is given slice by slice."""

    def __init__(self, path: Path | None, *, memory_limit: str = MEMORY_LIMIT) -> None:
        """Open or create; raises WorkspaceError when the file cannot be opened."""
        self._shield = threading.RLock()
        self._path, self._memory_limit = path, memory_limit
        self.held: dict[str, Any] = {}
        """What is held in memory of what was remembered; forgotten where that may be other now."""
        if path is not None:
            _fresh(path).unlink(missing_ok=True)  # of a rewriting that was killed
        self._connect()

    def _connect(self) -> None:
        settings = {
            "memory_limit": self._memory_limit,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        place = str(self._path) if self._path else ":memory:"
        try:
            self.con = ibis.duckdb.connect(place, **settings)
        except (duckdb.Error, OSError) as error:
            raise faults.of(error, f"The warehouse {self._path} cannot be opened") from error
        self._catalogue = Catalogue(self.con.table, lambda: self.asked(KINDS))
        # where a question is asked is not part of it: what `compiled` knows of it serves all
        self.con.db_identity = "warehouse"
        self.sql(MACROS)
        for name, columns in RAW.items():
            spelled = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
            self.sql(f"CREATE TABLE IF NOT EXISTS {name} ({spelled})")
        for name, later in LATER.items():
            for column in later:
                added = f"{quoted(column)} {RAW[name][column]}"
                self.sql(f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {added}")
        self.sql("CREATE TABLE IF NOT EXISTS summaries (name VARCHAR, text VARCHAR)")

    # reading -------------------------------------------------------------------------------
    def table(self, name: str) -> Any:
        """Return a table as an Ibis expression; its columns are looked up until one changes."""
        return self._catalogue.table(name)

    def has(self, name: str) -> bool:
        """Say whether a table of that name exists."""
        return self._catalogue.kinds().get(name) == "TABLE"

    def names(self, prefix: str) -> list[str]:
        """Return the tables whose names start so."""
        known = self._catalogue.kinds().items()
        return sorted(name for name, kind in known if kind == "TABLE" and name.startswith(prefix))

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Execute an Ibis expression; Python values, None for null."""
        return list(self.arrow(expression).to_pylist())

    def arrow(self, expression: Any) -> pa.Table:
        """Execute an Ibis expression; an Arrow table, for arithmetic over many rows."""
        # Ibis itself would have the engine plan every query twice.
        asked = expression.as_table()
        found = self._raw(self._spell(asked)).to_arrow_table()
        return fitted(found, asked.schema().to_pyarrow())

    def spelled(self, expression: Any) -> str:
        """Return an expression in the SQL of this engine, laid out to be read."""
        import ibis

        return str(ibis.to_sql(expression.as_table(), dialect=self.con.name)).strip()

    def find(
        self, name: str, where: Mapping[str, Sequence[Any]], columns: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return the rows of a table that have one of some values in each of some columns.

        For a few rows: written as SQL at once, which an expression would take longer for than
        the engine for its answer.
        """
        listed = ", ".join(quoted(column) for column in columns)
        tests = " AND ".join(
            f"{quoted(column)} IN ({', '.join(map(_literal, values)) or 'NULL'})"
            for column, values in where.items()
        )
        found = self._raw(f"SELECT {listed} FROM {quoted(name)} WHERE {tests}").fetchall()
        return [dict(zip(columns, row, strict=True)) for row in found]

    def value(self, expression: Any) -> Any:
        """Execute a scalar Ibis expression."""
        return next(iter(self.rows(expression)[0].values()))

    def batches(self, expression: Any) -> pa.RecordBatchReader:
        """Execute an Ibis expression and hand out its rows some at a time; ask nothing between."""
        return self._raw(self._spell(expression)).to_arrow_reader(BATCH)

    # writing -------------------------------------------------------------------------------
    def create(self, name: str, source: Any, *, temp: bool = False) -> Any:
        """Create or replace a table from an Ibis expression or SQL text; return the table."""
        made = "TEMP TABLE" if temp else "TABLE"
        self._raw(f"CREATE OR REPLACE {made} {quoted(name)} AS {self._spell(source)}")
        self._catalogue.changed(name, "TABLE")
        return self.table(name)

    def view(self, name: str, source: Any) -> Any:
        """Name an Ibis expression, so that what is built on it refers to its columns.

        Without this a chain of expressions is merged into one whose parts repeat, and the
        engine plans it for seconds. Lives as long as the connection, or until it is replaced.
        """
        self._raw(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {self._spell(source)}")
        self._catalogue.changed(name, "VIEW")
        return self.table(name)

    def note(self, name: str, numbers: Mapping[str, int]) -> Any:
        """Keep whole numbers as the one row of a temporary table; return the table.

        For numbers that differ each time: what is built on the table stays the same expression.
        """
        row = ", ".join(f"CAST({int(n)} AS BIGINT) AS {quoted(k)}" for k, n in numbers.items())
        return self.create(name, f"SELECT {row}", temp=True)

    def drop(self, name: str) -> None:
        """Remove a table or view if it is there."""
        with self._shield:
            there = self._catalogue.kinds().get(name)
            if there is not None:
                self._raw(f"DROP {there} IF EXISTS {quoted(name)}")
                self._catalogue.changed(name, None)

    def insert(self, name: str, source: Any) -> None:
        """Append rows of an Ibis expression, columns matched by name.

        Columns that the table lacks (attributes) are added first, as text.
        """
        columns = list(source.columns)
        known = set(self.table(name).columns)
        for column in columns:
            if column not in known:
                self._raw(f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column)} VARCHAR")
                self._catalogue.changed(name, "TABLE")
        spelled = ", ".join(quoted(column) for column in columns)
        self.sql(f"INSERT INTO {quoted(name)} ({spelled}) {self._spell(source)}")

    def delete(self, name: str, column: str, of: Any) -> None:
        """Remove the rows whose value of a column is in the table `of`."""
        known = self._spell(of.select(column))
        self.sql(f"DELETE FROM {quoted(name)} WHERE {quoted(column)} IN ({known})")

    def take_out(self, name: str, number: int, lines: Sequence[int]) -> None:
        """Remove the rows of some lines of one import."""
        listed = ", ".join(str(int(line)) for line in lines)
        where = f"import_no = {int(number)} AND line IN ({listed})"
        self.sql(f"DELETE FROM {quoted(name)} WHERE {where}")

    def rewrite(self) -> None:
        """Write the file anew, so that nothing of what was removed is left in its free pages.

        What was looked up or kept for the connection (temporary tables) is gone afterwards.
        """
        if self._path is None:
            return
        fresh = _fresh(self._path)
        with self._shield:
            own = quoted(self._raw("SELECT current_database()").fetchone()[0])
            self.sql(f"ATTACH {_literal(str(fresh))} AS fresh")
            self.sql(f"COPY FROM DATABASE {own} TO fresh")
            self.sql("DETACH fresh")
            self.con.disconnect()
            fresh.replace(self._path)
            for rest in (self._path, fresh):
                rest.with_name(f"{rest.name}.wal").unlink(missing_ok=True)
            compiled.forget()
            self.held.clear()
            self._connect()

    def remember(self, name: str, text: str) -> None:
        """Keep a text under a name, in the place of a former one."""
        name, text = (part.replace("'", "''") for part in (name, text))
        self.sql(f"DELETE FROM summaries WHERE name = '{name}'")
        self.sql(f"INSERT INTO summaries VALUES ('{name}', '{text}')")

    def recall(self, name: str) -> str | None:
        """Return the text that is kept under a name."""
        spelled = name.replace("'", "''")
        found = self._raw(f"SELECT text FROM summaries WHERE name = '{spelled}'").fetchone()
        return None if found is None else str(found[0])

    def unremember(self) -> None:
        """Forget all texts."""
        self.held.clear()
        self.sql("DELETE FROM summaries")

    def stage(self, name: str, source: pa.RecordBatchReader | Path) -> Any:
        """Load batches, or look into a Parquet file, as the temporary table `name`."""
        self.drop(name)
        if isinstance(source, Path):
            place = str(source).replace("'", "''")
            self.sql(
                f"CREATE TEMP VIEW {quoted(name)} AS SELECT file_row_number + 1 AS __line, "
                f"* EXCLUDE (file_row_number) FROM "
                f"read_parquet('{place}', file_row_number = true)"
            )
            return self.table(name)
        connection = self.con.con
        raised: list[Exception] = []
        reader = pa.RecordBatchReader.from_batches(source.schema, _remember(source, raised))
        with self._translated():
            connection.register("__incoming", reader)
            try:
                connection.execute(f"CREATE TEMP TABLE {quoted(name)} AS SELECT * FROM __incoming")
                self._catalogue.changed(name, "TABLE")
            except duckdb.Error:
                # The engine wraps what a batch raised; the user is owed the sentence itself.
                if raised:
                    raise raised[0] from None
                raise
            finally:
                connection.unregister("__incoming")
        return self.table(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self.sql("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            with self._shield:
                self.con.con.execute("ROLLBACK")
                self.con.con.execute(PLANNED)
            self._catalogue.forget()
            self.held.clear()
            raise
        with self._shield:
            self.sql("COMMIT")

    @contextmanager
    def as_written(self) -> Iterator[None]:
        """Join in the order in which expressions are written: the right side is held in memory.

        What a transaction made itself counts as empty for the planner, which would hold the
        larger side.
        """
        self.sql("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # a failed transaction, which does it when it is undone
                self.con.con.execute(PLANNED)

    def sweep(self, committed: Mapping[int, int | None]) -> int:
        """Remove rows of imports that are not committed; return how many tables had some.

        `committed` = number → None, or the line up to which a live source has grown.
        """
        numbers = ", ".join(str(int(number)) for number in sorted(committed)) or "-1"
        tests = [f"import_no NOT IN ({numbers})"]
        tests += [
            f"(import_no = {int(number)} AND line > {int(line)})"
            for number, line in sorted(committed.items())
            if line is not None
        ]
        swept = 0
        with self._shield:
            for name in RAW:
                for test in tests:
                    where = f"FROM {name} WHERE {test}"
                    if self._raw(f"SELECT 1 {where} LIMIT 1").fetchone():
                        self.sql(f"DELETE {where}")
                        swept += 1
        return swept

    def interrupt(self) -> None:
        """Stop the query that another thread runs: it raises there. Without one, do nothing.

        What cleans up (commit, rollback, sweep, drop) is waited for and never stopped.
        """
        with self._shield:
            self.con.con.interrupt()

    def asked(self, text: str) -> list[tuple[Any, ...]]:
        """Return the rows that SQL text asks for; for this room only."""
        return list(self._raw(text).fetchall())

    def sql(self, text: str) -> None:
        """Run SQL text; for this room only."""
        self._raw(text)
        if text.startswith(("CREATE", "DROP", "ALTER")):
            self._catalogue.forget()

    def close(self) -> None:
        """Close the file; what was committed is on disk."""
        self.con.disconnect()

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    # inside --------------------------------------------------------------------------------
    def _spell(self, source: Any) -> str:
        if isinstance(source, str):
            return source
        text = compiled.text(source.op(), lambda: self._compile(source))
        if text.small:
            self.con._run_pre_execute_hooks(source)  # noqa: SLF001 - shows tables from Python
        return text.sql

    def _compile(self, source: Any) -> str:
        self.con._run_pre_execute_hooks(source)  # noqa: SLF001 - makes functions known
        return str(self.con.compile(source))

    def _raw(self, text: str) -> Any:
        with self._translated():
            return self.con.con.execute(text)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise faults.of(error, "The warehouse could not do this") from error


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _remember(batches: Iterable[Any], raised: list[Exception]) -> Iterator[Any]:
    try:
        yield from batches
    except Exception as error:
        raised.append(error)
        raise
