"""The page at which a token opens the pages: a form without script, and a cookie no script reads.

Only where tokens are asked for. The cookie is `HttpOnly` and `SameSite=Strict`; the check of
`Origin` stands before.
"""

from __future__ import annotations

import html
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from desirepath.web.access import COOKIE, Access

PATH, LEAVE = "/sign-in", "/sign-out"
OWN = ("/api", "/assets/", "/metrics")
"""What answers 401 by itself, and what a page is made of."""
DAYS_30 = 30 * 86_400
LONGEST = 4096
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
WORDS = {
    "en": ("Sign in", "Token", "Open", "This token is not known here, or was revoked."),
    "de": ("Anmelden", "Token", "Öffnen", "Dieses Token kennt der Server nicht."),
}
PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title} · Desirepath</title>
<meta name="viewport" content="width=device-width">
<style>
:root {{ color-scheme: light dark; --ink: light-dark(#1f3a5f, #b9cbe2) }}
body {{ font: 16px/1.5 Inter, "Helvetica Neue", Arial, sans-serif; display: grid;
  min-height: 90vh; place-items: center }}
form {{ width: min(22rem, 90vw) }}
h1 {{ font-size: 1.4rem; color: var(--ink) }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit }}
input, button {{ margin-top: .5rem; padding: .6rem .7rem; border-radius: 7px;
  border: 1px solid #8893a3 }}
button {{ background: #1f3a5f; color: #fff; font-weight: 600; cursor: pointer }}
p {{ color: light-dark(#a12b2b, #ff9c9c) }}
</style>
<form method="post" action="/sign-in"><h1>{title}</h1>
<label>{token}<input type="password" name="token" autocomplete="current-password" required
 autofocus></label>{wrong}
<button>{open}</button></form></html>
"""


class SignIn:
    """An ASGI layer: pages without a token lead to the form."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Wrap an app."""
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the form, lead to it, or pass on."""
        if scope["type"] != "http" or not self.access.guarded:
            await self.app(scope, receive, send)
            return
        request, path = Request(scope, receive), scope["path"]
        if path == PATH:
            answer = await self._form(request)
        elif path == LEAVE and request.method == "POST":
            answer = RedirectResponse(PATH, 303)
            answer.delete_cookie(COOKIE)
        elif path.startswith(OWN) or self.access.scopes(request) is not None:
            await self.app(scope, receive, send)
            return
        else:
            answer = RedirectResponse(PATH, 303)
        await answer(scope, receive, send)

    async def _form(self, request: Request) -> Response:
        if request.method != "POST":
            return _page(request, wrong=False)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                return _page(request, wrong=True)
        text = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0].strip()
        if self.access.of(text) is None:
            return _page(request, wrong=True)
        answer = RedirectResponse("/", 303)
        secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
        answer.set_cookie(
            COOKIE, text, max_age=DAYS_30, httponly=True, samesite="strict", secure=secure
        )
        return answer


def _page(request: Request, *, wrong: bool) -> Response:
    told = request.headers.get("accept-language", "")
    language = "de" if told.casefold().startswith("de") else "en"
    title, token, opened, refused = map(html.escape, WORDS[language])
    page = PAGE.format(
        language=language, title=title, token=token, open=opened,
        wrong=f'<p role="alert">{refused}</p>' if wrong else "",
    )  # fmt: skip
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(page, 401 if wrong else 200, headers=headers)
