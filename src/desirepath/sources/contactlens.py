"""Conversations as Amazon Connect Contact Lens writes them: one JSON file per contact.

Turns have exact times in milliseconds; the participant's role says who speaks. The file holds no
date; its own name does (`CONTACT_analysis_2026-03-02T10_00_00Z.json`), and the contact's id stands
for the customer unless `CustomerMetadata` names one.
Source: https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

NAME = "contactlens"
SUFFIXES = (".json",)
ORDER = 21
EXAMPLE = b"""{"Channel": "VOICE", "LanguageCode": "en-US",
 "CustomerMetadata": {"ContactId": "K7", "CustomerId": "C7",
  "InitiationTimestamp": "2026-03-02T10:00:00Z"},
 "Participants": [{"ParticipantId": "p1", "ParticipantRole": "AGENT"},
  {"ParticipantId": "p2", "ParticipantRole": "CUSTOMER"}],
 "Transcript": [
  {"BeginOffsetMillis": 0, "EndOffsetMillis": 2500, "Id": "t1", "ParticipantId": "p1",
   "Content": "Good morning, how can I help?", "Sentiment": "NEUTRAL"},
  {"BeginOffsetMillis": 3100, "EndOffsetMillis": 6000, "Id": "t2", "ParticipantId": "p2",
   "Content": "My parcel has not arrived.", "Sentiment": "NEGATIVE"}]}
"""

ABOUT = "Read as an analysis of Contact Lens: every entry of the transcript is a turn."
STAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)[_:-](\d\d)[_:-](\d\d)")


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON with the participants and the transcript of a contact."""
    who = any(starts_with_keys(head, key) for key in ("ParticipantId", "Participants"))
    what = ("Transcript", "ConversationCharacteristics")
    return who and any(starts_with_keys(head, key) for key in what)


def read(opened: Opened) -> Reading:
    """Return one row per entry of the transcript."""
    return reading(NAME, opened, _conversations(opened), ABOUT)


def _conversations(opened: Opened) -> Iterator[Conversation]:
    stamp = STAMP.search(opened.inner)
    named = f"{stamp[1]}T{stamp[2]}:{stamp[3]}:{stamp[4]}" if stamp else None
    for line, document in documents(opened):
        known = document.get("CustomerMetadata") or {}
        roles = {
            str(one.get("ParticipantId")): str(one.get("ParticipantRole"))
            for one in document.get("Participants") or ()
        }
        voice = str(document.get("Channel", "VOICE")).upper() == "VOICE"
        contact = known.get("ContactId")
        yield Conversation(
            [_turn(one, roles) for one in document.get("Transcript") or ()],
            line=line,
            id=str(contact) if contact else None,
            customer=str(known.get("CustomerId") or contact or "") or None,
            time=moment(known.get("InitiationTimestamp")) or moment(named),
            channel="phone" if voice else "chat",
            touchpoint="Call" if voice else "Chat",
            language=document.get("LanguageCode"),
        )


def _turn(one: dict[str, Any], roles: dict[str, str]) -> Turn:
    who = str(one.get("ParticipantId"))
    begin, end = (one.get(f"{edge}OffsetMillis") for edge in ("Begin", "End"))
    return Turn(
        role_of(one.get("ParticipantRole") or roles.get(who) or who),
        plain(one.get("Content")),
        None if begin is None else float(begin) / 1000,
        None if end is None else float(end) / 1000,
        one.get("DisplayName"),
    )
