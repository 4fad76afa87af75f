"""Chats and ticket comments of Zendesk as JSON: chats with a history, tickets with comments.

`{"chats": [...]}` (or one chat per line) as the Chat API gives them, `{"ticket": …, "comments": …,
"users": …}` as the Ticketing API does; private comments are no part of the conversation.
Sources: https://developer.zendesk.com/api-reference/live-chat/chat-api/chats/;
https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desirepath.sources._reading import Opened, Reading
from desirepath.sources._turns import (
    AGENT,
    BOT,
    CUSTOMER,
    Conversation,
    Turn,
    documents,
    moment,
    plain,
    reading,
    role_of,
    starts_with_keys,
)

NAME = "zendesk"
SUFFIXES = (".json", ".jsonl")
ORDER = 24
EXAMPLE = b"""{"chats": [{"id": "H7", "type": "chat", "timestamp": "2026-03-02T10:00:00Z",
 "visitor": {"id": "v1", "name": "Jane", "email": "c7@example.com"}, "history": [
 {"type": "chat.msg", "name": "Jane", "sender_type": "Visitor",
  "msg": "My parcel has not arrived.", "timestamp": "2026-03-02T10:00:05Z"},
 {"type": "chat.msg", "name": "Amy", "sender_type": "Agent",
  "msg": "I am sorry, let me look.", "timestamp": "2026-03-02T10:00:20Z"}]}]}
"""

ABOUT = "Read as conversations of Zendesk: every message is a turn."


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON of chats with a history, or of tickets with comments and authors."""
    chats = starts_with_keys(head, "history", "msg") and starts_with_keys(head, "visitor")
    return chats or starts_with_keys(head, "comments", "author_id")


def read(opened: Opened) -> Reading:
    """Return one row per message."""
    return reading(NAME, opened, _conversations(opened), ABOUT)


def _conversations(opened: Opened) -> Iterator[Conversation]:
    for line, document in documents(opened):
        chats = document.get("chats") or ([document] if "history" in document else [])
        for place, chat in enumerate(chats):
            yield _chat(chat, line + place)
        if "comments" in document:
            yield _ticket(document, line)


def _chat(chat: dict[str, Any], line: int) -> Conversation:
    visitor = chat.get("visitor") or {}
    start = moment(chat.get("timestamp"))
    history = [one for one in chat.get("history") or () if one.get("type") == "chat.msg"]
    return Conversation(
        [
            Turn(
                _sender(one),
                plain(one.get("msg")),
                _since(one.get("timestamp"), start),
                None,
                one.get("name"),
            )
            for one in history
        ],
        line=line,
        id=str(chat["id"]) if chat.get("id") else None,
        customer=visitor.get("email") or visitor.get("id") or visitor.get("name"),
        time=start or moment(next((one.get("timestamp") for one in history), None)),
        channel="chat",
        touchpoint="Chat",
        facts={"department": chat.get("department_name")},
    )


def _sender(one: dict[str, Any]) -> str:
    if one.get("sender_type"):
        return role_of(one["sender_type"])
    nick = str(one.get("nick", ""))
    return CUSTOMER if nick.startswith("visitor") else BOT if nick == "system" else AGENT


def _ticket(document: dict[str, Any], line: int) -> Conversation:
    ticket = document.get("ticket") or document  # an export writes one ticket per line
    users = {str(one.get("id")): one for one in document.get("users") or ()}
    comments = [one for one in document["comments"] if one.get("public", True)]
    comments.sort(key=lambda one: str(one.get("created_at")))
    requester = ticket.get("requester") or {}
    asked = ticket.get("requester_id") or requester.get("id")
    asker = str(asked or (comments[0].get("author_id") if comments else ""))
    start = moment(comments[0].get("created_at")) if comments else None
    turns = []
    for one in comments:
        who = users.get(str(one.get("author_id")), {})
        speaker = CUSTOMER if str(one.get("author_id")) == asker else AGENT
        text = plain(one.get("plain_body") or one.get("body") or one.get("html_body"))
        since = _since(one.get("created_at"), start)
        turns.append(Turn(speaker, text, since, None, who.get("name")))
    return Conversation(
        turns,
        line=line,
        id=f"ticket {ticket['id']}" if ticket.get("id") else None,
        customer=users.get(asker, requester).get("email")
        or (f"zendesk:{asker}" if asker else None),
        time=start,
        channel="email",
        touchpoint="Support ticket",
        facts={"subject": ticket.get("subject"), "status": ticket.get("status")},
    )


def _since(value: Any, start: datetime | None) -> float | None:
    at = moment(value)
    return (at - start).total_seconds() if at and start else None
