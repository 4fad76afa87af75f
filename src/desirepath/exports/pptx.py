"""Slides to present and to edit: one overview, then one per stage, made of shapes and text.

Set in Arial, which every computer that shows slides has. A stage of more than six steps goes on on
a further slide.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from desirepath.exports._page.cells import at, lane_of, lines, onward, ranked, steps
from desirepath.exports._page.paint import plain
from desirepath.exports._page.slide import EDGE, HIGH, WIDE, Item, Shown, Slide, hyphened
from desirepath.exports._page.words import headline, identity, known, persona_name, units
from desirepath.maps.draw_cards import class_of
from desirepath.maps.numbers import amount, day, duration, emotion, exact, share
from desirepath.maps.quoted import captions
from desirepath.maps.text import wrap

suffix = ".pptx"
media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

LABEL = 92
ABREAST = 6  # steps side by side on a slide
TOP, BOTTOM = 112, HIGH - 44
FELT_TOP, FELT_TALL, FELT_ROOM = 218, 166, 36
IMAGE_LINE = 36  # pixels of an image for each line that a card may have
LEAST_STAGE = 88  # so that the name of a stage of one step can be read
# what a cell may hold, from roomy to tight: entries, and lines of each
LIMITS = ((6, 4), (5, 3), (4, 3), (3, 3), (3, 2), (2, 3), (2, 2), (1, 2), (1, 1))
CARDS = {
    "pains": ("neg-bg", "e1"),
    "gains": ("pos-bg", "e4"),
    "opportunities": ("soft", "navy"),
}
PLAIN = ("touchpoints", "emotion", "quotes", "metrics", "moments")


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the slides."""
    out.write_bytes(slides(document))


def slides(document: Mapping[str, Any]) -> bytes:
    """Return the file; the same document gives the same bytes."""
    from pptx import Presentation
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE * 9525), Emu(HIGH * 9525)
    made = datetime.fromisoformat(document["created"]).replace(tzinfo=None, microsecond=0)
    about = deck.core_properties
    about.title = plain(document["title"])[:250]
    about.author = about.last_modified_by = "Desirepath"
    about.created = about.modified = made
    _overview(Slide(deck), document)
    for number, stage in enumerate(document["stages"], 1):
        found = stage["steps"]
        for start in range(0, len(found), ABREAST):
            slide = Slide(deck)
            _stage(slide, document, number, found[start : start + ABREAST], start)
    held = io.BytesIO()
    deck.save(held)
    return _undated(held.getvalue())


def _undated(data: bytes) -> bytes:
    """Return the archive without the time at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _frame(slide: Slide, document: Mapping[str, Any], title: str, line: str) -> None:
    cover = known(document)
    label = document.get("label")
    slide.title(EDGE, 26, WIDE - 2 * EDGE - 330, title)
    slide.words(EDGE, 66, WIDE - 2 * EDGE, line, size=14, colour="ink2")
    slide.words(WIDE - EDGE - 320, 30, 320, cover, size=13, weight=600, align="right")
    if label:
        slide.box(WIDE - EDGE - 210, 50, 210, 22, fill="warn-bg", radius=True)
        slide.words(
            WIDE - EDGE - 204, 53, 198, str(label), 12, weight=600, colour="warn", align="center"
        )
    slide.box(EDGE, HIGH - 36, WIDE - 2 * EDGE, 1, fill="line2")
    foot = f"Desirepath · map {identity(document)} · made {day(document['created'])}"
    slide.words(EDGE, HIGH - 28, 700, str(document["title"]), size=11, colour="ink3")
    slide.words(WIDE - EDGE - 460, HIGH - 28, 460, foot, size=11, colour="ink3", align="right")


def _overview(slide: Slide, document: Mapping[str, Any]) -> None:
    line = f"{persona_name(document)} · {headline(document)}"
    _frame(slide, document, str(document["title"]), line)
    columns = steps(document)
    if not columns:
        slide.words(EDGE, 140, 800, "Nothing to show yet. Import a file of events.", size=16)
        return
    places = _places(document)
    slide.words(EDGE, 118, LABEL - 8, "Stages", size=12, weight=600)
    slide.words(EDGE, 166, LABEL - 8, "Steps", size=12, weight=600)
    place = 0
    for stage in document["stages"]:
        own = places[place : place + len(stage["steps"])]
        if own:
            w = own[-1][0] + own[-1][1] - own[0][0]
            slide.chevron(own[0][0], 108, w - 3, stage["name"], _counts(stage))
        place += len(own)
    for (x, w), (_, step) in zip(places, columns, strict=True):
        name = hyphened(str(step["name"]), 11, w - 6)
        slide.words(x + 3, 160, w - 6, name, size=11, lines=4)
    _curve(slide, document, places)
    slide.words(EDGE, 400, 400, "Costliest pains", size=14, weight=700)
    pains = [cell for cell in ranked(document) if cell["content"].get("cost")][:5]
    end = _row(slide, 424, pains, document, "No pain is proven on these data.")
    slide.words(EDGE, end + 26, 400, "What works", size=14, weight=700)
    gains = sorted(
        lane_of(document, "gains")["cells"], key=lambda cell: -(cell["content"].get("lift") or 0)
    )
    _row(slide, end + 50, gains[:5], document, "No gain is proven on these data.")


def _places(document: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return left edge and width of each step: equal, but no stage too narrow for its name."""
    counts = [len(stage["steps"]) for stage in document["stages"] if stage["steps"]]
    room = WIDE - 2 * EDGE - LABEL
    least = min(LEAST_STAGE, room / len(counts))
    narrow: set[int] = set()
    while True:
        wide = sum(count for no, count in enumerate(counts) if no not in narrow)
        column = (room - least * len(narrow)) / max(wide, 1)
        more = {n for n, count in enumerate(counts) if n not in narrow and count * column < least}
        if not more:
            break
        narrow |= more
    places, x = [], float(EDGE + LABEL)
    for no, count in enumerate(counts):
        w = least / count if no in narrow else column
        for _ in range(count):
            places.append((x, w))
            x += w
    return places


def _row(
    slide: Slide,
    y: float,
    cells: list[Mapping[str, Any]],
    document: Mapping[str, Any],
    empty: str,
) -> float:
    """Put five cards abreast, equally tall; return where they end."""
    if not cells:
        slide.words(EDGE, y, 600, empty, size=12, colour="ink3")
    w = (WIDE - 2 * EDGE + 12) / 5
    named = {(stage["id"], step["id"]): step["name"] for stage, step in steps(document)}
    items = []
    for cell in cells:
        content = cell["content"]
        pain = content.get("tone") == "pain"
        ink = "neg-ink" if pain else "pos-ink"
        if pain:
            low, high = amount(content.get("cost_low")), amount(content.get("cost_high"))
            head = f"{amount(content['cost'])} {content.get('unit') or ''}"
            tail = f"{low} to {high} at 95 %"
        else:
            head, tail = f"{emotion(content.get('lift'))} lift in emotion", ""
        n = content.get("affected" if pain else "n")
        rest = [f"n {exact(n)}" if n is not None else "", tail, class_of(cell)]
        item = Item(fill="neg-bg" if pain else "pos-bg", edge="e1" if pain else "e4")
        rank = f"{content['rank']}. " if pain and content.get("rank") else ""
        item.add(f"{rank}{head}", size=16 if pain else 13, weight=700, colour=ink)
        item.add(str(content.get("title") or content.get("text") or ""), size=12, lines=2)
        where = named.get((cell["stage"], cell["step"]), "")
        item.add(" · ".join(part for part in (where, *rest) if part), size=10.5, colour="ink2",
                 lines=2)  # fmt: skip
        items.append(item)
    tall = max((item.height(w - 12) for item in items), default=24)
    for place, item in enumerate(items):
        slide.item(EDGE + place * w, y, w - 12, item, tall)
    return y + tall


def _curve(slide: Slide, document: Mapping[str, Any], places: list[tuple[float, float]]) -> None:
    """Draw emotion: the band, moments of truth, lines between neighbours, a dot per step."""
    columns = steps(document)
    left, right = places[0][0], places[-1][0] + places[-1][1]
    middle, half = FELT_TOP + FELT_TALL / 2, FELT_TALL / 2 - FELT_ROOM
    slide.words(EDGE, FELT_TOP + 6, LABEL - 30, "Emotion", size=12, weight=600)
    slide.words(EDGE, FELT_TOP + 22, LABEL - 34, "−2 to +2", size=10.5, colour="ink3", lines=2)
    slide.box(left, FELT_TOP, right - left, FELT_TALL, fill="band")
    moments, felt = lane_of(document, "moments"), lane_of(document, "emotion")
    for (x, w), (stage, step) in zip(places, columns, strict=True):
        if at(moments, stage["id"], step["id"]):
            slide.box(x, FELT_TOP, w, FELT_TALL, fill="tintbox")
            slide.words(
                x + 4,
                FELT_TOP + 4,
                w - 6,
                "Moment of truth",
                10,
                weight=600,
                colour="link",
                lines=2,
            )
    grid = [middle - share_ * half for share_ in (1, 0, -1)]
    for text, share_ in (("+2", 1), ("0", 0), ("−2", -1)):
        y = middle - share_ * half
        slide.line(left, y, right, y, "line2", dashed=share_ == 0)
        slide.words(left - 30, y - 8, 24, text, size=10.5, colour="ink3", align="right")
    dots = []
    for place, (stage, step) in enumerate(columns):
        for cell in at(felt, stage["id"], step["id"]):
            if cell["content"].get("valence") is not None:
                x = places[place][0] + places[place][1] / 2
                dots.append((place, x, middle - cell["content"]["valence"] * half, cell))
    for (first, x1, y1, _), (second, x2, y2, _) in pairwise(dots):
        slide.line(x1, y1, x2, y2, "ink3", width=1.75, dashed=second - first > 1)
    for _, x, y, cell in dots:
        value = cell["content"]["valence"]
        tone = ("e1", "e2", "e3", "e4", "e5")[min(4, int((value + 1) / 0.4))]
        few = cell["content"].get("few") or class_of(cell) == "assumed"
        slide.dot(x, y, 8, tone, hollow=bool(few))
        # above the dot, else below: where no line of the grid strikes the number through
        free = [top for top in (y - 27, y - 33, y + 11, y + 17)
                if all(not top < level < top + 15 for level in grid)]  # fmt: skip
        top = free[0] if free else y - 27
        slide.words(x - 40, top, 80, emotion(value), size=12, weight=700, align="center")
    if not dots:
        text = "No ratings or comments yet."
        slide.words(left + 8, middle + 6, 400, text, size=12, colour="ink3")


def _stage(
    slide: Slide,
    document: Mapping[str, Any],
    number: int,
    shown: list[Mapping[str, Any]],
    start: int,
) -> None:
    stage = document["stages"][number - 1]
    unit = units(document)
    line = f"Stage {number} of {len(document['stages'])}"
    if stage.get("journeys"):
        first = share(stage.get("share_of_first"))
        line += f" · {exact(stage['journeys'])} {unit}, {first} of the first stage"
    if onward(stage) is not None:
        line += f" · {share(onward(stage))} in the next stage"
    title = f"{stage['name']}, continued" if start else str(stage["name"])
    _frame(slide, document, title, line)
    column = (WIDE - 2 * EDGE - LABEL) / max(len(shown), 2)
    left = EDGE + LABEL
    for place, step in enumerate(shown):
        x = left + place * column
        slide.box(x, TOP - 8, column - 8, 44, fill="navy")
        slide.words(x + 8, TOP - 3, column - 24, step["name"], 13, weight=700, colour="navy-ink")
        if step.get("journeys"):
            wait = step.get("median_seconds_wait")
            after = f", after {duration(wait)}" if wait is not None else ""
            said = f"{exact(step['journeys'])} {unit}{after}"
            slide.words(x + 8, TOP + 15, column - 24, said, size=11, colour="navy-ink2")
    _lanes(slide, document, (stage, shown, start), column)


def _lanes(
    slide: Slide,
    document: Mapping[str, Any],
    part: tuple[Mapping[str, Any], list[Mapping[str, Any]], int],
    column: float,
) -> None:
    """Write lane under lane, as much of each as fits the slide."""
    stage, shown, start = part
    room = BOTTOM - TOP - 48
    rows: list[tuple[str, list[list[Item]], float]] = []
    for entries, tall in LIMITS:
        rows = []
        for lane in document["lanes"]:
            if lane["id"] == "channels":
                continue
            cells = [
                [*(at(lane, stage["id"], None) if not (place or start) else ()),
                 *at(lane, stage["id"], step["id"])]
                for place, step in enumerate(shown)
            ]  # fmt: skip
            items = [_items(lane, found, entries, tall) for found in cells]
            _illustrate(items, cells, document.get("images") or {}, tall)
            used = max((_height(found, column - 14) for found in items), default=0)
            if used:
                named = len(wrap(lane["title"], 12, LABEL - 8, lines=2, weight=600)[0])
                rows.append((lane["title"], items, max(used, named * 15 + 4)))
        if sum(height + 9 for _, _, height in rows) <= room:
            break
    y = TOP + 46.0
    for title, items, height in rows:
        slide.words(EDGE, y, LABEL - 8, title, size=12, weight=600, lines=2)
        for place, found in enumerate(items):
            down = y
            for item in found:
                x = EDGE + LABEL + place * column
                down += slide.item(x, down, column - 14, item) + 4
        y += height + 4
        slide.box(EDGE, y, WIDE - 2 * EDGE, 0.75, fill="line")
        y += 5


def _items(
    lane: Mapping[str, Any], cells: Iterable[Mapping[str, Any]], entries: int, tall: int
) -> list[Item]:
    """Return what a cell of the slide shows: cards, or lines; what does not fit is counted."""
    made: list[Item] = []
    for cell in cells:
        said = lines(lane, cell)
        if lane["id"] in PLAIN:
            if lane["id"] == "quotes":
                said = _quoted(cell)
            if lane["id"] == "moments":
                said = [": ".join(said)]
            for one in said:
                item = Item()
                item.add(one, size=11.5, lines=tall)
                made.append(item)
            continue
        fill, edge = CARDS.get(lane["id"], ("sunk", "line2"))
        item = Item(fill=fill, edge=edge)
        item.add(said[0] if said else "", 12, 600, lines=tall)
        for one in said[1:-1]:
            item.add(one, 11, lines=tall)
        item.add(" · ".join([*said[1:][-1:], class_of(cell)]), 11, colour="ink2", lines=tall)
        made.append(item)
    if len(made) > entries:
        more = Item()
        more.add(f"+{len(made) - entries} more on the map", size=11, colour="link")
        made = [*made[:entries], more]
    return made


def _illustrate(
    items: list[list[Item]],
    cells: list[list[Mapping[str, Any]]],
    images: Mapping[str, str],
    tall: int,
) -> None:
    """Put the images of cards above their words, lower where the slide is full."""
    for made, found in zip(items, cells, strict=True):
        for item, cell in zip(made, found, strict=False):
            image = cell["content"].get("image")
            if image and image["id"] in images:
                data = base64.b64decode(images[image["id"]].partition(",")[2])
                sizes = (image["width"], image["height"])
                item.image = Shown(data, *sizes, image["alt"], IMAGE_LINE * tall)


def _quoted(cell: Mapping[str, Any]) -> list[str]:
    """Return the first quote with the question that it answers and its score."""
    for quote in cell["content"].get("quotes") or ():
        said = captions(quote, assumed=class_of(cell) == "assumed")[-1]
        return [f"“{quote['text']}” ({said})"]
    return lines({"id": "quotes", "picture": "quotes"}, cell)[:1]


def _height(items: list[Item], w: float) -> float:
    return sum(item.height(w) + 4 for item in items)


def _counts(stage: Mapping[str, Any]) -> str:
    if not stage.get("journeys"):
        return ""
    part = onward(stage)
    return exact(stage["journeys"]) + (f"  →  {share(part)}" if part is not None else "")
