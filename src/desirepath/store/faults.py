"""What DuckDB says when it cannot, as sentences for people."""

from __future__ import annotations

import re
from collections.abc import Callable

from desirepath.errors import DesirepathError, InputError, WorkspaceError


def of(error: Exception, what: str) -> Exception:
    """Return what to raise: ours where we know what to do about it, else what was raised."""
    text = str(error)
    for pattern, make in _SENTENCES:
        if re.search(pattern, text, re.IGNORECASE):
            return make(what)
    return error


_SENTENCES: tuple[tuple[str, Callable[[str], DesirepathError]], ...] = (
    (
        r"no space left|disk quota|could not (write|allocate).*disk",
        lambda what: WorkspaceError(
            f"{what}: the disk is full. Free some space and try again; nothing was changed."
        ),
    ),
    (
        r"permission denied|read-only",
        lambda what: WorkspaceError(
            f"{what}: permission denied. Choose another folder or ask for the right to write."
        ),
    ),
    (
        r"out of memory|failed to (allocate|pin)",
        lambda what: WorkspaceError(
            f"{what}: it needs more memory than the limit. Raise memory_limit under [warehouse] "
            "in desirepath.toml, or free disk space so that work can spill."
        ),
    ),
    (
        r"not a valid duckdb database|corrupt|checksum",
        lambda what: WorkspaceError(
            f"{what}: the file is damaged. Restore the workspace from a backup, "
            "or make a new one and import again."
        ),
    ),
    (
        r"conflicting lock|could not set lock",
        lambda what: WorkspaceError(f"{what}: another process has it open."),
    ),
    (
        r"parquet|magic bytes|snappy|thrift",
        lambda what: InputError(f"{what}: the Parquet file is damaged or incomplete."),
    ),
)
