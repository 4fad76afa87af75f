"""A conversation as plain text: `Agent: …` and `Customer: …`, a turn per line.

A time before or behind the speaker is read where it is there: `[00:01:05] Agent: …` (since the
call began) or `Agent (10:42:10): …`. A line without a speaker goes on with the turn before it. The
head may say `Customer: C7`, `Date: 2026-03-02 10:00`, `Channel: chat`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from desirepath.sources._encoding import lines_of, survey
from desirepath.sources._reading import Opened, Reading
from desirepath.sources._refusals import start_of
from desirepath.sources._talk import Header, header_of, labelled
from desirepath.sources._turns import (
    AGENT,
    CUSTOMER,
    OTHER,
    Turn,
    plain,
    reading,
    role_of,
)

NAME = "dialogue"
SUFFIXES = (".txt",)
ORDER = 30
EXAMPLE = b"""Customer: C7
Date: 2026-03-02 10:00
Channel: chat

Agent: Good morning, how can I help?
Customer: My parcel has not arrived.
Agent: I am sorry. Let me look.
It left our house on Monday.
Customer: Thank you.
"""

ABOUT = "Read as a conversation: every line with a speaker is a turn."
STAMP = re.compile(r"\s*[\[(]?(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?[\])]?\s*[-–]?\s*")
BEHIND = re.compile(r"^\s*([^\W\d_][\w .'\-]{0,40}?)\s*[(\[](\d{1,2}:\d{2}(?::\d{2})?)[)\]]\s*:\s*")


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes where most of the lines have a speaker, and both agent and customer speak."""
    lines = [line for line in start_of(head).splitlines()[:60] if line.strip()]
    roles = [role_of(_parted(line)[1]) for line in lines]
    spoken = [role for role in roles if role != OTHER]
    return {AGENT, CUSTOMER} <= set(roles) and len(spoken) >= max(2, len(lines) / 3)


def read(opened: Opened) -> Reading:
    """Return one row per turn."""
    lines = [line for line in lines_of(opened, survey(opened)) if line.strip()]
    header = header_of(lines)
    return reading(NAME, opened, [header.conversation(_turns(lines, header))], ABOUT)


def _turns(lines: Iterable[str], header: Header) -> list[Turn]:
    turns: list[Turn] = []
    origin: float | None = None
    begun = False
    for line in lines:
        begin, label, words = _parted(line)
        role = role_of(label)
        if not begun and (label is None or role == OTHER or header.holds(f"{label}: {words}")):
            continue
        begun = True
        if label is None and turns:
            last = turns.pop()
            words = f"{last.words} {plain(words)}"
            turns.append(Turn(last.speaker, words, last.begin, None, last.name))
            continue
        if begin is not None and origin is None:
            origin = begin
        since = None if begin is None or origin is None else begin - origin
        turns.append(Turn(role, plain(words), since, None, label))
    return turns


def _parted(line: str) -> tuple[float | None, str | None, str]:
    """Return time, speaker and words of a line."""
    behind = BEHIND.match(line)
    if behind:
        return _clock(STAMP.match(behind[2])), behind[1], line[behind.end() :].strip()
    stamp = STAMP.match(line)
    label, words = labelled(line[stamp.end() :] if stamp else line)
    return _clock(stamp), label, words


def _clock(stamp: re.Match[str] | None) -> float | None:
    if stamp is None:
        return None
    first, second, third, rest = stamp.groups()
    # With two numbers they are minutes and seconds, or hours and minutes: differences decide
    # nothing here, so they are read as minutes and seconds of a call.
    whole = int(first or 0) * 3600 + int(second) * 60 + int(third)
    return whole + int((rest or "0").ljust(3, "0")) / 1000
