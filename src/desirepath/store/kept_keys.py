"""Keys that may write events, and tokens that open the API: only their hashes are kept.

A key or token is shown once, when it is made. Both are 160 random bits, so a plain SHA-256 keeps
them: nobody can guess what was hashed. The secret of a webhook has to be kept as it is, because
its sender signs with it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from desirepath.store.bookpart import BookPart
from desirepath.store.tables import tokens, write_keys

KEY, TOKEN = "dpk_", "dpt_"
SCOPES = ("read", "edit", "data", "manage")


@dataclass(frozen=True)
class WriteKey:
    """What may write into one source. `template` where it is a webhook, `rate` in events/s."""

    id: str
    source: str
    template: str | None
    hint: str
    rate: int | None
    created: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Token:
    """What opens the API, and for what."""

    id: str
    name: str
    scopes: tuple[str, ...]
    hint: str
    created: str


def hashed(text: str) -> str:
    """Return what is kept of a key or token."""
    return hashlib.sha256(text.encode()).hexdigest()


class KeptKeys(BookPart):
    """`book.keys`; every method is one transaction. `version` grows when keys or tokens change."""

    version = 0

    def write_keys(self) -> dict[str, WriteKey]:
        """Return hash → key, in the order in which they were made."""
        asked = sa.select(write_keys).order_by(write_keys.c.created, write_keys.c.id)
        with self._engine.connect() as connection:
            return {
                row["hash"]: WriteKey(**{name: row[name] for name in WriteKey.__annotations__})
                for row in connection.execute(asked).mappings()
            }

    def make_write_key(
        self,
        source: str,
        *,
        template: str | None = None,
        secret: str | None = None,
        rate: int | None = None,
    ) -> tuple[WriteKey, str]:
        """Make a key; return it and its text, which is kept nowhere."""
        text = KEY + secrets.token_hex(20)
        made = WriteKey(
            secrets.token_hex(4), source, template, text[-4:], rate, self._clock(), secret
        )
        self._insert(write_keys, made, text)
        if secret:
            self._shut()
        return made, text

    def drop_write_key(self, name: str) -> bool:
        """Let a key write no longer; say whether there was one."""
        return self._delete(write_keys, name)

    def tokens(self) -> dict[str, Token]:
        """Return hash → token, in the order in which they were made."""
        asked = sa.select(tokens).order_by(tokens.c.created, tokens.c.id)
        with self._engine.connect() as connection:
            return {
                row["hash"]: Token(
                    row["id"], row["name"], tuple(row["scopes"]), row["hint"], row["created"]
                )
                for row in connection.execute(asked).mappings()
            }

    def make_token(self, name: str, scopes: Sequence[str]) -> tuple[Token, str]:
        """Make a token; return it and its text, which is kept nowhere."""
        text = TOKEN + secrets.token_hex(20)
        ordered = tuple(scope for scope in SCOPES if scope in scopes)
        made = Token(secrets.token_hex(4), name, ordered, text[-4:], self._clock())
        self._insert(tokens, made, text)
        return made, text

    def drop_token(self, name: str) -> bool:
        """Let a token open nothing any longer; say whether there was one."""
        return self._delete(tokens, name)

    def _insert(self, table: sa.Table, made: Any, text: str) -> None:
        values = {name: getattr(made, name) for name in made.__annotations__}
        values = {key: list(of) if isinstance(of, tuple) else of for key, of in values.items()}
        with self._writing() as connection:
            connection.execute(sa.insert(table).values(**values, hash=hashed(text)))
        self.version += 1

    def _delete(self, table: sa.Table, name: str) -> bool:
        with self._writing() as connection:
            gone = connection.execute(sa.delete(table).where(table.c.id == name)).rowcount
        self.version += 1
        return bool(gone)
