"""The logs of the maps: lines are added, never changed; what was added is on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desirepath.model.edit import Edit
from desirepath.store.bookpart import BookPart
from desirepath.store.tables import map_edits


class KeptEdits(BookPart):
    """`book.edits`; every method is one transaction."""

    def of(self, map_: str) -> tuple[Edit, ...]:
        """Return the whole log of a map, oldest first."""
        of = map_edits.c
        query = (
            sa.select(of.no, of.id, of.session, of.author, of.at, of.change)
            .where(of.map == map_)
            .order_by(of.no)
        )
        with self._engine.connect() as connection:
            return tuple(Edit(**row) for row in connection.execute(query).mappings())

    def head(self, map_: str) -> int:
        """Return the number of the newest line, 0 where there is none."""
        query = sa.select(sa.func.coalesce(sa.func.max(map_edits.c.no), 0))
        with self._engine.connect() as connection:
            return int(connection.execute(query.where(map_edits.c.map == map_)).scalar_one())

    def add(
        self,
        map_: str,
        after: int,
        session: str,
        author: str | None,
        changes: Sequence[tuple[str, Mapping[str, Any]]],
    ) -> tuple[Edit, ...]:
        """Add lines (id, change) behind line number `after`, all or none.

        Two writers behind the same line: the second one fails with a `sqlalchemy` IntegrityError.
        """
        at = self._clock()
        made = tuple(
            Edit(after + number, id_, session, author, at, dict(change))
            for number, (id_, change) in enumerate(changes, start=1)
        )
        with self._writing() as connection:
            connection.execute(sa.insert(map_edits), [{"map": map_, **vars(edit)} for edit in made])
        return made
