"""One event of the inbox as the row that the import takes, or why it is none.

    Received ─ dialect.call ─> call of the Segment specification ─ segment.row_of ─> row

Card numbers and the last part of IP addresses are left out first, as of files. The sender's clock
is set right where it is clearly wrong: sent by its own clock at 12:00, received
at 10:00, so all its times are two hours early. What was written into a text stays that text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from desirepath.collector.dialects import plain, posthog, segment, snowplow, webhooks
from desirepath.collector.parcel import micros, written
from desirepath.collector.sparing import spared
from desirepath.sources import segment as mapping
from desirepath.store.inbox import Received

DIALECTS: dict[str, ModuleType] = {
    "segment": segment, "posthog": posthog, "snowplow": snowplow, "plain": plain,
}  # fmt: skip
WEBHOOK = "webhook."
ROLES = tuple(
    (role, f"properties.{role}")
    for role in ("channel", "value", "text", "score", "instrument", "language", "case", "session")
)
"""Where a role is told: at the top, or among the properties."""
VALUES = ("properties.revenue", "properties.value", "properties.total", "properties.amount")
CHANNELS = {"page": "web", "screen": "app"}
SECOND, DAY = 1_000_000, 86_400 * 1_000_000
CLOCK_OFF = 60 * SECOND
EARLIEST = 631_152_000 * SECOND  # 1990
LONGEST = 1000
ESCAPED = b"\\u"


@dataclass(frozen=True)
class Read:
    """An event: its row, or the fault; `aside` is no interaction and no fault either.

    With a fault there may be a row all the same, which says whose event it is. `body` is what
    may be kept of what was received.
    """

    received: Received
    row: dict[str, str | None] | None = None
    fault: str | None = None
    body: bytes | None = None

    @property
    def good(self) -> bool:
        """Say whether its row can be loaded."""
        return self.row is not None and self.fault is None

    @property
    def aside(self) -> bool:
        """Say whether there is nothing to load and nothing wrong."""
        return self.row is None and self.fault is None


def read(received: Received, keeping: Mapping[str, Any] | None = None) -> Read:
    """Return the row of an event, or why there is none; `keeping` is the setting `privacy`."""
    body = received.body
    if received.fault:
        return Read(received, fault=received.fault, body=body)
    if body is None:
        return Read(received, fault="what it said was forgotten")
    try:
        document, body = spared(received.dialect, body, keeping or {})
        call = _call(received.dialect, document) if isinstance(document, dict) else document
        if call is None and document is not None:
            return Read(received)
        fault = mapping.wrong(call)
        row = {} if fault else mapping.row_of(call)
    except ValueError as error:
        return Read(received, fault=f"no valid JSON: {str(error)[:80]}", body=body)
    except RecursionError:
        return Read(received, fault="JSON nested too deeply", body=body)
    if fault:
        return Read(received, fault=fault, body=body)
    fault = _timed(row, call, received) or _sized(row)
    if ESCAPED in body:
        row = {name: _whole(value) for name, value in row.items()}
        if row["type"] == "track" and not (row["touchpoint"] or "").strip():
            fault = fault or "a track call without an event name"
    row["messageId"] = received.id
    row["customer"] = row["userId"] or row["anonymousId"]
    for role, other in ROLES:
        row[role] = (row.get(role) or "").strip() or (row.get(other) or "").strip() or None
    row["channel"] = row["channel"] or CHANNELS.get(row["type"] or "")
    row["value"] = row["value"] or next((row[name] for name in VALUES if row.get(name)), None)
    if row["score"] is not None and row["instrument"] is None:
        row["score"] = None  # a number without its question is a property, no answer
    return Read(received, row, fault, body)


def _whole(value: str | None) -> str | None:
    """Return a text that UTF-8 can hold: half of a character, or NUL, is none."""
    if value is None:
        return None
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _call(dialect: str, document: Any) -> Any:
    if dialect.startswith(WEBHOOK):
        return webhooks.call(document, dialect.removeprefix(WEBHOOK))
    return DIALECTS[dialect].call(document)


def _timed(row: dict[str, str | None], call: Mapping[str, Any], received: Received) -> str | None:
    """Write the time into the row; return what is wrong with it."""
    said = next((call[key] for key in mapping.TIMES[:2] if call.get(key) is not None), None)
    sent = received.sent if received.sent is not None else micros(call.get("sentAt"))
    moment = received.received if said is None else micros(said)
    if moment is None:
        return "time not understood"
    apart = 0 if sent is None or said is None else received.received - sent
    if abs(apart) > CLOCK_OFF:
        moment += apart
    if moment > received.received + DAY:
        return "the time lies in the future (a wrong clock)"
    if moment < EARLIEST:
        return "the time lies before 1990 (a clock that was never set)"
    row["timestamp"] = written(moment)
    return None


def _sized(row: Mapping[str, str | None]) -> str | None:
    for name in ("touchpoint", "userId", "anonymousId"):
        if len(row.get(name) or "") > LONGEST:
            return f"{name} of more than {LONGEST} characters"
    if not row.get("userId") and not row.get("anonymousId"):
        return "no customer"
    return None
