"""Conversations as Genesys Cloud's speech and text analytics gives them (the transcript URL).

Phrases have a time since 1970 in milliseconds and a duration; `participantPurpose` says whether
an agent (`internal`) or the customer (`external`) speaks, and tells agents not apart.
Source: https://developer.genesys.cloud/analyticsdatamanagement/speechtextanalytics/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desirepath.sources._reading import Opened, Reading
from desirepath.sources._turns import (
    Conversation,
    Turn,
    documents,
    moment,
    plain,
    reading,
    role_of,
    starts_with_keys,
)

NAME = "genesys"
SUFFIXES = (".json",)
ORDER = 23
EXAMPLE = b"""{"conversationId": "K7", "mediaType": "call", "startTime": 1772445600000,
 "participants": [{"participantPurpose": "external", "externalContactId": "C7"},
  {"participantPurpose": "internal", "userId": "u1"}],
 "transcripts": [{"language": "en-us", "phrases": [
  {"text": "Good morning, how can I help?", "startTimeMs": 1772445600000,
   "duration": {"milliseconds": 2500}, "participantPurpose": "internal"},
  {"text": "My parcel has not arrived.", "startTimeMs": 1772445603100,
   "duration": {"milliseconds": 2900}, "participantPurpose": "external"}]}]}
"""

ABOUT = "Read as a transcript of Genesys Cloud: every phrase is a turn."


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON of a conversation with transcripts and phrases."""
    return starts_with_keys(head, "conversationId") and (
        starts_with_keys(head, "transcripts") or starts_with_keys(head, "phrases")
    )


def read(opened: Opened) -> Reading:
    """Return one row per phrase."""
    return reading(NAME, opened, _conversations(opened), ABOUT)


def _conversations(opened: Opened) -> Iterator[Conversation]:
    for line, document in documents(opened):
        parts = document.get("transcripts") or [document]
        phrases = [one for part in parts for one in part.get("phrases") or ()]
        phrases.sort(key=lambda one: float(one.get("startTimeMs") or 0))
        first = phrases[0].get("startTimeMs") if phrases else None
        start = moment(document.get("startTime")) or moment(first)
        media = str(document.get("mediaType", "call")).casefold()
        called = media in {"call", "voice", "callback"}
        yield Conversation(
            [_turn(one, start) for one in phrases],
            line=line,
            id=str(document["conversationId"]),
            customer=_customer(document),
            time=start,
            channel="phone" if called else "chat",
            touchpoint="Call" if called else "Chat",
            language=next((part.get("language") for part in parts), None),
        )


def _customer(document: dict[str, Any]) -> str | None:
    for one in document.get("participants") or ():
        if role_of(one.get("participantPurpose")) == "customer":
            for key in ("externalContactId", "customerId", "ani", "name"):
                if one.get(key):
                    return str(one[key])
    return None


def _turn(one: dict[str, Any], start: datetime | None) -> Turn:
    at = moment(one.get("startTimeMs"))
    begin = (at - start).total_seconds() if at and start else None
    length = (one.get("duration") or {}).get("milliseconds")
    end = None if begin is None or length is None else begin + float(length) / 1000
    return Turn(role_of(one.get("participantPurpose")), plain(one.get("text")), begin, end)
