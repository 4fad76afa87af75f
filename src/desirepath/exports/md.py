"""A document for wikis and pull requests: tables, ranked pains, quotes and a Mermaid journey.

Scores of the Mermaid journey are emotion from 1 to 5; a step without answers stands at 3 and says
“no answers”. All text of the data is escaped: it cannot become markup, a link or a diagram.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page import mermaid
from desirepath.exports._page.cells import at, lane_of, lines, names, onward, ranked
from desirepath.exports._page.words import formula, identity, known, persona_name, units
from desirepath.maps.draw_cards import class_of
from desirepath.maps.draw_numbers import value_text
from desirepath.maps.numbers import amount, day, duration, exact, period, share
from desirepath.maps.quoted import captions

suffix = ".md"
media_type = "text/markdown"

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&@])")
LINKS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
SPACES = re.compile(r"[\s\u2028\u2029\x00-\x1f]+")
IN_TABLE = ("touchpoints", "emotion", "metrics", "channels")
ELSEWHERE = ("pains", "quotes")


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the document."""
    out.write_text(markdown(document), encoding="utf-8")


def markdown(document: Mapping[str, Any]) -> str:
    """Return the whole document."""
    parts = [f"# {text(document['title'])}"]
    if document.get("label"):
        parts.append(f"**{text(document['label'])}**")
    parts.append(_facts(document))
    if document["stages"]:
        parts += ["## Stages", _stages(document), "## Journey", diagram(document)]
        parts.append("Score: emotion from 1 (very bad) to 5 (very good).")
    else:
        parts.append("Nothing to show yet. Import a file of events or answers.")
    if ranked(document):
        parts += ["## Pains", _pains(document)]
        parts += [formula(document)] if formula(document) else []
    parts += [part for stage in document["stages"] for part in _stage(document, stage)]
    sources = ", ".join(text(str(source)) for source in document["sources"]) or "none"
    end = (
        f"{known(document)}. Sources: {sources}. Map {identity(document)}, "
        f"made {day(document['created'])} by Desirepath. The evidence of every number is in the "
        "`json` and `xlsx` exports of the same map."
    )
    return "\n\n".join([*parts, "## Evidence", end]) + "\n"


def text(words: str) -> str:
    """Return one line that Markdown shows as it is."""
    line = MARKUP.sub(r"\\\1", SPACES.sub(" ", str(words)).strip())
    return LINKS.sub(lambda found: f"\\{found.group()}", line)


def diagram(document: Mapping[str, Any]) -> str:
    """Return the Mermaid block: a section per stage, a task per step."""
    return "\n".join(["```mermaid", *mermaid.diagram(document), "```"])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(head)
    made = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    made += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(made)


def _facts(document: Mapping[str, Any]) -> str:
    span = document["period"]
    rows = [
        ["Persona", text(persona_name(document))],
        ["Period", period(span.get("from"), span.get("to"))],
        ["Goal", text(document["journey"].get("goal") or "none: the map shows reach")],
        ["Coverage", known(document)],
    ]
    for entry in document.get("overall") or ():
        shown = value_text(entry, entry["value"])
        if entry.get("low") is not None and entry.get("high") is not None:
            shown += f" ({value_text(entry, entry['low'])} to {value_text(entry, entry['high'])})"
        rows.append([text(entry["label"]), shown])
    return _table(("About", ""), rows)


def _stages(document: Mapping[str, Any]) -> str:
    unit = units(document).capitalize()
    return _table(
        ("Stage", unit, "Of the first stage", "In the next stage", "Steps"),
        (
            (
                text(stage["name"]),
                exact(stage.get("journeys")),
                share(stage.get("share_of_first")),
                share(onward(stage)) if onward(stage) is not None else "",
                ", ".join(text(step["name"]) for step in stage["steps"]),
            )
            for stage in document["stages"]
        ),
    )


def _pains(document: Mapping[str, Any]) -> str:
    known_as = names(document)
    rows = []
    for cell in ranked(document):
        content = cell["content"]
        cost, low, high = (content.get(key) for key in ("cost", "cost_low", "cost_high"))
        step = known_as.get((cell["stage"], cell["step"])) or "whole stage"
        rows.append(
            [
                str(content.get("rank") or ""),
                text(content.get("title") or content.get("text") or ""),
                text(f"{known_as.get(cell['stage'], cell['stage'])}, {step}"),
                f"{amount(cost)} {content.get('unit') or ''}".strip()
                if cost
                else _standing(content),
                f"{amount(low)} to {amount(high)}" if cost and low is not None else "",
                exact(content["affected"]) if content.get("affected") is not None else "",
                class_of(cell),
            ]
        )
    head = ("Rank", "Pain", "Where", "Cost in journeys", "95 % interval", "Journeys with it")
    return _table((*head, "Known"), rows)


def _standing(content: Mapping[str, Any]) -> str:
    """Return what stands where a proven cost would."""
    if content.get("basis") == "bound":
        return f"at most {amount(content.get('bound'))}"
    return "explained" if content.get("basis") == "explained" else "not proven"


def _stage(document: Mapping[str, Any], stage: Mapping[str, Any]) -> list[str]:
    shown = [lane_of(document, id_) for id_ in IN_TABLE]
    rows = []
    for step in stage["steps"]:
        counts = exact(step["journeys"]) if step.get("journeys") else ""
        if counts and step.get("median_seconds_wait") is not None:
            counts += f", after {duration(step['median_seconds_wait'])}"
        cells = [_said(lane, at(lane, stage["id"], step["id"])) for lane in shown]
        rows.append([text(step["name"]), counts, *cells])
    parts = [f"## {text(stage['name'])}"]
    head = ("Step", "Journeys", *(str(lane["title"]) for lane in shown))
    parts.append(_table(head, rows))
    known_as = names(document)
    for lane in document["lanes"]:
        if lane["id"] in (*IN_TABLE, *ELSEWHERE):
            continue
        items = [
            f"- {_step(known_as, cell)}: {'; '.join(text(line) for line in lines(lane, cell))} "
            f"({class_of(cell)})"
            for cell in lane["cells"]
            if cell["stage"] == stage["id"]
        ]
        if items:
            parts += [f"### {text(lane['title'])}", "\n".join(items)]
    spoken = _quotes(document, stage["id"], known_as)
    return [*parts, f"### {lane_of(document, 'quotes')['title']}", spoken] if spoken else parts


def _step(known_as: Mapping[Any, str], cell: Mapping[str, Any]) -> str:
    return text(known_as.get((cell["stage"], cell["step"])) or "Whole stage")


def _said(lane: Mapping[str, Any], cells: Iterable[Mapping[str, Any]]) -> str:
    return "<br>".join(text(line) for cell in cells for line in lines(lane, cell))


def _quotes(document: Mapping[str, Any], stage: str, known_as: Mapping[Any, str]) -> str:
    made = []
    for cell in lane_of(document, "quotes")["cells"]:
        if cell["stage"] != stage:
            continue
        for quote in cell["content"].get("quotes") or ():
            about = quote.get("touchpoint") or known_as.get((stage, cell["step"])) or ""
            said = captions(quote, assumed=class_of(cell) == "assumed")[0]
            origin = ", ".join(text(one) for one in (about, said, quote["id"]) if one)
            made.append(f"> “{text(str(quote['text']).strip())}”  \n> {origin}")
    return "\n\n".join(made)
