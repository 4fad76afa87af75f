"""Draws cards (pains, gains, opportunities, what people wrote) and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.maps.draw_badges import FEW, badge, badge_kind
from desirepath.maps.frame import claims
from desirepath.maps.marks import Dot, Line, Pen, Picture
from desirepath.maps.numbers import amount, decimal, emotion, exact
from desirepath.maps.pain_words import standing
from desirepath.maps.quoted import captions
from desirepath.maps.text import ellipsize, width, wrap

TITLE = 11.5
LEAD = 15
QUOTE_LINES = 4
IMAGE = 140  # pixels: images of a lane are no taller, so that a storyboard is one strip


@dataclass(frozen=True)
class Scale:
    """The largest upper end of the cost of all pains, by unit: one scale for all intervals."""

    largest: Mapping[str, float]


def class_of(cell: Mapping[str, Any]) -> str:
    """Return how a cell is known: by its first evidence."""
    claim = next(iter(claims(cell["evidence"])), {})
    return str(claim.get("class", "assumed"))


def card(pen: Pen, cell: Mapping[str, Any], w: float, scale: Scale) -> float:
    """Draw one card at the pen's corner, `w` pixels wide; return its height."""
    tone = cell["content"].get("tone")
    if class_of(cell) == "assumed" or tone in ("written", "note"):
        return _written(pen, cell, w)
    if tone == "pain":
        return _pain(pen, cell, w, scale)
    if tone == "gain":
        return _gain(pen, cell, w)
    if tone == "opportunity":
        return _opportunity(pen, cell, w)
    return _written(pen, cell, w)


def quote(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    """Draw the first quote of a cell word for word and where it is from; return the height."""
    quotes = cell["content"].get("quotes")
    if not quotes:
        return _written(pen, cell, w)
    said = quotes[0]
    lines, cut = wrap(f"“{str(said['text']).strip()}”", TITLE, w - 8, lines=QUOTE_LINES)
    for number, line in enumerate(lines):
        pen.words(
            3,
            12 + number * 16,
            line,
            size=TITLE,
            lang=said.get("language"),
            title=str(said["text"]) if cut else None,
        )
    y = 12 + len(lines) * 16
    known = captions(said, assumed=class_of(cell) == "assumed")
    caption = next((one for one in known if width(one, 10.5) <= w - 8), known[-1])
    caption = ellipsize(caption, 10.5, w - 8)
    pen.words(3, y, caption, size=10.5, colour="ink3", title=str(said["id"]) or None)
    return y + 6


def _edged(pen: Pen, w: float, h: float, edge: str, fill: str) -> None:
    pen.box(0, 0, 12, h, fill=edge, radius=4)
    body = w - 3
    corner = f"V{h - 6}Q{body} {h} {body - 6} {h}"
    pen.put(Line(f"M0 0H{body - 6}Q{body} 0 {body} 6{corner}H0Z", 3, 0, fill=fill))


def _pain(pen: Pen, cell: Mapping[str, Any], w: float, scale: Scale) -> float:
    content = cell["content"]
    claim = claims(cell["evidence"])[0]
    n = content.get("affected")
    cost = content.get("cost")
    if not cost or cost <= 0:
        return _unproven(pen, content, claim, w)
    lines, cut = wrap(str(content["title"]), TITLE, w - 20, lines=3)
    facts = _facts(content, w - 20)
    foot = 24 + len(lines) * LEAD + 13 * len(facts)
    low, high = content.get("cost_low"), content.get("cost_high")
    height = foot + (18 if low is not None and high is not None else 5)
    _edged(pen, w, height, "e1", "neg-bg")
    rank = str(content["rank"])
    pen.put(Dot(17, 14, 7.5, fill="e1"))
    pen.words(17, 17.5, rank, size=10, weight=700, colour="on5", anchor="middle")
    figure = amount(cost)
    pen.words(29, 19, figure, size=13.5, weight=700, colour="neg-ink")
    unit = str(content.get("unit", ""))
    if width(unit, 11) <= w - 54 - width(figure, 13.5, 700):
        pen.words(33 + width(figure, 13.5, 700), 19, unit, size=11, colour="neg-ink")
    kind = badge_kind(str(claim.get("class")), few=n is not None and n < FEW)
    badge(pen, w - 11, 14, kind, colour="neg-ink")
    for number, line in enumerate(lines):
        pen.words(10, 36 + number * LEAD, line, size=TITLE, title=content["title"] if cut else None)
    for number, fact in enumerate(facts):
        y = 35 + len(lines) * LEAD + 13 * number
        pen.words(10, y, fact, size=10.5, colour="neg-ink")
    if low is not None and high is not None:
        _interval(pen, content, w, foot + 8, scale.largest.get(str(content.get("unit")), high))
    return height


def _unproven(pen: Pen, content: Mapping[str, Any], claim: Mapping[str, Any], w: float) -> float:
    lines, cut = wrap(str(content["title"]), TITLE, w - 16, lines=3)
    height = 27.0 + len(lines) * LEAD
    pen.box(0.5, 0.5, w - 1, height, fill="surface", stroke="line2", radius=6)
    for number, line in enumerate(lines):
        pen.words(9, 17 + number * LEAD, line, size=TITLE, title=content["title"] if cut else None)
    n = content.get("affected")
    few = n is not None and n < FEW
    badge(pen, 14, height - 10, badge_kind(str(claim.get("class")), few=few))
    notes = standing(content)
    note = next((one for one in notes if width(one, 10.5) <= w - 28), notes[-1])
    pen.words(22, height - 6, ellipsize(note, 10.5, w - 28), size=10.5, colour="ink3")
    return height + 1


def _facts(content: Mapping[str, Any], room: float) -> list[str]:
    """Return n and both mean ratings, in one line where they fit, else in two.

    The ratings stand beside n only where at least half of these journeys gave one.
    """
    n = content.get("affected")
    counted = f"n {exact(n)}" if n is not None else ""
    bad, good = content.get("score_affected"), content.get("score_others")
    scored = content.get("scored_affected")
    silent = n is not None and scored is not None and 2 * scored < n
    if bad is None or good is None or silent:
        return [counted] if counted else []
    said = (
        f"rated {decimal(bad)}, else {decimal(good)}",
        f"rated {decimal(bad)} vs {decimal(good)}",
        f"{decimal(bad)} vs {decimal(good)}",
    )
    for text in said:
        line = f"{counted} · {text}" if counted else text
        if width(line, 10.5) <= room:
            return [line]
    fitting = [text for text in said if width(text, 10.5) <= room]
    return [line for line in (counted, *fitting[:1]) if line]


def _interval(pen: Pen, content: Mapping[str, Any], w: float, y: float, largest: float) -> None:
    """Draw track, thick range and dot on the scale all pains share, and the range in words."""
    low, high, cost = content["cost_low"], content["cost_high"], content["cost"]
    text = f"{amount(low)}–{amount(high)}"
    left, right = 10.0, w - 9 - width(text, 10.5) - 7
    span = right - left
    pen.words(w - 8, y + 3.5, text, size=10.5, colour="neg-ink", anchor="end")
    if span < 14:
        return

    def at(value: float) -> float:
        return left + span * max(0.0, min(value / largest, 1.0)) if largest else left

    pen.box(left, y - 1, span, 2, fill="neg-track", radius=1)
    pen.box(at(low), y - 2, max(at(high) - at(low), 3), 4, fill="neg-range", radius=2)
    pen.put(Dot(at(cost), y, 3.2, fill="e1"))


def _gain(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    content = cell["content"]
    claim = claims(cell["evidence"])[0]
    lines, cut = wrap(str(content["title"]), TITLE, w - 20, lines=3)
    height = 24.0 + len(lines) * LEAD
    _edged(pen, w, height, "e4", "pos-bg")
    for number, line in enumerate(lines):
        pen.words(10, 16 + number * LEAD, line, size=TITLE, title=content["title"] if cut else None)
    n = content.get("n")
    text = f"{emotion(content.get('lift'))} · n {exact(n)}"
    y = 16 + len(lines) * LEAD
    pen.words(10, y, text, size=11, colour="pos-ink")
    kind = badge_kind(str(claim.get("class")), few=n is not None and n < FEW)
    badge(pen, 10 + width(text, 11) + 10, y - 4, kind, colour="pos-ink", r=4)
    return height


def _opportunity(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    content = cell["content"]
    claim = claims(cell["evidence"])[0]
    lines, cut = wrap(str(content["title"]), TITLE, w - 30, lines=4)
    height = 42.0 + len(lines) * LEAD
    pen.box(0.5, 0.5, w - 1, height - 1, fill="surface", stroke="line", radius=6)
    for number, line in enumerate(lines):
        pen.words(9, 18 + number * LEAD, line, size=TITLE, title=content["title"] if cut else None)
    y = 18 + len(lines) * LEAD
    of = int(content.get("dots", 5))
    _dots(pen.at(pen.x, pen.y + y), "Impact", content.get("impact") or 0, of, "e5")
    badge(pen, w - 11, 13.5, badge_kind(str(claim.get("class"))), r=4)
    y += 14
    if content.get("effort"):
        _dots(pen.at(pen.x, pen.y + y), "Effort", content["effort"], of, "e3")
    else:
        pen.words(9, y, "Effort", size=10.5, colour="ink3")
        pen.words(51, y, ellipsize("to judge", 10.5, w - 56), size=10.5, colour="ink3")
    return height


def _dots(pen: Pen, label: str, value: int, of: int, fill: str) -> None:
    """Draw a judgement of so many dots."""
    pen.words(9, 0, label, size=10.5, colour="ink3")
    for dot in range(of):
        filled = dot < value
        pen.put(
            Dot(
                55 + dot * 10,
                -3.6,
                3.6 if filled else 3.1,
                fill=fill if filled else None,
                stroke=None if filled else "line2",
                line=1.2,
            )
        )


def _note(pen: Pen, content: Mapping[str, Any], by: str, w: float) -> float:
    """Draw a sticky note: nobody's claim, so without a badge."""
    lines, cut = wrap(str(content.get("title") or ""), TITLE, w - 18, lines=6)
    height = 12.0 + len(lines) * LEAD + (13 if by else 0)
    pen.box(0.5, 0.5, w - 1, height - 1, fill="warn-bg", stroke="line", radius=3)
    for number, line in enumerate(lines):
        title = str(content["title"]) if cut else None
        pen.words(9, 17 + number * LEAD, line, size=TITLE, title=title)
    if by:
        pen.words(9, height - 7, ellipsize(by, 10.5, w - 18), size=10.5, colour="warn")
    return height


def _stated(content: Mapping[str, Any], room: float) -> list[tuple[str, str, str]]:
    """Return what customers expect against what they get, as lines: text, colour, whole text."""
    found = []
    for field, word, colour in (
        ("expected", "Expected", "ink2"),
        ("delivered", "Delivered", "ink2"),
    ):
        if content.get(field):
            whole = f"{word}: {content[field]}"
            lines, cut = wrap(whole, 10.5, room, lines=2)
            found += [(line, colour, whole if cut else "") for line in lines]
    return found


def _image(pen: Pen, content: Mapping[str, Any], w: float) -> float:
    """Draw the image of a card along its upper edge; return the height, 0 where it has none."""
    image = content.get("image")
    if not image:
        return 0
    tall = round(min((w - 8) * image["height"] / image["width"], IMAGE), 1)
    pen.box(4, 4, w - 8, tall, fill="sunk", radius=3)
    sizes = (image["width"], image["height"])
    pen.put(Picture(4, 4, w - 8, tall, image["id"], image["alt"], *sizes))
    return float(tall) + 5


def _written(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    content = cell["content"]
    above = _image(Pen(), content, w)
    height = above + _words(pen.at(pen.x, pen.y + above), cell, w, above)
    _image(pen, content, w)
    return height


def _words(pen: Pen, cell: Mapping[str, Any], w: float, above: float) -> float:
    """Write what a card says in a frame that begins so far above; return the height below it."""
    content = cell["content"]
    if content.get("tone") == "note":
        return _note(pen, content, str(cell.get("by") or ""), w)
    assumed = class_of(cell) == "assumed"
    text = str(content.get("title") or content.get("text") or "")
    lines, cut = wrap(text, TITLE, w - 18, lines=4)
    stated = _stated(content, w - 18)
    judged = [word for word in ("impact", "effort") if content.get(word)]
    start = 17 + len(lines) * LEAD
    more = 14 * len(stated) + 14 * len(judged)
    height = (25.0 if assumed else 10.0) + len(lines) * LEAD + more
    if assumed:
        pen.box(
            0.5,
            0.5 - above,
            w - 1,
            height + above - 1,
            fill="surface",
            stroke="line2",
            radius=6,
            dash="4 3",
            hatch=True,
        )
    for number, line in enumerate(lines):
        pen.words(
            9 if assumed else 3,
            17 + number * LEAD,
            line,
            size=TITLE,
            halo="surface",
            colour="ink" if assumed else "ink2",
            title=text if cut else None,
        )
    for number, (line, colour, whole) in enumerate(stated):
        y = start - 1 + number * 14
        left = 9 if assumed else 3
        pen.words(left, y, line, size=10.5, colour=colour, halo="surface", title=whole or None)
    for number, word in enumerate(judged):
        y = start + 14 * len(stated) + 14 * number
        fill = "e5" if word == "impact" else "e3"
        _dots(pen.at(pen.x, pen.y + y), word.capitalize(), content[word], 5, fill)
    if assumed:
        badge(pen, 14, height - 11, "assumed")
        pen.words(22, height - 7, "assumed", size=10.5, colour="ink3", halo="surface")
    elif lines:
        badge(pen, w - 9, 13, badge_kind(class_of(cell)), r=4)
    return height
