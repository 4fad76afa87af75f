"""One self-contained page: works from disk, asks the network for nothing, prints on A3.

The picture is the one that `maps/layout.py` computed. Every text of the data is escaped, the
script is allowed by its hash only, and a content security policy forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
import html as markup
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from desirepath.exports._page import drawer, fonts, phone, table, tokens
from desirepath.exports._page.paint import Paint, images, number, text
from desirepath.exports._page.words import LEGEND, formula, identity, spoken_map, units
from desirepath.maps.draw_badges import badge
from desirepath.maps.draw_numbers import value_text
from desirepath.maps.layout import Layout, lay_out
from desirepath.maps.marks import Pen
from desirepath.maps.numbers import day, exact, period, share

suffix = ".html"
media_type = "text/html"

HERE = Path(__file__).with_name("_page")


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the page."""
    out.write_text(page(document), encoding="utf-8")


def fragment(document: Mapping[str, Any], height: int = 760) -> str:
    """Return the map for a notebook: the whole page in a frame that can do nothing else."""
    return (
        f'<iframe title="{text(document["title"])}" sandbox="allow-scripts" loading="lazy" '
        f'style="width:100%;height:{height}px;border:1px solid #ccd3dc;border-radius:10px" '
        f'srcdoc="{markup.escape(page(document), quote=True)}"></iframe>'
    )


def page(document: Mapping[str, Any]) -> str:
    """Return the whole page."""
    layout = lay_out(document)
    script = _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    known = drawer.items(document)
    words = {key: value for key, value in document.items() if key != "images"}
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Desirepath">
<meta name="referrer" content="no-referrer">
<title>{text(document["title"])}</title>
<style>{fonts.faces()}{tokens.style()}{_asset("page.css")}</style>
</head>
<body style="--w:{number(layout.width)};--h:{number(layout.height)}">
<a class="skip" href="#table">Go to the map as a table</a>
{images(document)}{_header(document)}
{_tools(document)}
<main>
{_map(document, layout)}
{phone.view(document)}
{table.twin(document)}
</main>
{_footer(document)}
<aside id="drawer" role="complementary" aria-labelledby="drawer-title" tabindex="-1" hidden></aside>
<p id="live" role="status" class="away"></p>
<script type="application/json" id="document">{_data(words)}</script>
<script type="application/json" id="items">{_data(known)}</script>
<script>{script}</script>
</body>
</html>
"""


def _header(document: Mapping[str, Any]) -> str:
    measured, cells = drawer.coverage_words(document)
    cover = document["coverage"]
    span = document["period"]
    chips = []
    persona = document.get("persona")
    if persona:
        name = persona if isinstance(persona, str) else str(persona.get("name", ""))
        part = "" if isinstance(persona, str) else share(persona.get("share"))
        part = f" <small>{text(part)}</small>" if part and part != "unknown" else ""
        initial = f'<i class="who">{text(name[:1])}</i>'
        chips.append(f'<span class="chip">{initial}{text(name)}{part}</span>')
    if span.get("from") or span.get("to"):
        chips.append(f'<span class="chip">{text(period(span.get("from"), span.get("to")))}</span>')
    if document.get("newest"):
        clock = str(document["newest"])[11:16]
        chips.append(
            f'<span class="chip">Data to {text(day(document["newest"]))} {text(clock)}'
            " <small>UTC</small></span>"
        )
    if document.get("file"):
        name = text(document["file"]["name"])
        chips.append(f'<span class="chip">Read from {name} <small>not recomputed</small></span>')
    meter = "".join(
        f'<i class="{name}" style="width:{cover.get(name, 0) * 100:.1f}%"></i>'
        for name in ("measured", "inferred", "assumed")
    )
    chips.append(
        f'<span class="chip"><span class="meter" aria-hidden="true">{meter}</span>'
        f"<b>{text(measured)}</b> <small>{text(cells)}</small></span>"
    )
    label = document.get("label")
    banner = f'<span class="label">{text(label)}</span>' if label else ""
    return (
        f'<header class="top"><h1>{text(document["title"])}</h1>{banner}'
        f'<div class="chips">{"".join(chips)}</div>'
        '<div class="acts"><button type="button" class="quiet" id="theme">Theme: system</button>'
        '<button type="button" class="primary" id="print">Print</button></div></header>'
    )


def _tools(document: Mapping[str, Any]) -> str:
    facts = []
    for place, entry in enumerate(document.get("overall") or ()):
        word = entry["label"]
        if word == "Journeys":
            unit = units(document)
            shown = f"<b>{exact(entry['value'])}</b> {unit}"
        else:
            shown = f"{text(word)} <b>{text(value_text(entry, entry['value']))}</b>"
        path = f"overall.{place}"
        facts.append(f'<button type="button" class="fact" data-path="{path}">{shown}</button>')
    goal = document["journey"].get("goal")
    counted = any(stage.get("journeys") for stage in document["stages"])
    if goal:
        facts.append(f'<span class="plain">Goal <b>{text(goal)}</b></span>')
    elif counted:
        facts.append('<span class="plain">No goal: the map shows reach</span>')
    legend = "".join(
        f'<span class="key">{_badge(kind)}{text(words)}</span>' for kind, words in LEGEND
    )
    return (
        '<section class="tools" aria-label="Key figures and legend">'
        f'<div class="facts">{"".join(facts)}</div>'
        f'<div class="legend">{legend}<span class="hint">Any number opens its evidence'
        " <kbd>E</kbd></span></div></section>"
    )


def _map(document: Mapping[str, Any], layout: Layout) -> str:
    paint = Paint(fixed=False)
    body = layout.width - layout.label_width
    left = layout.label_width / layout.width * 100
    tall = number(layout.height)
    labels = (
        f'<svg class="labels" style="width:{left:.4f}%" viewBox="0 0 {number(layout.label_width)} '
        f'{tall}" aria-hidden="true">{paint.sheet(layout.labels)}</svg>'
        if layout.label_width
        else ""
    )
    return (
        f'<section class="picture" aria-label="Journey map"><div class="scroll">'
        f'<div class="map">{labels}'
        f'<svg class="body" style="width:{100 - left:.4f}%" viewBox="0 0 {number(body)} {tall}" '
        f'role="img" aria-label="{text(spoken_map(document))}">{paint.defs(layout.gradients)}'
        f"{paint.sheet(layout.body)}</svg>{_places(layout)}</div></div></section>"
    )


def _places(layout: Layout) -> str:
    """Return the grid of buttons that lie over the picture, row by row."""
    wide, tall = layout.width, layout.height
    rows: dict[int, dict[int, list[str]]] = {}
    for hit in layout.hits:
        place = (
            f"left:{(hit.x + layout.label_width) / wide * 100:.3f}%;top:{hit.y / tall * 100:.3f}%;"
            f"width:{hit.w / wide * 100:.3f}%;height:{hit.h / tall * 100:.3f}%"
        )
        button = (
            f'<button type="button" tabindex="-1" class="hit" data-path="{text(hit.path)}" '
            f'style="{place}" title="{text(hit.label)}" aria-label="{text(hit.label)}"></button>'
        )
        rows.setdefault(hit.row, {}).setdefault(hit.column, []).append(button)
    made = []
    for row, cells in rows.items():
        title = layout.rows[row].title if row < len(layout.rows) else ""
        inside = "".join(
            f'<div role="gridcell" aria-colindex="{column + 2}">{"".join(buttons)}</div>'
            for column, buttons in cells.items()
        )
        made.append(
            f'<div role="row" aria-rowindex="{row + 1}"><div role="rowheader" aria-colindex="1" '
            f'class="away">{text(title)}</div>{inside}</div>'
        )
    columns = len(layout.grid.columns) + 1
    return (
        f'<div class="hits" role="grid" aria-label="Map, arrow keys move" '
        f'aria-rowcount="{len(layout.rows)}" aria-colcount="{columns}">{"".join(made)}</div>'
        if made
        else ""
    )


def _footer(document: Mapping[str, Any]) -> str:
    sources = ", ".join(str(source) for source in document["sources"][:4])
    more = f" and {len(document['sources']) - 4} more" if len(document["sources"]) > 4 else ""
    return (
        f"<footer><span>{text(formula(document))}</span>"
        f"<span>Sources: {text(sources or 'none')}{more}</span>"
        f'<span class="id">Desirepath · map {identity(document)} · made '
        f"{text(day(document['created']))}"
        "</span></footer>"
    )


def _badge(kind: str) -> str:
    pen = Pen()
    badge(pen, 6, 6, kind)
    marks = Paint(fixed=False).sheet(pen.marks)
    return f'<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{marks}</svg>'


def _data(value: Any) -> str:
    """Return JSON that cannot end its script element, whatever text is in it."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        dumped = dumped.replace(sign, f"\\u{ord(sign):04x}")
    return dumped


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
