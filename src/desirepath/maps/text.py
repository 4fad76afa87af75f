"""Measures and wraps text without a browser, by the width table of the shipped Inter.

The table is written by `tools/font_widths.py`. Kerning is left out, so a width is slightly too
large rather than too small: nothing is clipped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

ELLIPSIS = "…"
WIDE = {"W", "F"}
# Where a long technical name may break without a hyphen: after these, or before a capital.
BREAKS = re.compile(r"(?<=[-_/.:>])(?=\w)|(?<=[a-z])(?=[A-Z])")


@cache
def _table(weight: int) -> dict[str, int]:
    everything = json.loads(Path(__file__).with_name("widths.json").read_text(encoding="utf-8"))
    widths: dict[str, int] = everything[str(weight)]
    return widths


@cache
def _advance(character: str, weight: int) -> int:
    table = _table(weight)
    if character in table:
        return table[character]
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Cc"}:
        return 0
    plain = unicodedata.normalize("NFD", character)[0]
    if plain in table:
        return table[plain]
    if unicodedata.east_asian_width(character) in WIDE:
        return 1040
    return 760  # a letter of a font we do not ship: rather too wide


def width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of one line in pixels."""
    return sum(_advance(character, weight) for character in text) * size / 1000


def ellipsize(text: str, size: float, room: float, weight: int = 400) -> str:
    """Return the text, cut with an ellipsis where it is wider than `room` pixels."""
    text = one_line(text)
    if width(text, size, weight) <= room:
        return text
    room -= width(ELLIPSIS, size, weight)
    kept = 0.0
    for index, character in enumerate(text):
        kept += _advance(character, weight) * size / 1000
        if kept > room:
            return text[:index].rstrip(" ,.;:-") + ELLIPSIS
    return text


def wrap(
    text: str, size: float, room: float, *, lines: int, weight: int = 400
) -> tuple[list[str], bool]:
    """Return at most `lines` lines no wider than `room` pixels, and whether text was cut."""
    wrapped: list[str] = []
    line = ""
    for word in one_line(text).split(" "):
        for piece_no, piece in enumerate(_pieces(word, size, room, weight)):
            glue = " " if line and not piece_no else ""
            if width(line + glue + piece, size, weight) <= room:
                line += glue + piece
            else:
                if line:
                    wrapped.append(line)
                line = piece
    if line:
        wrapped.append(line)
    if len(wrapped) <= lines:
        return wrapped, False
    last = " ".join(wrapped[lines - 1 : lines + 1])
    closing = ellipsize(last, size, room, weight)
    if not closing.endswith(ELLIPSIS):
        closing = ellipsize(closing + " ——————————————————————————", size, room, weight)
        closing = closing.rstrip("—… ") + ELLIPSIS
    return [*wrapped[: lines - 1], closing], True


def beside(
    text: str, size: float, room: float, kept_free: float, weight: int = 400
) -> tuple[list[str], bool]:
    """Return one or two lines of which the last leaves `kept_free` pixels for what stands there."""
    text = one_line(text)
    if width(text, size, weight) <= room - kept_free:
        return [text], False
    lines, _ = wrap(text, size, room, lines=99, weight=weight)
    if len(lines) == 1:
        cut = lines[0].rfind(" ")
        head, rest = (lines[0][:cut], lines[0][cut + 1 :]) if cut > 0 else ("", lines[0])
    else:
        head, rest = lines[0], text[len(lines[0]) :].lstrip()
    closing = ellipsize(rest, size, room - kept_free, weight)
    made = [line for line in (head, closing) if line]
    return made, closing != rest


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space, control signs left out."""
    collapsed = re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()
    return "".join(sign for sign in collapsed if unicodedata.category(sign) not in {"Cc", "Cs"})


def _pieces(word: str, size: float, room: float, weight: int) -> list[str]:
    """Return a word whole, or in pieces that fit when it is wider than the room."""
    if width(word, size, weight) <= room:
        return [word]
    pieces: list[str] = []
    for part in BREAKS.split(word):
        rest = part
        while rest and width(rest, size, weight) > room:
            cut = _fitting(rest, size, room, weight)
            pieces.append(rest[:cut])
            rest = rest[cut:]
        if rest:
            pieces.append(rest)
    return pieces


def _fitting(text: str, size: float, room: float, weight: int) -> int:
    used = 0.0
    for index, character in enumerate(text):
        used += _advance(character, weight) * size / 1000
        if used > room:
            cut = max(index, 1)
            while cut > 1 and unicodedata.combining(text[cut]):
                cut -= 1
            return cut
    return len(text)
