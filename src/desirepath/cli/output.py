"""What the commands print: one JSON document, thin tables for people, notes to stderr."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_UNKNOWN = "–"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?")


def document(content: Any) -> None:
    """Print one JSON document to stdout."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    _write(sys.stdout, f"{text}\n")


def line(text: str = "") -> None:
    """Print one line for people to stdout."""
    _write(sys.stdout, f"{clean(text)}\n")


def lines(text: str) -> None:
    """Print several lines as they are broken, such as a program."""
    for one in text.split("\n"):
        line(one)


def note(text: str, *, mark: str = "note: ") -> None:
    """Print a note to stderr, so that stdout holds the answer only."""
    _write(sys.stderr, f"{mark}{clean(text)}\n")


def notes(texts: Iterable[str]) -> None:
    """Print several notes to stderr."""
    for text in texts:
        note(text)


def table(rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str] | None = None) -> None:
    """Print rows as an aligned table that fits the terminal (80 columns elsewhere)."""
    from desirepath.cli.tables import layout

    if not rows:
        return
    names = list(columns or dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if any(row.get(name) is not None for row in rows)]
    for text in layout(rows, names, shutil.get_terminal_size((80, 24)).columns):
        _write(sys.stdout, f"{text}\n")


def cell(name: str, value: Any) -> str:
    """Return a value as people read it; the field's name tells its unit."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if "seconds" in name:
            return duration(float(value))
        if "share" in name or name.endswith("rate"):
            return f"{100 * value:.1f} %"
        return str(value) if isinstance(value, int) else _rounded(value)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        # what it is and how much; the rest of each stands in the document
        return clean(", ".join(_short(one) for one in value))
    if isinstance(value, list | tuple):
        return clean((" > " if name == "path" else ", ").join(str(one) for one in value))
    if isinstance(value, dict):
        return clean(", ".join(f"{key} {cell(key, one)}" for key, one in value.items()))
    text = clean(str(value))
    if _MOMENT.fullmatch(text):
        return text[:16].replace("T", " ")
    return text


def _short(value: dict[str, Any]) -> str:
    """Return the first two fields of a small document.

    >>> _short({"emotion": "delight", "share": 0.25, "n": 8})
    'delight 25.0 %'
    """
    return " ".join(cell(key, value[key]) for key in list(value)[:2])


def duration(seconds: float) -> str:
    """Return seconds in the two units that say most.

    >>> duration(90), duration(3600 * 50), duration(0.25)
    ('1 min 30 s', '2 d 2 h', '0.25 s')
    """
    if abs(seconds) < 60:
        return f"{_rounded(seconds)} s"
    sign, left = ("-" if seconds < 0 else ""), round(abs(seconds))
    units = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    for place, (word, size) in enumerate(units):
        if left >= size:
            after, small = units[place + 1]
            rest = (left % size) // small
            return f"{sign}{left // size} {word}" + (f" {rest} {after}" if rest else "")
    return "0 s"


def clean(text: str) -> str:
    """Return text that cannot steer the terminal: control characters become visible."""
    flat = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if flat.isprintable():
        return flat
    return "".join(
        one if unicodedata.category(one) not in {"Cc", "Cf", "Cs"} else "�" for one in flat
    )


def _write(stream: Any, text: str) -> None:
    """Write even where the terminal's encoding cannot show a character."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        spelled = text.encode(stream.encoding or "ascii", "replace")
        stream.write(spelled.decode(stream.encoding or "ascii"))
    stream.flush()


def _rounded(value: float) -> str:
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - not a number
        return _UNKNOWN
    text = f"{value:.3f}" if abs(value) < 10 else f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
