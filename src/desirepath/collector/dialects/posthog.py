"""Events as PostHog's own clients send them: `/batch/`, `/e/`, `/i/v0/e/`, `/capture/`.

Source: https://posthog.com/docs/api/capture
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec

from desirepath.collector.parcel import (
    Asked,
    Parcel,
    Unusable,
    decoded,
    digest,
    message,
    micros,
)
from desirepath.store.arrivals import Message

ASIDE = frozenset(
    {"$feature_flag_called", "$feature_view", "$snapshot", "$web_vitals", "$$heatmap", "$heatmap",
     "$opt_in", "$performance_event", "$pageleave", "$set_once", "$exception_steps"}
)  # fmt: skip
"""What a client tells about itself, not what a customer did."""
NAMED = {"$autocapture": "Click", "$rageclick": "Rage click", "$exception": "Error"}
FORM = b"data="


class _Properties(msgspec.Struct):
    token: Any = None
    insert: Any = msgspec.field(default=None, name="$insert_id")


class _Event(msgspec.Struct):
    event: Any = None
    uuid: Any = None
    timestamp: Any = None
    api_key: Any = None
    token: Any = None
    properties: _Properties | None = None


class _Batch(msgspec.Struct):
    batch: list[msgspec.Raw] | None = None
    data: list[msgspec.Raw] | None = None
    api_key: Any = None
    token: Any = None
    sent_at: Any = None


_BATCH = msgspec.json.Decoder(_Batch)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_EVENT = msgspec.json.Decoder(_Event)


def split(body: bytes, asked: Asked) -> Parcel:
    """Cut a body into events: an object around a list, a list, one event, or a form with one."""
    if body.startswith(FORM):
        body = _form(body)
    if body.lstrip()[:1] == b"[":
        raws, key, sent = decoded(_LIST, body, "PostHog batch"), None, None
    else:
        envelope = decoded(_BATCH, body, "PostHog batch")
        raws = envelope.batch if envelope.batch is not None else envelope.data
        raws = [msgspec.Raw(body)] if raws is None else raws
        key, sent = envelope.api_key or envelope.token, envelope.sent_at
    messages, told = [], None
    for raw in raws:
        made, inner = _one(bytes(raw))
        messages.append(made)
        told = told or inner
    key = key if isinstance(key, str) else told
    return Parcel(messages, key, micros(sent or asked.query.get("_")))


def call(document: Mapping[str, Any]) -> Any:
    """Return what happened as a call of the Segment specification."""
    event = document.get("event")
    told = document.get("properties")
    properties = dict(told) if isinstance(told, Mapping) else {}
    if event in ASIDE:
        return None
    said = {
        "messageId": document.get("uuid"),
        "timestamp": document.get("timestamp") or properties.get("timestamp"),
        **_who(document, properties),
    }
    properties.pop("token", None)  # the write key is no property of the event
    if event == "$identify":
        said["anonymousId"] = properties.get("$anon_distinct_id")
        traits = document.get("$set") or properties.get("$set") or {}
        return {**said, "type": "identify", "traits": traits}
    if event == "$set":
        traits = document.get("$set") or properties.get("$set") or {}
        return {**said, "type": "identify", "traits": traits}
    if event == "$create_alias":
        return {**said, "type": "alias", "previousId": properties.get("alias")}
    if event == "$groupidentify":
        return {**said, "type": "group", "groupId": properties.get("$group_key"),
                "traits": properties.get("$group_set") or {}}  # fmt: skip
    session = properties.pop("$session_id", None)
    said |= {"session": session, "properties": properties}
    if event == "$pageview":
        name = properties.get("title") or properties.get("$pathname")
        properties.setdefault("url", properties.get("$current_url"))
        return {**said, "type": "page", "name": name}
    if event == "$screen":
        return {**said, "type": "screen", "name": properties.get("$screen_name")}
    return {**said, "type": "track", "event": NAMED.get(str(event), event), **_answer(properties)}


def _who(document: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a distinct id is a user or a visitor: a browser says so, a server knows users."""
    distinct = document.get("distinct_id") or properties.get("distinct_id")
    visitor = properties.get("$is_identified") is False or (
        distinct is not None and distinct == properties.get("$device_id")
    )
    if visitor:
        return {"anonymousId": distinct}
    return {"userId": distinct, "anonymousId": properties.get("$device_id")}


def _answer(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The answer in `survey sent`: a text, or a rating where the survey's name says its scale."""
    said = properties.get("$survey_response")
    if not isinstance(said, str) or not said:
        return {}
    if not said.isdecimal():
        return {"text": said}
    named = str(properties.get("$survey_name")).casefold()
    return {"score": said, "instrument": "nps"} if "nps" in named else {}


def _one(raw: bytes) -> tuple[Message, str | None]:
    try:
        event = _EVENT.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return message(raw, digest(raw), timed=True), None
    inner = event.properties or _Properties()
    key = event.token or event.api_key or inner.token
    made = message(raw, event.uuid or inner.insert, timed=event.timestamp is not None)
    return made, key if isinstance(key, str) else None


def _form(body: bytes) -> bytes:
    """Take the JSON out of `data=BASE64`, as browsers send it where nothing else goes through."""
    try:
        text = parse_qs(body.decode("ascii"), max_num_fields=20)["data"][0]
        return base64.b64decode(text.replace(" ", "+"), validate=True)
    except (ValueError, KeyError, binascii.Error) as error:
        raise Unusable("The form's field data is no base64.") from error
