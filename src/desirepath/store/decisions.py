"""What people decided about who is who: never deleted, only undone, so that all of it can be told.

| kind   | one | other | means                                                       |
| merge  | u7  | c12   | the same person, whatever the data say                      |
| pin    | u7  | c12   | the link that was found is right: keep it under every policy |
| forbid | u7  | c13   | two people, whatever they share                             |
| split  | u7  |       | on its own: no link that was found holds for it             |
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from desirepath.errors import InputError
from desirepath.store.bookpart import BookPart
from desirepath.store.tables import identity_decisions

KINDS = ("merge", "pin", "forbid", "split")


@dataclass(frozen=True)
class Decision:
    """One decision; `undone` is when it was taken back, None while it holds."""

    id: int
    kind: str
    one: str
    other: str | None
    note: str
    author: str
    created: str
    undone: str | None = None


class Decisions(BookPart):
    """`book.decisions`; every method is one transaction."""

    def all(self) -> tuple[Decision, ...]:
        """Return every decision, the oldest first, those that were undone too."""
        asked = sa.select(identity_decisions).order_by(identity_decisions.c.id)
        with self._engine.connect() as connection:
            return tuple(Decision(**row) for row in connection.execute(asked).mappings())

    def holding(self) -> tuple[Decision, ...]:
        """Return the decisions that hold."""
        return tuple(made for made in self.all() if made.undone is None)

    def add(
        self, kind: str, one: str, other: str | None = None, *, note: str = "", author: str = ""
    ) -> Decision:
        """Keep a decision and return it."""
        given = {"kind": kind, "one": one, "other": other, "note": note, "author": author}
        with self._writing() as connection:
            created = self._clock()
            made = connection.execute(
                sa.insert(identity_decisions).values(**given, created=created)
            )
            return Decision(id=int(made.inserted_primary_key[0]), created=created, **given)  # type: ignore[index,arg-type]

    def undo(self, number: int) -> Decision:
        """Take a decision back; raises InputError where there is none, or it does not hold."""
        found = {made.id: made for made in self.all()}
        if number not in found:
            known = ", ".join(str(made.id) for made in self.holding()) or "none"
            raise InputError(
                f"There is no decision {number} about who is who. Those that hold: {known}."
            )
        if found[number].undone is not None:
            raise InputError(f"Decision {number} was taken back on {found[number].undone} already.")
        with self._writing() as connection:
            connection.execute(
                sa.update(identity_decisions)
                .where(identity_decisions.c.id == number)
                .values(undone=self._clock())
            )
        return next(made for made in self.all() if made.id == number)
