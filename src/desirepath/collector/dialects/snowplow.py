"""The Snowplow tracker protocol (tp2): POST to `…/tp2`, GET to `/i`.

A tracker has no key of its own: its app id (`aid`) is the write key. Contexts and self-describing
events come as JSON in a text, or as base64 of it (`cx`, `ue_px`): both are opened before anything
is looked for in them.
Source: https://docs.snowplow.io/docs/events/going-deeper/event-parameters/
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from desirepath.collector.parcel import Asked, Parcel, decoded, digest, message, micros
from desirepath.store.arrivals import Message

ASIDE = frozenset({"pp", "ad"})
"""Page pings say that a page is still open."""
TRANSPORT = frozenset(
    {"e", "eid", "aid", "tna", "tv", "p", "dtm", "stm", "ttm", "ue_pr", "ue_px", "co", "cx",
     "uid", "duid", "tnuid", "nuid", "sid", "ip"}
)  # fmt: skip
WORDS = {"se_ca": "category", "se_ac": "action", "se_la": "label", "se_pr": "property",
         "se_va": "value", "tr_id": "order", "tr_tt": "revenue", "tr_cu": "currency"}  # fmt: skip
PARTS = {"cx": "co", "ue_px": "ue_pr"}
"""Self-describing parts: written as base64, and as JSON."""
WHO = frozenset({"user", "user_context", "customer", "identity", "person"})
"""Entities that say who acts: their e-mail address and phone number are the person's."""
SESSION = "client_session"
"""The entity with which trackers of apps name device and session."""
_SCHEMA = re.compile(r"^iglu:[^/]+/([^/]+)/")


class _Payload(msgspec.Struct):
    data: list[msgspec.Raw] | None = None


class _Event(msgspec.Struct):
    eid: Any = None
    aid: Any = None
    dtm: Any = None
    stm: Any = None


_PAYLOAD = msgspec.json.Decoder(_Payload)
_EVENT = msgspec.json.Decoder(_Event)


def split(body: bytes, asked: Asked) -> Parcel:
    """Cut a payload into events; a GET is one event, written as a query."""
    if not body and asked.query:
        raws = [msgspec.json.encode(dict(asked.query))]
    else:
        envelope = decoded(_PAYLOAD, body, "Snowplow payload")
        raws = [bytes(raw) for raw in (envelope.data or [])]
    found = [_one(raw) for raw in raws]
    keys = (event.aid for _, event in found if isinstance(event.aid, str))
    sent = (event.stm for _, event in found if event.stm)
    return Parcel([made for made, _ in found], next(keys, None), micros(next(sent, None)))


def opened(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an event whose self-describing parts are no texts any more, as far as they are JSON.

    >>> opened({"e": "ue", "ue_px": "eyJkYXRhIjoge319"})
    {'e': 'ue', 'ue_pr': {'data': {}}}
    """
    found = {}
    for packed, plain in PARTS.items():
        envelope = _envelope(document, plain, packed)
        if envelope is not None:
            found[plain] = envelope
    if not found:
        return document
    gone = {packed for packed, plain in PARTS.items() if plain in found}
    return {**{key: value for key, value in document.items() if key not in gone}, **found}


def call(document: Mapping[str, Any]) -> Any:
    """Return what happened as a call of the Segment specification."""
    document = opened(document)
    kind = document.get("e")
    if kind in ASIDE:
        return None
    said: dict[str, Any] = {
        "messageId": document.get("eid"),
        "timestamp": document.get("ttm") or document.get("dtm"),
        "userId": document.get("uid"),
        "anonymousId": document.get("duid") or document.get("tnuid") or document.get("nuid"),
        "session": document.get("sid"),
    }
    properties = {
        WORDS.get(key, key): value for key, value in document.items() if key not in TRANSPORT
    }
    contexts = _data(document, "co")
    for entity in contexts if isinstance(contexts, list) else []:
        name, data = _named(entity)
        properties[name] = data
        if not isinstance(data, Mapping):
            continue
        if name == SESSION:
            said["anonymousId"] = said["anonymousId"] or data.get("userId")
            said["session"] = said["session"] or data.get("sessionId")
        if name in WHO:
            said["traits"] = {key: data[key] for key in ("email", "phone") if data.get(key)}
    said["properties"] = properties
    if kind == "pv":
        return {**said, "type": "page", "name": document.get("page")}
    if kind == "ue":
        name, data = _named(_data(document, "ue_pr"))
        properties.update(data if isinstance(data, Mapping) else {"data": data})
        if name == "screen_view":
            return {**said, "type": "screen", "name": properties.get("name")}
        return {**said, "type": "track", "event": name}
    event = {"se": document.get("se_ac"), "tr": "Transaction", "ti": "Item"}.get(str(kind))
    return {**said, "type": "track", "event": event}


def _named(entity: Any) -> tuple[str, Any]:
    """Return the name in a self-describing JSON's schema, and its data."""
    if not isinstance(entity, Mapping):
        return "", {}
    found = _SCHEMA.match(str(entity.get("schema")))
    return (found[1] if found else ""), entity.get("data") or {}


def _data(document: Mapping[str, Any], part: str) -> Any:
    envelope = document.get(part)
    return envelope.get("data") if isinstance(envelope, Mapping) else {}


def _envelope(document: Mapping[str, Any], plain: str, packed: str) -> Mapping[str, Any] | None:
    """Return a part that is written as JSON or as base64 of it; None where there is none."""
    text, encoded = document.get(plain), document.get(packed)
    try:
        if text is None and isinstance(encoded, str):
            text = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
        envelope = json.loads(text) if isinstance(text, str) else None
    except (ValueError, binascii.Error, RecursionError):
        return None
    return envelope if isinstance(envelope, Mapping) else None


def _one(raw: bytes) -> tuple[Message, _Event]:
    try:
        event = _EVENT.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return message(raw, digest(raw), timed=True), _Event()
    return message(raw, event.eid, timed=event.dtm is not None), event
