"""A warehouse on another engine than DuckDB: the same methods, for Spark and ClickHouse.

These engines have no transaction over several tables. So a table that counts is never changed:
it is written under a fresh name, and the file `warehouse.json` of the workspace says which counts:

    {"folder": "/srv/shop", "url": "clickhouse://…", "prefix": "dp_1f9a03c2", "number": 41,
     "tables": {"journeys": "dp_1f9a03c2_journeys_40", "events/3": "dp_1f9a03c2_events_12", …}}

Replacing that file is the commit (ADR 0017). Tables of our prefix that it does not name are left
over from a process that was killed; they are removed at the next open.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import sqlglot as sg

from desirepath.errors import InputError
from desirepath.store.compiled import small
from desirepath.store.engine import Engine
from desirepath.store.fitting import fitted
from desirepath.store.warehouse import Warehouse

LANDED = ("events", "feedback", "customers")
"""Raw tables of which every import is a table of its own here, see `take`."""


class Remote(Warehouse):
    """Prepared tables on an engine, made of its own event tables and of what was imported."""

    shares_work = True

    def __init__(self, engine: Engine, folder: Path, url: str) -> None:
        """Take over a connection; `folder` is that of the workspace.

        Tables of another `url` do not count.
        """
        self._engine = engine
        self._file = folder / "warehouse.json"
        self._ledger = self._read(str(folder.resolve()), url)
        self._temporary: dict[str, str] = {}
        self._pending: dict[str, str | None] | None = None
        self._views: dict[str, Any] = {}
        self._live: set[str] = set()
        self._schemas: dict[str, ibis.Schema] = {}
        counted = set(self._ledger["tables"].values())
        self._remove_all(set(engine.names(f"{self._ledger['prefix']}_")) - counted)

    # reading -------------------------------------------------------------------------------
    def table(self, name: str) -> Any:
        """Return a table as an Ibis expression."""
        if name in self._views and name not in self._temporary:
            if self._pending is None or name not in self._live:
                return self._views[name]
            return self.create(name, self._views[name], temp=True)
        physical = self._physical(name)
        if physical is None:
            raise InputError(f"The warehouse has no table {name}.")
        if physical not in self._schemas:
            self._schemas[physical] = self._engine.schema(physical)
        return ibis.table(self._schemas[physical], name=physical)

    def foreign(self, name: str) -> Any:
        """Return a table of the company as an Ibis expression; raises UnknownName."""
        return self._engine.foreign(name)

    def micros(self, moment: Any) -> Any:
        """Return the expression of a moment or date in microseconds since 1970 UTC."""
        return self._engine.micros(moment)

    def find(
        self, name: str, where: Mapping[str, Sequence[Any]], columns: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return the rows of a table that have one of some values in each of some columns."""
        table = self.table(name)
        for column, values in where.items():
            table = table.filter(table[column].isin(list(values)))
        return self.rows(table.select(*columns))

    def has(self, name: str) -> bool:
        """Say whether a table of that name exists, on the engine too."""
        physical = self._physical(name)
        there = physical is not None and physical in self._engine.names(physical)
        return name in self._views or there

    def names(self, prefix: str) -> list[str]:
        """Return the tables whose names start so."""
        return sorted(name for name in self._ledger["tables"] if name.startswith(prefix))

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Execute an Ibis expression; Python values, None for null."""
        return list(self.arrow(expression).to_pylist())

    def arrow(self, expression: Any) -> pa.Table:
        """Execute an Ibis expression; an Arrow table."""
        table = expression.as_table()
        with self._spelled(table) as sql:
            found = self._engine.arrow(sql)
        return fitted(found, table.schema().to_pyarrow())

    def batches(self, expression: Any) -> pa.RecordBatchReader:
        """Execute an Ibis expression and hand out its rows."""
        return self.arrow(expression).to_reader()

    def spelled(self, expression: Any) -> str:
        """Return an expression in the SQL of this engine, laid out to be read."""
        compiler = self._engine.compiler
        return str(
            compiler.to_sqlglot(expression.as_table()).sql(dialect=compiler.dialect, pretty=True)
        )

    def value(self, expression: Any) -> Any:
        """Execute a scalar Ibis expression."""
        return self.arrow(expression).column(0)[0].as_py()

    # writing -------------------------------------------------------------------------------
    def create(self, name: str, source: Any, *, temp: bool = False) -> Any:
        """Create or replace a table from an Ibis expression; return the table."""
        physical = self._fresh(name)
        with self._spelled(source) as sql:
            self._engine.write(physical, source.schema(), sql)
        former = self._temporary.pop(name, None)
        if temp:
            self._temporary[name] = physical
        else:
            self._keep({name: physical})
        self._remove_all([former])
        return self.table(name)

    def view(self, name: str, source: Any, *, live: bool = False) -> Any:
        """Name an Ibis expression; it lives as long as the connection.

        `live`: others write into it. A transaction works on what it was when it first looked.
        """
        self._views[name] = source
        (self._live.add if live else self._live.discard)(name)
        return source

    def note(self, name: str, numbers: Mapping[str, int]) -> Any:
        """Keep whole numbers as the one row of a temporary table; return the table."""
        columns = {column: [number] for column, number in numbers.items()}
        return self.create(name, small(columns, dict.fromkeys(columns, "int64")), temp=True)

    def drop(self, name: str) -> None:
        """Remove a table or view if it is there."""
        self._views.pop(name, None)
        if name in self._temporary:
            self._remove_all([self._temporary.pop(name)])
        elif self._physical(name) is not None:
            self._keep({name: None})

    def insert(self, name: str, source: Any) -> None:
        """Append rows of an Ibis expression, columns matched by name.

        Inside a transaction a table that counts is copied first, so that what fails leaves it
        as it was.
        """
        fresh = name in self._temporary or name in (self._pending or {})
        if self._pending is not None and not fresh:
            self.create(name, self.table(name))
        physical = self._physical(name)
        if physical is None:
            raise InputError(f"The warehouse has no table {name}.")
        with self._spelled(source) as sql:
            self._engine.append(physical, list(source.columns), sql)

    def take(self, landing: Warehouse, numbers: Collection[int]) -> None:
        """Bring what was imported into a workspace's own file, each import once.

        `numbers` are the imports that count; others go. `events`, `feedback` and `customers` are
        then all imports together.
        """
        for name in LANDED:
            there = landing.table(name)
            held = {row["import_no"] for row in landing.rows(there.select("import_no").distinct())}
            wanted = {f"{name}/{number}": number for number in sorted(held.intersection(numbers))}
            wanted[f"{name}/0"] = 0  # nothing, but with the columns of the raw table
            tables = self._ledger["tables"]
            known = {part for part in tables if part.startswith(f"{name}/")}
            known = {part for part in known if self.has(part)}
            made: dict[str, str | None] = dict.fromkeys(known - wanted.keys())
            for part in sorted(wanted.keys() - known):
                made[part] = fresh = self._fresh(name)
                rows = there.filter(there.import_no == wanted[part])
                self._engine.load(fresh, landing.batches(rows))
            self._keep(made)
            self.view(name, _together([self.table(part) for part in wanted]))

    @contextmanager
    def as_written(self) -> Iterator[None]:
        """Leave joins to the engine: these see the sizes of what was just made."""
        yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is created or dropped inside."""
        self._pending = {}
        try:
            yield
        except BaseException:
            made, self._pending = self._pending, None
            scratch, self._temporary = self._temporary, {}
            self._remove_all([*made.values(), *scratch.values()])
            raise
        made, self._pending = self._pending, None
        self._keep(made)
        self._remove_all([self._temporary.pop(name, None) for name in self._live])

    def delete(self, name: str, column: str, of: Any) -> None:
        """Refuse: a table that counts is never changed; engines that share work prepare anew."""
        raise NotImplementedError(name, column, of)

    def take_out(self, name: str, number: int, lines: Sequence[int]) -> None:
        """Refuse: live sources are loaded into the workspace's own file only."""
        raise NotImplementedError(name, number, lines)

    def rewrite(self) -> None:
        """Refuse: what a company's own engine keeps of removed rows is that engine's to clear."""
        raise NotImplementedError

    def remember(self, name: str, text: str) -> None:
        """Refuse: engines that share the work count anew, nothing is kept from before."""
        raise NotImplementedError(name, text)

    def recall(self, name: str) -> str | None:  # noqa: ARG002 - the shape of `Warehouse`
        """Return None: nothing is kept from before."""
        return None

    def unremember(self) -> None:
        """Do nothing: nothing is kept from before."""

    def sweep(self, committed: Mapping[int, int | None]) -> int:  # noqa: ARG002 - the shape of `Warehouse`
        """Return 0: imports land in the workspace's own file; see `take`."""
        return 0

    def stage(self, name: str, source: Any) -> Any:
        """Refuse: files are imported into the workspace's own file."""
        raise NotImplementedError(name, source)

    def asked(self, text: str) -> list[tuple[Any, ...]]:
        """Refuse: SQL text is for one engine, and this class is for several."""
        raise NotImplementedError(text)

    def sql(self, text: str) -> None:
        """Refuse: SQL text is for one engine, and this class is for several."""
        raise NotImplementedError(text)

    def interrupt(self) -> None:
        """Stop the query that another thread runs: it raises there."""
        self._engine.interrupt()

    def close(self) -> None:
        """Remove what was scratch and end the connection."""
        self._remove_all(self._temporary.values())
        self._engine.close()

    # inside --------------------------------------------------------------------------------
    def _physical(self, name: str) -> str | None:
        if name in self._temporary:
            return self._temporary[name]
        if self._pending is not None and name in self._pending:
            return self._pending[name]
        found: str | None = self._ledger["tables"].get(name)
        return found

    def _fresh(self, name: str) -> str:
        self._ledger["number"] += 1
        return f"{self._ledger['prefix']}_{name.strip('_')}_{self._ledger['number']}"

    def _keep(self, made: Mapping[str, str | None]) -> None:
        """Let names mean other tables (None: no table), now or at the end of the transaction."""
        if self._pending is not None:
            former = [self._pending.get(name) for name in made]
            self._pending.update(made)
        elif made:
            former = [self._ledger["tables"].get(name) for name in made]
            kept = {**self._ledger["tables"], **made}
            self._ledger["tables"] = {name: table for name, table in kept.items() if table}
            self._write()
        else:
            return
        self._remove_all(former)

    def _remove_all(self, names: Iterable[str | None]) -> None:
        for name in names:
            if name is not None:
                self._engine.remove(name)

    @contextmanager
    def _spelled(self, expression: Any) -> Iterator[str]:
        """Give the SQL text of an expression while its small tables from Python are there."""
        small = {node.name: node for node in expression.op().find(ops.InMemoryTable)}
        try:
            for name, node in small.items():
                self._engine.show(name, node.data.to_pyarrow(node.schema))
            compiler = self._engine.compiler
            query = compiler.to_sqlglot(expression)
            yield query.sql(dialect=compiler.dialect, unsupported_level=sg.ErrorLevel.RAISE)
        finally:
            self._remove_all(small)

    def _read(self, folder: str, url: str) -> dict[str, Any]:
        try:
            document = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            document = {}
        # A copied folder must not remove the tables of the one it was copied from.
        if (document.get("folder"), document.get("url")) == (folder, url):
            return dict(document)
        prefix = f"dp_{hashlib.sha256(folder.encode()).hexdigest()[:8]}"
        return {"folder": folder, "url": url, "prefix": prefix, "number": 0, "tables": {}}

    def _write(self) -> None:
        scratch = self._file.with_suffix(".new")
        with scratch.open("w", encoding="utf-8") as file:
            json.dump(self._ledger, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self._file)


def _together(parts: list[Any]) -> Any:
    """Return the rows of all tables; a column that one lacks is null there."""
    columns: dict[str, Any] = {}
    for part in parts:
        columns.update(part.schema())
    whole = [
        part.select(**{
            name: part[name] if name in part.columns else ibis.null(kind)
            for name, kind in columns.items()
        })
        for part in parts
    ]  # fmt: skip
    return whole[0] if len(whole) == 1 else ibis.union(*whole)
