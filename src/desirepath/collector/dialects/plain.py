"""Events in our own words as JSON: one, a list, `{"events": [...]}`, or one per line.

    {"customer": "u7", "touchpoint": "Cart", "time": "2026-01-05T10:15:00Z", "channel": "web",
     "id": "c-19", "value": 9.9, "properties": {"colour": "red"}}

An answer has `score` with `instrument` (nps, csat, ces, rating), or `text`, or both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from desirepath.collector.parcel import Asked, Parcel, decoded, digest, message
from desirepath.store.arrivals import Message

WORDS = frozenset(
    {"customer", "touchpoint", "time", "id", "properties", "userId", "anonymousId", "event",
     "timestamp", "messageId", "type"}
)  # fmt: skip
KEPT = ("channel", "value", "text", "score", "instrument", "language", "case", "session")


class _Many(msgspec.Struct):
    events: list[msgspec.Raw] | None = None


class _Event(msgspec.Struct):
    id: Any = None
    messageId: Any = None  # noqa: N815 - Segment's word is understood too
    time: Any = None
    timestamp: Any = None


_MANY = msgspec.json.Decoder(_Many)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_EVENT = msgspec.json.Decoder(_Event)


def split(body: bytes, asked: Asked) -> Parcel:  # noqa: ARG001 - all dialects are asked alike
    """Cut a body into events."""
    text = body.strip()
    if text[:1] == b"[":
        raws = decoded(_LIST, text, "list of events")
    elif b"\n" in text and _is_whole(text.split(b"\n", 1)[0]):
        raws = [line for line in text.split(b"\n") if line.strip()]
    else:
        many = decoded(_MANY, text, "event in JSON").events
        raws = [text] if many is None else many
    return Parcel([_one(bytes(raw)) for raw in raws])


def call(document: Mapping[str, Any]) -> Any:
    """Return the event as a call of the Segment specification."""
    kind = document.get("type")
    if kind in ("identify", "page", "screen", "group", "alias"):
        return document
    told = document.get("properties")
    properties = dict(told) if isinstance(told, Mapping) else {}
    properties |= {
        key: value for key, value in document.items() if key not in WORDS and key not in KEPT
    }
    return {
        "type": "track",
        "event": document.get("touchpoint") or document.get("event"),
        "userId": document.get("customer") or document.get("userId"),
        "anonymousId": document.get("anonymousId"),
        "timestamp": document.get("time") or document.get("timestamp"),
        "properties": properties,
        **{key: document[key] for key in KEPT if key in document},
    }


def _one(raw: bytes) -> Message:
    try:
        event = _EVENT.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return message(raw, digest(raw), timed=True)
    timed = event.time is not None or event.timestamp is not None
    return message(raw, event.id if event.id is not None else event.messageId, timed=timed)


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.Decoder(msgspec.Raw).decode(line)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
