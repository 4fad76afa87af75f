"""How SQL text reaches ClickHouse: a server over HTTP, or the engine inside this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from desirepath.errors import DesirepathError, WorkspaceError
from desirepath.store.clickhouse_sql import SETTINGS


class Line(Protocol):
    """A connection; what goes wrong is raised as WorkspaceError."""

    def run(self, sql: str) -> None:
        """Run a statement."""

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""

    def insert(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table that has these columns."""

    def interrupt(self) -> None:
        """Stop what another thread is running, where that can be done."""

    def close(self) -> None:
        """End the connection."""


class Server:
    """A ClickHouse server; `shown` names it in sentences, without its password."""

    def __init__(self, shown: str, database: str, **where: Any) -> None:
        """Connect; raises WorkspaceError when it does not answer or refuses us."""
        import clickhouse_connect

        self._shown = shown
        with self._told():
            first = clickhouse_connect.get_client(**where)
            first.command(f"CREATE DATABASE IF NOT EXISTS {quoted(database)}")
            first.close()
            self._client = clickhouse_connect.get_client(
                **where, database=database, settings=SETTINGS
            )

    def run(self, sql: str) -> None:
        """Run a statement."""
        with self._told():
            self._client.command(sql)

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""
        with self._told():
            return self._client.query_arrow(sql, use_strings=True)

    def insert(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table."""
        with self._told():
            self._client.insert_arrow(name, rows)

    def interrupt(self) -> None:
        """Do nothing: the server ends a query whose client has gone."""

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        from clickhouse_connect.driver import exceptions

        try:
            yield
        except (exceptions.OperationalError, OSError) as error:
            raise WorkspaceError(
                f"ClickHouse ({self._shown}) does not answer. Check that it runs, and the url "
                "under [warehouse] in desirepath.toml: host, and the port of HTTP (8123). Nothing "
                "was changed."
            ) from error
        except exceptions.Error as error:
            raise said(f"ClickHouse ({self._shown})", error) from error


class Embedded:
    """chdb: ClickHouse inside this process, its files in a folder."""

    def __init__(self, folder: Path, database: str) -> None:
        """Open the folder, or make it."""
        from chdb import session

        try:
            self._session = session.Session(str(folder))
        except Exception as error:
            raise WorkspaceError(
                f"The folder {folder} cannot be opened by chdb. Check that it may be written, that "
                "no other process uses it, and that this one has no other open: chdb opens one "
                f"folder at a time. It said: {_line(error)}"
            ) from error
        for name, value in SETTINGS.items():
            self.run(f"SET {name} = {text(value) if isinstance(value, str) else value}")
        self.run(f"CREATE DATABASE IF NOT EXISTS {quoted(database)}")
        self.run(f"USE {quoted(database)}")

    def run(self, sql: str) -> None:
        """Run a statement."""
        self._query(sql, "CSV")

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""
        answer = self._query(sql, "ArrowStream")
        with pa.ipc.open_stream(pa.py_buffer(answer.bytes())) as reader:
            return reader.read_all()

    def insert(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table."""
        with tempfile.TemporaryDirectory(prefix="desirepath-") as folder:
            file = Path(folder) / "rows.parquet"
            pa.parquet.write_table(rows, file)
            listed = ", ".join(quoted(column) for column in rows.column_names)
            self.run(
                f"INSERT INTO {name} ({listed}) "
                f"SELECT {listed} FROM file({text(str(file))}, 'Parquet')"
            )

    def interrupt(self) -> None:
        """Do nothing: chdb has no way to stop a query."""

    def close(self) -> None:
        """Close the folder."""
        self._session.close()

    def _query(self, sql: str, form: str) -> Any:
        try:
            return self._session.query(sql, form)
        except Exception as error:
            raise said("chdb", error) from error


def said(who: str, error: Exception) -> DesirepathError:
    """Return what an engine refused to do, as a sentence."""
    told = _line(error)
    if "MEMORY_LIMIT_EXCEEDED" in told:
        return WorkspaceError(
            f"{who} needs more memory than it may take. Raise max_memory_usage for this user, or "
            f"ask for fewer journeys with --where, --from and --to. It said: {told}"
        )
    return WorkspaceError(f"{who} could not do this, and nothing was changed. It said: {told}")


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def text(value: str) -> str:
    """Return a value as an SQL literal."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
