"""Pages of another system on their way into the workspace: kept as they come, imported together.

    page ─> pulls/NAME.STREAM.jsonl ─(fsync)─> the book: cursor and length ─> … ─> import ─> mark

A pull that breaks off goes on at the cursor that the book has, with the file cut to the length
that belongs to it. An import takes what it does not have yet by content, so that a page that is
read twice adds nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath import refresh
from desirepath.connectors.filling import moment
from desirepath.errors import RemoteError
from desirepath.imports import Options
from desirepath.imports.layouts import layout_of

if TYPE_CHECKING:
    from desirepath.connectors import Description, Page, Reached
    from desirepath.connectors.description import Stream
    from desirepath.store.kept_connections import Connection

FOLDER = "pulls"
PIECE = 32 << 20
"""Bytes of pages that are imported at once."""
OVERLAP = timedelta(seconds=60)
"""So far before its mark a stream is read again: a system may commit changes out of order."""
STALE = frozenset({400, 404, 410, 422})
"""How a system refuses a cursor that it no longer knows."""
COUNTED = ("accepted", "known", "quarantined")


@dataclass
class Progress:
    """How one stream goes."""

    stores: refresh.Stores
    connection: Connection
    stream: Stream
    options: Options
    mark: datetime | None
    since: datetime | None
    cursor: str | None
    high: datetime | None
    length: int
    told: dict[str, Any]

    @property
    def path(self) -> Path:
        """Where pages wait."""
        folder = self.stores.folder / FOLDER
        folder.mkdir(exist_ok=True)
        return folder / f"{self.connection.name}.{self.stream.name}.jsonl"

    def save(self) -> None:
        """Write into the book how far it is."""
        times = {"mark": self.mark, "since": self.since, "high": self.high}
        state: dict[str, Any] = {
            word: when.isoformat() for word, when in times.items() if when is not None
        }
        if self.cursor or self.length:
            state |= {"cursor": self.cursor, "bytes": self.length}
        self.stores.book.connections.reach(self.connection.name, self.stream.name, state)


def pull_streams(
    stores: refresh.Stores,
    connection: Connection,
    description: Description,
    reached: Reached,
    reports: list[dict[str, Any]],
) -> None:
    """Read every stream of a connection; `reports` grows by one for each, also before a failure."""
    for stream in description.streams:
        going = _progress(stores, connection, description, stream)
        reports.append(going.told)
        stores.progress(f"Reading {stream.name} of {description.title}", None)
        try:
            _read(going, reached)
        except RemoteError as error:
            if error.status not in STALE or going.cursor is None or going.told["pages"]:
                raise
            going.cursor, going.since, going.length = None, _before(going.mark), 0
            _read(going, reached)


def _progress(
    stores: refresh.Stores, connection: Connection, description: Description, stream: Stream
) -> Progress:
    state = connection.state.get(stream.name) or {}
    times = {word: moment(state.get(word), "iso") for word in ("mark", "since", "high")}
    layout = layout_of(
        {"prefix": description.prefix, **stream.layout},
        where=f"{connection.kind}, stream {stream.name}",
    )
    told: dict[str, Any] = {"stream": stream.name, "pages": 0, "records": 0,
                            **dict.fromkeys(COUNTED, 0)}  # fmt: skip
    options = Options(source=connection.name, layout=layout, drop_duplicates=True, growing=True)
    return Progress(
        stores, connection, stream, options, times["mark"],
        times["since"] or _before(times["mark"]),
        state.get("cursor"), times["high"], int(state.get("bytes") or 0), told,
    )  # fmt: skip


def _read(going: Progress, reached: Reached) -> None:
    keep = None
    _finish_former(going)
    with going.path.open("ab") as file:
        file.truncate(0)
        for page in reached.pages(going.stream, going.since, going.cursor):
            _take(going, page, file)
            keep = page.next if page.last else None
            if going.length >= PIECE:
                _land(going)
                file.truncate(0)
    if going.length:
        _land(going)
    going.path.unlink(missing_ok=True)
    going.mark, going.since, going.cursor = going.high or going.mark, None, keep
    going.high = None
    going.save()


def _finish_former(going: Progress) -> None:
    """Import the pages of a pull that broke off; without them its cursor means nothing."""
    if not going.length:
        return
    if not going.path.is_file():
        going.length, going.cursor, going.since = 0, None, _before(going.mark)
        return
    with going.path.open("rb+") as file:
        file.truncate(going.length)
    _land(going)


def _take(going: Progress, page: Page, file: Any) -> None:
    for row in page.rows:
        file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    file.flush()
    os.fsync(file.fileno())
    going.length = file.tell()
    going.cursor, going.high = page.next, page.high
    going.since = page.since or going.since
    going.told["pages"] += 1
    going.told["records"] += len(page.rows)
    going.save()


def _land(going: Progress) -> None:
    """Import what waits; the import is committed before the book forgets the file."""
    with going.stores.kept.turn:
        (report,) = refresh.land(going.stores, [going.path], going.options)
    for word in COUNTED:
        going.told[word] += report[word]
    going.length = 0
    going.save()


def _before(mark: datetime | None) -> datetime | None:
    return None if mark is None else mark - OVERLAP
