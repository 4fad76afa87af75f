"""Gives the book its tables: a new one at once, one from before step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desirepath.store import tables

MIGRATIONS = Path(__file__).parent / "migrations"
_forms = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), primary_key=True),
)


def formed(engine: sa.Engine, head: str) -> None:
    """Bring a book to its newest form; where there is nothing yet, nothing has to be migrated."""
    with engine.begin() as connection:
        there = set(sa.inspect(connection).get_table_names())
        if not there:
            connection.exec_driver_sql("BEGIN")  # else SQLite keeps each table by itself
            tables.metadata.create_all(connection, checkfirst=False)
            _forms.create(connection, checkfirst=False)
            connection.execute(sa.insert(_forms).values(version_num=head))
        elif _forms.name not in there or connection.scalar(sa.select(_forms.c[0])) != head:
            from alembic import command

            command.upgrade(settings(connection), head)


def settings(connection: sa.Connection) -> Any:
    """Return what Alembic needs to migrate the book of a connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
