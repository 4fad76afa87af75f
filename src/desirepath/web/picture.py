"""The picture of a map as JSON: the marks that `maps/layout.py` computed, for the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from desirepath.exports._page import drawer
from desirepath.maps import draw_emotion
from desirepath.maps.curve import stops
from desirepath.maps.draw_badges import face
from desirepath.maps.edit import identified
from desirepath.maps.frame import GUTTER, LABEL, NARROW, frame
from desirepath.maps.icons import FILLED, ICONS
from desirepath.maps.layout import SHEET, Layout, lay_out
from desirepath.maps.marks import Gradient, Line, Mark, Pen
from desirepath.maps.spoken import ENGLISH

FACE_ROOM = 34  # the least way between two faces on a narrow screen
NARROW_SHEET = 358


def drawn(
    document: Mapping[str, Any], width: float = SHEET, language: str = ENGLISH
) -> dict[str, Any]:
    """Return the map with its picture on a sheet of about `width` pixels, in a language.

    Its steps and cards carry the names by which they are edited.
    """
    document = identified(document)
    return {
        "document": document,
        "sheet": _sheet(lay_out(document, width, language=language)),
        "way": _way(document),
        "evidence": _items(document),
        "icons": dict(ICONS),
        "filled": sorted(FILLED),
    }


def _items(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the drawer says, with places that speak of another place written out."""
    known: dict[str, Any] = dict(drawer.items(document))
    written = {}
    for path, item in known.items():
        made = {**known[item], "from": item} if isinstance(item, str) else dict(item)
        if isinstance(made.get("bars"), str):
            made["bars"] = known[made["bars"]].get("bars")
        written[path] = made
    return written


def _sheet(layout: Layout) -> dict[str, Any]:
    return {
        "width": layout.width,
        "height": layout.height,
        "label_width": layout.label_width,
        "labels": _marks(layout.labels),
        "body": _marks(layout.body),
        "hits": [_plain(hit) for hit in layout.hits],
        "gradients": [_gradient(gradient) for gradient in layout.gradients],
        "rows": [_plain(row) for row in layout.rows],
        "columns": len(layout.grid.columns),
        "grid": [
            {"stage": one.stage, "step": one.step, "x": one.x, "w": one.w}
            for one in layout.grid.columns
        ],
    }


def _way(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the emotion curve for a narrow screen: the same points on a narrower sheet."""
    lane = next((lane for lane in document["lanes"] if lane["id"] == "emotion"), None)
    count = sum(len(stage["steps"]) for stage in document["stages"])
    if lane is None or not count:
        return None
    found = draw_emotion.points(lane, frame(document, LABEL + GUTTER + NARROW * count))
    if not found:
        return None
    gap = max(FACE_ROOM, NARROW_SHEET / count)
    near = [
        draw_emotion.Felt(**{**vars(point), "x": round((point.index + 0.5) * gap, 1)})
        for point in found
    ]
    near = [
        draw_emotion.Felt(**{**vars(point), "y": draw_emotion.height_of(point.felt)})
        for point in near
    ]
    wide = round(gap * count, 1)
    pen = Pen()
    middle = draw_emotion.height_of(0)
    pen.put(Line(f"M0 0H{wide}", 0, middle, stroke="ink3", dash="1.5 3.5", cap="round"))
    gradients = []
    if len(near) > 1:
        felt = tuple(stops([(point.x, point.felt) for point in near]))
        gradients.append(Gradient(draw_emotion.CURVE, near[0].x, near[-1].x, felt))
        draw_emotion.lines(pen, near)
    for point in near:
        face(pen, point.x, point.y, point.felt, kind=point.kind)
    return {
        "width": wide,
        "height": float(draw_emotion.HEIGHT),
        "label_width": 0,
        "labels": [],
        "body": _marks(pen.marks),
        "hits": [],
        "gradients": [_gradient(gradient) for gradient in gradients],
        "rows": [],
        "columns": count,
        "grid": [],
    }


def _marks(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [{"t": type(mark).__name__.lower(), **_plain(mark, brief=True)} for mark in marks]


def _plain(thing: Any, *, brief: bool = False) -> dict[str, Any]:
    """Return a record's fields; `brief` leaves out those that stand at their default."""
    made = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if brief and one.default is not MISSING and value == one.default:
            continue
        made[one.name] = round(value, 2) if isinstance(value, float) else value
    return made


def _gradient(gradient: Gradient) -> dict[str, Any]:
    return {
        "name": gradient.name,
        "x1": gradient.x1,
        "x2": gradient.x2,
        "stops": [
            {"offset": offset, "first": first, "second": second, "part": part}
            for offset, (first, second, part) in gradient.stops
        ],
    }
