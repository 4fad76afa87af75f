"""DuckDB as an engine behind `Remote`: its rules without Java and without ClickHouse."""

import ibis
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from desirepath.errors import UnknownName


class Duck:
    """Tables in memory that outlive a `Remote`, as those of a server do."""

    def __init__(self):
        self.compiler = DuckDBCompiler()
        self.con = ibis.duckdb.connect()
        self.fails_on = None

    def schema(self, name):
        return self.con.table(name).schema()

    def foreign(self, name):
        if name not in self.names(""):
            raise UnknownName("table", name, self.names(""))
        return self.con.table(name)

    def names(self, prefix):
        there = self.con.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return sorted(name for (name,) in there if name.startswith(prefix))

    def write(self, name, _schema, sql):
        if self.fails_on and self.fails_on in name:
            raise ZeroDivisionError(name)
        self.con.con.execute(f'CREATE TABLE "{name}" AS {sql}')

    def append(self, name, columns, sql):
        listed = ", ".join(f'"{column}"' for column in columns)
        self.con.con.execute(f'INSERT INTO "{name}" ({listed}) {sql}')

    def load(self, name, rows):
        self.con.create_table(name, rows.read_all())

    def show(self, name, rows):
        self.con.create_table(name, rows)

    def remove(self, name):
        self.con.con.execute(f'DROP TABLE IF EXISTS "{name}"')

    def arrow(self, sql):
        return self.con.con.execute(sql).to_arrow_table()

    def micros(self, moment):
        from desirepath.store import dialect

        return dialect.epoch_us(moment.cast("timestamp(6)"))

    def interrupt(self):
        pass

    def close(self):
        pass
