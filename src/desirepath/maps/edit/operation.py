"""What every operation on a map offers."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from desirepath.maps.edit.working import Thing, Working


class Operation:
    """One change of a map, as data; subclasses are frozen dataclasses with a word `op`.

    `touches`, `needs` and `removes` say in words what it writes, what must be there, and what is
    gone afterwards: two operations that share none of it give the same map in either order.
    """

    op: Any

    def on(self, map_: Working) -> None:
        """Change a working copy; raises InputError and then may have changed it in part."""
        raise NotImplementedError

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return ()

    def needs(self) -> tuple[str, ...]:
        """Return the things that must be there."""
        return ()

    def removes(self) -> tuple[str, ...]:
        """Return the things that are gone afterwards."""
        return ()


def apply(working: Mapping[str, Any], operation: Operation, author: str | None = None) -> Thing:
    """Return another working copy with the operation done; raises InputError and changes nothing.

    `working` was made by `identified`.
    """
    made: Thing = copy.deepcopy(dict(working))
    operation.on(Working(made, author))
    return made


def clash(one: Operation, other: Operation) -> bool:
    """Say whether two operations cannot both be kept as they are meant."""
    if one == other:
        return False
    if set(one.touches()) & set(other.touches()):
        return True
    return bool(set(one.removes()) & {*other.needs()} or set(other.removes()) & {*one.needs()})
