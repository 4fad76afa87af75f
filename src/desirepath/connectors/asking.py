"""One request after the other, politely: never faster than allowed, again after a refusal.

| answer | what is done |
|---|---|
| 429, 503 | wait as long as `Retry-After` says, else longer and longer |
| 500, 502, 504, no connection | wait longer and longer |
| redirect | refused: the secret must not go to another place |
| any other | a sentence with the system's own words, without the secret |
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener
from urllib.request import Request as Sent

from desirepath.connectors.account import Account
from desirepath.connectors.description import Description
from desirepath.errors import RemoteError

TRIES = 6
LONGEST_WAIT = 120.0
"""Seconds; who is asked to wait longer is told so, and can go on later."""
TIMEOUT = 60.0
LARGEST = 64 << 20
SAID = 300
AGAIN = frozenset({429, 500, 502, 503, 504})


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nowhere."""


@dataclass
class Asker:
    """Asks one system. `wait` sleeps, `clock` tells seconds; tests bring their own."""

    description: Description
    account: Account
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    waited: float = 0.0
    _last: float | None = None
    _opener: Any = field(default_factory=lambda: build_opener(_Stay))

    def sign(self, secret: str) -> None:
        """Say from now on who asks."""
        auth = self.description.auth
        user = auth.user.format(user=self.account.user or "")
        if auth.kind == "bearer":
            self.headers["Authorization"] = f"Bearer {secret}"
        elif auth.kind == "basic":
            pair = base64.b64encode(f"{user}:{secret}".encode()).decode()
            self.headers["Authorization"] = f"Basic {pair}"
        elif auth.kind == "header":
            self.headers[auth.header] = secret

    def url(self, path: str, query: Mapping[str, Any] | None = None) -> str:
        """Return the address of a path at this system."""
        asked = urlencode(dict(query or {}), doseq=True)
        return f"{self.account.url}{path}{'?' if asked else ''}{asked}"

    def own(self, url: str) -> str:
        """Return an address that the system named; raises RemoteError for one elsewhere."""
        mine, there = urlsplit(self.account.url), urlsplit(url)
        if (there.scheme, there.netloc) != (mine.scheme, mine.netloc):
            raise RemoteError(
                f"{self.description.title} names {there.netloc or url[:80]} as the place of the "
                f"next page, which is not {mine.netloc}: not followed."
            )
        return url

    def json(
        self, method: str, url: str, body: Any = None, *, again: bool = True
    ) -> tuple[Any, Mapping[str, str]]:
        """Return the answer and its headers; `again`: asking twice does no harm."""
        data = None if body is None else json.dumps(body).encode()
        for number in range(TRIES):
            self._pause()
            sent = Sent(url, data=data, method=method, headers=self._headers(data))  # noqa: S310 - the address was checked
            last = number == TRIES - 1
            try:
                with self._opener.open(sent, timeout=TIMEOUT) as answer:
                    return self._read(answer), answer.headers
            except HTTPError as error:
                with error:
                    refused = error.code in {429, 503}
                    if last or error.code not in AGAIN or not (again or refused):
                        raise self._sentence(error) from None
                    self._sleep(_retry_after(error.headers.get("Retry-After")), number)
            except (URLError, HTTPException, OSError) as error:
                if last or not again:
                    raise RemoteError(
                        f"{self.description.title} at {urlsplit(url).netloc} does not answer "
                        f"({getattr(error, 'reason', None) or error}). What was read so far is "
                        "kept; try again later."
                    ) from None
                self._sleep(None, number)
        raise AssertionError  # the last try returns or raises

    def _headers(self, data: bytes | None) -> dict[str, str]:
        found = {"Accept": "application/json", "User-Agent": "desirepath", **self.headers}
        return found | ({"Content-Type": "application/json"} if data is not None else {})

    def _read(self, answer: Any) -> Any:
        content = answer.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise RemoteError(
                f"{self.description.title} sent more than {LARGEST >> 20} MB at once. Ask for "
                "smaller pages in the description."
            )
        if not content:
            return None
        try:
            return json.loads(content, parse_float=str)
        except ValueError:
            raise RemoteError(
                f"{self.description.title} answered something that is no JSON. Is the address "
                f"{self.account.url} right?"
            ) from None

    def _pause(self) -> None:
        now = self.clock()
        if self._last is not None:
            rest = self._last + 1 / self.description.limit.per_second - now
            if rest > 0:
                self.wait(rest)
        self._last = self.clock()

    def _sleep(self, told: float | None, number: int) -> None:
        seconds = 0.5 * 2**number if told is None else told
        if seconds > LONGEST_WAIT:
            raise RemoteError(
                f"{self.description.title} asks to wait {seconds:.0f} seconds. What was read so "
                "far is kept; pull again after that."
            )
        self.waited += seconds
        self.wait(seconds)

    def _sentence(self, error: HTTPError) -> RemoteError:
        said = " ".join(error.read(4 * SAID).decode("utf-8", "replace").split())[:SAID]
        for secret in filter(None, (self.account.secret, *self.headers.values())):
            said = said.replace(secret, "…").replace(secret.rpartition(" ")[2], "…")
        title, path = self.description.title, urlsplit(error.url or "").path
        if error.code in {401, 403}:
            needs = self.description.auth.needs
            return RemoteError(
                f"{title} refuses this account ({error.code} at {path}). Check user and secret"
                f"{f': it needs {needs}' if needs else ''}. It said: {said or 'nothing'}"
            )
        return RemoteError(
            f"{title} answered {error.code} at {path}: {said or error.reason}. "
            "What was read so far is kept.",
            status=error.code,
        )


def _retry_after(told: str | None) -> float | None:
    """Return the seconds of a `Retry-After`: a number, or a date."""
    if not told:
        return None
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
