"""Who sent a webhook: the sender's signature over time and body, compared in constant time.

A signature with a time opens the door for five minutes. Those of Zendesk and Intercom have none,
or none that is said to be new when they try again: played once more they add nothing, because
an event is taken once for ever.

Sources: standardwebhooks.com (spec), docs.stripe.com/webhooks#verify-manually,
developer.zendesk.com/documentation/webhooks/verifying,
developers.intercom.com/docs/webhooks/setting-up-webhooks (signed notifications),
developers.hubspot.com/docs/api/webhooks/validating-requests (version 3).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"
_STAMP = re.compile(r"[0-9]{1,16}")
_WRITTEN = re.compile(r"%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)
"""What HubSpot decodes of the address before it signs it."""


def verify(  # noqa: PLR0917 - what a signature covers
    scheme: str, secret: str, body: bytes, headers: Mapping[str, str], url: str, now: float
) -> str | None:
    """Return why a webhook is refused, None when its signature is right.

    `headers` have names in lower case, `url` is the address the sender called, `now` in seconds.
    """
    refusal: str | None = _SCHEMES[scheme](secret, body, headers, url, now)
    return refusal


def _standard(secret: str, body: bytes, headers: Mapping[str, str], _url: str, now: float) -> Any:
    name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    late = _late(stamp, now)
    if late or not name:
        return late or "The header webhook-id is missing."
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = secret.encode()
    signed = hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    wanted = base64.b64encode(signed).decode()
    given = [
        part.partition(",")[2]
        for part in headers.get("webhook-signature", "").split()
        if part.startswith("v1,")
    ]
    return _compared(wanted, given)


def _stripe(secret: str, body: bytes, headers: Mapping[str, str], _url: str, now: float) -> Any:
    parts = [part.partition("=") for part in headers.get("stripe-signature", "").split(",")]
    stamp = next((value for key, _, value in parts if key.strip() == "t"), "")
    if late := _late(stamp, now):
        return late
    wanted = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return _compared(wanted, [value for key, _, value in parts if key.strip() == "v1"])


def _zendesk(secret: str, body: bytes, headers: Mapping[str, str], _url: str, _now: float) -> Any:
    stamp = headers.get("x-zendesk-webhook-signature-timestamp", "")
    signed = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    wanted = base64.b64encode(signed).decode()
    return _compared(wanted, [headers.get("x-zendesk-webhook-signature", "")])


def _intercom(secret: str, body: bytes, headers: Mapping[str, str], _url: str, _now: float) -> Any:
    wanted = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return _compared(f"sha1={wanted}", [headers.get("x-hub-signature", "")])


def _hubspot(secret: str, body: bytes, headers: Mapping[str, str], url: str, now: float) -> Any:
    stamp = headers.get("x-hubspot-request-timestamp", "")
    if late := _late(stamp, now, per_second=1000):
        return late
    place = _WRITTEN.sub(lambda one: chr(int(one[1], 16)), url.partition("://")[2])
    given = [headers.get("x-hubspot-signature-v3", "")]
    refusal = None
    for scheme in ("https", "http"):  # before a proxy that decrypts it was https
        signed = f"POST{scheme}://{place}".encode() + body + stamp.encode()
        wanted = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        refusal = _compared(base64.b64encode(wanted).decode(), given)
        if refusal is None:
            break
    return refusal


def _late(stamp: str, now: float, per_second: int = 1) -> str | None:
    if not _STAMP.fullmatch(stamp):
        return "The time of the signature is missing."
    if abs(now - int(stamp) / per_second) > TOLERANCE_SECONDS:
        return "The signature is older than five minutes, or the clocks differ."
    return None


def _compared(wanted: str, given: list[str]) -> str | None:
    right = [hmac.compare_digest(wanted.encode(), one.encode()) for one in given]
    return None if any(right) else "The signature does not fit the secret of this webhook."


_SCHEMES: dict[str, Callable[..., Any]] = {
    "standard": _standard,
    "stripe": _stripe,
    "zendesk": _zendesk,
    "intercom": _intercom,
    "hubspot": _hubspot,
}
