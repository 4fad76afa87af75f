"""Tokens: what opens this workspace to others while a server runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName
from desirepath.store.kept_keys import SCOPES

if TYPE_CHECKING:
    from desirepath.refresh import Stores
    from desirepath.store.kept_keys import KeptKeys, Token


class Access:
    """`ws.access`."""

    def __init__(self, stores: Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    @property
    def kept(self) -> KeptKeys:
        """The tokens, as a server checks them."""
        return self._stores.book.keys

    def tokens(self) -> list[dict[str, Any]]:
        """Return `id, name, scopes, hint, created` of each token, never the token."""
        return [_shown(token) for token in self.kept.tokens().values()]

    def make_token(self, name: str, *, scopes: Sequence[str] = ("read",)) -> dict[str, Any]:
        """Make a token; the answer holds it as `token`, which is shown only now.

        `scopes` are of `read`, `edit`, `data` and `manage`. Raises UnknownName for another.
        """
        for scope in scopes:
            if scope not in SCOPES:
                raise UnknownName("scope", scope, SCOPES)
        if not name.strip() or len(name) > 100:
            raise InputError("A token has a name of at most 100 characters: who or what has it.")
        if not scopes:
            raise InputError(f"A token has at least one scope: {', '.join(SCOPES)}.")
        made, text = self.kept.make_token(name.strip(), scopes)
        return {**_shown(made), "token": text}

    def revoke_token(self, id: str) -> None:  # noqa: A002 - what it is called everywhere
        """Let a token open nothing any longer. Raises UnknownName."""
        if not self.kept.drop_token(id):
            raise UnknownName("token", id, [token.id for token in self.kept.tokens().values()])


def _shown(token: Token) -> dict[str, Any]:
    return {
        "id": token.id, "name": token.name, "scopes": list(token.scopes), "hint": token.hint,
        "created": token.created,
    }  # fmt: skip
