"""Connections to other systems, and how far each of them was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from desirepath.store.bookpart import BookPart
from desirepath.store.tables import connections


@dataclass(frozen=True)
class Connection:
    """One account at another system.

    `description` is empty where the shipped one of `kind` holds; `site` = where this workspace is
    served to people; `state` = stream → how far it was read; `last` = what the last pull and push
    did.
    """

    name: str
    kind: str
    url: str
    user: str | None = None
    database: str | None = None
    secret_env: str | None = None
    secret: str | None = field(default=None, repr=False)
    site: str | None = None
    description: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, Any] = field(default_factory=dict)
    created: str = ""


class KeptConnections(BookPart):
    """`book.connections`; every method is one transaction."""

    def all(self) -> dict[str, Connection]:
        """Return name → connection, by name."""
        asked = sa.select(connections).order_by(connections.c.name)
        with self._engine.connect() as connection:
            rows = connection.execute(asked).mappings().all()
        return {row["name"]: Connection(**row) for row in rows}

    def add(self, made: Connection) -> Connection:
        """Keep a new connection."""
        values = {**asdict(made), "created": self._clock()}
        with self._writing() as connection:
            connection.execute(sa.insert(connections).values(**values))
        if made.secret:
            self._shut()
        return self.all()[made.name]

    def reach(self, name: str, stream: str, state: Mapping[str, Any]) -> None:
        """Keep how far a stream was read."""
        with self._writing() as connection:
            mine = connections.c.name == name
            known = connection.execute(sa.select(connections.c.state).where(mine)).scalar_one()
            values = {"state": {**known, stream: dict(state)}}
            connection.execute(sa.update(connections).where(mine).values(**values))

    def note(self, name: str, what: str, told: Mapping[str, Any]) -> None:
        """Keep what the last pull or push did, with the time."""
        with self._writing() as connection:
            mine = connections.c.name == name
            known = connection.execute(sa.select(connections.c.last).where(mine)).scalar_one()
            values = {"last": {**known, what: {**told, "at": self._clock()}}}
            connection.execute(sa.update(connections).where(mine).values(**values))

    def begin_anew(self) -> None:
        """Forget pages on their way; each stream goes on from its mark."""
        for name, found in self.all().items():
            for stream, state in found.state.items():
                self.reach(name, stream, {"mark": state.get("mark")})

    def drop(self, name: str) -> bool:
        """Forget a connection; say whether there was one."""
        with self._writing() as connection:
            gone = connection.execute(sa.delete(connections).where(connections.c.name == name))
        return bool(gone.rowcount)
