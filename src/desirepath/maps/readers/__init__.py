"""Maps that come in: one file per format in which people bring a map.

A reader offers `NAME`, `SUFFIXES`, `EXAMPLE` (a small file of the kind), `matches(text)` (whether
this text is such a map, by what it says and not by its name), `read(text, name, created)`, and may
offer `ORDER` (who is asked first; 50 where it is silent).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from desirepath import registry
from desirepath.errors import UnreadableFile
from desirepath.maps.told import Told
from desirepath.sources import text_in

LIMIT = 16 << 20  # bytes; the map of a large company has about one million
START = 1 << 16
KINDS = (
    "map JSON, a CSV grid whose first column is headed Stage or names the lanes, a Mermaid "
    "journey, or OJF"
)
SHARED = (".json", ".csv", ".tsv", ".txt", ".md")
"""Suffixes that other files have, too: of them only the content counts."""


def recognise(path: str | Path) -> str | None:
    """Return the name of the reader whose kind of map a file holds, None when it is no map.

    A suffix that only maps have is believed, so that its reader says what is wrong with the file.
    Raises InputError when the path is wrong.
    """
    file = Path(path)
    owner = _owner(file)
    if owner or not file.is_file():
        return owner
    if file.stat().st_size > LIMIT:
        with file.open("rb") as opened:
            return "json" if b'"desirepath-map/' in opened.read(START) else None
    try:
        text, _ = text_in(file, LIMIT)
    except UnreadableFile:
        return None  # what it is, and what to do, is told by who imports tables
    return _kind(text)


def read(path: str | Path, *, created: datetime | None = None) -> Told:
    """Return the map in a file with the report of its reading.

    Raises InputError when the path is wrong, UnreadableFile when the file is no map: what it is,
    where it breaks, what maps look like.
    """
    file = Path(path)
    try:
        text, notes = text_in(file, LIMIT)
    except UnreadableFile as error:
        raise UnreadableFile(f"{error} A map comes as {KINDS}.") from error
    name = _kind(text) or _owner(file)
    if name is None:
        raise UnreadableFile(
            f'"{file.name}" is no map that can be read. A map comes as {KINDS}. '
            "A file of events or answers is imported instead: desirepath import FILE."
        )
    told: Told = registry.load("readers", name).read(text, file.name, created or datetime.now(UTC))
    told.report["notes"][:0] = notes
    return told


def _owner(file: Path) -> str | None:
    """Return the reader to which a suffix belongs that tables do not have."""
    suffix = file.suffix.casefold()
    if suffix in SHARED:
        return None
    return next((name for name, reader in _readers() if suffix in reader.SUFFIXES), None)


def _kind(text: str) -> str | None:
    return next((name for name, reader in _readers() if reader.matches(text)), None)


def _readers() -> list[tuple[str, ModuleType]]:
    found = [(name, registry.load("readers", name)) for name in registry.names("readers")]
    return sorted(found, key=lambda one: (getattr(one[1], "ORDER", 50), one[0]))
