"""Computes the picture of a map once: boxes, wrapped texts, curves. Pages only paint it.

Places are pixels. The label column and the body are two sheets, so that a page can keep the
labels in view while a long map scrolls; body places count from the first column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.maps import draw_cards, draw_emotion, draw_head, draw_numbers, draw_touchpoints
from desirepath.maps.frame import GUTTER, LABEL, Frame, by_column, frame
from desirepath.maps.images import told as pictured
from desirepath.maps.lane_words import singular
from desirepath.maps.lanes import BACKSTAGE
from desirepath.maps.marks import Box, Gradient, Hit, Line, Mark, Pen, Spot, Words
from desirepath.maps.spoken import ENGLISH, speaker
from desirepath.maps.text import width as text_width
from desirepath.maps.text import wrap
from desirepath.maps.told import KIND

SHEET = 1456
ROOMY = 6  # space above and below the cells of a lane
STACKED = {"pain": 3, "gain": 2}

EMPTY = {
    "touchpoints": "No touchpoints yet. Import a file of events or answers.",
    "channels": "These data name no channel.",
    "emotion": "No ratings or comments yet. Import a survey or reviews, and the emotion curve is "
    "drawn here: desirepath import answers.csv",
    "quotes": "No comments yet. Import answers with text, and customers speak here word for word.",
    "pains": "No pain is proven on these data.",
    "gains": "No gain is proven on these data.",
    "needs": "To be filled: what customers want to get done",
    "metrics": "Nothing to measure yet.",
    "opportunities": "None yet: an opportunity answers a pain with a cost.",
    "solutions": "To be filled: what answers an opportunity",
    "backstage": "To be filled: what happens behind the counter at each step",
    "systems": "To be filled: the systems that carry each step",
    "owner": "To be filled: who answers for each step",
}


@dataclass(frozen=True)
class Row:
    """One row of the picture: its id and title, and where it lies."""

    id: str
    title: str
    y: float
    h: float


@dataclass(frozen=True)
class Layout:
    """The whole picture; `labels` and `body` are painted in order."""

    width: float
    height: float
    label_width: float
    labels: tuple[Mark, ...]
    body: tuple[Mark, ...]
    hits: tuple[Hit, ...]
    gradients: tuple[Gradient, ...]
    rows: tuple[Row, ...]
    grid: Frame


def lay_out(
    document: Mapping[str, Any],
    width: float = SHEET,
    widest: float | None = None,
    language: str = ENGLISH,
) -> Layout:
    """Return the picture of a map document on a sheet of about `width` pixels.

    What it says of itself is in the `language`; words of people and of data are as they are.
    """
    grid = frame(document, width, widest)
    if not grid.columns:
        return _nothing(grid)
    painter = _Painter(document, grid, language)
    painter.head()
    for number, lane in enumerate(document["lanes"]):
        painter.lane(number, lane)
    return painter.done()


class _Painter:
    """Puts row under row; everything that lies underneath is kept apart from what is on top."""

    def __init__(self, document: Mapping[str, Any], grid: Frame, language: str) -> None:
        self.document = document
        self.say = speaker(language)
        self.grid = grid
        self.y = 0.0
        self.under: list[Mark] = []
        self.top = Pen()
        self.labels = Pen()
        self.gradients: list[Gradient] = []
        self.rows: list[Row] = []
        self.visible = True
        self.lanes = {lane["id"]: (no, lane) for no, lane in enumerate(document["lanes"])}
        self.sheet = grid.width + GUTTER

    def head(self) -> None:
        unit = {"case": "cases", "session": "sessions"}.get(
            self.document["journey"]["unit"], "customers"
        )
        pen = self.top.at(0, 8)
        used = draw_head.stages(pen, self.document, self.grid, 0)
        counted = any(stage.get("journeys") for stage in self.grid.stages)
        caption = f"{unit}, share in the next stage" if counted else ""
        self._label("Stages", caption, 5)
        self.rows.append(Row("stages", self.say("Stages"), 8, used))
        self.y = 8 + used + 8
        pen = self.top.at(0, self.y + 4)
        used = draw_head.steps(pen, self.document, self.grid, 1)
        self._label("Steps", "n, median wait" if counted else "", self.y + 1)
        self._close("steps", "Steps", used + 6)

    def lane(self, number: int, lane: Mapping[str, Any]) -> None:
        if lane["id"] == "moments":
            return  # drawn in the emotion lane
        if (lane["id"] in BACKSTAGE or lane.get("backstage")) and self.visible:
            self._line_of_visibility()
        row, path, start = len(self.rows), f"lanes.{number}", self.y
        cells = [cell for cell in lane["cells"] if self.grid.place(cell)]
        if lane["picture"] == "curve":
            self._emotion(path, lane, row)
            return
        caption = str(lane.get("caption") or "")
        if not cells:
            self._empty(lane)
            return
        pen = self.top.at(0, start + ROOMY)
        if lane["picture"] == "bars":
            items = [item for cell in cells for item in cell["content"].get("items", [])]
            if not any("events" in item for item in items):
                rated = any(item.get("valence") is not None for item in items)
                caption = "mean of each, lowest first; bar is emotion" if rated else ""
            used = draw_touchpoints.bars(pen, lane, Spot(path, row), self.grid)
        elif lane["picture"] == "chips" and cells[0]["content"].get("items"):
            used = draw_touchpoints.chips(pen, lane, Spot(path, row), self.grid)
        else:
            used = self._stacks(pen, lane, path, row)
        label_height = self._label(lane["title"], _caption(lane, caption), start)
        self._close(lane["id"], lane["title"], max(used + 2 * ROOMY - 1, label_height + 6))

    def done(self) -> Layout:
        height = round(self.y + 6, 1)
        if self._assumes():
            self.under.extend(_watermark(self.sheet, height, self.say("contains assumptions")))
        return Layout(
            width=round(LABEL + self.sheet, 1),
            height=height,
            label_width=LABEL,
            labels=tuple(self.labels.marks),
            body=(*self.under, *self.top.marks),
            hits=tuple(sorted(self.top.hits, key=lambda hit: (hit.row, hit.column))),
            gradients=tuple(self.gradients),
            rows=tuple(self.rows),
            grid=self.grid,
        )

    def _stacks(self, pen: Pen, lane: Mapping[str, Any], path: str, row: int) -> float:
        unit_scale: dict[str, float] = {}
        for cell in lane["cells"]:
            content = cell["content"]
            unit = str(content.get("unit"))
            reach = max(content.get("cost_high") or 0, content.get("cost") or 0)
            unit_scale[unit] = max(unit_scale.get(unit, 0), reach)
        scale = draw_cards.Scale(unit_scale)
        height = 0.0
        for index, found in by_column(lane, self.grid).items():
            column = self.grid.columns[index]
            y = 0.0
            limit = STACKED.get(str(found[0][2]["content"].get("tone")), 3)
            for number, span, cell in found[:limit]:
                w = self.grid.column_width * span - 8
                at = pen.at(pen.x + column.x + 4, pen.y + y)
                if lane["picture"] == "numbers":
                    used = draw_numbers.numbers(at, cell, w)
                elif lane["picture"] == "quotes":
                    used = draw_cards.quote(at, cell, w)
                else:
                    used = draw_cards.card(at, cell, w, scale)
                spoken = _spoken(lane, cell)
                at.hit(
                    Hit(-1, -1, w + 2, used + 2, f"{path}.cells.{number}", spoken, row, index, span)
                )
                y += used + 4
            if len(found) > limit:
                number = found[limit][0]
                text = f"+{len(found) - limit} {self.say('more')}"
                at = pen.at(pen.x + column.x + 4, pen.y + y)
                at.words(6, 11, text, size=11, colour="link")
                at.hit(
                    Hit(
                        0,
                        -1,
                        column.w - 8,
                        18,
                        f"{path}.cells.{number}",
                        f"{text} {self.say(lane['title']).lower()}",
                        row,
                        index,
                    )
                )
                y += 18
            height = max(height, y - 4)
        return height

    def _emotion(self, path: str, lane: Mapping[str, Any], row: int) -> None:
        start = self.y
        known = draw_emotion.points(lane, self.grid)
        moments = self.lanes.get("moments")
        if not known:
            self._empty(lane)
            if moments and moments[1]["cells"]:
                pen = self.top.at(0, self.y)
                draw_emotion.words_only(
                    pen, moments[1], Spot(f"lanes.{moments[0]}", row), self.grid
                )
                self._label("Moments of truth", "", self.y)
                self._close("moments", "Moments of truth", 42)
            return
        pen = self.top.at(0, start)
        self.under.append(Box(0, start, self.sheet, draw_emotion.HEIGHT, fill="band"))
        self.labels.put(Box(0, start, LABEL, draw_emotion.HEIGHT, fill="band"))
        taken = []
        if moments:
            felt = {point.index: point.felt for point in known}
            taken = draw_emotion.places_of_moments(moments[1], self.grid, felt)
            self.under.extend(
                draw_emotion.moments(
                    pen, moments[1], Spot(f"lanes.{moments[0]}", row), self.grid, felt
                )
            )
        used, gradients = draw_emotion.curve(pen, lane, Spot(path, row), self.grid, taken)
        self.gradients.extend(gradients)
        for felt_at, text in ((2, "+2"), (1, "+1"), (0, "0"), (-1, "−1"), (-2, "−2")):
            y = start + draw_emotion.height_of(felt_at) + 3.5
            self.labels.words(LABEL - 8, y, text, size=10.5, colour="ink3", anchor="end")
        self._label(lane["title"], str(lane.get("caption") or ""), start + 2, room=66)
        self._close(lane["id"], lane["title"], used)

    def _empty(self, lane: Mapping[str, Any]) -> None:
        start = self.y
        told = self.document.get("kind") == KIND
        text = self.say("To be filled" if told else EMPTY.get(lane["id"], "To be filled"))
        room = max(self.grid.width - 16, 200)
        lines, _ = wrap(text, 11.5, room, lines=3)
        for number, line in enumerate(lines):
            self.top.words(6, start + 16 + number * 15, line, size=11.5, colour="ink3")
        self._label(lane["title"], "", start - 1)
        self._close(lane["id"], lane["title"], 10 + 15 * len(lines), ruled=False)

    def _line_of_visibility(self) -> None:
        self.visible = False
        y = self.y + 15
        line = self.say("Line of visibility")
        self.labels.put(Words(16, y, line, size=10.5, weight=600, colour="ink2"))
        text = self.say("Customers do not see what is below")
        self.top.put(Words(6, y, text, size=10.5, weight=600, colour="ink2"))
        left = 6 + text_width(text, 10.5, 600) + 10
        if left < self.grid.width:
            self.under.append(
                Line(f"M{left:.1f} {y - 3.5}H{self.grid.width}", stroke="line2", dash="4 3")
            )
        self.y += 24

    def _label(self, title: str, caption: str, y: float, *, room: float = 90) -> float:
        """Write the label of a row and return the height it needs."""
        lines, _ = wrap(self.say(title), 12, LABEL - 18, lines=2, weight=600)
        at = y + 17
        for line in lines:
            self.labels.words(16, at, line, size=12, weight=600)
            at += 14
        captions = wrap(self.say(caption), 10.5, room, lines=5)[0] if caption else []
        for line in captions:
            self.labels.words(16, at, line, size=10.5, colour="ink3")
            at += 13
        return at - y - 8

    def _close(self, id_: str, title: str, height: float, *, ruled: bool = True) -> None:
        """End a row: rule below it, lines between columns beside it."""
        if ruled:
            for column in self.grid.columns:
                stroke = "line2" if column.first else "line"
                self.under.append(
                    Line(f"M{column.x:.1f} {self.y:.1f}V{self.y + height:.1f}", stroke=stroke)
                )
        self.rows.append(Row(id_, self.say(title), round(self.y, 1), round(height, 1)))
        self.y = round(self.y + height, 1)
        self.under.append(Line(f"M0 {self.y}H{self.sheet}", stroke="line"))
        self.labels.put(Line(f"M0 {self.y}H{LABEL}", stroke="line"))

    def _assumes(self) -> bool:
        return any(
            draw_cards.class_of(cell) == "assumed"
            for lane in self.document["lanes"]
            for cell in lane["cells"]
        )


def _caption(lane: Mapping[str, Any], caption: str) -> str:
    units = {cell["content"].get("unit") for cell in lane["cells"]} - {None}
    if lane["id"] == "pains" and units == {"lost"}:
        return "journeys lost to the goal, 95 % interval"
    if lane["id"] == "pains" and units == {"spoiled"}:
        return "journeys spoiled, 95 % interval"
    return caption


def _spoken(lane: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    content = cell["content"]
    word = singular(lane["title"])
    quotes = content.get("quotes")
    items = content.get("items")
    if quotes:
        text = f"“{quotes[0]['text']}”"
    elif items:
        first = items[0]
        text = f"{first.get('label')} {draw_numbers.value_text(first, first.get('value'))}"
    else:
        said = (content.get("title") or content.get("text"), pictured(content))
        text = ". ".join(str(one) for one in said if one)
    rank = f" {content['rank']}" if content.get("rank") else ""
    return f"{word}{rank}: {text}, {draw_cards.class_of(cell)}"


def _watermark(width: float, height: float, text: str) -> list[Words]:
    return [
        Words(
            x,
            y,
            text,
            size=34,
            weight=700,
            colour="ink3",
            anchor="middle",
            turn=-24,
            opacity=0.07,
        )
        for y in range(200, int(height), 340)
        for x in range(260, int(width) + 120, 620)
    ]


def _nothing(grid: Frame) -> Layout:
    pen = Pen()
    pen.words(16, 40, "Nothing to draw yet", size=16, weight=600)
    pen.words(
        16,
        64,
        "Import a file of events or answers and the map draws itself: desirepath import events.csv",
        size=12.5,
        colour="ink2",
    )
    return Layout(720, 96, 0, (), tuple(pen.marks), (), (), (), grid)
