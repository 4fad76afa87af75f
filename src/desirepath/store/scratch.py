"""An engine of its own in memory, for a package that wants a connection and not our tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

MEMORY = "1GB"


@contextmanager
def scratch() -> Iterator[Any]:
    """Yield a connection that loads nothing from the network; one thread, so always one answer."""
    settings: dict[str, Any] = {
        "memory_limit": MEMORY,
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield connection
    finally:
        connection.close()
