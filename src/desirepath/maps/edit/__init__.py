"""What people change on a map: every change is an operation, kept in a log that only grows.

The map that is drawn is what data prove (or a file tells) with the operations that stand done on
it. Data may change below them and they are done again; one whose place is gone waits. Undoing and
restoring are entries of the log themselves, so nothing is ever lost.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from desirepath.errors import InputError, UnknownName
from desirepath.maps.edit import cards, lanes, proofs, stages, steps, whole
from desirepath.maps.edit.operation import Operation, apply, clash
from desirepath.maps.edit.working import identified, shown

__all__ = ["OPERATIONS", "Operation", "apply", "clash", "identified", "parse", "shown"]

OPERATIONS: dict[str, type[Any]] = {
    made.op: made
    for room in (whole, stages, steps, lanes, cards, proofs)
    for made in vars(room).values()
    if isinstance(made, type) and issubclass(made, Operation) and made is not Operation
}
"""Every operation by its word."""


def parse(document: Mapping[str, Any]) -> Operation:
    """Return the operation that a JSON object names; raises InputError with what is wrong."""
    word = str(document.get("op"))
    if word not in OPERATIONS:
        raise UnknownName("operation", word, OPERATIONS, where="on a map")
    kind, (known, hints) = OPERATIONS[word], _form(word)
    given = {key: value for key, value in document.items() if key != "op"}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UnknownName("field", unknown[0], set(known) - {"op"}, where=f'of "{word}"')
    for name, field in known.items():
        if name == "op":
            continue
        if name not in given:
            if field.default is MISSING:
                raise InputError(f'"{word}" needs "{name}".')
            continue
        if not _fits(given[name], hints[name]):
            raise InputError(f'"{name}" of "{word}" has the wrong form: {str(given[name])[:60]!r}.')
    made: Operation = kind(**given)
    return made


@cache
def _form(word: str) -> tuple[dict[str, Field[Any]], dict[str, Any]]:
    kind = OPERATIONS[word]
    return {field.name: field for field in fields(kind)}, get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in get_args(hint))
    if origin is Literal:
        return value in get_args(hint)
    if origin is Sequence or hint is Sequence or getattr(origin, "__name__", "") == "Sequence":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if getattr(origin, "__name__", "") == "Mapping":
        return isinstance(value, dict)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)
