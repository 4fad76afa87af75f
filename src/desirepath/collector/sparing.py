"""What may be kept of an event: card numbers and the last part of IP addresses are left out.

At the door before anything is on disk, and again when it is loaded, for what came in otherwise.
Only structure tells a card number from the number of a customer, and taking JSON apart is slow; so
all events of a request are looked through at once first, as bytes, for what every card number and
every address has, then those of a suspicious request one by one.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desirepath.collector.dialects import snowplow
from desirepath.imports import sensitive
from desirepath.sources import segment as mapping
from desirepath.store.arrivals import Message

SNOWPLOW = "snowplow"
_APART = b" -"


def _only(**kept: str) -> bytes:
    """Return a table that keeps these kinds of bytes apart and makes `x` of all others."""
    table = bytearray(b"x" * 256)
    for sign, characters in kept.items():
        for character in characters.encode():
            table[character] = ord(sign) if sign.isalnum() else character
    return bytes(table)


_DIGITS = _only(n=string.digits, _=".")
_HEX = _only(h=string.hexdigits, _='":')
_NUMBERS = (b"n" * 13, b"n.n.", b"n.nn.", b"n.nnn.")
"""The least digits of a card number, and the middle of an IPv4 address."""
_STARTS = (b'"::', b'"h:', b'"hh:', b'"hhh:', b'"hhhh:')
"""A text that begins like an IPv6 address."""
_PACKED = tuple(f'"{name}"'.encode() for name in snowplow.PARTS)


def messages(
    dialect: str, given: Sequence[Message], keeping: Callable[[], Mapping[str, Any]]
) -> Sequence[Message]:
    """Return the events of a request as they may be kept; `keeping` is the setting `privacy`."""
    whole = b"\n".join([one.body for one in given])
    if not maybe(whole) and not _packed(dialect, whole):
        return given
    settings = keeping()
    return [Message(one.id, _kept(dialect, one.body, settings), one.fault) for one in given]


def maybe(whole: bytes) -> bool:
    """Say whether bytes may hold something to leave out; wrong on one side only.

    >>> maybe(b'{"paid": "4111-1111 1111 1111"}'), maybe(b'{"ip": "192.0.2.7"}')
    (True, True)
    >>> maybe(b'{"at": "2026-01-05T10:15:00.123Z", "value": 9.90, "id": "m-4711"}')
    False
    """
    digits = whole.translate(_DIGITS, _APART)
    if any(part in digits for part in _NUMBERS):
        return True
    letters = whole.translate(_HEX, _APART)
    return any(part in letters for part in _STARTS)


def spared(dialect: str, body: bytes, keeping: Mapping[str, Any]) -> tuple[Any, bytes]:
    """Return the document of an event, and the body that may be kept: the same one if it may.

    Raises ValueError and RecursionError for what is no JSON.
    """
    text = body.decode("utf-8", "replace")
    document = mapping.decoded(text)
    if dialect == SNOWPLOW and isinstance(document, dict):
        opened = snowplow.opened(document)
        if opened is not document:  # kept so: what is left out, or erased later, is found
            text = json.dumps(opened, ensure_ascii=False)
            document, body = opened, text.encode(errors="replace")
    if sensitive.maybe(text):
        told = sensitive.without(document, keeping)
        if told != document:
            document, body = told, json.dumps(told, ensure_ascii=False).encode(errors="replace")
    return document, body


def _packed(dialect: str, body: bytes) -> bool:
    return dialect == SNOWPLOW and any(name in body for name in _PACKED)


def _kept(dialect: str, body: bytes, keeping: Mapping[str, Any]) -> bytes:
    suspicious = maybe(body) and sensitive.maybe(body.decode("utf-8", "replace"))
    if not suspicious and not _packed(dialect, body):
        return body
    try:
        return spared(dialect, body, keeping)[1]
    except (ValueError, RecursionError):
        return body  # no JSON: the loader puts it aside
