"""Webhooks of other products: where in their documents customer, touchpoint and time stand.

A template is data: the first path that leads to something wins. `split` needs no template
beyond the id; a list (HubSpot) is several events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from desirepath.collector.parcel import Asked, Parcel, decoded, message


@dataclass(frozen=True)
class Template:
    """One product's webhook. Paths are dotted; a number takes that element of a list.

    `ids` together make the message id; `cut` is taken off the touchpoint; `cents` are amounts
    in hundredths.
    """

    scheme: str
    ids: Sequence[str]
    touchpoint: Sequence[str]
    time: Sequence[str]
    customer: Sequence[str]
    email: Sequence[str] = ()
    channel: Sequence[str] = ()
    case: Sequence[str] = ()
    value: Sequence[str] = ()
    cents: Sequence[str] = ()
    text: Sequence[str] = ()
    properties: Sequence[str] = ()
    cut: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


TEMPLATES: dict[str, Template] = {
    "standard": Template(
        scheme="standard",
        ids=("id",),
        touchpoint=("type", "event", "touchpoint"),
        time=("timestamp", "time", "created_at"),
        customer=("data.customer", "data.customer_id", "data.user_id", "data.userId", "customer",
                  "data.email"),
        email=("data.email",),
        channel=("data.channel",),
        value=("data.value", "data.amount"),
        text=("data.text",),
        properties=("data",),
    ),
    "zendesk": Template(
        scheme="zendesk",
        ids=("id",),
        touchpoint=("type",),
        time=("time", "detail.updated_at"),
        customer=("detail.requester_id", "detail.user_id", "detail.id"),
        email=("detail.email", "event.comment.author.email"),
        channel=("detail.via.channel",),
        case=("detail.id",),
        text=("event.comment.body", "event.satisfaction.comment"),
        properties=("detail.status", "detail.priority", "detail.type", "detail.subject",
                    "detail.group_id", "detail.tags"),
        cut=r"^zen:event-type:",
    ),
    "intercom": Template(
        scheme="intercom",
        ids=("id",),
        touchpoint=("topic",),
        time=("created_at", "data.item.updated_at", "data.item.created_at"),
        customer=("data.item.user.external_id", "data.item.contacts.contacts.0.external_id",
                  "data.item.external_id", "data.item.user_id", "data.item.user.user_id",
                  "data.item.contact.external_id", "data.item.source.author.email",
                  "data.item.email", "data.item.contacts.contacts.0.id", "data.item.user.id",
                  "data.item.contact.id", "data.item.id"),
        email=("data.item.email", "data.item.user.email", "data.item.source.author.email"),
        channel=("data.item.source.type", "data.item.source.delivered_as"),
        case=("data.item.id",),
        text=("data.item.source.body",),
        properties=("data.item.type", "data.item.state", "data.item.priority"),
    ),
    "stripe": Template(
        scheme="stripe",
        ids=("id",),
        touchpoint=("type",),
        time=("created",),
        customer=("data.object.client_reference_id", "data.object.metadata.customer_id",
                  "data.object.metadata.user_id", "data.object.customer",
                  "data.object.customer_email", "data.object.receipt_email", "data.object.id"),
        email=("data.object.customer_email", "data.object.receipt_email", "data.object.email"),
        cents=("data.object.amount_paid", "data.object.amount_total", "data.object.amount"),
        case=("data.object.id",),
        properties=("data.object.currency", "data.object.status", "data.object.billing_reason",
                    "livemode"),
    ),
    "hubspot": Template(
        scheme="hubspot",
        ids=("eventId", "subscriptionId", "occurredAt"),
        touchpoint=("subscriptionType",),
        time=("occurredAt",),
        customer=("objectId",),
        properties=("propertyName", "propertyValue", "changeSource", "changeFlag", "portalId"),
    ),
}  # fmt: skip
_WHOLE = msgspec.json.Decoder(Any)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_APART = re.compile(r"[._:-]+")


def split(body: bytes, asked: Asked, template: str) -> Parcel:
    """Cut a webhook into its events; the header `webhook-id` names a single one."""
    found = TEMPLATES[template]
    listed = body.lstrip()[:1] == b"["
    raws = decoded(_LIST, body, "webhook in JSON") if listed else [msgspec.Raw(body)]
    messages = []
    for raw in raws:
        document = decoded(_WHOLE, bytes(raw), "webhook in JSON")
        parts = [at(document, (path,)) for path in found.ids]
        name = asked.headers.get("webhook-id") if not listed else None
        name = name or ":".join(str(part) for part in parts if part is not None)
        messages.append(message(bytes(raw), name, timed=True))
    return Parcel(messages)


def call(document: Mapping[str, Any], template: str) -> Any:
    """Return the event as a call of the Segment specification."""
    found = TEMPLATES[template]
    kind = str(at(document, found.touchpoint) or "")
    kind = re.sub(found.cut, "", kind) if found.cut else kind
    cents, value = at(document, found.cents), at(document, found.value)
    email = at(document, found.email)
    return {
        "type": "track",
        "event": spoken(kind),
        "userId": at(document, found.customer),
        "timestamp": at(document, found.time),
        "channel": at(document, found.channel),
        "case": at(document, found.case),
        "text": at(document, found.text),
        "value": _hundredth(cents) if cents is not None else value,
        "properties": {path.rpartition(".")[2]: at(document, (path,)) for path in found.properties},
        **({"traits": {"email": email}} if email else {}),
    }


def at(document: Any, paths: Sequence[str]) -> Any:
    """Return what the first path that leads to something leads to.

    >>> at({"a": {"b": [{"c": 7}]}}, ("a.x", "a.b.0.c"))
    7
    """
    for path in paths:
        found = document
        for part in path.split("."):
            if isinstance(found, Mapping):
                found = found.get(part)
            elif isinstance(found, list) and part.isdecimal():
                found = found[int(part)] if int(part) < len(found) else None
            else:
                found = None
        if found not in (None, ""):
            return found
    return None


def spoken(kind: str) -> str:
    """Return a type of event as people say it.

    >>> spoken("invoice.payment_failed"), spoken("contact.propertyChange")
    ('Invoice payment failed', 'Contact property change')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _APART.sub(" ", kind)).strip()
    return apart[:1].upper() + apart[1:].lower()


def _hundredth(amount: Any) -> Any:
    try:
        return str(float(amount) / 100)
    except (TypeError, ValueError):
        return None
