"""What every answer carries and every request must pass: CSP, and the check of Host and Origin.

A page of another site can make this browser send requests to 127.0.0.1. The check of `Origin`
refuses those that would change something, the check of `Host` those of a rebound name.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desirepath.web.problems import problem

SAFE = {"GET", "HEAD", "OPTIONS"}
ELSEWHERE = {"cross-site", "same-site"}
"""What a browser says of requests that pages of others make (`Sec-Fetch-Site`)."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "frame-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """An ASGI layer around the app; `hosts` are the names under which it may be asked."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        """Wrap an app; no `hosts` where a token is asked for, which a rebound name has not."""
        self.app = app
        self.hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await problem(403, "Refused", refusal)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        host = _split(f"//{headers.get('host', '')}").hostname or ""
        if self.hosts is not None and host not in self.hosts:
            return f'This server does not answer under the name "{host}".'
        if method in SAFE:
            return None
        origin = headers.get("origin")
        ours = origin is None or _split(origin).netloc == headers.get("host")
        if not ours or headers.get("sec-fetch-site", "none") in ELSEWHERE:
            return "Another page may not change this workspace (its Origin is not this server)."
        return None


def _split(text: str) -> SplitResult:
    """Return the parts of an address; of one that cannot be, none."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")
