"""What every part of the book has: a connection to read by, one writer at a time, and a clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa


class BookPart:
    """A part of the book, such as `book.maps`."""

    def __init__(
        self,
        engine: sa.Engine,
        writing: Callable[[], AbstractContextManager[sa.Connection]],
        clock: Callable[[], str],
    ) -> None:
        """Made by the book."""
        self._engine = engine
        self._writing = writing
        self._clock = clock

    def _shut(self) -> None:
        """Let nobody but its owner read the book's file: it holds a secret from now on."""
        name = self._engine.url.database
        for path in (Path(f"{name}{end}") for end in ("", "-wal", "-shm")) if name else ():
            if path.is_file():
                path.chmod(0o600)
