"""Which tables a connection has and what their columns are: looked up once, until one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

KINDS = (
    "SELECT table_name, 'TABLE' FROM duckdb_tables() "
    "UNION ALL SELECT view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal"
)
"""Asks for names and kinds."""


class Catalogue:
    """What was looked up. Whoever makes, changes or removes a table says so (`changed`)."""

    def __init__(
        self, look: Callable[[str], Any], ask: Callable[[], Iterable[tuple[str, str]]]
    ) -> None:
        """`look` gives a table as an expression, `ask` the rows of `KINDS`."""
        self._look, self._ask = look, ask
        self._tables: dict[str, Any] = {}
        self._kinds: dict[str, str] | None = None
        self._former: dict[str, Any] = {}

    def table(self, name: str) -> Any:
        """Return a table as an expression: the same one as long as its columns are the same.

        So what is built on it is the same, too, and need not be built again (`compiled`).
        """
        if name not in self._tables:
            found, former = self._look(name), self._former.get(name)
            same = former is not None and former.op() == found.op()
            self._tables[name] = self._former[name] = former if same else found
        return self._tables[name]

    def kinds(self) -> dict[str, str]:
        """Return name → TABLE or VIEW."""
        if self._kinds is None:
            self._kinds = dict(self._ask())
        return self._kinds

    def changed(self, name: str, kind: str | None) -> None:
        """Hear that a name is a TABLE, a VIEW or nothing (None) now, with columns of its own."""
        self._tables.pop(name, None)
        if kind is None:
            self.kinds().pop(name, None)
        else:
            self.kinds()[name] = kind

    def forget(self) -> None:
        """Look everything up again."""
        self._tables.clear()
        self._kinds = None
