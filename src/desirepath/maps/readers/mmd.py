"""Mermaid `journey` diagrams, alone or in the first such block of a Markdown document.

A section is a stage, a task is a step, its score 1…5 is the emotion −2…+2, its actors are the
persona (one actor in all) or a lane “Actors”. Comments, directives and front matter are no part of
the map. The grammar is that of mermaid 11 (`user-journey/parser/journey.jison`); entity codes
such as `#58;` are read as the sign they mean.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from desirepath.errors import UnreadableFile
from desirepath.maps.draft import Draft
from desirepath.maps.told import Told, one_line

NAME = "Mermaid journey"
SUFFIXES = (".mmd", ".mermaid", ".md")
EXAMPLE = """\
journey
    title Getting a library card
    section Find out
      Sees the poster: 4: Reader
      Searches the opening hours: 2: Reader
    section Sign up
      Fills in the form: 3: Reader, Librarian
"""

FENCE = re.compile(
    r"^[ \t]*(```|~~~)[ \t]*mermaid[ \t]*$(.*?)^[ \t]*\1[ \t]*$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
DESCRIPTION = re.compile(r"^[ \t]*accDescr[ \t]*\{[^}]*\}", re.MULTILINE | re.IGNORECASE)
ENTITY = re.compile(r"#(\w+);")
NOBODY = {"no answers"}
EVERYBODY = {"all customers", "all cases", "all sessions", "all journeys"}
WORST, BEST = 1.0, 5.0
START = 1 << 18  # signs within which a diagram begins


def matches(text: str) -> bool:
    """Say whether the text is such a diagram, or a document with one in it."""
    return any(line.casefold() == "journey" for _, line in _lines(_block(text[:START])[0])[:1])


def read(text: str, name: str, created: datetime) -> Told:
    """Return the map; raises UnreadableFile with the line that is no part of a journey."""
    block, above = _block(text)
    found = _lines(block)
    if not found or found[0][1].casefold() != "journey":
        first = f': line {found[0][0] + above} says "{found[0][1][:60]}"' if found else ""
        raise UnreadableFile(
            f'"{name}" is no Mermaid journey{first}. Its first line is the word journey, then '
            "come a title, sections, and tasks such as `Pays: 3: Maya`."
        )
    draft = Draft(name)
    front = FRONT.match(block)
    titled = re.search(r"^title:[ \t]*(.+)$", front[1], re.MULTILINE) if front else None
    draft.title = titled[1].strip(" \"'") if titled else None
    stage: str | None = None
    actors: list[tuple[str, str, list[str]]] = []
    for number, line in found[1:]:
        word, _, rest = line.partition(" ")
        if word.casefold() == "title" and rest:
            draft.title = _said(rest)
        elif word.casefold() == "section" and rest:
            stage = draft.stage(_said(rest))
        elif re.match(r"acc(title|descr)\s*:", line, re.IGNORECASE):
            draft.report.leave_out("accTitle, accDescr", "a map has no second description")
        else:
            if stage is None:
                stage = draft.stage("Journey")
                draft.report.note('Tasks before the first section stand in a stage "Journey".')
            actors.append(_task(draft, stage, line, number + above))
    _people(draft, actors)
    return draft.told("mmd", created)


def _task(draft: Draft, stage: str, line: str, number: int) -> tuple[str, str, list[str]]:
    """Add a step from `name: score: actors` and return where it stands, and who acts."""
    said, colon, rest = line.partition(":")
    score, _, people = rest.partition(":")
    if not colon or not said.strip():
        raise UnreadableFile(
            f'"{draft.name}", line {number}: "{line[:60]}" is no task. A task has a name and a '
            "score: `Pays: 3: Maya`."
        )
    step = draft.step(stage, _said(said))
    who = [one_line(_said(one)) for one in people.partition(":")[0].split(",")]
    who = [one for one in who if one]
    if not score.strip():
        draft.report.note(f'Line {number}: "{one_line(said)}" has no score, so no emotion.')
    else:
        value = _score(draft, score.strip(), number)
        if [one.casefold() for one in who] != ["no answers"]:
            draft.feeling(stage, step, (value - 3) / 2)
    return stage, step, [one for one in who if one.casefold() not in NOBODY]


def _score(draft: Draft, text: str, number: int) -> float:
    if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,9})?", text):
        raise UnreadableFile(
            f'"{draft.name}", line {number}: "{text[:40]}" is no score. A score is a number from '
            "1 (very bad) to 5 (very good), between the colons after the task's name."
        )
    value = float(text)
    if not WORST <= value <= BEST:
        draft.report.note(
            f"Line {number}: the score {text} is outside 1…5 and is read as the nearest of them."
        )
    return min(max(value, WORST), BEST)


def _people(draft: Draft, actors: list[tuple[str, str, list[str]]]) -> None:
    """Keep one actor of all tasks as the persona, several as a lane."""
    everyone = list(dict.fromkeys(one for _, _, who in actors for one in who))
    if len(everyone) == 1:
        draft.persona = None if everyone[0].casefold() in EVERYBODY else everyone[0]
    elif everyone:
        lane = draft.lane("Actors")
        for stage, step, who in actors:
            if who:
                draft.card(lane, stage, step, ", ".join(who))


def _block(text: str) -> tuple[str, int]:
    """Return the diagram and how many lines stand above it in the document."""
    for found in FENCE.finditer(text):
        if re.search(r"^\s*journey\s*$", found[2], re.MULTILINE | re.IGNORECASE):
            return found[2].lstrip("\n"), text[: found.start(2)].count("\n") + 1
    return text, 0


def _lines(block: str) -> list[tuple[int, str]]:
    """Return the lines that count with their numbers; line ends may be of any system."""
    text = re.sub(r"\r\n?", "\n", block)
    for pattern in (FRONT, DIRECTIVE, DESCRIPTION):
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
    return list(_counting(text))


def _counting(text: str) -> Iterator[tuple[int, str]]:
    for number, line in zip(count(1), text.split("\n"), strict=False):
        hidden = ENTITY.sub(lambda found: f"\0{found[1]}\1", line)
        kept = re.split(r"%%|#", hidden, maxsplit=1)[0].strip().rstrip(";").strip()
        if kept:
            yield number, kept.replace("\0", "#").replace("\1", ";")


def _said(text: str) -> str:
    """Return text with its entity codes as the signs they mean, `<br>` as a space."""
    spaced = re.sub(r"<\s*br\s*/?\s*>", " ", text, flags=re.IGNORECASE)
    return ENTITY.sub(lambda found: _sign(found[1]), spaced)


def _sign(code: str) -> str:
    if code.isdigit():
        number = int(code) if len(code) < 8 else 0
        return chr(number) if 31 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else " "
    named = html.unescape(f"&{code};")
    return f"#{code};" if named == f"&{code};" else named
