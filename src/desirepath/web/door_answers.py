"""What the live door answers: bytes made beforehand, so that thanking for an event costs little."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from starlette.types import Send

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
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
class Answer:
    """One answer as an ASGI server takes it."""

    start: dict[str, Any]
    body: dict[str, Any]

    @cached_property
    def wire(self) -> tuple[bytes, bytes]:
        """The answer as it goes over the wire: status and headers, then the empty line and body.

        Between the two come headers that the server adds to every answer.
        """
        status = HTTPStatus(self.start["status"])
        lines = [b"HTTP/1.1 %d %s\r\n" % (status, status.phrase.encode())]
        lines += [b"%s: %s\r\n" % told for told in self.start["headers"]]
        return b"".join(lines), b"\r\n" + self.body["body"]

    async def send(self, send: Send) -> None:
        """Give it."""
        await send(self.start)
        await send(self.body)


def answer(
    body: bytes, *, status: int = 200, kind: str = "application/json", **headers: str
) -> Answer:
    """Return an answer to a page of any origin; names of headers have `_` for `-`."""
    told = {"Content-Type": kind, "Content-Length": str(len(body))} if body else {}
    told |= CORS | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in told.items()]
    start = {"type": "http.response.start", "status": status, "headers": raw}
    return Answer(start, {"type": "http.response.body", "body": body})


def document(said: Any, **how: Any) -> Answer:
    """Return a document as an answer."""
    return answer(json.dumps(said, separators=(",", ":")).encode(), **how)


def refused(status: int, sentence: str, *, wait: float = 0) -> Answer:
    """Return why nothing was taken, and after how many seconds to come again."""
    headers = {"Retry_After": str(max(1, round(wait)))} if wait else {}
    told = {"code": status, "message": sentence, "detail": sentence}
    return document(told, status=status, **headers)


def preflight(asked: str) -> Answer:
    """Let a page of another origin send, with the headers it asks for."""
    return answer(
        b"",
        status=204,
        Access_Control_Allow_Methods="POST, GET, OPTIONS",
        Access_Control_Allow_Headers=asked or "*",
        Access_Control_Max_Age="86400",
    )
