"""Webhooks of other products, read as their template says (`_templates`).

The first path that leads to something wins. `split` needs no template beyond the id; a list
(HubSpot) is several events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from desirepath.collector.dialects._templates import (
    TEMPLATES,
    THOUSANDTHS,
    WHOLE,
    Paths,
    Template,
    Where,
)
from desirepath.collector.parcel import Asked, Parcel, decoded, message
from desirepath.sources._turns import plain

__all__ = ["TEMPLATES", "at", "call", "split", "spoken"]

_DOCUMENT = msgspec.json.Decoder(Any)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_APART = re.compile(r"[._:-]+")


def split(body: bytes, asked: Asked, template: str) -> Parcel:
    """Cut a webhook into its events; the signed header `webhook-id` names a single one."""
    found = TEMPLATES[template]
    listed = body.lstrip()[:1] == b"["
    raws = decoded(_LIST, body, "webhook in JSON") if listed else [msgspec.Raw(body)]
    signed = asked.headers.get("webhook-id") if found.scheme == "standard" else None
    messages = []
    for raw in raws:
        document = decoded(_DOCUMENT, bytes(raw), "webhook in JSON")
        parts = [at(document, (path,)) for path in found.ids]
        name = ":".join(str(part) for part in parts if part is not None)
        messages.append(message(bytes(raw), name if listed else signed or name, timed=True))
    return Parcel(messages)


def call(document: Mapping[str, Any], template: str) -> Any:
    """Return the event as a call of the Segment specification."""
    found = TEMPLATES[template]
    kind = str(at(document, found.touchpoint) or "")
    kind = re.sub(found.cut, "", kind) if found.cut else kind
    email, text, score = (at(document, paths) for paths in (found.email, found.text, found.score))
    return {
        "type": "track",
        "event": found.names.get(kind.casefold()) or spoken(kind),
        "userId": at(document, found.customer),
        "timestamp": at(document, found.time),
        "channel": at(document, found.channel),
        "case": at(document, found.case),
        "text": plain(text) if text and found.html else text,
        "value": _amount(document, found, kind),
        "properties": {path.rpartition(".")[2]: at(document, (path,)) for path in found.properties},
        **({"score": score, "instrument": found.instrument} if score is not None else {}),
        **({"traits": {"email": email}} if email else {}),
    }


def at(document: Any, paths: Paths) -> Any:
    """Return what the first path that leads to something leads to.

    >>> at({"a": {"b": [{"c": 7}]}}, ("a.x", "a.b.0.c"))
    7
    >>> at({"id": 7, "kind": "deal"}, (Where("id", {"kind": "contact"}), Where("id", prefix="x:")))
    'x:7'
    """
    for told in paths:
        one = told if isinstance(told, Where) else Where(told)
        if not all(_fits(document, path, test) for path, test in one.test.items()):
            continue
        found = _along(document, one.path)
        if found not in (None, ""):
            return f"{one.prefix}{found}" if one.prefix else found
    return None


def _along(document: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(document, Mapping):
            document = document.get(part)
        elif isinstance(document, list) and part.isdecimal():
            document = document[int(part)] if int(part) < len(document) else None
        else:
            return None
    return document


def _fits(document: Any, path: str, test: str) -> bool:
    said = _along(document, path)
    text = str(said).lower() if isinstance(said, bool) else str(said)
    return said is not None and re.fullmatch(test, text) is not None


def spoken(kind: str) -> str:
    """Return a type of event as people say it.

    >>> spoken("invoice.payment_failed"), spoken("contact.propertyChange")
    ('Invoice payment failed', 'Contact property change')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _APART.sub(" ", kind)).strip()
    return apart[:1].upper() + apart[1:].lower()


def _amount(document: Any, found: Template, kind: str) -> Any:
    """Return the money of an event: in the smallest unit of its currency it is worth what was paid.

    What failed, was only promised or was given back brings nothing.
    """
    cents = at(document, found.cents)
    if cents is None:
        return at(document, found.value)
    if not re.fullmatch(found.paid, kind):
        return None
    currency = str(at(document, found.currency)).upper()
    units = 1 if currency in WHOLE else 1000 if currency in THOUSANDTHS else 100
    try:
        return str(float(cents) / units)
    except (TypeError, ValueError, OverflowError):
        return None
