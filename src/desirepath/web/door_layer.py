"""The live door as a layer before the application: every request that `doorstep` does not take.

Webhooks, the script for web pages, what browsers ask before they send, what is packed, large or
wrong.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desirepath.collector import signatures
from desirepath.collector.bodies import receive, unpacked
from desirepath.collector.dialects import webhooks
from desirepath.collector.parcel import Asked
from desirepath.collector.reading import WEBHOOK
from desirepath.errors import DesirepathError
from desirepath.store.kept_keys import WriteKey
from desirepath.web.door import ACCEPTED, ENTRIES, LARGE, Door, Entry, Taken, asked_of, cut
from desirepath.web.door_answers import (
    CORS,
    HARMLESS,
    NO_FLAGS,
    Answer,
    answer,
    document,
    preflight,
    refused,
)

WEBHOOKS = "/v1/webhooks/"
THERE = answer(b"")
SNIPPET, SCRIPT = "/d.js", Path(__file__).with_name("snippet.js")


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
            elif scope["method"] == "HEAD" and path.startswith(WEBHOOKS):
                # Intercom asks so whether an address is there before it keeps it
                key = door.key(path.removeprefix(WEBHOOKS))
                return THERE if key and key.template else door.unknown().answer
            else:
                return refused(405, "Send events with POST.")
            query = scope["query_string"].decode("latin-1")
            if path.startswith(WEBHOOKS):
                asked = asked_of("", query, headers)
                taken = self._webhook(scope, path.removeprefix(WEBHOOKS), asked, body)
            else:
                entry = ENTRIES[path]
                asked = asked_of(entry.path, query, headers)
                if len(body) > LARGE or "content-encoding" in headers:
                    parcel = await asyncio.to_thread(cut, entry, asked, body)
                else:
                    parcel = cut(entry, asked, body)
                taken = door.take(entry, asked, parcel)
            if taken.arrival is not None:
                await door.intake.kept(taken.arrival)
        except DesirepathError as error:
            return door.refusal(error)
        return taken.answer

    def _webhook(self, scope: Scope, key_text: str, asked: Asked, body: bytes) -> Taken:
        door = self.door
        key = door.key(key_text)
        if key is None or not key.template:
            return door.unknown()
        refusal = self._signature(key, body, scope, asked.headers)
        if refusal:
            door.refused["signature"] += 1
            return Taken(refused(401, refusal))
        parcel = webhooks.split(unpacked(body), asked, key.template)
        return door.arrived(key, Entry(WEBHOOK + key.template, webhooks, ACCEPTED), parcel)

    @staticmethod
    def _signature(
        key: WriteKey, body: bytes, scope: Scope, given: Mapping[str, str]
    ) -> str | None:
        scheme = given.get("x-forwarded-proto", scope["scheme"])
        query = scope["query_string"].decode("latin-1")
        url = f"{scheme}://{given.get('host', '')}{scope['path']}{'?' if query else ''}{query}"
        how = webhooks.TEMPLATES[key.template or "standard"].scheme
        return signatures.verify(how, key.secret or "", body, given, url, time.time())
