"""Draws the metrics of a step: the first one large, the second in a line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.journeys.names import humanise
from desirepath.maps.draw_badges import FEW, badge, badge_kind
from desirepath.maps.draw_cards import class_of
from desirepath.maps.draw_trend import incident, spark
from desirepath.maps.marks import Pen
from desirepath.maps.numbers import THIN, decimal, duration, emotion, exact, share, short, signed
from desirepath.maps.text import ellipsize, width


def value_text(item: Mapping[str, Any], value: float | None) -> str:
    """Return a metric value in its unit: `58 %`, `+34`, `4.12`, `31 h`."""
    if value is None:
        return "unknown"
    unit = item.get("unit")
    if unit == "share":
        return share(value)
    if unit == "points":
        return signed(value, 1 if abs(value) < 9.95 else 0)
    if unit == "valence":
        return emotion(value)
    if unit == "seconds":
        return duration(value)
    if unit == "count":
        return exact(value)
    return decimal(value)


def range_text(item: Mapping[str, Any], low: float, high: float) -> str:
    """Return an interval in a tight cell: `10–15 %`, `+31–+37`."""
    first, second = value_text(item, low), value_text(item, high)
    if item.get("unit") == "share" and first.endswith("%") and not first.startswith("<"):
        first = first.removesuffix("%").rstrip(THIN)
    return f"{first}–{second}"


def numbers(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    """Draw a metric cell or an incident; return its height."""
    if cell["content"].get("tone") == "incident":
        return incident(pen, cell, w)
    every = cell["content"].get("items") or []
    items = [item for item in every if not item.get("trend")]
    height = _figures(pen, cell, items, w) if items or not every else -4.0
    for item in every:
        if item.get("trend"):
            height = _pace(pen, item, w, height)
    return height


def _pace(pen: Pen, item: Mapping[str, Any], w: float, y: float) -> float:
    """Draw the value of the last period and the line of the periods before it."""
    text = f"{short(item['value'])} {item['label'].removeprefix('Contacts ')}"
    pen.words(3, y + 15, ellipsize(text, 11, w - 6), size=11, colour="ink2", title=item["label"])
    left = 12 + width(text, 11)
    if w - left >= 24:
        room = min(w - left - 6, 64)
        spark(pen.at(pen.x + w - room - 5, pen.y + y + 4), item["trend"], room, 12)
    return y + 22


def _figures(pen: Pen, cell: Mapping[str, Any], items: Any, w: float) -> float:
    if not items:
        title = str(cell["content"].get("title", ""))
        pen.words(3, 12, ellipsize(title, 11.5, w - 6), size=11.5, colour="ink2", title=title)
        return 22
    first = items[0]
    about = {item.get("touchpoint") for item in items if item.get("formula")}
    name = label_of(first, several=len(about) > 1)
    n = first.get("n")
    rated = first.get("unit") in {"points", "score", "valence"} or bool(first.get("formula"))
    few = rated and n is not None and n < FEW
    pen.words(3, 11, ellipsize(name, 11, w - 20), size=11, colour="ink2", title=name)
    badge(pen, w - 7, 7.5, badge_kind(class_of(cell), few=few), r=4)
    figure = value_text(first, first.get("value"))
    pen.words(3, 30, figure, size=16, weight=700, track=-0.2)
    note = f"n {short(n)}" if n is not None else ""
    low, high = first.get("low"), first.get("high")
    left = 9 + width(figure, 16, 700)
    if low is not None and high is not None:
        between = range_text(first, low, high)
        if left + width(between, 10.5) <= w - 2:
            pen.words(left, 30, between, size=10.5, colour="ink3")
        else:
            note = f"{between} · {note}" if note else between
    pen.words(3, 45, ellipsize(note, 10.5, w - 6), size=10.5, colour="ink3")
    if len(items) == 1:
        return 52
    second = items[1]
    called = label_of(second, several=len(about) > 1)
    text = f"{called} {value_text(second, second.get('value'))}"
    more = f" +{len(items) - 2}" if len(items) > 2 else ""
    room = w - 8 - width(more, 10.5)
    pen.words(3, 60, ellipsize(text, 11, room), size=11, colour="ink2", title=text)
    if more:
        pen.words(w - 3, 60, more.strip(), size=10.5, colour="link", anchor="end")
    return 66


def label_of(item: Mapping[str, Any], *, several: bool) -> str:
    """Return what a metric is called; its touchpoint first where several are rated."""
    label = str(item["label"])
    if not several or not item.get("touchpoint") or not item.get("formula"):
        return label
    short_label = "mean" if label == "Mean rating" else label
    return f"{humanise(str(item['touchpoint']))}, {short_label}"
