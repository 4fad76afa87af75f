"""One line of a map's log: who changed what, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Edit:
    """One line of a log; `no` counts from 1 for each map, `id` came from whoever edited.

    `change` is the JSON of an operation, or of a steering word: undo, redo, restore.
    """

    no: int
    id: str
    session: str
    author: str | None
    at: str
    change: Mapping[str, Any]

    @property
    def op(self) -> str:
        """The word of what it does."""
        return str(self.change["op"])
