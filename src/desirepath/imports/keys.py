"""64-bit keys of what a row says: how equal rows are recognised, in one file and in the next.

The key does not depend on the order of columns, on how a time is written, on the import or the
line. It is an MD5, because the engine's own hash may change from version to version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any


def tree(items: Sequence[Any], join: Callable[[Any, Any], Any]) -> Any:
    """Join expressions as a balanced tree: a thousand columns must not nest a thousand deep."""
    layer = list(items)
    while len(layer) > 1:
        layer = [reduce(join, layer[start : start + 2]) for start in range(0, len(layer), 2)]
    return layer[0]


def row_key(said: Mapping[str, Any], event_id: Any | None) -> Any:
    """Return the key of a row; with an event id the id alone is the key (that is “known” then)."""
    import ibis

    key = digest(said)
    if event_id is None:
        return key
    return ibis.ifelse(event_id.notnull(), digest({"@id": event_id}), key)


def digest(said: Mapping[str, Any]) -> Any:
    """Return the 63-bit key of named texts; a null says nothing, as if the name were not there."""
    import ibis

    from desirepath.store import dialect

    if not said:
        return ibis.literal(0)
    # One call that joins all pieces: joining them two by two would copy the text every time.
    pieces: list[Any] = []
    for name, text in sorted(said.items()):
        pieces += [dialect.labelled(name, text), text]
    whole = ibis.literal("").join(pieces)
    return (dialect.md5_lower(whole) >> 1).cast("int64")
