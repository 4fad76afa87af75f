"""WebVTT and SubRip (SRT) captions of calls: who speaks stands in a voice tag or before a colon.

`<v Agent>Good morning` or `Agent: Good morning`. A NOTE (or, in SRT, a first cue) with
`Customer: C7` and `Date: 2026-03-02 10:00` says whose call it was and when; else the name of the
file may. Sources: https://www.w3.org/TR/webvtt1/ (cues, voice spans, comments);
https://www.matroska.org/technical/subtitles.html#srt-subtitles
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from desirepath.sources._encoding import lines_of, survey
from desirepath.sources._reading import Opened, Reading
from desirepath.sources._refusals import start_of
from desirepath.sources._talk import Header, header_of, labelled
from desirepath.sources._turns import Turn, plain, reading, role_of

NAME = "webvtt"
SUFFIXES = (".vtt", ".srt")
ORDER = 20
EXAMPLE = b"""WEBVTT

NOTE
Customer: C7
Date: 2026-03-02 10:00

00:00:00.000 --> 00:00:02.500
<v Agent>Good morning, how can I help?</v>

00:00:03.100 --> 00:00:06.000
<v Customer>My parcel has not arrived.</v>
"""

ABOUT = "Read as captions of a call: every cue is a turn."
CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{CLOCK}\s*-->\s*{CLOCK}")
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to the mark of WebVTT, or to a numbered cue with its times."""
    text = start_of(head).lstrip("\ufeff")
    srt = re.match(rf"\s*\d+[ \t]*\r?\n\s*{CLOCK}\s*-->", text)
    return bool(re.match(r"WEBVTT($|\s)", text) or srt)


def read(opened: Opened) -> Reading:
    """Return one row per cue."""
    blocks = list(_blocks(lines_of(opened, survey(opened))))
    header = header_of(line for block in blocks for line in block if "-->" not in line)
    turns = [turn for block in blocks if (turn := _turn(block, header))]
    return reading(NAME, opened, [header.conversation(turns)], ABOUT)


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip("\ufeff\r\n"))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _turn(block: list[str], header: Header) -> Turn | None:
    at = next((no for no, line in enumerate(block) if TIMING.match(line)), None)
    if at is None:
        return None
    times = TIMING.match(block[at])
    said = " ".join(block[at + 1 :])
    voice = VOICE.search(said)
    label, words = (voice[1].strip(), said) if voice else labelled(said)
    words = plain(words)
    if times is None or not words or header.holds(words):
        return None
    begin, end = (_seconds(times.groups()[part : part + 4]) for part in (0, 4))
    return Turn(role_of(label), words, begin, end, label)


def _seconds(clock: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = clock
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((rest or "0").ljust(3, "0")) / 1000
