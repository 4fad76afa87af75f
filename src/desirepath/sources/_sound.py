"""Recordings as blocks of samples: WAV of whole numbers, of floats, and as telephones code it.

Whole numbers of 8, 16, 24 and 32 bits, floats of 32 and 64, mu-law and A-law (ITU-T G.711), any
rate and number of channels. A block is `BLOCK` seconds, samples × channels, −1…1, so that an hour
of talk never stands in memory. Some recorders never write how long the sound is: then it lasts to
the end of the file. Source: Microsoft and IBM, Multimedia Programming Interface, 1991 (RIFF).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import IO, Any

from desirepath.errors import UnreadableFile
from desirepath.sources._reading import Opened

BLOCK = 30
WHOLE, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
WIDTHS = {WHOLE: (8, 16, 24, 32), FLOAT: (32, 64), A_LAW: (8,), MU_LAW: (8,)}
TITLE = b"INAM"
LONGEST_FACTS = 1 << 20


@dataclass(frozen=True)
class Sound:
    """A recording: samples per second, channels, the title that stands in it, and its blocks."""

    rate: int
    channels: int
    title: str
    blocks: Iterator[Any]


def is_wav(head: bytes) -> bool:
    """Say whether these are the first bytes of a WAV recording."""
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def is_called_wav(path: Path) -> bool:
    """Say whether a file is called as WAV recordings are."""
    return path.suffix.casefold() == ".wav"


def beside(opened: Opened) -> Path | None:
    """Return the recording of a transcript: the WAV of the same name in the same folder."""
    if is_called_wav(Path(opened.inner)):
        return None
    own = opened.path.with_name(PurePath(opened.inner).name)
    named = (own.with_suffix(suffix) for suffix in (".wav", ".WAV"))
    return next((sound for sound in named if sound.is_file()), None)


def read(stream: IO[bytes], name: str) -> Sound:
    """Return the sound of a WAV file; its blocks are read from the stream as they are asked for.

    Raises UnreadableFile for another coding, and for a file without sound.
    """
    if not is_wav(stream.read(12)):
        raise UnreadableFile(f'"{name}" is called a WAV recording but is none: export it again.')
    form, title = None, ""
    while len(head := stream.read(8)) == 8:
        kind, size = struct.unpack("<4sI", head)
        if kind == b"data" and form is not None:
            _, channels, rate, _ = form
            left = size if 0 < size < 0xFFFFFF00 else None
            return Sound(rate, channels, title, _blocks(stream, left, form))
        if size > LONGEST_FACTS:
            break
        content = stream.read(size + size % 2)
        if kind == b"fmt ":
            form = _form(content, name)
        elif kind == b"LIST" and content[:4] == b"INFO":
            title = _title(content[4:]) or title
    raise UnreadableFile(f'"{name}" is a WAV recording without any sound in it: export it again.')


def _form(content: bytes, name: str) -> tuple[int, int, int, int]:
    """Return code, channels, rate and bits of a sample."""
    if len(content) < 16:
        raise UnreadableFile(f'"{name}" is a damaged WAV recording: export it again.')
    code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", content[:16])
    if code == EXTENSIBLE and len(content) >= 26:
        code = struct.unpack("<H", content[24:26])[0]
    if bits not in WIDTHS.get(code, ()) or not channels or not rate:
        raise UnreadableFile(
            f'"{name}" is a WAV recording of a coding that is not read (number {code}, {bits} '
            "bits): save it as WAV with 16-bit samples, for example with "
            "`ffmpeg -i IN.wav -c:a pcm_s16le OUT.wav`."
        )
    return code, channels, rate, bits


def _title(facts: bytes) -> str:
    at = 0
    while at + 8 <= len(facts):
        kind, size = struct.unpack("<4sI", facts[at : at + 8])
        if kind == TITLE:
            return facts[at + 8 : at + 8 + size].split(b"\0")[0].decode("utf-8", "replace").strip()
        at += 8 + size + size % 2
    return ""


def _blocks(stream: IO[bytes], left: int | None, form: tuple[int, int, int, int]) -> Iterator[Any]:
    code, channels, rate, bits = form
    width = channels * bits // 8
    while left is None or left >= width:
        most = BLOCK * rate * width
        content = stream.read(most if left is None else min(most, left))
        whole = len(content) - len(content) % width
        if not whole:
            return
        yield _samples(content[:whole], code, bits).reshape(-1, channels)
        left = None if left is None else left - len(content)


def _samples(content: bytes, code: int, bits: int) -> Any:
    """Return samples as floats of −1…1."""
    import numpy as np

    if code in {A_LAW, MU_LAW}:
        return _coded(code)[np.frombuffer(content, np.uint8)]
    if code == FLOAT:
        found = np.frombuffer(content, f"<f{bits // 8}").astype(np.float32)
        return np.clip(np.nan_to_num(found), -1, 1)
    if bits == 8:
        return (np.frombuffer(content, np.uint8).astype(np.float32) - 128) / 128
    if bits == 24:
        three = np.frombuffer(content, np.uint8).reshape(-1, 3)
        four = np.zeros((len(three), 4), np.uint8)
        four[:, 1:] = three
        return four.view("<i4")[:, 0].astype(np.float32) / 2**31
    return np.frombuffer(content, f"<i{bits // 8}").astype(np.float32) / 2 ** (bits - 1)


@cache
def _coded(code: int) -> Any:
    """Return the sample that each of the 256 codes of G.711 stands for."""
    import numpy as np

    byte = np.arange(256)
    if code == MU_LAW:
        told = ~byte & 0xFF
        size = (((told & 15) << 3) + 0x84 << (told >> 4 & 7)) - 0x84
        negative = (told & 0x80) > 0
    else:
        told = byte ^ 0x55
        low, step = (told & 15) << 4, told >> 4 & 7
        size = np.where(step > 0, low + 0x108 << np.maximum(step - 1, 0), low + 8)
        negative = (told & 0x80) == 0
    return (np.where(negative, -size, size) / 32768).astype(np.float32)
