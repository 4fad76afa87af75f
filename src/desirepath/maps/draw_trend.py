"""Draws change over time: a small line of periods, and the card of an incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.maps.draw_badges import badge
from desirepath.maps.marks import Dot, Line, Pen
from desirepath.maps.numbers import MONTHS, span
from desirepath.maps.text import ellipsize, width, wrap

HEIGHT = 26
LEAD = 15


def spark(
    pen: Pen, values: Sequence[float | None], w: float, h: float, *, dot: bool = True
) -> None:
    """Draw a line from 0 to the largest value, `w` × `h` pixels; gaps where nothing is known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return
    most = max(known) or 1.0
    step = w / (len(values) - 1)
    path, on = "", False
    for number, value in enumerate(values):
        if value is not None:
            path += f"{'L' if on else 'M'}{number * step:.1f} {h - h * value / most:.1f}"
        on = value is not None
    pen.put(Line(path, stroke="bar", width=1.4, cap="round"))
    last = max(number for number, value in enumerate(values) if value is not None)
    if dot:
        pen.put(Dot(last * step, h - h * (values[last] or 0.0) / most, 2.2, fill="link"))


def incident(pen: Pen, cell: Mapping[str, Any], w: float) -> float:
    """Draw when it was, what was unusual, and the series with the span in it; return the height."""
    content = cell["content"]
    lines, cut = wrap(str(content["said"]), 11.5, w - 20, lines=3)
    line_at = 26 + len(lines) * LEAD
    height = line_at + HEIGHT + 19
    pen.box(0.5, 0.5, w - 1, height - 1, fill="surface", stroke="line2", radius=6)
    when = span(content["from"], content["to"])
    pen.words(9, 17, ellipsize(when, 12, w - 30, 700), size=12, weight=700)
    badge(pen, w - 11, 13, "measured", r=4)
    for number, line in enumerate(lines):
        pen.words(9, 33 + number * LEAD, line, size=11.5, title=content["title"] if cut else None)
    _series(pen.at(pen.x + 9, pen.y + line_at), content, w - 18)
    return height


def _series(pen: Pen, content: Mapping[str, Any], w: float) -> None:
    values, starts = content["trend"], content["starts"]
    if len(values) < 2:
        return
    step = w / (len(values) - 1)
    inside = [no for no, start in enumerate(starts) if start <= content["to"]]
    after = [no for no, start in enumerate(starts) if start > content["from"]]
    last = inside[-1] if inside else 0
    first = min((after[0] if after else len(starts)) - 1, last)
    left = max(first * step - 2, 0.0)
    pen.box(left, 0, max((last - first) * step + 4, 5), HEIGHT, fill="warn-bg", radius=2)
    pen.box(left, HEIGHT, max((last - first) * step + 4, 5), 2, fill="warn", radius=1)
    spark(pen, values, w, HEIGHT - 3, dot=False)
    pen.put(Line(f"M0 {HEIGHT + 1}H{w:.1f}", stroke="line2"))
    ends = [f"{MONTHS[int(start[5:7]) - 1]} {start[:4]}" for start in (starts[0], starts[-1])]
    if width(ends[0] + ends[1], 10) > w - 12:
        ends = [end[:3] for end in ends]
    pen.words(0, HEIGHT + 13, ends[0], size=10, colour="ink3")
    pen.words(w, HEIGHT + 13, ends[1], size=10, colour="ink3", anchor="end")
