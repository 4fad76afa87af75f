"""Removes one person from the three stores, and writes their files anew.

Removed rows stay readable in the free pages of a file until somebody overwrites them. So the
warehouse is copied to a new file that takes the place of the old one, and the SQLite files are
vacuumed and their logs emptied.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desirepath.store import personal, tables
from desirepath.store.schema import RAW
from desirepath.store.warehouse import quoted
from desirepath.store.words import BLOT, Words, spelled, thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desirepath.store.inbox import Inbox
    from desirepath.store.warehouse import Warehouse

BLOTTED = "data erased since"
SUMMARIES = "summaries"


def from_warehouse(
    warehouse: Warehouse, words: Words, rows: Iterable[tuple[str, str, str]] = ()
) -> dict[str, int]:
    """Remove the rows of a person; return how many per table.

    `rows`: customer, column and value of rows of a shared device that are theirs.
    """
    removed = {}
    own = [f"customer IN ({spelled(words.names)})"]
    for customer, column, raw in rows:
        own.append(f"(customer = {spelled([customer])} AND {quoted(column)} = {spelled([raw])})")
    with warehouse.transaction():
        for name in (name for name, columns in RAW.items() if "customer" in columns):
            there = set(warehouse.table(name).columns)
            tests = [own[0]] + [
                test for test, row in zip(own[1:], rows, strict=True) if row[1] in there
            ]
            removed[name] = _remove(warehouse, name, " OR ".join(tests))
        removed["quarantine"] = _remove(warehouse, "quarantine", _holds("content", words.blotted))
        for name in RAW:
            _blot(warehouse, name, words.blotted)
        drop_made(warehouse)
    warehouse.rewrite()
    return removed


def drop_made(warehouse: Warehouse) -> None:
    """Drop every table that is made of the raw ones, and what was summed up of them."""
    warehouse.unremember()
    for name in warehouse.names(""):
        if name not in RAW and name != SUMMARIES:
            warehouse.drop(name)


def _remove(warehouse: Warehouse, name: str, test: str) -> int:
    before = int(warehouse.value(warehouse.table(name).count()))
    warehouse.sql(f"DELETE FROM {quoted(name)} WHERE {test}")
    return before - int(warehouse.value(warehouse.table(name).count()))


def _blot(warehouse: Warehouse, name: str, words: Sequence[str]) -> None:
    """Blot words out of the texts of a table: looked for once, written only where there are any."""
    columns = [column for column, kind in warehouse.table(name).schema().items()
               if kind.is_string()]  # fmt: skip
    if not words or not columns:
        return
    tests = [_holds(quoted(column), words) for column in columns]
    asked = ", ".join(f"bool_or({test}) AS c{no}" for no, test in enumerate(tests))
    warehouse.create("__held", f"SELECT {asked} FROM {quoted(name)}", temp=True)
    [held] = warehouse.rows(warehouse.table("__held"))
    warehouse.drop("__held")
    for no, (column, test) in enumerate(zip(columns, tests, strict=True)):
        if held[f"c{no}"]:
            cell = quoted(column)
            fresh = cell
            for word in words:
                pattern, blot = spelled([re.escape(word)]), spelled([BLOT])
                fresh = f"regexp_replace({fresh}, {pattern}, {blot}, 'gi')"
            warehouse.sql(f"UPDATE {quoted(name)} SET {cell} = {fresh} WHERE {test}")


def _holds(column: str, words: Iterable[str]) -> str:
    tests = [f"contains(lower({column}), {spelled([word.lower()])})" for word in words]
    return " OR ".join(tests) or "false"


def from_book(connection: sa.Connection, words: Words, when: str) -> dict[str, int]:
    """Blot a person out of every table of the book, inside the caller's transaction."""
    changed = {}
    connection.execute(sa.text("PRAGMA secure_delete = ON"))
    for table in tables.metadata.sorted_tables:
        way, _ = personal.BOOK[table.name]
        if way == personal.NONE:
            continue
        changed[table.name] = sum(
            _row(connection, table, dict(row), words, way, when)
            for row in connection.execute(sa.select(table)).mappings().all()
        )
    return changed


def _row(  # noqa: PLR0917 - what one row needs, said once
    connection: sa.Connection,
    table: sa.Table,
    row: dict[str, Any],
    words: Words,
    way: str,
    when: str,
) -> bool:
    key = sa.and_(*(column == row[column.name] for column in table.primary_key.columns))
    named = {row.get(name) for name in ("customer", "one", "other")} & set(words.names)
    labelled = table.name == "labels" and row["key"] in words.text_keys
    if labelled or (way == personal.ROWS and named):
        connection.execute(sa.delete(table).where(key))
        return True
    told = {name: value for name, value in row.items() if isinstance(value, str | dict | list)}
    if table.name == "map_versions":
        told.pop("document")
        document = json.loads(row["document"])
        fresh = noted(words.without(thinned(document), quotes=True), when)
        told["document"] = row["document"]
        new = {**words.without({**told, "document": None})}
        new["document"] = json.dumps(fresh, ensure_ascii=False)
    else:
        new = words.without(told, quotes=table.name in {"map_edits", "labels"})
    if new == told:
        return False
    keys = {column.name for column in table.primary_key.columns}
    if any(new[name] != told[name] for name in keys & set(new)):
        connection.execute(sa.delete(table).where(key))
    else:
        connection.execute(sa.update(table).where(key).values(**new))
    return True


def quotes_from_maps(connection: sa.Connection, words: Words) -> int:
    """Blot what was said out of kept versions of maps; return how many had some of it."""
    kept, changed = tables.map_versions, 0
    for row in connection.execute(sa.select(kept)).mappings().all():
        document = json.loads(row["document"])
        fresh = words.without(document, quotes=True)
        if fresh != document:
            key = (kept.c.map == row["map"]) & (kept.c.version == row["version"])
            text = json.dumps(fresh, ensure_ascii=False)
            connection.execute(sa.update(kept).where(key).values(document=text))
            changed += 1
    return changed


def noted(document: dict[str, Any], when: str) -> dict[str, Any]:
    """Return a map document that says so: in its label, which every format shows."""
    former, said = document.get("erased"), f"{BLOTTED} {when}"
    label = str(document.get("label") or "").removesuffix(str(former or "")).rstrip(" ·")
    return {**document, "label": f"{label} · {said}" if label else said, "erased": said}


def from_inbox(inbox: Inbox, words: Words) -> dict[str, int]:
    """Forget the bodies that name a person, and write the file anew."""
    if not inbox.is_there:
        return {"inbox": 0}
    told = [word.casefold() for word in words.blotted]
    told += [f'"{name.casefold()}"' for name in words.names]
    forgotten = 0
    for _ in range(inbox.arrivals.files):  # what arrives from now on is left out when it is loaded
        inbox.sort_in()
    with inbox.write() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        found = connection.execute("SELECT seq, body FROM events WHERE body IS NOT NULL")
        seqs = [(seq,) for seq, body in found if _names(bytes(body), told)]
        connection.executemany("UPDATE events SET body = NULL WHERE seq = ?", seqs)
        forgotten = len(seqs)
    inbox.close()
    vacuum(sqlite3.connect(inbox.path, isolation_level=None))
    return {"inbox": forgotten}


def _names(body: bytes, words: Iterable[str]) -> bool:
    """Say whether a body names somebody; most of millions are plain bytes that do not."""
    if body.isascii() and b"\\u" not in body:
        low = body.lower()
        return any(word.encode() in low for word in words)
    text = body.decode("utf-8", "replace")
    if "\\u" in text:
        text += text.encode("ascii", "replace").decode("unicode_escape", "replace")
    text = text.casefold()
    return any(word in text for word in words)


def vacuum(connection: sqlite3.Connection) -> None:
    """Write a SQLite file anew and empty its log."""
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
