"""What every part of the book has: a connection to read by, one writer at a time, and a clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

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
