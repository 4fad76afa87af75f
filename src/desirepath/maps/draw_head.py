"""Draws the head of the map: chevrons of the stages, names of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.maps.draw_cards import class_of
from desirepath.maps.frame import Frame
from desirepath.maps.marks import Hit, Line, Pen, Sign
from desirepath.maps.numbers import duration, exact, share, short
from desirepath.maps.text import ellipsize, width, wrap

CHEVRON = 44
NOTCH = 12
SHARE_ROOM = 104


def stages(pen: Pen, document: Mapping[str, Any], grid: Frame, row: int) -> float:
    """Draw one chevron per stage and return the height of the row."""
    columns = grid.columns
    last_stage = columns[-1].stage_no
    for number, stage in enumerate(grid.stages):
        own = [index for index, column in enumerate(columns) if column.stage == stage["id"]]
        x = columns[own[0]].x
        w = grid.column_width * len(own)
        stage_no = columns[own[0]].stage_no
        is_last = stage_no == last_stage
        pen.put(Line(_chevron(w, first=number == 0, last=is_last), x=x, y=0, fill="navy"))
        left = x + (12 if number == 0 else 24)
        room = w - (12 if number == 0 else 24) - (6 if is_last else 4)
        name = ellipsize(stage["name"], 13, room, 600)
        alone = not stage.get("journeys") and not stage.get("answers")
        pen.words(
            left,
            26.5 if alone else 19,
            name,
            size=13,
            weight=600,
            colour="navy-ink",
            title=stage["name"] if name != stage["name"] else None,
        )
        _counts(pen, stage, left, room, wide=w >= SHARE_ROOM)
        pen.hit(
            Hit(
                x,
                0,
                w,
                CHEVRON,
                f"stages.{stage_no}",
                _spoken(stage, document),
                row,
                own[0],
                len(own),
            )
        )
    return CHEVRON


def steps(pen: Pen, document: Mapping[str, Any], grid: Frame, row: int) -> float:
    """Draw name, number of journeys and median wait of every step; return the height."""
    names = []
    for column in grid.columns:
        step = document["stages"][column.stage_no]["steps"][column.step_no]
        names.append((step, wrap(step["name"], 12, column.w - 12, lines=3, weight=600)))
    most = max(len(lines) for _, (lines, _) in names)
    height = 18 + most * 15
    for index, (column, (step, (lines, cut))) in enumerate(zip(grid.columns, names, strict=True)):
        for number, line in enumerate(lines):
            pen.words(
                column.x + 6,
                13 + number * 15,
                line,
                size=12,
                weight=600,
                title=step["name"] if cut else None,
            )
        journeys, wait = step.get("journeys"), step.get("median_seconds_wait")
        parts = [exact(journeys)] if journeys else []
        if wait is not None and journeys:
            parts.append(f"after {duration(wait)}")
        if not journeys and step.get("answers"):
            parts.append(f"{exact(step['answers'])} answers")
        if parts and class_of(step) == "assumed":
            parts.append("assumed")
        caption = " · ".join(parts)
        if width(caption, 11) > column.w - 10 and journeys:
            caption = caption.replace(exact(journeys), short(journeys))
        if caption:
            pen.words(
                column.x + 6,
                13 + len(lines) * 15,
                ellipsize(caption, 11, column.w - 8),
                size=11,
                colour="ink3",
            )
        spoken = f"Step {step['name']}" + (f": {caption}" if caption else "")
        pen.hit(
            Hit(
                column.x + 1,
                -3,
                column.w - 2,
                height + 2,
                f"stages.{column.stage_no}.steps.{column.step_no}",
                spoken,
                row,
                index,
            )
        )
    return height


def _counts(pen: Pen, stage: Mapping[str, Any], left: float, room: float, *, wide: bool) -> None:
    if not stage.get("journeys"):
        if stage.get("answers"):
            text = f"{exact(stage['answers'])} answers"
            pen.words(left, 35, ellipsize(text, 12, room), size=12, colour="navy-ink2")
        return
    counted = exact(stage["journeys"])
    onward = stage.get("share_of_next")
    # a later stage that more journeys touch has no share that "goes on"
    onward_text = share(onward) if onward is not None and onward <= 1 else ""
    if onward_text and wide:
        if width(counted, 12) + 26 + width(onward_text, 12, 700) > room:
            counted = short(stage["journeys"])
        if width(counted, 12) + 26 + width(onward_text, 12, 700) <= room:
            start = left + width(counted, 12)
            pen.words(left, 35, counted, size=12, colour="navy-ink2")
            pen.put(Sign(start + 5, 25.5, "arrow", 12, "navy-ink2"))
            pen.words(start + 22, 35, onward_text, size=12, weight=700, colour="navy-ink")
            return
    pen.words(left, 35, ellipsize(counted, 12, room), size=12, colour="navy-ink2")


def _spoken(stage: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    unit = {"case": "cases", "session": "sessions"}.get(document["journey"]["unit"], "customers")
    text = f"Stage {stage['name']}"
    if stage.get("journeys"):
        text += f": {exact(stage['journeys'])} {unit}"
    onward = stage.get("share_of_next")
    if onward is not None and onward <= 1:
        text += f", {share(onward)} of that in the next stage"
    return text


def _chevron(w: float, *, first: bool, last: bool) -> str:
    """Return the outline; 4 pixels of air between two, corners of 6 at both ends of the row."""
    tip = w + NOTCH - 5
    left = "M6 0" if first else f"M1 0L{NOTCH + 1} {CHEVRON / 2}L1 {CHEVRON}"
    right = (
        f"H{w - 6}Q{w} 0 {w} 6V{CHEVRON - 6}Q{w} {CHEVRON} {w - 6} {CHEVRON}"
        if last
        else f"H{w - 5}L{tip} {CHEVRON / 2}L{w - 5} {CHEVRON}"
    )
    if first:
        return f"{left}{right}H6Q0 {CHEVRON} 0 {CHEVRON - 6}V6Q0 0 6 0Z"
    # the outline starts at the top left, so the way back ends in the notch
    return f"M1 0{right}H1L{NOTCH + 1} {CHEVRON / 2}Z"
