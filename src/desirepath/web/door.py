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

import asyncio
import base64
import binascii
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desirepath.collector import signatures
from desirepath.collector.bodies import TooLarge, receive, unpacked
from desirepath.collector.dialects import plain, posthog, segment, snowplow, webhooks
from desirepath.collector.intake import Intake
from desirepath.collector.parcel import Asked, Parcel, Unusable
from desirepath.collector.reading import WEBHOOK
from desirepath.errors import WorkspaceError
from desirepath.store.arrivals import Arrival
from desirepath.store.kept_keys import KeptKeys, WriteKey, hashed
from desirepath.web.door_answers import (
    CORS,
    HARMLESS,
    NO_FLAGS,
    PIXEL,
    Answer,
    answer,
    document,
    preflight,
    refused,
)

WEBHOOKS = "/v1/webhooks/"
SNIPPET, SCRIPT = "/d.js", Path(__file__).with_name("snippet.js")
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


@dataclass
class Door:
    """What the door shares with the rest of the server; made once per app."""

    intake: Intake
    keys: KeptKeys
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


class DoorLayer:
    """The ASGI layer that answers the door's addresses and passes everything else on."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Wrap an app."""
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        known = (
            path in ENTRIES
            or path in HARMLESS
            or path == SNIPPET
            or path.startswith((WEBHOOKS, "/array/"))
        )
        if not known:
            await self.app(scope, receive, send)
            return
        if path == SNIPPET and scope["method"] != "OPTIONS":
            caching = {**CORS, "Cache-Control": "public, max-age=3600"}
            script = FileResponse(SCRIPT, media_type="text/javascript", headers=caching)
            await script(scope, receive, send)
            return
        headers = {key.decode("latin-1"): told.decode("latin-1") for key, told in scope["headers"]}
        if scope["method"] == "OPTIONS":
            given = preflight(headers.get("access-control-request-headers", ""))
        elif path in HARMLESS or path.startswith("/array/"):
            given = document(HARMLESS.get(path, NO_FLAGS))
        else:
            given = await self._take(scope, receive, path, headers)
        await given.send(send)

    async def _take(
        self, scope: Scope, receiving: Receive, path: str, headers: Mapping[str, str]
    ) -> Answer:
        door = self.door
        try:
            if scope["method"] == "GET" and path == "/i":
                body = b""
            elif scope["method"] == "POST":
                body = await receive(receiving, headers.get("content-length", ""))
            else:
                return refused(405, "Send events with POST.")
            query = scope["query_string"]
            asked = Asked("", dict(parse_qsl(query.decode("latin-1"))) if query else {}, headers)
            if path.startswith(WEBHOOKS):
                key = door.key(path.removeprefix(WEBHOOKS))
                name = WEBHOOK + (key.template or "") if key and key.template else ""
                if key is None or not name:
                    return self._unknown()
                refusal = self._signature(key, body, scope, headers)
                if refusal:
                    door.refused["signature"] += 1
                    return refused(401, refusal)
                parcel = webhooks.split(unpacked(body), asked, key.template or "")
                entry = Entry(name, webhooks, ACCEPTED)
            else:
                entry = ENTRIES[path]
                asked = Asked(entry.path, asked.query, headers)
                large = len(body) > LARGE or "content-encoding" in headers
                parcel = await asyncio.to_thread(_cut, entry, body, asked) if large else _cut(
                    entry, body, asked)  # fmt: skip
                key = door.key(_given(asked) or parcel.key or "")
                if key is None or key.template:
                    return self._unknown()
            return await self._keep(key, entry, parcel)
        except TooLarge as error:
            door.refused["too large"] += 1
            return refused(413, str(error))
        except Unusable as error:
            door.refused["unusable"] += 1
            return refused(400, str(error))
        except WorkspaceError as error:
            door.refused["busy"] += 1
            return refused(503, str(error), wait=2)

    async def _keep(self, key: WriteKey, entry: Entry, parcel: Parcel) -> Answer:
        door = self.door
        wait = door.wait(key, len(parcel.messages), time.monotonic())
        if wait:
            door.refused["rate"] += 1
            return refused(429, f"More than {key.rate} events per second.", wait=wait)
        if parcel.messages:
            now = time.time_ns() // 1000
            arrival = Arrival(key.source, entry.name, now, parcel.sent, parcel.messages)
            await door.intake.kept(arrival)
        return entry.answer

    def _unknown(self) -> Answer:
        self.door.refused["unknown key"] += 1
        return refused(401, "This write key is not known here, or was revoked.")

    @staticmethod
    def _signature(
        key: WriteKey, body: bytes, scope: Scope, given: Mapping[str, str]
    ) -> str | None:
        scheme = given.get("x-forwarded-proto", scope["scheme"])
        query = scope["query_string"].decode("latin-1")
        url = f"{scheme}://{given.get('host', '')}{scope['path']}{'?' if query else ''}{query}"
        how = webhooks.TEMPLATES[key.template or "standard"].scheme
        return signatures.verify(how, key.secret or "", body, given, url, time.time())


def _cut(entry: Entry, body: bytes, asked: Asked) -> Parcel:
    parcel: Parcel = entry.dialect.split(unpacked(body), asked)
    return parcel


def _given(asked: Asked) -> str | None:
    """Return the key as headers or the query have it: Basic (as user), Bearer, or by name."""
    kind, _, value = asked.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return None
    if kind.lower() == "bearer":
        return value.strip()
    named = asked.headers.get("x-api-key")
    return named or next(
        (asked.query[name] for name in ("writeKey", "key", "api_key") if name in asked.query), None
    )
