"""How names are written in one line of text: `A > B | "C > D" > stage:Purchase`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One name of a line; `quoted` when it stood in double quotes."""

    text: str
    quoted: bool = False


_PIECE = re.compile(r'"(?:[^"]|"")*"')


def split(text: str, mark: str) -> list[Part]:
    """Split at a mark outside double quotes; blanks around parts do not count.

    Inside quotes `""` stands for one quote. A mark of a letter like `>` splits wherever it
    stands; give it with blanks (` > `) to split only there.
    """
    parts: list[str] = [""]
    place = 0
    while place < len(text):
        found = _PIECE.match(text, place)
        if found and not parts[-1].strip():
            parts[-1] += found[0]
            place = found.end()
        elif text.startswith(mark, place):
            parts.append("")
            place += len(mark)
        else:
            parts[-1] += text[place]
            place += 1
    return [_part(part.strip()) for part in parts]


def _part(text: str) -> Part:
    if _PIECE.fullmatch(text):
        return Part(text[1:-1].replace('""', '"'), quoted=True)
    return Part(text)


def quote(name: str) -> str:
    """Return a name in double quotes."""
    return '"' + name.replace('"', '""') + '"'
