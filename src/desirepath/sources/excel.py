"""Excel and OpenDocument workbooks (xlsx, xlsm, xlsb, xls, ods): the sheet with the table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import UnreadableFile
from desirepath.sources._examples import workbook
from desirepath.sources._header import Header, find_header
from desirepath.sources._reading import LINE, Opened, Reading, listed, string_array

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "excel"
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 512 << 20
LARGEST_UNPACKED = 4 << 30
LOOKED_AT = 200
ROWS = 10_000
EXAMPLE = workbook()


def matches(head: bytes, path: Path) -> bool:
    """Say yes to office zips (others were refused or unpacked before) and old Office files."""
    return head.startswith((b"PK\x03\x04", OLD)) or (
        not head.strip() and path.suffix.casefold() in SUFFIXES
    )


def read(opened: Opened) -> Reading:
    """Return the biggest visible sheet; dates become ISO text, whole numbers have no `.0`.

    Raises UnreadableFile for damaged, password-protected and empty workbooks.
    """
    _refuse_bomb(opened)
    book = _workbook(opened)
    sheets, notes = _sheets(book, opened)
    name, sheet = sheets[0]
    others = [f"{other}" for other, _ in sheets[1:]]
    if others:
        notes.append(f'Sheet "{name}" was read, it is the biggest; not read: {listed(others)}.')
    top = [[_text(cell) or "" for cell in row] for row in islice(sheet.iter_rows(), LOOKED_AT)]
    width = max(map(len, top), default=0)
    header = find_header(top, width)
    start = header.row if header.row is not None else header.data
    above = " / ".join(cell for row in top[:start] for cell in row if cell.strip())
    if above:
        notes.append(f'Lines above the table were left out: "{above[:200]}".')
    if header.row is None:
        notes.append('There is no header row: the columns are called "column 1" and so on.')
    kept = _kept(sheet, header, top)
    columns = tuple(header.columns[number] for number in kept)
    return Reading(NAME, columns, _batches(sheet, header, kept, columns), notes=notes)


def _workbook(opened: Opened) -> Any:
    import python_calamine as calamine

    try:
        if opened.packed:
            content = opened.whole(LARGEST, "unpack it, or save the sheet as CSV")
            return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return calamine.CalamineWorkbook.from_path(str(opened.path))
    except calamine.PasswordError as error:
        raise UnreadableFile(
            f'"{opened.name}" is protected with a password: save it without one.'
        ) from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in opened.head:
            raise UnreadableFile(
                f'"{opened.name}" is protected with a password: save it without one.'
            ) from error
        raise UnreadableFile(
            f'"{opened.name}" is an Office file but no readable workbook (damaged, or a document '
            "of another kind): open it in Excel and save the sheet as .xlsx or CSV."
        ) from error


def _sheets(book: Any, opened: Opened) -> tuple[list[tuple[str, Any]], list[str]]:
    """Return the sheets with cells, the biggest first; hidden ones only when nothing else is."""
    import python_calamine as calamine

    notes: list[str] = []
    found: list[tuple[bool, int, int, str, Any]] = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except Exception as error:  # noqa: BLE001 - calamine may panic on a damaged sheet
            notes.append(f'Sheet "{meta.name}" is damaged and was left out ({error}).')
            continue
        if sheet.height and sheet.width:
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            found.append((hidden, -sheet.height * sheet.width, len(found), meta.name, sheet))
    if not found:
        why = f" ({' '.join(notes)})" if notes else ""
        raise UnreadableFile(f'"{opened.name}" is a workbook without any filled cell{why}: '
                             "look whether the right file was exported.")  # fmt: skip
    found.sort(key=lambda item: item[:3])
    return [(name, sheet) for *_, name, sheet in found], notes


def _kept(sheet: Any, header: Header, top: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns with a name or any value."""
    names = top[header.row] if header.row is not None else [""] * len(header.columns)
    doubtful = {number for number, name in enumerate(names) if not name.strip()}
    if doubtful:
        for row in islice(sheet.iter_rows(), header.data, None):
            doubtful -= {number for number in doubtful if _text(row[number])}
            if not doubtful:
                break
    return [number for number in range(len(header.columns)) if number not in doubtful]


def _batches(
    sheet: Any, header: Header, kept: Sequence[int], columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    rows = enumerate(sheet.iter_rows(), start=1)
    for _ in islice(rows, header.data):
        pass
    while block := list(islice(rows, ROWS)):
        filled = [(line, row) for line, row in block if any(cell != "" for cell in row)]
        if not filled:
            continue
        arrays = [pa.array([line for line, _ in filled], pa.int64())]
        arrays += [string_array([_text(row[number]) for _, row in filled]) for number in kept]
        yield pa.RecordBatch.from_arrays(arrays, names=[LINE, *columns])


def _text(cell: Any) -> str | None:
    """Return a cell as text: ISO dates, numbers as short as they are."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return None if cell is None else str(cell)


def _refuse_bomb(opened: Opened) -> None:
    """A workbook is read whole, so one that unpacks beyond all reason is refused first."""
    if opened.packed or not opened.head.startswith(b"PK"):
        return
    with zipfile.ZipFile(opened.path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise UnreadableFile(
            f'"{opened.name}" unpacks to {size / (1 << 30):.0f} GB, too much for a workbook: '
            "save the sheet as CSV."
        )
