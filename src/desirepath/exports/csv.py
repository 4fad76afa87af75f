"""A grid for spreadsheets and people: a row per step, a column per lane, and how each is known.

UTF-8 with a mark that spreadsheets look for; an empty line parts the cards of a cell. Text that a
spreadsheet would compute gets an apostrophe before it. The grid is read back as a map of
assumptions, because it carries no evidence: the lossless export is `json`.
"""

from __future__ import annotations

import csv as tables
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath.exports._page.cells import at, known_by, lines, safe

suffix = ".csv"
media_type = "text/csv"

HEAD = ("Stage", "Step", "Journeys", "Share of first stage", "Median wait in seconds")


def write(document: Mapping[str, Any], out: Path) -> None:
    """Write the grid."""
    out.write_text(grid(document), encoding="utf-8-sig", newline="")


def grid(document: Mapping[str, Any]) -> str:
    """Return the grid; what belongs to a whole stage stands in a row without a step."""
    lanes = document["lanes"]
    text = io.StringIO(newline="")
    writer = tables.writer(text)
    heads = [title for lane in lanes for title in (lane["title"], f"{lane['title']}: evidence")]
    writer.writerow([safe(str(head)) for head in (*HEAD, *heads)])
    for stage in document["stages"]:
        whole = _cells(lanes, stage["id"], None)
        if any(whole):
            row = [stage["name"], "", stage.get("journeys"), stage.get("share_of_first"), None]
            writer.writerow([_plain(value) for value in [*row, *whole]])
        for step in stage["steps"]:
            row = [
                stage["name"],
                step["name"],
                step.get("journeys"),
                stage.get("share_of_first"),
                step.get("median_seconds_wait"),
                *_cells(lanes, stage["id"], step["id"]),
            ]
            writer.writerow([_plain(value) for value in row])
    return text.getvalue()


def _cells(lanes: list[Mapping[str, Any]], stage: str, step: str | None) -> list[str]:
    found: list[str] = []
    for lane in lanes:
        cells = at(lane, stage, step)
        found.append("\n\n".join("\n".join(lines(lane, cell)) for cell in cells))
        found.append(known_by(cells))
    return found


def _plain(value: Any) -> Any:
    """Return numbers as they are, nothing as nothing, text safe."""
    if value is None or isinstance(value, int | float):
        return value
    return safe(str(value).replace("\x00", ""))
