"""What came in at the live door: on disk before it is answered, once per source and message id.

    keep ─> arrivals (files, one sync for many) ─> sort_in ─> the table, unique by source and id

The table is a SQLite file with a write-ahead log and a full sync per transaction. A row keeps its
number (`seq`) for ever and its id for ever; its body is forgotten after a while (`thin`). Threads
share it: one connection writes, one reads.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desirepath.errors import WorkspaceError
from desirepath.store.arrivals import Arrival, Arrivals, Full, read

TABLES = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    dialect TEXT NOT NULL,
    received INTEGER NOT NULL,
    sent INTEGER,
    body BLOB,
    fault TEXT,
    was INTEGER,
    UNIQUE (source, id)
);
CREATE TABLE IF NOT EXISTS totals (
    source TEXT PRIMARY KEY,
    events INTEGER NOT NULL,
    received INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fields (
    source TEXT NOT NULL,
    event TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    before INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    PRIMARY KEY (source, event, field, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
"""
"""`sent` is the sender's clock when it sent, in microseconds; `fault` says why the body was not
kept whole; `was` is the number under which a row was in quarantine before it was tried again."""
SIZES = (1000, 100, 10, 1)
"""Rows go in by so many at a time: each statement gives up Python's lock once, and gets it back
only after the busy threads of the door had it."""
ADD = {
    size: "INSERT INTO events (source, id, dialect, received, sent, body, fault) VALUES "
    + ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * size)
    + " ON CONFLICT DO NOTHING"
    for size in SIZES
}
COUNT = """
INSERT INTO totals SELECT source, count(*), max(received) FROM events WHERE seq > ? GROUP BY source
ON CONFLICT DO UPDATE SET events = events + excluded.events,
                          received = max(received, excluded.received)
"""
AGAIN = (
    "INSERT INTO events (source, id, dialect, received, sent, body, fault, was) "
    "VALUES (:source, :id, :dialect, :received, :sent, :body, NULL, :seq)"
)
CACHE_KILOBYTES = 64 << 10
Row = tuple[str, str, str, int, int | None, bytes, str | None]
"""source, id, dialect, received, sent, body, fault"""


@dataclass(frozen=True, slots=True)
class Received:
    """One event as it lies in the inbox. Times in microseconds since 1970 UTC."""

    seq: int
    source: str
    id: str
    dialect: str
    received: int
    sent: int | None
    body: bytes | None
    fault: str | None
    was: int | None


class Inbox:
    """The file `inbox.sqlite` of a workspace, and beside it what arrived and is not in it yet."""

    def __init__(self, path: Path) -> None:
        """Prepare; the file is made when something is asked of it."""
        self.path = path
        self.arrivals = Arrivals(path.with_name("arrivals"))
        self.known = 0
        """Events that came again, since the start."""
        self._sorting = threading.Lock()
        self._writing, self._reading = threading.Lock(), threading.Lock()
        self._connections: list[sqlite3.Connection] = []

    @property
    def is_there(self) -> bool:
        """Say whether the workspace ever had a live source."""
        return self.path.exists() or self.arrivals.size > 0

    def close(self) -> None:
        """Close the files; what was answered is on disk."""
        self.arrivals.close()
        with self._writing, self._reading:
            while self._connections:
                self._connections.pop().close()

    # the door ------------------------------------------------------------------------------
    def keep(self, arrived: Sequence[Arrival]) -> None:
        """Put requests on disk. Raises Busy, Full, or WorkspaceError of the disk."""
        self.arrivals.append(arrived)

    def sort_in(self) -> bool:
        """Sort a file of what arrived into the table, the oldest; say whether there was one.

        Cut off before the file is removed it is sorted in again, and all of it is known then.
        """
        with self._sorting:
            path = self.arrivals.oldest()
            if path is None:
                return False
            rows = [
                (each.source, one.id, each.dialect, each.received, each.sent, one.body, one.fault)
                for each in read(path)
                for one in each.messages
            ]
            self.known += len(rows) - self.add(rows)
            self.arrivals.remove(path)
        return True

    def add(self, rows: Iterable[Row]) -> int:
        """Put rows on disk in one transaction; return how many were not known before."""
        with self.write() as connection:
            before = _last(connection)
            # counted by what changed: a row that is known changes nothing
            changed = connection.total_changes
            waiting = list(rows)
            for size in SIZES:
                while len(waiting) >= size:
                    taken, waiting = waiting[:size], waiting[size:]
                    connection.execute(ADD[size], [value for row in taken for value in row])
            added = connection.total_changes - changed
            if added:
                connection.execute(COUNT, (before,))
        return added

    # the loader ----------------------------------------------------------------------------
    def after(self, seq: int, most: int) -> list[Received]:
        """Return the next rows beyond a number, in their order."""
        asked = "SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        return [Received(*row) for row in self._rows(asked, (seq, most))]

    def last(self) -> int:
        """Return the number of the newest row, 0 where there is none."""
        return int(self._rows("SELECT coalesce(max(seq), 0) FROM events")[0][0])

    def thin(self, before: int, upto: int, most: int = 10_000) -> int:
        """Forget the bodies of rows received before a time, up to a number; keep their ids."""
        # the lowest row with a body is known from the last time: no search through all of them
        with self.write() as connection:
            start = self._thinned(connection)
        asked = "SELECT seq, received FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        old = [seq for seq, received in self._rows(asked, (start, upto, most)) if received < before]
        if not old:
            return 0
        with self.write() as connection:
            connection.execute(
                "UPDATE events SET body = NULL WHERE seq > ? AND seq <= ? AND received < ?",
                (start, old[-1], before),
            )
            connection.execute("INSERT OR REPLACE INTO marks VALUES ('thin', ?)", (old[-1],))
        return len(old)

    def keep_bodies(self, bodies: Sequence[tuple[bytes | None, int]]) -> None:
        """Keep of rows (by number) other bodies than were received, or none."""
        if bodies:
            with self.write() as connection:
                connection.executemany("UPDATE events SET body = ? WHERE seq = ?", bodies)

    def forget(self, source: str, before: int, numbers: Sequence[int] = ()) -> None:
        """Forget the bodies of a source's rows received before a time, and of some rows."""
        with self.write() as connection:
            connection.execute(
                "UPDATE events SET body = NULL WHERE source = ? AND received < ? "
                "AND body IS NOT NULL AND seq > ?",
                (source, before, self._thinned(connection)),
            )
            connection.executemany(
                "UPDATE events SET body = NULL WHERE seq = ? AND source = ?",
                [(seq, source) for seq in numbers],
            )

    def upto(self, source: str, before: int) -> int:
        """Return the number of a source's newest row received before a time, 0 without one."""
        asked = "SELECT coalesce(max(seq), 0) FROM events WHERE source = ? AND received < ?"
        return int(self._rows(asked, (source, before))[0][0])

    def again(self, source: str, numbers: Collection[int]) -> int:
        """Give rows that still have their body a new number, so that they are loaded once more.

        Rows whose body was cut at the door, or forgotten since, stay as they are.
        """
        with self.write() as connection:
            connection.row_factory = sqlite3.Row
            try:
                kept = [
                    dict(found)
                    for seq in sorted(numbers)
                    for found in connection.execute(
                        "SELECT * FROM events WHERE seq = ? AND source = ? "
                        "AND body IS NOT NULL AND fault IS NULL",
                        (seq, source),
                    )
                ]
            finally:
                connection.row_factory = None
            connection.executemany("DELETE FROM events WHERE seq = :seq", kept)
            connection.executemany(AGAIN, kept)
        return len(kept)

    # what is known about senders -----------------------------------------------------------
    def fields(self, source: str) -> list[tuple[Any, ...]]:
        """Return `event, field, kind, times, before, latest` of a source."""
        asked = (
            "SELECT event, field, kind, times, before, latest FROM fields WHERE source = ? "
            "ORDER BY event, field, kind"
        )
        return self._rows(asked, (source,))

    def keep_fields(self, source: str, rows: Sequence[tuple[Any, ...]], upto: int) -> None:
        """Replace what is known of fields, as of a number."""
        with self.write() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO fields VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(source, *row) for row in rows],
            )
            connection.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?)", (f"fields of {source}", upto)
            )

    def fields_upto(self, source: str) -> int:
        """Return the number up to which fields were counted."""
        found = self._rows("SELECT seq FROM marks WHERE name = ?", (f"fields of {source}",))
        return int(found[0][0]) if found else 0

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return source → events ever received, and when the newest one was."""
        return {row[0]: (row[1], row[2]) for row in self._rows("SELECT * FROM totals")}

    def waiting(self, seq: int) -> dict[str, tuple[int, int]]:
        """Return source → events beyond a number, and when the oldest of them was received."""
        asked = "SELECT source, count(*), min(received) FROM events WHERE seq > ? GROUP BY source"
        return {row[0]: (row[1], row[2]) for row in self._rows(asked, (seq,))}

    # inside --------------------------------------------------------------------------------
    @staticmethod
    def _thinned(connection: sqlite3.Connection) -> int:
        """Return the number up to which bodies were forgotten by their age."""
        found = connection.execute("SELECT seq FROM marks WHERE name = 'thin'").fetchone()
        return int(found[0]) if found else 0

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on disk when it is left, or nothing of it."""
        with self._writing, self._translated():
            writer = self._open()[0]
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise

    def _rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._translated():
            if not self._connections:
                with self._writing:
                    self._open()
            with self._reading:
                return self._connections[1].execute(text, values).fetchall()

    def _open(self) -> list[sqlite3.Connection]:
        """Return the connection that writes and the one that reads; the caller may write."""
        if not self._connections:
            made = [_connect(self.path), _connect(self.path)]
            made[0].executescript(TABLES)
            self._connections += made
        return self._connections

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise Full(f"The disk of {self.path} is full. Free some space.") from error
            raise WorkspaceError(
                f"The inbox {self.path} cannot be used ({error}). Check the disk, then try again."
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    connection.execute("PRAGMA page_size = 16384")  # of a new file: fewer pages to write per event
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # a body that is forgotten is overwritten
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    return connection


def _last(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
    return int(found[0]) if found else 0
