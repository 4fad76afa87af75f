"""Answers kept in memory, by what was asked of which state of the data; the oldest leave first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST_ROWS = 100_000


class Kept:
    """Gives again what was made before. `turn` is held while something is made.

    The key must name the state of data and settings: then nothing here can be out of date.
    """

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        """Keep answers of up to so many rows in all, the last used ones."""
        self.turn = threading.RLock()
        self._most = most_rows
        self._known: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._rows = 0
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any], *, rows: Callable[[Any], int]) -> Any:
        """Return what is kept under a key, else make it and keep it; `rows` says how large it is.

        What is kept is given at once, even while another thread has the turn.
        """
        missing = object()
        found = self._look(key, missing)
        if found is not missing:
            return found
        with self.turn:
            found = self._look(key, missing)
            if found is missing:
                found = make()
                self._keep(key, found, 1 + rows(found))
            return found

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._known.clear()
            self._rows = 0

    def _look(self, key: Hashable, missing: object) -> Any:
        with self._guard:
            if key not in self._known:
                return missing
            self._known.move_to_end(key)
            return self._known[key][0]

    def _keep(self, key: Hashable, value: Any, rows: int) -> None:
        with self._guard:
            self._known[key] = (value, rows)
            self._rows += rows
            while self._rows > self._most:
                _, (_, gone) = self._known.popitem(last=False)
                self._rows -= gone
