"""Draws the bars of the touchpoints (square root of their volume) and the chips of channels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.curve import face_token
from desirepath.maps.draw_badges import badge
from desirepath.maps.draw_cards import class_of
from desirepath.maps.frame import Frame, by_column
from desirepath.maps.icons import channel_icon
from desirepath.maps.marks import Hit, Pen, Sign, Spot
from desirepath.maps.numbers import decimal, emotion, exact, short
from desirepath.maps.text import beside, ellipsize, width

SHOWN = 3
SHOWN_ALONE = 8  # a map of answers only has room: nothing else is known of its touchpoints
CHIP_LINES = 2
PITCH = 22.5
LEFT = 23


def bars(pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame) -> float:
    """Draw at most three touchpoints per step and `+2 more` with their count; return the height."""
    cells = by_column(lane, grid)
    items = [item for found in cells.values() for _, _, cell in found for item in _items(cell)]
    largest = max((item.get("events") or 0 for item in items), default=0) or 1
    height = 0.0
    for index, found in cells.items():
        column = grid.columns[index]
        for number, _, cell in found:
            told = class_of(cell) == "assumed"
            y = 2.0
            shown = _items(cell)
            most = SHOWN if "events" in (shown or [{}])[0] else SHOWN_ALONE
            folded = max(len(shown) - most, 0)
            for item_no, item in enumerate(shown[:most]):
                used = _bar(pen.at(pen.x + column.x, pen.y + y), item, column.w, largest, told=told)
                pen.hit(
                    Hit(
                        column.x + 2,
                        y - 2,
                        column.w - 4,
                        used,
                        f"{spot.path}.cells.{number}#{item_no}",
                        _spoken(item),
                        spot.row,
                        index,
                        radius=5,
                    )
                )
                y += used
            if folded:
                rest = shown[most:]
                pen.words(column.x + LEFT, y + 11, f"+{folded} more", size=11, colour="link")
                total = _rest(rest)
                pen.words(
                    column.x + column.w - 6, y + 11, total, size=11, colour="ink3", anchor="end"
                )
                pen.hit(
                    Hit(
                        column.x + 2,
                        y - 2,
                        column.w - 4,
                        18,
                        f"{spot.path}.cells.{number}",
                        f"{folded} more touchpoints, {total}",
                        spot.row,
                        index,
                        radius=5,
                    )
                )
                y += 18
            height = max(height, y)
    return height + 2


def chips(pen: Pen, lane: Mapping[str, Any], spot: Spot, grid: Frame) -> float:
    """Draw the channels of every step as icons with words; return the height."""
    height = 0.0
    for index, found in by_column(lane, grid).items():
        column = grid.columns[index]
        for number, _, cell in found:
            x, y = 6.0, 0.0
            names = [str(item["name"]) for item in _items(cell)]
            told = class_of(cell) == "assumed"
            for item_no, item in enumerate(_items(cell)):
                name = ellipsize(str(item["name"]), 11, column.w - 30)
                w = 19 + width(name, 11)
                left = len(names) - item_no
                # the last line keeps room to say how many more there are
                spare = 26 if y >= 18 * (CHIP_LINES - 1) and left > 1 else 0
                if x > 6 and x + w > column.w - 4 - spare:
                    if y >= 18 * (CHIP_LINES - 1):
                        pen.words(column.x + x, y + 11, f"+{left}", size=11, colour="link")
                        break
                    x, y = 6.0, y + 18
                if told:
                    around = {"stroke": "line2", "radius": 4, "dash": "3 2.5", "line": 1}
                    pen.box(column.x + x - 3, y - 2.5, w + 2, 17, **around)
                pen.put(Sign(column.x + x, pen_y(y), channel_icon(item.get("channel")), 13, "ink3"))
                pen.words(column.x + x + 17, y + 11, name, size=11, colour="ink2")
                x += w + 10
            pen.hit(
                Hit(
                    column.x + 2,
                    -3,
                    column.w - 4,
                    y + 20,
                    f"{spot.path}.cells.{number}",
                    f"Channels: {', '.join(names)}",
                    spot.row,
                    index,
                )
            )
            height = max(height, y + 16)
    return height


def pen_y(y: float) -> float:
    """Return where a 13 pixel icon stands beside text of 11 whose line starts at y."""
    return y + 0.5


def _bar(pen: Pen, item: Mapping[str, Any], w: float, largest: float, *, told: bool) -> float:
    name = humanise(str(item["name"]))
    events = item.get("events")
    felt = item.get("valence")
    text = _figure(item)
    pen.put(Sign(5, 0.5, channel_icon(item.get("channel")), 14, "ink3"))
    if told:
        badge(pen, w - 10, 7.5, "assumed", r=4)
    right = w - (20 if told else 6)
    lines, cut = beside(name, 11.5, right - LEFT, width(text, 11) + 6)
    for number, line in enumerate(lines):
        title = str(item["name"]) if cut or name != item["name"] else None
        pen.words(LEFT, 11.5 + 13.5 * number, line, size=11.5, title=title)
    last = 11.5 + 13.5 * (len(lines) - 1)
    pen.words(right, last, text, size=11, colour="ink2", anchor="end")
    if not text:
        return PITCH - 4 + 13.5 * (len(lines) - 1)
    track = right - LEFT
    bar_y = 15.5 + 13.5 * (len(lines) - 1)
    pen.box(LEFT, bar_y, track, 3, fill="sunk", radius=1.5)
    if events is not None:
        length = track * math.sqrt(max(events, 0) / largest)
        fill = "bar"
    else:
        length = track * ((felt or 0) + 1) / 2
        fill = face_token((felt or 0) * 2)
    pen.box(LEFT, bar_y, max(length, 2), 3, fill=fill, radius=1.5)
    return PITCH + 13.5 * (len(lines) - 1)


def _figure(item: Mapping[str, Any]) -> str:
    if item.get("events") is not None:
        return short(item["events"])
    if item.get("mean") is not None:
        return decimal(item["mean"])
    return emotion(item["valence"]) if item.get("valence") is not None else ""


def _spoken(item: Mapping[str, Any]) -> str:
    if item.get("events") is not None:
        return (
            f"{item['name']}: {exact(item['events'])} contacts in "
            f"{exact(item.get('journeys'))} journeys"
        )
    if item.get("valence") is None and item.get("mean") is None:
        return f"{item['name']}, assumed"
    said = "mean rating" if item.get("mean") is not None else "emotion"
    return f"{item['name']}: {said} {_figure(item)}, n {exact(item.get('n'))}"


def _rest(items: list[Mapping[str, Any]]) -> str:
    if items and items[0].get("events") is not None:
        return short(sum(item.get("events") or 0 for item in items))
    answers = sum(item.get("n") or 0 for item in items)
    return f"n {short(answers)}" if answers else ""


def _items(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(cell["content"].get("items") or ())
