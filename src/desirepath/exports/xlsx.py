"""A workbook: the map as a grid, and steps, touchpoints, pains, quotes, metrics, evidence as lists.

Numbers are numbers, so that they can be sorted and summed; text is never a formula or a link.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from desirepath.exports._page.cells import (
    at,
    known_by,
    lane_of,
    lines,
    names,
    onward,
    proofs,
    ranked,
    steps,
)
from desirepath.exports._page.paint import plain
from desirepath.exports._page.tokens import light
from desirepath.exports._page.words import headline, identity, known, persona_name
from desirepath.maps.draw_cards import class_of

suffix = ".xlsx"
media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST = 32_000  # Excel holds 32 767 signs in a cell
INT = 2**53  # larger whole numbers lose digits as Excel numbers
WIDTHS = {"text": 26, "long": 60, "number": 13, "share": 13}
Column = tuple[str, str]  # title, kind: one of WIDTHS


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the workbook."""
    out.write_bytes(workbook(document))


def workbook(document: Mapping[str, Any]) -> bytes:
    """Return the file; the same document gives the same bytes."""
    import xlsxwriter

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        made = datetime.fromisoformat(document["created"]).replace(tzinfo=None)
        title = _text(document["title"])[:255]
        book.set_properties({"title": title, "comments": "Desirepath", "created": made})
        book.formats[0].set_font_name("Inter")
        book.formats[0].set_font_size(10)
        pen = _Pen(book)
        _map(pen, document)
        _list(pen, "Steps", STEPS, _steps(document))
        _list(pen, "Touchpoints", TOUCHPOINTS, _touchpoints(document))
        _list(pen, "Pains", PAINS, _pains(document))
        _list(pen, "Quotes", QUOTES, _quotes(document))
        _list(pen, "Metrics", METRICS, _metrics(document))
        _list(pen, "Evidence", EVIDENCE, _evidence(document))
    return held.getvalue()


STEPS: tuple[Column, ...] = (
    ("Stage", "text"),
    ("Step", "text"),
    ("Journeys", "number"),
    ("Median wait, seconds", "number"),
    ("Stage journeys", "number"),
    ("Stage, share of first", "share"),
    ("In the next stage", "share"),
    ("Emotion, −1 to 1", "number"),
    ("Emotion low", "number"),
    ("Emotion high", "number"),
    ("Emotion n", "number"),
    ("Emotion, −2 to +2", "number"),
    ("Emotion, −5 to +5", "number"),
    ("Mean of the answers, −1 to 1", "number"),
)
TOUCHPOINTS: tuple[Column, ...] = (
    ("Stage", "text"),
    ("Step", "text"),
    ("Touchpoint", "text"),
    ("Channel", "text"),
    ("Contacts", "number"),
    ("Journeys", "number"),
    ("Evidence", "text"),
)
PAINS: tuple[Column, ...] = (
    ("Rank", "number"),
    ("Pain", "long"),
    ("Stage", "text"),
    ("Step", "text"),
    ("Touchpoint", "text"),
    ("Cost in journeys", "number"),
    ("Cost low", "number"),
    ("Cost high", "number"),
    ("At most to win", "number"),
    ("Basis", "text"),
    ("Unit", "text"),
    ("Journeys with it", "number"),
    ("Mean rating, with it", "number"),
    ("Mean rating, without", "number"),
    ("Trait", "long"),
    ("Formula", "text"),
    ("Evidence", "text"),
)
QUOTES: tuple[Column, ...] = (
    ("Stage", "text"),
    ("Step", "text"),
    ("Touchpoint", "text"),
    ("Quote", "long"),
    ("Language", "text"),
    ("Instrument", "text"),
    ("Score", "number"),
    ("Emotion, −1 to 1", "number"),
    ("Id", "text"),
)
METRICS: tuple[Column, ...] = (
    ("Stage", "text"),
    ("Step", "text"),
    ("Metric", "text"),
    ("Touchpoint", "text"),
    ("Value", "number"),
    ("Unit", "text"),
    ("Low", "number"),
    ("High", "number"),
    ("n", "number"),
    ("Formula", "text"),
)
EVIDENCE: tuple[Column, ...] = (
    ("Part of the map", "text"),
    ("Stage", "text"),
    ("Step", "text"),
    ("Class", "text"),
    ("Analysis", "text"),
    ("Options", "long"),
    ("Row", "long"),
    ("Field", "text"),
    ("Value", "number"),
    ("n", "number"),
    ("Low", "number"),
    ("High", "number"),
    ("Sources", "long"),
    ("From", "text"),
    ("To", "text"),
    ("Digest", "long"),
)


class _Pen:
    """A workbook and its formats."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "Inter", "font_size": 10, "valign": "top"}
        rule = {"border": 1, "border_color": light("line2")}
        navy = {"bold": True, "font_color": "#ffffff", "bg_color": light("navy")}
        self.title = book.add_format({**base, "bold": True, "font_size": 16})
        self.quiet = book.add_format({**base, "font_color": light("ink2")})
        self.label = book.add_format({**base, "bold": True, "font_color": light("warn")})
        self.stage = book.add_format({**base, **navy, **rule, "align": "left"})
        self.head = book.add_format({**base, **navy, "text_wrap": True})
        self.step = book.add_format(
            {**base, **rule, "bold": True, "bg_color": light("soft"), "text_wrap": True}
        )
        self.text = book.add_format({**base, "text_wrap": True})
        self.cell = book.add_format({**base, **rule, "text_wrap": True})
        self.number = book.add_format({**base, "num_format": "#,##0.###"})
        self.share = book.add_format({**base, "num_format": "0.0%"})


def _put(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write a number as a number and everything else as text, whatever it looks like."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < INT:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, _text(value), style)


def _text(value: Any) -> str:
    shown = plain(value)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _list(pen: _Pen, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    sheet = pen.book.add_worksheet(name)
    for place, (title, kind) in enumerate(columns):
        sheet.set_column(place, place, WIDTHS[kind])
        sheet.write_string(0, place, title, pen.head)
    styles = {"number": pen.number, "share": pen.share}
    last = 0
    for last, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            is_text = isinstance(value, str)
            style = pen.text if is_text else styles.get(columns[place][1], pen.text)
            _put(sheet, last, place, value, style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _map(pen: _Pen, document: Mapping[str, Any]) -> None:
    sheet = pen.book.add_worksheet("Map")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{identity(document)}&RPage &P of &N")
    sheet.set_column(0, 0, 18)
    _put(sheet, 0, 0, document["title"], pen.title)
    _put(sheet, 1, 0, f"{persona_name(document)} · {headline(document)}", pen.quiet)
    _put(sheet, 2, 0, f"{known(document)} · map {identity(document)}", pen.quiet)
    if document.get("label"):
        _put(sheet, 3, 0, document["label"], pen.label)
    top = 5
    columns = steps(document)
    if not columns:
        _put(sheet, top, 0, "Nothing to show yet. Import a file of events or answers.", pen.quiet)
        return
    sheet.set_column(1, len(columns), 28)
    _put(sheet, top, 0, "Stage", pen.stage)
    _put(sheet, top + 1, 0, "Step", pen.step)
    at_column = 1
    for stage in document["stages"]:
        wide = len(stage["steps"])
        for place in range(at_column, at_column + wide):
            _put(sheet, top, place, stage["name"] if place == at_column else None, pen.stage)
        at_column += wide
    for place, (_, step) in enumerate(columns, 1):
        _put(sheet, top + 1, place, step["name"], pen.step)
    for row, lane in enumerate(document["lanes"], top + 2):
        _put(sheet, row, 0, lane["title"], pen.step)
        for place, (stage, step) in enumerate(columns, 1):
            cells = at(lane, stage["id"], step["id"])
            if step is stage["steps"][0]:
                cells = [*at(lane, stage["id"], None), *cells]
            said = [line for cell in cells for line in lines(lane, cell)]
            if said:
                said.append(f"({known_by(cells)})")
            _put(sheet, row, place, "\n".join(said), pen.cell)
    sheet.freeze_panes(top + 2, 1)


def _steps(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    emotion = lane_of(document, "emotion")
    for stage, step in steps(document):
        felt = [cell["content"] for cell in at(emotion, stage["id"], step["id"])]
        content = felt[0] if felt else {}
        valence = content.get("valence")
        yield (
            stage["name"],
            step["name"],
            step.get("journeys"),
            step.get("median_seconds_wait"),
            stage.get("journeys"),
            stage.get("share_of_first"),
            onward(stage),
            *(content.get(key) for key in ("valence", "low", "high", "n")),
            *(None if valence is None else valence * best for best in (2, 5)),
            content.get("mean", valence),
        )


def _touchpoints(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for stage, step in steps(document):
        for point in step["touchpoints"]:
            counts = (point.get("channel"), point.get("events"), point.get("journeys"))
            known_as = class_of(point)
            yield stage["name"], step["name"], point["name"], *counts, known_as


def _pains(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for cell in ranked(document):
        content = cell["content"]
        keys = ("touchpoint", "cost", "cost_low", "cost_high", "bound", "basis", "unit", "affected")
        more = ("score_affected", "score_others", "trait", "formula")
        yield (
            content.get("rank"),
            content.get("title") or content.get("text"),
            *_place(document, cell),
            *(content.get(key) for key in (*keys, *more)),
            class_of(cell),
        )


def _quotes(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for cell in lane_of(document, "quotes")["cells"]:
        for quote in cell["content"].get("quotes") or ():
            keys = ("touchpoint", "text", "language", "instrument", "score", "valence", "id")
            yield *_place(document, cell), *(quote.get(key) for key in keys)


def _metrics(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for cell in lane_of(document, "metrics")["cells"]:
        for item in cell["content"].get("items") or ():
            keys = ("label", "touchpoint", "value", "unit", "low", "high", "n", "formula")
            yield *_place(document, cell), *(item.get(key) for key in keys)


def _evidence(document: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for where, claim in proofs(document):
        yield (
            *where,
            claim.get("class"),
            claim.get("analysis"),
            *(_json(claim.get(key)) for key in ("params", "where")),
            *(claim.get(key) for key in ("field", "value", "n", "low", "high")),
            ", ".join(str(source) for source in claim.get("sources") or ()),
            *(claim.get(key) for key in ("from", "to", "digest")),
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _place(document: Mapping[str, Any], cell: Mapping[str, Any]) -> tuple[str, str]:
    known_as = names(document)
    stage = cell["stage"]
    return known_as.get(stage, str(stage)), known_as.get((stage, cell["step"])) or ""
