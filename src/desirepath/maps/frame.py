"""The grid of the map: columns, the stages that span them, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LABEL = 112
GUTTER = 16
NARROW = 130  # 122 is the least; real names need a little more
WIDE = 236
WIDEST = (420, 340)  # one or two steps: as wide as cards still look like cards


@dataclass(frozen=True)
class Column:
    """One step: its place in the document and on the sheet (x from the first column)."""

    stage: str
    step: str
    stage_no: int
    step_no: int
    x: float
    w: float
    first: bool  # of its stage


@dataclass(frozen=True)
class Frame:
    """The columns of one map."""

    columns: tuple[Column, ...]
    stages: tuple[Mapping[str, Any], ...]
    column_width: float

    @property
    def width(self) -> float:
        """Return the width of all columns in pixels."""
        return self.column_width * len(self.columns)

    def place(self, cell: Mapping[str, Any]) -> tuple[int, int] | None:
        """Return the first column of a cell and how many it spans; None when it has no place."""
        for index, column in enumerate(self.columns):
            if column.stage != cell.get("stage"):
                continue
            if cell.get("step") is None:
                return index, sum(other.stage == column.stage for other in self.columns)
            if column.step == cell["step"]:
                return index, 1
        return None


def frame(document: Mapping[str, Any], width: float, widest: float | None = None) -> Frame:
    """Return the grid for a sheet that should be about `width` pixels wide.

    `widest` lets columns of a large sheet be wider than they would be on a screen.
    """
    stages = [stage for stage in document["stages"] if stage["steps"]]
    count = sum(len(stage["steps"]) for stage in stages)
    most = widest or (WIDEST[count - 1] if 1 <= count <= 2 else WIDE)
    room = (width - LABEL - GUTTER) / max(count, 1)
    column_width = float(round(min(max(room, NARROW), most), 1))
    columns: list[Column] = []
    for stage in stages:
        stage_no = list(document["stages"]).index(stage)
        for step_no, step in enumerate(stage["steps"]):
            columns.append(
                Column(
                    stage=stage["id"],
                    step=step["id"],
                    stage_no=stage_no,
                    step_no=step_no,
                    x=round(len(columns) * column_width, 1),
                    w=column_width,
                    first=step_no == 0,
                )
            )
    return Frame(tuple(columns), tuple(stages), column_width)


def by_column(
    lane: Mapping[str, Any], grid: Frame
) -> dict[int, list[tuple[int, int, Mapping[str, Any]]]]:
    """Return the cells of a lane by first column: (number in the lane, columns spanned, cell)."""
    found: dict[int, list[tuple[int, int, Mapping[str, Any]]]] = {}
    for number, cell in enumerate(lane["cells"]):
        place = grid.place(cell)
        if place:
            found.setdefault(place[0], []).append((number, place[1], cell))
    return found


def claims(evidence: Any) -> Sequence[Mapping[str, Any]]:
    """Return evidence as a list, one or many."""
    if not evidence:
        return []
    return evidence if isinstance(evidence, list) else [evidence]
