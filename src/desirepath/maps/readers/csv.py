"""Grids from a spreadsheet: a row per step and a column per lane, or a row per lane.

The first heading of the one is Stage (or Phase); in the other the first column names the lanes and
the first row the stages (with a row “Steps” below, if there are several in a stage). A line of a
cell is a card. The grid that `-o map.csv` writes is read back: cards are apart by an empty line,
and an apostrophe before what a spreadsheet would compute is taken off again. A grid carries no
evidence, so all of it is assumed, whatever its columns “… : evidence” say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath

from desirepath.errors import UnreadableFile
from desirepath.journeys.names import humanise
from desirepath.maps.draft import Draft
from desirepath.maps.lane_words import is_stage, is_step, key, lane_named
from desirepath.maps.readers._feelings import scale_of, valence_of
from desirepath.maps.readers._grid import (
    COUNTS,
    EVIDENCE,
    LANE,
    Grid,
    Row,
    grid_of,
    looks_like_grid,
)
from desirepath.maps.told import Told, one_line, plain

NAME = "CSV grid"
SUFFIXES = (".csv", ".tsv", ".txt")
ORDER = 100  # asked last: many texts look like a table
EXAMPLE = """\
Stage,Step,Touchpoints,Emotion,Pains
Find out,Sees the poster,Poster in the bus,+1,
Find out,Searches the opening hours,Website,-1,Hours are hidden
Sign up,Fills in the form,Desk,0,"Form asks twice
No chair"
"""

COMPUTED = re.compile(r"'[ ']*[=+\-@\t\r\n＝＋－＠]")
BULLET = re.compile(r"^(?:[-*•–▪·]|\d+[.)])\s+")
COUNTED = re.compile(r"^(.*): ([\d\s]+) contacts in ([\d\s]+) journeys(?:, (.+))?$")
RATED = re.compile(r"^(.+): ([+−]?\d\.\d), n ([\d\s]+)$")
CHANNELS = "web|app|email|phone|chat|message|store|social|ad|survey|portal|letter|device"
NAMED = re.compile(rf"^(.+) \(({CHANNELS})\)$")


def matches(text: str) -> bool:
    """Say whether the table is such a grid, and not one of events."""
    return looks_like_grid(text)


def read(text: str, name: str, created: datetime) -> Told:
    """Return the map; raises UnreadableFile where there is no heading for stages or lanes."""
    grid = grid_of(text, name)
    if grid is None:
        raise UnreadableFile(
            f'"{name}" has no heading by which to read it as a map. Call the first column Stage '
            "(then Step, Touchpoints, Emotion, Pains …), or name the lanes in the first column "
            "and the stages in the first row."
        )
    draft = Draft(name)
    draft.title = grid.title or humanise(PurePath(name).stem)
    if grid.steps_down:
        _steps_down(draft, grid)
    else:
        _lanes_down(draft, grid)
    return draft.told("csv", created)


def _steps_down(draft: Draft, grid: Grid) -> None:
    heads = [one_line(_shown(cell)) for cell in grid.head[1]]
    own = any(head.endswith(EVIDENCE) for head in heads)
    at_step = next((place for place, head in enumerate(heads) if is_step(head)), None)
    columns = [
        (place, head)
        for place, head in enumerate(heads)
        if place not in {0, at_step} and head and not head.endswith(EVIDENCE)
    ]
    lanes = [(place, head) for place, head in columns if key(head) not in COUNTS]
    counts = {key(head): place for place, head in columns if key(head) in COUNTS}
    scale = scale_of(_cells(grid.rows, [p for p, head in lanes if lane_named(head) == "emotion"]))
    for place, head in lanes:
        _announced(draft, head, scale, [_cell(row, place) for _, row in grid.rows])
    stage, told = "", None
    for line, row in grid.rows:
        _beyond(draft, row, len(heads), line)
        named = one_line(_cell(row, 0))
        if named and named != told:
            stage, told = draft.stage(named), named
        if not stage:
            raise UnreadableFile(f'"{draft.name}", line {line}: this row names no stage.')
        numbers = {word: _number(_cell(row, place)) for word, place in counts.items()}
        draft.share(stage, numbers.get("share of first stage"))
        step = None
        said = _cell(row, at_step) if at_step is not None else (named or told or "")
        if said.strip():
            journeys = numbers.get("journeys")
            step = draft.step(
                stage,
                said,
                journeys=None if journeys is None else round(journeys),
                median_seconds_wait=numbers.get("median wait in seconds"),
            )
        for place, head in lanes:
            _fill(draft, head, (stage, step), _cell(row, place), scale, own=own)
    if own:
        draft.report.note(
            "A grid carries no evidence: everything in it is assumed, also what was measured when "
            "it was saved. The format that keeps evidence is json."
        )


def _lanes_down(draft: Draft, grid: Grid) -> None:
    heads = [one_line(_shown(cell)) for cell in grid.head[1]]
    if heads[0] and not (is_stage(heads[0]) or key(heads[0]) in LANE):
        draft.title = heads[0]
    width = max(len(row) for _, row in (grid.head, *grid.rows))
    named = next((row for _, row in grid.rows if row and is_step(_shown(row[0]))), None)
    places: list[tuple[int, tuple[str, str | None]]] = []
    stage = ""
    for place in range(1, width):
        head = heads[place] if place < len(heads) else ""
        steps = [one_line(one) for one in _lines(_cell(named or [], place), own=False)]
        filled = any(_cell(row, place).strip() for _, row in grid.rows)
        if not head and not (stage and filled):
            if filled:
                draft.report.leave_out(f"column {place + 1}", "it has no stage above it")
            continue
        stage = draft.stage(head) if head else stage
        made = [draft.step(stage, one) for one in steps or ([head] if not named else [])]
        # several steps in one cell: nobody said which of them the other cells speak of
        places.append((place, (stage, made[0] if len(made) == 1 else None)))
    scale = scale_of(
        cell
        for _, row in grid.rows
        if row and lane_named(_shown(row[0])) == "emotion"
        for cell in row[1:]
    )
    for _, row in grid.rows:
        head = one_line(_cell(row, 0))
        if row is named:
            continue
        if not head:
            draft.report.leave_out("a row without a name", "nobody said which lane it is")
            continue
        _announced(draft, head, scale, row[1:])
        for place, where in places:
            _fill(draft, head, where, _cell(row, place), scale, own=False)


def _announced(draft: Draft, head: str, scale: tuple[float, float], cells: Sequence[str]) -> None:
    """Make the lane, and say on which scale its emotions were read."""
    if draft.lane(head) == "emotion" and any(cell.strip() for cell in cells):
        low, high = scale
        draft.report.note(f"Emotions are read on the scale {low:g} to {high:g}.")


def _fill(
    draft: Draft,
    head: str,
    where: tuple[str, str | None],
    text: str,
    scale: tuple[float, float],
    *,
    own: bool,
) -> None:
    """Put one cell of the grid into its lane."""
    lane = lane_named(head) or draft.lane(head)
    if not text.strip():
        return
    if lane == "emotion":
        felt = valence_of(plain(text).partition("\n")[0], scale)
        if felt is None:
            draft.card(draft.lane("Feelings in words"), *where, text)
        else:
            draft.feeling(*where, felt)
    elif lane == "touchpoints":
        for line in _lines(text, own=own):
            draft.touchpoint(*where, _point(line))
    elif lane == "channels":
        for one in re.split(r"[,;\n]", plain(text)):
            if one.strip():
                draft.channel(*where, one_line(one))
    else:
        for card in _cards(text) if own else _lines(text, own=False):
            draft.card(lane, *where, card)


def _point(line: str) -> dict[str, object]:
    """Return a touchpoint from its line: with counts, an emotion, a channel, or only its name."""
    if counted := COUNTED.match(line):
        events, journeys = (_whole(counted[place]) for place in (2, 3))
        name, channel = counted[1], counted[4]
        return {"name": name, "channel": channel, "events": events, "journeys": journeys}
    if rated := RATED.match(line):
        felt = float(rated[2].replace("−", "-")) / 2
        return {"name": rated[1], "channel": None, "valence": felt, "n": _whole(rated[3])}
    named = NAMED.match(line)
    return {"name": named[1] if named else line, "channel": named[2] if named else None}


def _whole(text: str) -> int:
    return int(re.sub(r"\s", "", text)[:15] or 0)


def _cards(text: str) -> Iterator[str]:
    """Yield the cards of a cell that this product wrote: they are apart by an empty line."""
    yield from (card for card in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if card)


def _lines(text: str, *, own: bool) -> list[str]:
    lines = plain(text).split("\n")
    return [line if own else BULLET.sub("", line) for line in lines if line.strip()]


def _cells(rows: Sequence[Row], places: Sequence[int]) -> Iterator[str]:
    for _, row in rows:
        for place in places:
            yield _cell(row, place)


def _cell(row: Sequence[str], place: int) -> str:
    return _shown(row[place]) if place < len(row) else ""


def _shown(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if COMPUTED.match(cell) else cell


def _number(text: str) -> float | None:
    try:
        value = float(text.replace("\u202f", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e15 else None  # noqa: PLR0124 - no NaN


def _beyond(draft: Draft, row: Sequence[str], width: int, line: int) -> None:
    for cell in row[width:]:
        if cell.strip():
            draft.report.leave_out(f"cells of line {line}", "they stand beyond the last heading")
