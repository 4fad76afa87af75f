"""What plain texts of conversations say beside the talk: a head of `Name: value` lines, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desirepath.sources._turns import OTHER, Conversation, Turn, moment, role_of

HEADS = {
    "customer": ("customer", "customer id", "customer no", "client id", "kunde", "kundennummer"),
    "time": ("date", "time", "started", "start", "datum", "when", "call date", "chat date"),
    "id": ("call id", "conversation", "conversation id", "chat id", "id", "contact id"),
    "channel": ("channel", "kanal"),
}
_HEADS = {word: role for role, words in HEADS.items() for word in words}
LABEL = re.compile(
    r"\s*(?:[-–>*]\s*)?([^\W\d_][\w .'\-]{0,40}?)\s*(?:\(([^)]{1,20})\))?\s*:(?!\d)\s*(.*)$"
)
ID = re.compile(r"[\w.@+\-]{1,64}")
CHATS = {"chat", "message", "messenger", "whatsapp", "sms", "messaging"}


@dataclass(frozen=True)
class Header:
    """What the head of a file says of its conversation."""

    customer: str | None = None
    time: datetime | None = None
    id: str | None = None
    channel: str = "phone"
    lines: frozenset[str] = frozenset()

    @property
    def touchpoint(self) -> str:
        """Return what the conversation is called."""
        return "Call" if self.channel == "phone" else "Chat"

    def conversation(self, turns: Sequence[Turn]) -> Conversation:
        """Return the turns as the conversation that the head speaks of."""
        return Conversation(
            turns,
            id=self.id,
            customer=self.customer,
            time=self.time,
            channel=self.channel,
            touchpoint=self.touchpoint,
        )

    def holds(self, words: str) -> bool:
        """Say whether a line is of the head and not of the talk."""
        return words in self.lines


def header_of(lines: Iterable[str], most: int = 12) -> Header:
    """Return what the first lines say; the first line of talk ends the head."""
    found: dict[str, str] = {}
    held = set()
    for line in list(lines)[:most]:
        label, rest = labelled(re.sub(r"^NOTE\s+", "", line))
        role = _HEADS.get((label or "").casefold())
        value = rest.strip()
        if role == "customer" and not ID.fullmatch(value):
            break  # “Customer: my parcel …” is talk, “Customer: C7” is who it was
        if role == "time" and moment(value) is None:
            continue
        if role and value:
            found.setdefault(role, value)
            held.add(f"{label}: {value}")
        elif label and role_of(label) != OTHER:
            break
    word = found.get("channel", "").casefold()
    channel = "phone" if not word or word in {"phone", "call", "voice"} else word
    return Header(
        found.get("customer"),
        moment(found.get("time")),
        found.get("id"),
        "chat" if channel in CHATS else channel,
        frozenset(held),
    )


def labelled(line: str) -> tuple[str | None, str]:
    """Return who speaks by the label before a colon, and the rest.

    >>> labelled("Agent: Good morning"), labelled("at 10:30 I called")
    (('Agent', 'Good morning'), (None, 'at 10:30 I called'))
    """
    found = LABEL.match(line)
    if not found or len(found[1].split()) > 3 or found[3].startswith("//"):
        return None, line.strip()
    label = f"{found[1].strip()} ({found[2]})" if found[2] else found[1].strip()
    return label, found[3].strip()
