"""Records of a JSON file, whatever its shape: an array, one object per line, or an object
around one big list. Numbers keep the text they have in the file: 1.10 stays 1.10, and an id of
25 digits stays itself, which is why the standard library parses here and not a faster one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.errors import UnreadableFile
from desirepath.sources._encoding import Text, lines_of, survey, text_of
from desirepath.sources._reading import Bad, Opened, listed
from desirepath.sources._refusals import start_of

JSON_START = re.compile(r'\s*(\[\s*[\[\]{"\d-]|\{\s*["}])')
BETWEEN = re.compile(r"[\s,]*")
LONGEST_RECORD = 64 << 20
LARGEST_OBJECT = 256 << 20
LIKE_LINES = 0.5
DEEPEST = 4


class Number(str):
    """A number as it is written in the file."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number)


@dataclass
class Records:
    """The records of one file: `(line or record number, value)` pairs; `bad` fills meanwhile."""

    pairs: Iterator[tuple[int, Any]]
    notes: list[str]
    bad: list[Bad]


def looks_like_json(head: bytes) -> bool:
    """Whether the first bytes are the start of a JSON array or object."""
    return bool(JSON_START.match(start_of(head)))


def read_records(opened: Opened) -> Records:
    """Return the file's records; raises UnreadableFile when it is no JSON as a whole."""
    start = start_of(opened.head).lstrip("\ufeff \t\r\n")
    by_line = _one_per_line(start, opened)
    text = survey(opened, by_line=by_line)
    bad: list[Bad] = []
    notes = list(text.notes)
    if by_line:
        return Records(_lines(opened, text, bad), notes, bad)
    if start.startswith("["):
        notes.append("Lines are counted as records: the file is one JSON array.")
        return Records(_array(opened, text), notes, bad)
    if not start.startswith("{"):
        raise UnreadableFile(
            f'"{opened.name}" is called JSON but starts with "{start[:20].strip()}": '
            "export it again, as JSON or as CSV."
        )
    return Records(_object(opened, text, notes), notes, bad)


def _one_per_line(start: str, opened: Opened) -> bool:
    """Whether each line is a value of its own; a broken line among them changes nothing."""
    lines = [line for line in start.splitlines() if line.strip()]
    if len(start) >= 60_000 and len(lines) > 1:
        lines.pop()  # the head ends somewhere in it
    whole = sum(1 for line in lines[:50] if _is_whole(line))
    if opened.suffix in (".jsonl", ".ndjson"):
        return whole > 0 or len(lines) != 1
    return len(lines) > 1 and whole >= LIKE_LINES * min(len(lines), 50) and lines[0].strip() != "["


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _lines(opened: Opened, text: Text, bad: list[Bad]) -> Iterator[tuple[int, Any]]:
    decode = DECODER.decode
    for number, line in enumerate(lines_of(opened, text), start=1):
        try:
            yield number, decode(line)
        except json.JSONDecodeError as error:
            if line.strip(" \t\r\n\x00\ufeff"):
                what = f"{_what(error)} at character {error.colno}"
                bad.append(Bad.of(number, f"no valid JSON: {what}", line))
        except RecursionError:
            bad.append(Bad.of(number, "JSON nested too deeply", line))


def _array(opened: Opened, text: Text) -> Iterator[tuple[int, Any]]:
    """Yield the elements of one array, holding no more than a piece of the file."""
    buffer, at, lines, number = "", 0, 1, 0
    pieces = text_of(opened, text)
    ended = opening = False
    while True:
        found = BETWEEN.match(buffer, at)
        at = found.end() if found else at
        if not opening and buffer[at : at + 1] in ("[", "\ufeff"):
            opening = buffer[at] == "["
            at += 1
            continue
        if opening and buffer[at : at + 1] == "]":
            return
        if at < len(buffer):
            try:
                value, end = DECODER.raw_decode(buffer, at)
                complete = end < len(buffer) or ended  # a number may go on in the next piece
            except json.JSONDecodeError as error:
                complete = False
                near_end = error.msg.startswith("Unterminated") or error.pos >= len(buffer) - 16
                if not near_end or (ended and buffer.rstrip().endswith("]")):
                    line = lines + buffer.count("\n", 0, error.pos)
                    what = f"record {number + 1}: {_what(error)}"
                    raise UnreadableFile(_broken(opened, line, what)) from error
            except RecursionError as error:
                raise UnreadableFile(_broken(opened, lines, "nested too deeply")) from error
            if complete:
                number, at = number + 1, end
                yield number, value
                continue
        if ended:
            line = lines + buffer.count("\n")
            raise UnreadableFile(_broken(opened, line, "it ends in the middle, cut off"))
        lines += buffer.count("\n", 0, at)
        buffer, at = buffer[at:], 0
        if len(buffer) > LONGEST_RECORD:
            raise UnreadableFile(
                f'"{opened.name}": record {number + 1} is larger than {LONGEST_RECORD >> 20} MB: '
                "write one record per event, best as JSON lines."
            )
        piece = next(pieces, None)
        ended = piece is None
        buffer += piece or ""


def _object(opened: Opened, text: Text, notes: list[str]) -> Iterator[tuple[int, Any]]:
    content = opened.whole(
        LARGEST_OBJECT, "write it as JSON lines, one record per line, instead of one object"
    )
    try:
        document = DECODER.decode(content.decode(text.encoding, text.errors))
    except json.JSONDecodeError as error:
        raise UnreadableFile(_broken(opened, error.lineno, _what(error))) from error
    except RecursionError as error:
        raise UnreadableFile(_broken(opened, 1, "nested too deeply")) from error
    path, found = _records_in(document)
    if path:
        others = [key for key in document if key != path[0]]
        left = f"; left out beside it: {listed(others)}" if others else ""
        notes.append(f'The records are the list "{".".join(path)}"{left}.')
    yield from enumerate(found, start=1)


def _records_in(document: dict[str, Any]) -> tuple[list[str], list[Any]]:
    """Return where the biggest list of objects is and what it holds; else the object itself."""
    best: tuple[list[str], list[Any]] = ([], [])

    def look(value: Any, path: list[str]) -> None:
        nonlocal best
        if isinstance(value, list):
            if value and isinstance(value[0], dict | list) and len(value) > len(best[1]):
                best = (path, value)
        elif isinstance(value, dict) and len(path) < DEEPEST:
            for key, inner in value.items():
                look(inner, [*path, key])

    look(document, [])
    lists = [value for value in document.values() if isinstance(value, list)]
    if not best[1] and len(lists) == len(document) > 0 and len({*map(len, lists)}) == 1:
        return [], [dict(zip(document, row, strict=True)) for row in zip(*lists, strict=True)]
    inner = [value for value in document.values() if isinstance(value, dict)]
    alike = len(inner) == len(document) > 1 and set.intersection(*map(set, inner))
    if alike and len(inner) > len(best[1]):
        return [], [{"key": key, **value} for key, value in document.items()]
    return best if best[1] else ([], [document])


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, str | None]:
    """Return the record as texts; nested names are joined with dots, lists stay JSON text.

    >>> flat({"a": {"b": True}, "c": [1, "x"], "d": None})
    {'a.b': 'true', 'c': '[1, "x"]', 'd': None}
    """
    row: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, str):
            row[prefix + key] = value
        elif isinstance(value, dict):
            row.update(flat(value, f"{prefix}{key}."))
        elif value is None or value == []:
            row[prefix + key] = None
        else:
            row[prefix + key] = json_text(value)
    return row


def json_text(value: Any) -> str:
    """Return a value as JSON, numbers as they were written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(json_text, value))}]"
    if isinstance(value, dict):
        inner = (f"{json_text(str(key))}: {json_text(item)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _what(error: json.JSONDecodeError) -> str:
    return f"{error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')}"


def _broken(opened: Opened, line: int, what: str) -> str:
    return f'"{opened.name}" is broken JSON on line {line} ({what}). Export it again.'
