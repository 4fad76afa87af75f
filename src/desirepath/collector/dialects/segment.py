"""The Segment specification over HTTP, as Segment's and RudderStack's own clients send it.

Source: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from desirepath.collector.parcel import Asked, Parcel, decoded, digest, message, micros
from desirepath.store.arrivals import Message

SHORT = {"i": "identify", "t": "track", "p": "page", "s": "screen", "g": "group", "a": "alias"}
CALLS = tuple(SHORT.values())


class _Batch(msgspec.Struct):
    batch: list[msgspec.Raw] | None = None
    sentAt: Any = None  # noqa: N815 - the specification's word
    writeKey: Any = None  # noqa: N815


class _Event(msgspec.Struct):
    messageId: Any = None  # noqa: N815
    timestamp: Any = None
    originalTimestamp: Any = None  # noqa: N815


class _Named(msgspec.Struct):
    batch: list[_Event]


_BATCH = msgspec.json.Decoder(_Batch)
_NAMED = msgspec.json.Decoder(_Named)
_EVENT = msgspec.json.Decoder(_Event)


def split(body: bytes, asked: Asked) -> Parcel:
    """Cut `/v1/batch` and `/v1/import` into calls; any other path is one call."""
    envelope = decoded(_BATCH, body, "call of the Segment specification")
    kind = SHORT.get(asked.path, asked.path)
    if envelope.batch is not None:
        messages = _messages(body, envelope.batch)
    else:
        whole = body if kind not in CALLS else _typed(body, kind)
        messages = [one(whole)]
    key = envelope.writeKey if isinstance(envelope.writeKey, str) else None
    return Parcel(messages, key, micros(envelope.sentAt))


def _messages(body: bytes, raws: Sequence[msgspec.Raw]) -> list[Message]:
    try:
        named = _NAMED.decode(body).batch  # all ids at once
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [one(bytes(raw)) for raw in raws]  # what is no call does not spoil its neighbours
    return [_message(bytes(raw), event) for raw, event in zip(raws, named, strict=True)]


def one(raw: bytes) -> Message:
    """Return one call as a message."""
    try:
        event = _EVENT.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return message(raw, digest(raw), timed=True)  # no call at all: the loader says why
    return _message(raw, event)


def _message(raw: bytes, event: _Event) -> Message:
    timed = event.timestamp is not None or event.originalTimestamp is not None
    return message(raw, event.messageId, timed=timed)


def call(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the call as it is."""
    return document


def _typed(body: bytes, kind: str) -> bytes:
    """Add the type that the path says, where the body does not."""
    document = decoded(msgspec.json.Decoder(dict[str, msgspec.Raw]), body, "call")
    document.setdefault("type", msgspec.Raw(f'"{kind}"'.encode()))
    return msgspec.json.encode(document)
