"""Lists and loads the files of a plug-in room, and entry points that others installed.

A plug-in is a module; a room is a package whose modules all offer the same names. The file
name is the plug-in's name everywhere (command line, API, page, docs), `_` written as `-`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from desirepath.errors import UsageError, unknown_sentence

ROOMS = {
    "sources": "desirepath.sources",
    "analyses": "desirepath.analyses",
    "lanes": "desirepath.maps.lanes",
    "readers": "desirepath.maps.readers",
    "exports": "desirepath.exports",
    "enrichers": "desirepath.enrichers",
}


@cache
def names(room: str) -> tuple[str, ...]:
    """Return the names of all plug-ins of a room, sorted.

    Modules that start with an underscore are the room's own and no plug-ins.
    """
    package = importlib.import_module(ROOMS[room])
    own = {
        found.name.replace("_", "-")
        for found in pkgutil.iter_modules(package.__path__)
        if not found.name.startswith("_")
    }
    return tuple(sorted(own | {point.name for point in _installed(room)}))


@cache
def load(room: str, name: str) -> ModuleType:
    """Return the module of one plug-in.

    Raises UsageError that names what exists when there is none of that name.
    """
    if name not in names(room):
        word = {"analyses": "analysis", "lanes": "lane"}.get(room, room.removesuffix("s"))
        raise UsageError(unknown_sentence(word, name, names(room)))
    for point in _installed(room):
        if point.name == name:
            module = point.load()
            if not isinstance(module, ModuleType):
                raise UsageError(f'The installed {room} plug-in "{name}" is not a module.')
            return module
    return importlib.import_module(f"{ROOMS[room]}.{name.replace('-', '_')}")


def _installed(room: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return entry_points(group=f"desirepath.{room}")
