"""Conversations of Intercom as JSON: the message that began them, and their parts.

One conversation, a list, or `{"conversations": [...]}`, as the REST API gives them. Notes among
colleagues and parts without a body are no talk.
Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
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

NAME = "intercom"
SUFFIXES = (".json", ".jsonl")
ORDER = 25
EXAMPLE = b"""{"type": "conversation", "id": "K7", "created_at": 1772445600, "state": "closed",
 "source": {"type": "conversation", "delivered_as": "customer_initiated",
  "body": "<p>My parcel has not arrived.</p>", "author": {"type": "user", "id": "u7"}},
 "contacts": {"contacts": [{"type": "contact", "id": "u7", "external_id": "C7"}]},
 "conversation_parts": {"conversation_parts": [
  {"part_type": "comment", "body": "<p>I am sorry, let me look.</p>", "created_at": 1772445620,
   "author": {"type": "admin", "id": "a1", "name": "Amy"}},
  {"part_type": "close", "body": null, "created_at": 1772445700,
   "author": {"type": "admin", "id": "a1"}}]}}
"""

ABOUT = "Read as conversations of Intercom: every message is a turn; notes are left out."
NO_TALK = {"note", "note_and_reopen"}


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON of conversations with parts."""
    return starts_with_keys(head, "conversation_parts")


def read(opened: Opened) -> Reading:
    """Return one row per message."""
    return reading(NAME, opened, _conversations(opened), ABOUT)


def _conversations(opened: Opened) -> Iterator[Conversation]:
    for line, document in documents(opened):
        for place, one in enumerate(document.get("conversations") or [document]):
            yield _conversation(one, line + place)


def _conversation(one: dict[str, Any], line: int) -> Conversation:
    source = one.get("source") or one.get("conversation_message") or {}
    start = moment(one.get("created_at"))
    parts = (one.get("conversation_parts") or {}).get("conversation_parts") or []
    messages = [{**source, "created_at": one.get("created_at")}, *parts]
    turns = [_turn(part, start) for part in messages if part.get("part_type") not in NO_TALK]
    contacts = (one.get("contacts") or {}).get("contacts") or [one.get("user") or {}]
    who: dict[str, Any] = next(iter(contacts), {})
    return Conversation(
        turns,
        line=line,
        id=str(one["id"]) if one.get("id") else None,
        customer=str(who.get("external_id") or who.get("email") or who.get("id") or "") or None,
        time=start,
        channel="chat",
        touchpoint="Chat",
        facts={"subject": plain(source.get("subject")) or None, "status": one.get("state")},
    )


def _turn(part: dict[str, Any], start: datetime | None) -> Turn:
    author = part.get("author") or {}
    at = moment(part.get("created_at"))
    since = (at - start).total_seconds() if at and start else None
    words = plain(part.get("body"))
    return Turn(role_of(author.get("type")), words, since, None, author.get("name"))
