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
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from desirepath.collector import signatures
from desirepath.collector.bodies import TooLarge, receive, unpacked
from desirepath.collector.dialects import plain, posthog, segment, snowplow, webhooks
from desirepath.collector.intake import Intake
from desirepath.collector.parcel import Asked, Parcel, Unusable
from desirepath.collector.reading import WEBHOOK
from desirepath.errors import WorkspaceError
from desirepath.store.inbox import Row
from desirepath.store.kept_keys import KeptKeys, WriteKey, hashed

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
WEBHOOKS = "/v1/webhooks/"
SNIPPET, SCRIPT = "/d.js", Path(__file__).with_name("snippet.js")
LARGE = 256 << 10
"""Bodies beyond this are cut apart in a thread: the loop goes on answering others."""
NO_FLAGS = {
    "flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": False,
    "sessionRecording": False, "supportedCompression": ["gzip"], "surveys": False,
    "siteApps": [], "capturePerformance": False, "autocapture_opt_out": True,
}  # fmt: skip
DEFINITIONS: dict[str, Any] = {"flags": [], "group_type_mapping": {}, "cohorts": {}, "surveys": []}
HARMLESS: dict[str, Any] = {
    "/flags": NO_FLAGS, "/decide": NO_FLAGS, "/s": {"status": 1},
    "/flags/definitions": DEFINITIONS, "/api/feature_flag/local_evaluation": DEFINITIONS,
    "/api/surveys": {"surveys": []},
}  # fmt: skip
"""What PostHog's clients ask beside sending: there are no flags here."""
CORS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Entry:
    """One address: its dialect, and what its clients expect to hear."""

    name: str
    dialect: ModuleType
    answer: Any
    path: str = ""


def _entries() -> dict[str, Entry]:
    found = {}
    for word in (*segment.CALLS, *segment.SHORT, "batch", "import"):
        found[f"/v1/{word}"] = Entry("segment", segment, {"success": True}, word)
    for path in ("/batch", "/e", "/i/v0/e", "/capture", "/engage"):
        found[path] = Entry("posthog", posthog, {"status": 1})
    for path in ("/com.snowplowanalytics.snowplow/tp2", "/i"):
        found[path] = Entry("snowplow", snowplow, PIXEL)
    found["/v1/events"] = Entry("plain", plain, {"accepted": True})
    return found


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
        if scope["method"] == "OPTIONS":
            answer: Response = _preflight(Headers(scope=scope))
        elif path == SNIPPET:
            caching = {**CORS, "Cache-Control": "public, max-age=3600"}
            answer = FileResponse(SCRIPT, media_type="text/javascript", headers=caching)
        elif path in HARMLESS or path.startswith("/array/"):
            answer = JSONResponse(HARMLESS.get(path, NO_FLAGS), headers=CORS)
        else:
            answer = await self._take(scope, receive, path)
        await answer(scope, receive, send)

    async def _take(self, scope: Scope, receiving: Receive, path: str) -> Response:
        door, headers = self.door, Headers(scope=scope)
        try:
            if scope["method"] == "GET" and path == "/i":
                body = b""
            elif scope["method"] == "POST":
                body = await receive(receiving, headers.get("content-length", ""))
            else:
                return _refused(405, "Send events with POST.")
            asked = Asked(
                "", dict(parse_qsl(scope["query_string"].decode("latin-1"))), dict(headers.items())
            )
            if path.startswith(WEBHOOKS):
                key = door.key(path.removeprefix(WEBHOOKS))
                name = WEBHOOK + (key.template or "") if key and key.template else ""
                if key is None or not name:
                    return self._unknown()
                refusal = self._signature(key, body, scope, headers)
                if refusal:
                    door.refused["signature"] += 1
                    return _refused(401, refusal)
                parcel = webhooks.split(unpacked(body), asked, key.template or "")
                entry = Entry(name, webhooks, {"accepted": True})
            else:
                entry = ENTRIES[path]
                asked = Asked(entry.path, asked.query, asked.headers)
                large = len(body) > LARGE or headers.get("content-encoding")
                parcel = await asyncio.to_thread(_cut, entry, body, asked) if large else _cut(
                    entry, body, asked)  # fmt: skip
                key = door.key(_given(asked) or parcel.key or "")
                if key is None or key.template:
                    return self._unknown()
            return await self._keep(key, entry, parcel)
        except TooLarge as error:
            door.refused["too large"] += 1
            return _refused(413, str(error))
        except Unusable as error:
            door.refused["unusable"] += 1
            return _refused(400, str(error))
        except WorkspaceError as error:
            door.refused["busy"] += 1
            return _refused(503, str(error), wait=2)

    async def _keep(self, key: WriteKey, entry: Entry, parcel: Parcel) -> Response:
        door = self.door
        wait = door.wait(key, len(parcel.messages), time.monotonic())
        if wait:
            door.refused["rate"] += 1
            return _refused(429, f"More than {key.rate} events per second.", wait=wait)
        now = time.time_ns() // 1000
        rows: list[Row] = [
            (key.source, one.id, entry.name, now, parcel.sent, one.body, one.fault)
            for one in parcel.messages
        ]
        if rows:
            await door.intake.put(rows, sum(len(one.body) for one in parcel.messages))
        if isinstance(entry.answer, bytes):
            return Response(entry.answer, media_type="image/gif", headers=CORS)
        return JSONResponse(entry.answer, headers=CORS)

    def _unknown(self) -> Response:
        self.door.refused["unknown key"] += 1
        return _refused(401, "This write key is not known here, or was revoked.")

    @staticmethod
    def _signature(key: WriteKey, body: bytes, scope: Scope, headers: Headers) -> str | None:
        given = {name.lower(): value for name, value in headers.items()}
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


def _refused(status: int, sentence: str, *, wait: float = 0) -> Response:
    headers = CORS | ({"Retry-After": str(max(1, round(wait)))} if wait else {})
    document = {"code": status, "message": sentence, "detail": sentence}
    return JSONResponse(document, status_code=status, headers=headers)


def _preflight(headers: Headers) -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "POST, GET, OPTIONS",
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
            "Access-Control-Max-Age": "86400",
        },
    )
