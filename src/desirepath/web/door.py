"""The live door over HTTP: the addresses that clients of other products already send to.

It stands before the application, because its rules are others: pages of any origin may send,
nobody may read, and the only right is that of a write key. An answer of 200 means: on disk.

| addresses | clients |
|---|---|
| `/v1/identify track page screen group alias batch import` | Segment, RudderStack |
| `/batch/ /e/ /i/v0/e/ /capture/`, `/flags/ /decide/` answered | PostHog |
| `/com.snowplowanalytics.snowplow/tp2`, GET `/i` | Snowplow |
| `/v1/events` | anybody, in our own words |
| `/v1/webhooks/KEY` | signed webhooks |
| GET `/d.js` | web pages: a script without cookies |
"""

from __future__ import annotations

import base64
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

from desirepath.collector import sparing
from desirepath.collector.bodies import TooLarge, unpacked
from desirepath.collector.dialects import plain, posthog, segment, snowplow
from desirepath.collector.intake import Intake
from desirepath.collector.parcel import Asked, Parcel, Unusable
from desirepath.errors import DesirepathError
from desirepath.store.arrivals import Arrival
from desirepath.store.kept_keys import KeptKeys, WriteKey, hashed
from desirepath.web.door_answers import (
    PIXEL,
    Answer,
    answer,
    document,
    refused,
)

LARGE = 256 << 10
"""Bodies beyond this are cut apart in a thread: the loop goes on answering others."""


@dataclass(frozen=True)
class Entry:
    """One address: its dialect, and what its clients expect to hear."""

    name: str
    dialect: ModuleType
    answer: Answer
    path: str = ""


def _entries() -> dict[str, Entry]:
    found, thanks = {}, document({"success": True})
    for word in (*segment.CALLS, *segment.SHORT, "batch", "import"):
        found[f"/v1/{word}"] = Entry("segment", segment, thanks, word)
    for path in ("/batch", "/e", "/i/v0/e", "/capture", "/engage"):
        found[path] = Entry("posthog", posthog, document({"status": 1}))
    for path in ("/com.snowplowanalytics.snowplow/tp2", "/i"):
        found[path] = Entry("snowplow", snowplow, answer(PIXEL, kind="image/gif"))
    found["/v1/events"] = Entry("plain", plain, ACCEPTED)
    return found


ACCEPTED = document({"accepted": True})
ENTRIES = _entries()


@dataclass(frozen=True, slots=True)
class Taken:
    """What to answer; where there is something to keep, once it is on disk."""

    answer: Answer
    arrival: Arrival | None = None


FAILURES = (
    (TooLarge, 413, "too large"), (Unusable, 400, "unusable"), (DesirepathError, 503, "busy"),
)  # fmt: skip


@dataclass
class Door:
    """What the door shares with the rest of the server; made once per app."""

    intake: Intake
    keys: KeptKeys
    keeping: Callable[[], Mapping[str, Any]]
    """The setting `privacy`, as it is now."""
    refused: Counter[str] = field(default_factory=Counter)
    _known: Mapping[str, WriteKey] = field(default_factory=dict)
    _version: int = -1
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def key(self, text: str) -> WriteKey | None:
        """Return the key of that text; the book is asked only after keys changed."""
        if self._version != self.keys.version:
            version = self.keys.version
            self._known, self._version = self.keys.write_keys(), version
        return self._known.get(hashed(text))

    def wait(self, key: WriteKey, events: int, now: float) -> float:
        """Return how many seconds a sender must wait, 0 when it may send now.

        A second's worth of events may come at once; a batch larger than that empties it.
        """
        if key.rate is None:
            return 0.0
        left, then = self._left.get(key.id, (float(key.rate), now))
        left = min(float(key.rate), left + (now - then) * key.rate)
        if left < min(events, key.rate):
            self._left[key.id] = (left, now)
            return (min(events, key.rate) - left) / key.rate
        self._left[key.id] = (left - events, now)
        return 0.0

    def take(self, entry: Entry, asked: Asked, parcel: Parcel) -> Taken:
        """Take what a request to one of `ENTRIES` brought, if its key may write."""
        key = self.key(_given(asked) or parcel.key or "")
        if key is None or key.template:
            return self.unknown()
        return self.arrived(key, entry, parcel)

    def arrived(self, key: WriteKey, entry: Entry, parcel: Parcel) -> Taken:
        """Return what to keep, or that the sender must wait."""
        wait = self.wait(key, len(parcel.messages), time.monotonic())
        if wait:
            self.refused["rate"] += 1
            return Taken(refused(429, f"More than {key.rate} events per second.", wait=wait))
        if not parcel.messages:
            return Taken(entry.answer)
        now = time.time_ns() // 1000
        kept = sparing.messages(entry.name, parcel.messages, self.keeping)
        arrival = Arrival(key.source, entry.name, now, parcel.sent, kept)
        return Taken(entry.answer, arrival)

    def unknown(self) -> Taken:
        """Say that a key is not known."""
        self.refused["unknown key"] += 1
        return Taken(refused(401, "This write key is not known here, or was revoked."))

    def refusal(self, error: DesirepathError) -> Answer:
        """Return the answer to a request that failed, and count it."""
        status, reason = next(
            (said, why) for kind, said, why in FAILURES if isinstance(error, kind)
        )
        self.refused[reason] += 1
        return refused(status, str(error), wait=2 if status == 503 else 0)


def asked_of(path: str, query: str, headers: Mapping[str, str]) -> Asked:
    """Return the rest of a request; `path` is the one below the dialect's root."""
    return Asked(path, dict(parse_qsl(query)) if query else {}, headers)


def cut(entry: Entry, asked: Asked, body: bytes) -> Parcel:
    """Cut a body into events. Raises Unusable, TooLarge."""
    parcel: Parcel = entry.dialect.split(unpacked(body), asked)
    return parcel


def _given(asked: Asked) -> str | None:
    """Return the key as headers or the query have it: Basic (as user), Bearer, or by name."""
    kind, _, value = asked.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except ValueError:  # neither base64 nor text
            return None
    if kind.lower() == "bearer":
        return value.strip()
    named = asked.headers.get("x-api-key")
    return named or next(
        (asked.query[name] for name in ("writeKey", "key", "api_key") if name in asked.query), None
    )
