"""A system that can be asked: over REST as its description says, or through its adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desirepath.connectors import rest, tryton
from desirepath.connectors.asking import Asker
from desirepath.connectors.description import Stream
from desirepath.connectors.paging import Page

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Reached:
    """What every protocol offers. `current`: id → their field → value now, for ids that exist."""

    pages: Callable[[Stream, datetime | None, str | None], Iterator[Page]]
    current: Callable[[Sequence[str]], dict[str, Values]]
    write: Callable[[Mapping[str, Values]], None]


def reach(asker: Asker) -> Reached:
    """Return the way to a system; signs in where it must. Raises RemoteError."""
    secret = asker.account.password()
    if asker.description.protocol == "tryton":
        server = tryton.Server.at(asker, secret)
        return Reached(server.pages, server.current, server.write)
    asker.sign(secret)
    return Reached(
        lambda stream, since, cursor: rest.pages(asker, stream, since, cursor),
        lambda ids: rest.current(asker, ids),
        lambda values: rest.write(asker, values),
    )
