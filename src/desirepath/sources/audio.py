"""Recordings of calls (WAV): who speaks when, and how aroused each voice sounds.

Read alone, a recording is a call whose turns are what lies between pauses of `_tone.PAUSE` seconds.
Two channels are two speakers: the left one is taken for the customer, the right one for the
agent, as Twilio and FreeSWITCH record them; one channel tells nobody apart. A recording that is
called like the transcript beside it (`C7 2026-03-02 10-00.vtt` and `.wav`) belongs to that and is
no call of its own: it gives the turns of the transcript their arousal. The sound itself is not
kept. Whose call it was and when stands in the name of the file, or in the title inside it.

What is said is written down only by a model of yours, see `_speech.py`. MP3, Ogg and others: make
them WAV first (`ffmpeg -i call.mp3 "C7 2026-03-02 10-00.wav"`).
Sources: https://www.twilio.com/docs/flex/developer/insights/enable-dual-channel-recordings
(channels); `_sound.py` (codings), `_tone.py` (arousal).
"""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

from desirepath.sources import _sound, _speech, _tone
from desirepath.sources._reading import Opened, Reading
from desirepath.sources._turns import AGENT, CUSTOMER, OTHER, Conversation, Turn, named, reading

NAME = "audio"
SUFFIXES = (".wav",)
ORDER = 5

ABOUT = (
    "Read as a recording of a call: a turn is what is said between two pauses. Arousal is how "
    "excited a voice sounds against its other turns in this call, not an emotion."
)
ALONE = (
    "The recording has one channel: who speaks is not known, and voices are compared with each "
    "other. Bring a transcript of the same name with it, or record a channel per speaker."
)
SIDES = "Two channels: the left one is taken for the customer, the right one for the agent."


def _example() -> bytes:
    """Return half a second of a hum, a pause, and the hum again, as 8-bit telephone sound."""
    hum = bytes([128 + round(60 * (1 - place / 20)) for place in range(40)]) * 100
    sound = hum + b"\x80" * 8000 + hum
    title = b"C7 2026-03-02 10-00\0"
    facts = b"INFO" + struct.pack("<4sI", _sound.TITLE, len(title)) + title
    form = struct.pack("<HHIIHH", _sound.WHOLE, 1, 8000, 8000, 1, 8)
    parts = b"".join(
        struct.pack("<4sI", kind, len(content)) + content
        for kind, content in ((b"fmt ", form), (b"LIST", facts), (b"data", sound))
    )
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


EXAMPLE = _example()


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to the first bytes of a WAV file."""
    return _sound.is_wav(head)


def read(opened: Opened) -> Reading:
    """Return one row per turn."""
    with opened.stream() as stream:
        sound = _sound.read(stream, opened.name)
        channels = _tone.frames(sound)
    speakers = (CUSTOMER, AGENT) if len(channels) == 2 else (OTHER,) * len(channels)
    model = _speech.model()
    turns: list[Turn] = []
    for number, (speaker, heard) in enumerate(zip(speakers, channels, strict=True)):
        name = None if len(channels) <= 2 else f"channel {number + 1}"
        said = (
            _speech.said(opened, number, model)
            if model
            else [("", begin, end) for begin, end in _tone.spoken(heard)]
        )
        tones = _tone.felt([(speaker, begin, end) for _, begin, end in said], heard)
        turns += [
            Turn(speaker, words, begin, end, name, tone, heard=True)
            for (words, begin, end), tone in zip(said, tones, strict=True)
        ]
    turns.sort(key=lambda turn: (turn.begin or 0.0, turn.speaker))
    customer, time = named(sound.title)
    found = reading(NAME, opened, [Conversation(turns, customer=customer, time=time)], ABOUT)
    notes = [SIDES if len(channels) == 2 else ALONE, _speech.note(model)]
    return replace(found, notes=[*found.notes, *notes])
