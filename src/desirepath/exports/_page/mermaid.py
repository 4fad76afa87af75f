"""A map as a Mermaid journey: a section per stage, a task per step, its emotion as a score.

Signs that mean something in a diagram become entity codes (`#58;` for a colon), which Mermaid
shows as the sign itself and our reader takes back: nothing of a name is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desirepath.exports._page.cells import at, lane_of
from desirepath.exports._page.words import persona_name

SIGNS = re.compile(r"[:;#<>`{}]|%(?=%)|(?<=%)%")
SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# where a line begins with one of these, it is a command
COMMANDS = re.compile(r"(title|section|journey|acc)", re.IGNORECASE)
ACTORS = "actors"


def diagram(document: Mapping[str, Any]) -> list[str]:
    """Return the lines of the diagram; a step without answers stands at 3 and says so."""
    felt, cast = lane_of(document, "emotion"), lane_of(document, ACTORS)
    who = actor(persona_name(document))
    rows = ["journey", f"    title {plain(document['title'])}"]
    for stage in document["stages"]:
        rows.append(f"    section {plain(stage['name'])}")
        for step in stage["steps"]:
            cells = at(felt, stage["id"], step["id"])
            values = [cell["content"].get("valence") for cell in cells]
            value = next((one for one in values if one is not None), None)
            told = [str(cell["content"].get("title")) for cell in at(cast, stage["id"], step["id"])]
            people = ", ".join(actor(one) for text in told for one in text.split(",")) or who
            score = "3" if value is None else score_of(value)
            rows.append(
                f"      {task(step['name'])}: {score}: {people if values else 'no answers'}"
            )
    return rows


def score_of(valence: float) -> str:
    """Return an emotion as a score of 1 to 5 that shows the same −2…+2 when it is read again.

    >>> score_of(-1), score_of(0.2238), score_of(0)
    ('1', '3.4', '3')
    """
    shown = float(f"{2 * valence:.1f}")
    return f"{3 + shown:.1f}".removesuffix(".0")


def plain(words: Any) -> str:
    """Return text with codes for the signs that mean something in a diagram.

    >>> plain("Pay: 5 % off; #1")
    'Pay#58; 5 % off#59; #35;1'
    """
    line = SPACES.sub(" ", str(words)).strip()
    return SIGNS.sub(lambda found: f"#{ord(found[0])};", line) or "–"


def task(words: Any) -> str:
    """Return text for the begin of a line, where some words are commands.

    >>> task("title page")
    '#116;itle page'
    """
    line = plain(words)
    return f"#{ord(line[0])};{line[1:]}" if COMMANDS.match(line) else line


def actor(words: Any) -> str:
    """Return the name of one actor; commas part actors."""
    return plain(words).replace(",", "#44;")
