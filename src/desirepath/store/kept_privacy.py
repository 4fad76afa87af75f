"""Consent, suppression and erasures of the book."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from desirepath.store import erasing
from desirepath.store.bookpart import BookPart
from desirepath.store.tables import consents, erasures, settings, suppressed
from desirepath.store.words import Words

KEY = "suppression_key"
EXPIRED = "expired"
"""Setting: how often rows were removed because of their age."""


class KeptPrivacy(BookPart):
    """`book.privacy`; every method is one transaction."""

    def __init__(
        self,
        engine: sa.Engine,
        writing: Callable[[], AbstractContextManager[sa.Connection]],
        clock: Callable[[], str],
        path: Path | None,
    ) -> None:
        """Made by the book, of the file at `path`."""
        super().__init__(engine, writing, clock)
        self._path = path

    # consent -------------------------------------------------------------------------------
    def consents(self, customers: Iterable[str] | None = None) -> list[dict[str, Any]]:
        """Return customer, purpose, granted, origin and when; of all, or of some customers."""
        asked = sa.select(consents).order_by(consents.c.customer, consents.c.purpose)
        if customers is not None:
            asked = asked.where(consents.c.customer.in_(list(customers)))
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]

    def consent(self, customer: str, purpose: str, *, granted: bool, origin: str) -> None:
        """Keep what a customer said about a purpose, in the place of what they said before."""
        values = {"granted": granted, "origin": origin, "created": self._clock()}
        with self._writing() as connection:
            connection.execute(
                insert(consents)
                .values(customer=customer, purpose=purpose, **values)
                .on_conflict_do_update(index_elements=["customer", "purpose"], set_=values)
            )

    # suppression ---------------------------------------------------------------------------
    def key(self) -> str:
        """Return the secret of this workspace by which suppressed identifiers are hashed."""
        with self._writing() as connection:
            asked = sa.select(settings.c.value).where(settings.c.name == KEY)
            found = connection.execute(asked).first()
            if found:
                return str(found[0])
            made = secrets.token_hex(32)
            connection.execute(sa.insert(settings).values(name=KEY, value=made))
            return made

    def suppressed(self) -> set[str]:
        """Return the digests of identifiers that must not come back."""
        with self._engine.connect() as connection:
            return {str(row[0]) for row in connection.execute(sa.select(suppressed.c.digest))}

    def suppress(self, identifiers: Iterable[tuple[str, str]]) -> None:
        """Keep identifiers (kind, value) from coming back, as keyed hashes."""
        key, now = self.key(), self._clock()
        rows = [
            {"digest": digest(key, kind, value), "kind": kind, "created": now}
            for kind, value in sorted(set(identifiers))
        ]
        if rows:
            with self._writing() as connection:
                connection.execute(insert(suppressed).on_conflict_do_nothing(), rows)

    # retention -----------------------------------------------------------------------------
    def expire(self, texts: Collection[str]) -> int:
        """Blot texts that are kept no longer out of kept maps; return how many maps had one.

        Whatever else was computed from the rows they stood in is another thing from now on.
        """
        words, changed = Words((), (), tuple(texts)), 0
        with self._writing() as connection:
            if texts:
                changed = erasing.quotes_from_maps(connection, words)
            row = sa.select(settings.c.value).where(settings.c.name == EXPIRED)
            times = connection.execute(row).scalar() or 0
            values = {"value": times + 1}
            connection.execute(
                insert(settings)
                .values(name=EXPIRED, **values)
                .on_conflict_do_update(index_elements=["name"], set_=values)
            )
        return changed

    # erasure -------------------------------------------------------------------------------
    def erased(self) -> list[dict[str, Any]]:
        """Return when somebody was erased, why, and how much was removed; not who."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(erasures).order_by(erasures.c.id))
            return [dict(row) for row in found.mappings()]

    def erase(self, words: Words, reason: str, removed: Mapping[str, int]) -> dict[str, Any]:
        """Blot a person out of the book, note that it was done, and write the file anew."""
        when = self._clock()
        with self._writing() as connection:
            changed = erasing.from_book(connection, words, when[:10])
            told = {**removed, **{name: count for name, count in changed.items() if count}}
            row = {"reason": words.without(reason), "removed": told, "created": when}
            connection.execute(sa.insert(erasures).values(**row))
        if self._path is not None:
            self._engine.dispose()
            erasing.vacuum(sqlite3.connect(self._path, isolation_level=None))
        return row


def digest(key: str, kind: str, value: str) -> str:
    """Return the keyed hash of an identifier; the engine computes the same (`imports.suppress`)."""
    return hashlib.sha256(f"{key}|{kind}|{value}|{key}".encode()).hexdigest()
