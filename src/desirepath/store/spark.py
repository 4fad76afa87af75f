"""Apache Spark: a cluster (`spark://host:7077`), or this machine (`local[*]`).

What is prepared lies as Parquet files in folders under a location that all workers reach; the
session knows them as views. So nothing needs a metastore, and nothing is written elsewhere.
"""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis.backends.sql.datatypes import PySparkType

from desirepath.errors import UnknownName
from desirepath.store.spark_session import Session
from desirepath.store.spark_sql import Compiler


class Spark:
    """The engine that `Remote` works with; `location` is the folder of what is prepared."""

    def __init__(self, session: Session, location: str) -> None:
        """Take over a session."""
        _ = ibis.pyspark  # loads the options that the compiler reads
        self.compiler = Compiler()
        self._session = session
        self._spark = session.spark
        self._location = location.rstrip("/")
        self._known: set[str] = set()
        with session.told():
            folder = self._path(self._location)
            self._files = folder.getFileSystem(self._spark._jsc.hadoopConfiguration())  # noqa: SLF001
            self._files.mkdirs(folder)

    def schema(self, name: str) -> ibis.Schema:
        """Return the columns of one of our tables."""
        with self._session.told():
            if name not in self._known:
                self._view(name)
            return _schema(self._spark.table(name))

    def foreign(self, name: str) -> Any:
        """Return a table of the catalog, or a folder of Parquet files where the name is a path."""
        with self._session.told():
            if "/" in name:
                view = f"dp_files_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
                self._spark.read.parquet(name).createOrReplaceTempView(view)
                return ibis.table(_schema(self._spark.table(view)), name=view)
            database, _, table = name.rpartition(".")
            if not self._spark.catalog.tableExists(name):
                raise UnknownName("table", name, self._existing(database))
            columns = _schema(self._spark.table(name))
            return ibis.table(columns, name=table, database=database or None)

    def _existing(self, database: str) -> list[str]:
        """Return the tables of a database, or the databases where there is none of that name."""
        catalog = self._spark.catalog
        if database and not catalog.databaseExists(database):
            return [f"{one.name}.…" for one in catalog.listDatabases()]
        before = f"{database}." if database else ""
        return [f"{before}{one.name}" for one in catalog.listTables(database or None)]

    def names(self, prefix: str) -> list[str]:
        """Return those of our tables whose names start so."""
        with self._session.told():
            listed = self._files.listStatus(self._path(self._location))
            found = [status.getPath().getName() for status in listed]
        return sorted(name for name in found if name.startswith(prefix))

    def write(self, name: str, schema: ibis.Schema, sql: str) -> None:
        """Make a table of a query; a sum of integers is an integer in it."""
        with self._session.told(), self._session.watched():
            frame = self._spark.sql(sql)
            for field in frame.schema:
                if schema[field.name].is_integer() and "decimal" in field.dataType.simpleString():
                    frame = frame.withColumn(field.name, frame[field.name].cast("bigint"))
            frame.write.parquet(self._place(name))
            self._view(name, frame.schema)

    def append(self, name: str, columns: Sequence[str], sql: str) -> None:  # noqa: ARG002
        """Add the rows of a query to a table."""
        with self._session.told(), self._session.watched():
            self._spark.sql(sql).write.mode("append").parquet(self._place(name))
            self._view(name, self._spark.table(name).schema if name in self._known else None)

    def load(self, name: str, rows: pa.RecordBatchReader) -> None:
        """Make a table of rows from Python."""
        with self._session.told(), self._session.watched():
            empty = self._spark.createDataFrame(rows.schema.empty_table())
            empty.write.parquet(self._place(name))
            for batch in rows:
                frame = self._spark.createDataFrame(pa.Table.from_batches([batch]))
                frame.write.mode("append").parquet(self._place(name))
            self._view(name, empty.schema)

    def show(self, name: str, rows: pa.Table) -> None:
        """Make a small table for one query."""
        with self._session.told():
            self._spark.createDataFrame(rows).createOrReplaceTempView(name)
            self._known.add(name)

    def remove(self, name: str) -> None:
        """Remove a table if it is there."""
        with self._session.told():
            self._spark.catalog.dropTempView(name)
            self._known.discard(name)
            self._files.delete(self._path(self._place(name)), True)

    def arrow(self, sql: str) -> pa.Table:
        """Run a query."""
        with self._session.told(), self._session.watched():
            return self._spark.sql(sql).toArrow()

    def micros(self, moment: Any) -> Any:
        """Return a column of moments or dates as microseconds since 1970 UTC."""
        return _unix_micros(moment.cast(dt.Timestamp("UTC")))

    def interrupt(self) -> None:
        """Stop what another thread is running."""
        self._session.interrupt()

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _path(self, place: str) -> Any:
        return self._spark._jvm.org.apache.hadoop.fs.Path(place)  # noqa: SLF001

    def _place(self, name: str) -> str:
        return f"{self._location}/{name}"

    def _view(self, name: str, columns: Any = None) -> None:
        """Make or renew the view of a table: a view does not see files that came later.

        Where the columns are not given, workers open files to find them.
        """
        reader = self._spark.read.schema(columns) if columns else self._spark.read
        reader.parquet(self._place(name)).createOrReplaceTempView(name)
        self._known.add(name)


def _schema(frame: Any) -> ibis.Schema:
    kinds = {field.name: field.dataType.simpleString() for field in frame.schema}
    return ibis.schema({name: PySparkType.from_string(kind) for name, kind in kinds.items()})


@ibis.udf.scalar.builtin(name="unix_micros", signature=((dt.Timestamp("UTC"),), dt.int64))
def _unix_micros(moment: Any) -> Any:
    """Return the microseconds of a timestamp."""
