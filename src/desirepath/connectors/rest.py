"""The REST side of a description: pages, what records say now, and new values for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.connectors.asking import Asker
from desirepath.connectors.description import Push, Request
from desirepath.connectors.filling import at, filled
from desirepath.connectors.paging import pages
from desirepath.errors import RemoteError

__all__ = ["current", "pages", "write"]


def current(asker: Asker, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return id → their field → value for records of these ids."""
    push = _push(asker)
    given = {"ids": ",".join(ids), "fields": list(push.fields.values())}
    document = _asked(asker, push.read, given, [{"id": one} for one in ids])
    found = at(document, push.read.records)
    if not isinstance(found, list):
        raise RemoteError(
            f'{asker.description.title}: the answer has no list "{push.read.records}".'
        )
    return {str(at(one, push.read.id)): at(one, push.read.values) or {} for one in found}


def write(asker: Asker, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Write new values: id → their field → value."""
    each = [{"id": one, "values": dict(given)} for one, given in values.items()]
    _asked(asker, _push(asker).write, {"ids": ",".join(values)}, each)


def _asked(
    asker: Asker, request: Request, given: Mapping[str, Any], each: Sequence[Mapping[str, Any]]
) -> Any:
    url = asker.url(request.path, filled(request.query, given, each))
    body = filled(request.body, given, each)
    return asker.json(request.method, url, body or None)[0]


def _push(asker: Asker) -> Push:
    push = asker.description.push
    if push is None:
        raise RemoteError(f"The description of {asker.description.title} has no [push].")
    return push
