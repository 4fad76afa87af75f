"""The map on a narrow screen: stage chips, the curve as navigator, one card per step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.exports._page.paint import Paint, image_id, text
from desirepath.journeys.names import humanise
from desirepath.maps.curve import stops
from desirepath.maps.draw_badges import badge, badge_kind, face
from desirepath.maps.draw_cards import class_of
from desirepath.maps.draw_emotion import CURVE, HEIGHT, Felt, height_of, lines, points
from desirepath.maps.draw_numbers import label_of, value_text
from desirepath.maps.frame import GUTTER, LABEL, NARROW, frame
from desirepath.maps.icons import channel_icon
from desirepath.maps.marks import Dot, Gradient, Line, Pen, Sign
from desirepath.maps.numbers import amount, duration, emotion, exact, share, short
from desirepath.maps.pain_words import standing
from desirepath.maps.quoted import captions

FACE_ROOM = 34


def view(document: Mapping[str, Any]) -> str:
    """Return the narrow view; hidden on wide screens."""
    if not document["stages"]:
        return (
            '<section class="phone"><p class="nothing">Nothing to draw yet. Import a file of '
            "events or answers and the map draws itself: desirepath import events.csv</p></section>"
        )
    chips = "".join(_chip(stage) for stage in document["stages"])
    cards = []
    for stage_no, stage in enumerate(document["stages"]):
        for step_no, step in enumerate(stage["steps"]):
            cards.append(_card(document, stage, step, f"stages.{stage_no}.steps.{step_no}"))
    return (
        '<section class="phone" aria-label="Journey, step by step">'
        f'<nav class="stops" aria-label="Stages">{chips}</nav>{_navigator(document)}'
        f'<div class="cards">{"".join(cards)}</div></section>'
    )


def _chip(stage: Mapping[str, Any]) -> str:
    count = f" <b>{short(stage['journeys'])}</b>" if stage.get("journeys") else ""
    onward = stage.get("share_of_next")
    after = f" <small>{share(onward)} next</small>" if onward is not None and onward <= 1 else ""
    name = text(stage["name"])
    return f'<a class="stop" href="#stage-{text(stage["id"])}">{name}{count}{after}</a>'


def _navigator(document: Mapping[str, Any]) -> str:
    lane = next((lane for lane in document["lanes"] if lane["id"] == "emotion"), None)
    if lane is None:
        return ""
    count = sum(len(stage["steps"]) for stage in document["stages"])
    grid = frame(document, LABEL + GUTTER + NARROW * count)
    found = points(lane, grid)
    if not found:
        return ""
    # the same curve on a narrower sheet: only the places along the way change
    gap = max(FACE_ROOM, 360 / count)
    near = [
        Felt(**{**vars(point), "x": (point.index + 0.5) * gap, "y": height_of(point.felt)})
        for point in found
    ]
    wide = gap * count
    pen = Pen()
    pen.put(Line(f"M0 0H{wide}", 0, height_of(0), stroke="ink3", dash="1.5 3.5", cap="round"))
    gradients = []
    if len(near) > 1:
        gradients = [
            Gradient(CURVE, near[0].x, near[-1].x, tuple(stops([(p.x, p.felt) for p in near])))
        ]
        lines(pen, near)
    for point in near:
        face(pen, point.x, point.y, point.felt, kind=point.kind)
    paint = Paint(fixed=False, prefix="p")
    steps = [step["name"] for stage in document["stages"] for step in stage["steps"]]
    buttons = "".join(
        f'<a href="#step-{text(_anchor(document, index))}" aria-label="{text(steps[index])}" '
        f'style="left:{index / count * 100:.2f}%;width:{100 / count:.2f}%"></a>'
        for index in range(count)
    )
    return (
        f'<div class="way"><div style="min-width:{min(wide, 34 * count):.0f}px">'
        f'<svg viewBox="0 24 {wide:.0f} {HEIGHT - 44}" role="img" '
        f'aria-label="Emotion curve over {count} steps">{paint.defs(gradients)}'
        f"{paint.sheet(pen.marks)}</svg>{buttons}</div></div>"
        f'<p class="ends"><span>{text(steps[0])}</span><span>{text(steps[-1])}</span></p>'
    )


def _anchor(document: Mapping[str, Any], index: int) -> str:
    flat = [(stage, step) for stage in document["stages"] for step in stage["steps"]]
    stage, step = flat[index]
    return f"{stage['id']}-{step['id']}"


def _card(
    document: Mapping[str, Any], stage: Mapping[str, Any], step: Mapping[str, Any], path: str
) -> str:
    lanes = {
        lane["id"]: [
            (f"lanes.{number}.cells.{place}", cell)
            for place, cell in enumerate(lane["cells"])
            if cell["stage"] == stage["id"] and cell["step"] in {step["id"], None}
        ]
        for number, lane in enumerate(document["lanes"])
    }
    first = stage["steps"][0]["id"] == step["id"]
    anchor = f'<span id="stage-{text(stage["id"])}" class="anchor"></span>' if first else ""
    points = "".join(
        _point(f"{path}.touchpoints.{no}", point) for no, point in enumerate(step["touchpoints"])
    )
    parts = [
        _opening(document, lanes, step, path),
        *(
            _image(place, cell)
            for cells in lanes.values()
            for place, cell in cells
            if first or cell["step"] is not None
        ),
        f'<div class="points">{points}</div>',
        *(_pain(place, cell) for place, cell in lanes.get("pains", [])),
        *(_gain(place, cell) for place, cell in lanes.get("gains", [])),
        *(_quote(place, cell) for place, cell in lanes.get("quotes", [])),
        *(_metric(place, cell) for place, cell in lanes.get("metrics", [])),
        *(_idea(place, cell) for place, cell in lanes.get("opportunities", [])),
    ]
    return (
        f'{anchor}<article class="step" id="step-{text(stage["id"])}-{text(step["id"])}">'
        f"{''.join(parts)}</article>"
    )


def _opening(
    document: Mapping[str, Any], lanes: Mapping[str, Any], step: Mapping[str, Any], path: str
) -> str:
    moment = (
        f'<span class="moment">{_icon("diamond", "link", 11)}Moment of truth</span>'
        if lanes.get("moments")
        else ""
    )
    mood, between = "", ""
    for place, cell in lanes.get("emotion", [])[:1]:
        content = cell["content"]
        if content.get("valence") is None:
            continue
        pen = Pen()
        kind = badge_kind(class_of(cell), few=bool(content.get("few")))
        face(pen, 14, 14, content["valence"] * 2, kind=kind, r=13)
        drawn = Paint(fixed=False).sheet(pen.marks)
        mood = (
            f'<button type="button" class="mood" data-path="{place}" aria-label="Emotion '
            f'{emotion(content["valence"])}"><svg width="28" height="28" viewBox="0 0 28 28" '
            f'aria-hidden="true">{drawn}</svg><b>{emotion(content["valence"])}</b></button>'
        )
        if content.get("low") is not None and content.get("high") is not None:
            between = f"Emotion {emotion(content['low'])} to {emotion(content['high'])}, "
        between += f"n {exact(content.get('n'))}"
    unit = {"case": "cases", "session": "sessions"}.get(document["journey"]["unit"], "customers")
    counted = f"{exact(step['journeys'])} {unit}" if step.get("journeys") else ""
    wait = step.get("median_seconds_wait")
    if counted and wait is not None:
        counted += f", after {duration(wait)}"
    line = ". ".join(part for part in (counted, between) if part)
    return (
        f"<h2><span>{text(step['name'])}{moment}</span>{mood}</h2>"
        f'<button type="button" class="counts" data-path="{path}">{text(line)}</button>'
    )


def _point(path: str, point: Mapping[str, Any]) -> str:
    count = f" <b>{short(point['events'])}</b>" if point["events"] else ""
    icon = _icon(channel_icon(point.get("channel")), "ink2", 16)
    name = f"{icon}<span>{text(humanise(str(point['name'])))}</span>{count}"
    if not point["evidence"]:
        return f'<span class="point">{name}</span>'
    return f'<button type="button" class="point" data-path="{path}">{name}</button>'


def _image(path: str, cell: Mapping[str, Any]) -> str:
    image = cell["content"].get("image")
    if not image:
        return ""
    said = text(cell["content"].get("title") or "")
    return (
        f'<button type="button" class="frame" data-path="{path}"><svg role="img" aria-label="'
        f'{text(image["alt"])}" viewBox="0 0 {image["width"]} {image["height"]}">'
        f'<use href="#{image_id(image["id"])}"/></svg><span>{said}</span></button>'
    )


def _pain(path: str, cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    title = text(content.get("title") or content.get("text") or "")
    if not content.get("cost"):
        note = standing(content)[0] or class_of(cell)
        return (
            f'<button type="button" class="slip" data-path="{path}"><span>{title}</span>'
            f"<small>{_mark(class_of(cell))}{text(note)}</small></button>"
        )
    low, high = content.get("cost_low"), content.get("cost_high")
    between = f", {amount(low)} to {amount(high)}" if low is not None and high is not None else ""
    return (
        f'<button type="button" class="slip pain" data-path="{path}"><span><b>'
        f"{amount(content['cost'])}</b> {text(content.get('unit', ''))}{between}"
        f"<i>{_mark(class_of(cell))}{class_of(cell)}</i></span><span>{title}</span></button>"
    )


def _gain(path: str, cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    lift = content.get("lift")
    note = f"{emotion(lift)}, n {exact(content.get('n'))}" if lift is not None else class_of(cell)
    return (
        f'<button type="button" class="slip gain" data-path="{path}">'
        f"<span>{text(content.get('title') or '')}</span><small>{text(note)}</small></button>"
    )


def _quote(path: str, cell: Mapping[str, Any]) -> str:
    quotes = cell["content"].get("quotes") or []
    if not quotes:
        return ""
    first = quotes[0]
    said = captions(first, assumed=class_of(cell) == "assumed")[0]
    language = f' lang="{text(first["language"])}"' if first.get("language") else ""
    return (
        f'<button type="button" class="quote" data-path="{path}"><q{language}>'
        f'{text(first["text"])}</q><small title="{text(first["id"])}">{text(said)}</small></button>'
    )


def _metric(path: str, cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    items = content.get("items") or []
    if not items:
        said = text(content.get("title") or content.get("text") or "")
        mark = f"<small>{_mark(class_of(cell))}{class_of(cell)}</small>"
        return (
            f'<button type="button" class="slip" data-path="{path}"><span>{said}</span>'
            f"{mark}</button>"
        )
    several = len({item.get("touchpoint") for item in items if item.get("formula")}) > 1
    rows = "".join(
        f"<span>{text(label_of(item, several=several))}</span>"
        f"<b>{text(value_text(item, item.get('value')))}</b>"
        f"<small>{'n ' + short(item['n']) if item.get('n') is not None else ''}</small>"
        for item in items[:4]
    )
    return f'<button type="button" class="measures" data-path="{path}">{rows}</button>'


def _idea(path: str, cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    pen = Pen()
    for dot in range(content.get("dots") or 0):
        on = dot < (content.get("impact") or 0)
        pen.put(
            Dot(6 + dot * 12, 6, 4.6, fill="e5" if on else None, stroke=None if on else "line2")
        )
    dots = (
        f'<small>impact</small><svg width="62" height="12" viewBox="0 0 62 12" role="img" '
        f'aria-label="{content.get("impact")} of {content.get("dots")}">'
        f"{Paint(fixed=False).sheet(pen.marks)}</svg>"
        if content.get("dots")
        else ""
    )
    return (
        f'<button type="button" class="idea" data-path="{path}">{_icon("bulb", "link", 18)}'
        f"<span>{text(content.get('title') or '')}</span>{dots}</button>"
    )


def _icon(name: str, colour: str, size: int) -> str:
    pen = Pen()
    pen.put(Sign(0, 0, name, size, colour))
    return (
        f'<svg width="{size}" height="{size}" viewBox="0 0 {size} {size}" aria-hidden="true">'
        f"{Paint(fixed=False).sheet(pen.marks)}</svg>"
    )


def _mark(kind: str) -> str:
    pen = Pen()
    badge(pen, 6, 6, kind, colour="ink2")
    return (
        '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
        f"{Paint(fixed=False).sheet(pen.marks)}</svg>"
    )
