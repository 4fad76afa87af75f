"""What Whisper and WhisperX write as JSON: segments with begin, end and text.

Whisper knows no speakers; WhisperX names them SPEAKER_00, SPEAKER_01. Who of them is the agent is
read from how agents speak (“how can I help”); where nothing tells, all stay `other`.
Sources: https://github.com/openai/whisper (writer of the `json` format);
https://github.com/m-bain/whisperX (segments with `speaker`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desirepath.sources._reading import Opened, Reading
from desirepath.sources._turns import (
    AGENT,
    CUSTOMER,
    OTHER,
    Conversation,
    Turn,
    documents,
    moment,
    plain,
    reading,
    role_of,
    starts_with_keys,
)

NAME = "whisper"
SUFFIXES = (".json",)
ORDER = 22
EXAMPLE = b"""{"text": "Good morning.", "language": "en", "customer": "C7",
 "date": "2026-03-02T10:00:00Z", "segments": [
 {"id": 0, "start": 0.0, "end": 2.5, "text": " Good morning, how can I help?",
  "speaker": "SPEAKER_00", "no_speech_prob": 0.01},
 {"id": 1, "start": 3.1, "end": 6.0, "text": " My parcel has not arrived.",
  "speaker": "SPEAKER_01", "no_speech_prob": 0.02}]}
"""

ABOUT = "Read as a transcript of Whisper: every segment is a turn."
AGENTS = re.compile(
    r"(?i)\b(how (?:can|may) i help|thank you for calling|my name is|what can i do for you"
    r"|wie kann ich (?:ihnen )?helfen|mein name ist|waarmee kan ik (?:u )?helpen"
    r"|comment puis-je vous aider|en qu[eé] puedo ayudar)"
)


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON with segments that have begin, end and text."""
    return starts_with_keys(head, "segments", "start", "end", "text")


def read(opened: Opened) -> Reading:
    """Return one row per segment."""
    return reading(NAME, opened, _conversations(opened), ABOUT)


def _conversations(opened: Opened) -> Iterator[Conversation]:
    for line, document in documents(opened):
        segments = [one for one in document.get("segments") or () if isinstance(one, dict)]
        roles = _roles(segments)
        yield Conversation(
            [
                Turn(
                    roles.get(str(one.get("speaker")), OTHER),
                    plain(one.get("text")),
                    _number(one.get("start")),
                    _number(one.get("end")),
                    str(one["speaker"]) if one.get("speaker") else None,
                )
                for one in segments
            ],
            line=line,
            customer=str(document["customer"]) if document.get("customer") else None,
            time=moment(document.get("date") or document.get("created_at")),
            language=str(document["language"]) if document.get("language") else None,
        )


def _roles(segments: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return role by speaker: what the name says, else who talks like an agent."""
    speakers = list(dict.fromkeys(str(one.get("speaker")) for one in segments))
    named = {one: role_of(one) for one in speakers}
    if any(role != OTHER for role in named.values()) or len(speakers) != 2:
        return named
    agents = {str(one.get("speaker")) for one in segments if AGENTS.search(str(one.get("text")))}
    if len(agents) != 1:
        return named
    return {one: AGENT if one in agents else CUSTOMER for one in speakers}


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
