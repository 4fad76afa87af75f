"""Segment-specification calls (identify, track, page, screen, group, alias) as JSON.

Read as written by Segment, RudderStack and others: one call per line, an array, or
`{"batch": [...]}`. Two columns are made: `touchpoint` (what happened; empty for calls that
only describe somebody) and `customer` (the user, also for what they did before they logged in).
Source: https://segment.com/docs/connections/spec/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desirepath.errors import UnreadableFile
from desirepath.sources._reading import Bad, Opened, Reading
from desirepath.sources._records import (
    DECODER,
    flat,
    json_text,
    looks_like_json,
    read_records,
)
from desirepath.sources._refusals import start_of
from desirepath.sources._spill import Spill

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "segment"
SUFFIXES = (".json", ".jsonl", ".ndjson")
ORDER = 40  # before json, which would take it too
EXAMPLE = b"""{"batch": [
{"type": "page", "anonymousId": "a1", "name": "Home", "timestamp": "2024-05-01T10:00:00Z"},
{"type": "track", "anonymousId": "a1", "event": "Cart", "timestamp": "2024-05-01T10:01:00Z"},
{"type": "identify", "anonymousId": "a1", "userId": "u1", "traits": {"plan": "pro"}},
{"type": "track", "userId": "u1", "event": "Order", "properties": {"revenue": 9.90},
 "timestamp": "2024-05-01T10:03:00Z"},
{"type": "group", "userId": "u1", "groupId": "g1", "traits": {"name": "Acme"}},
{"type": "screen", "userId": "u2", "name": "Start", "timestamp": "2024-05-02T09:00:00Z"},
{"type": "page", "userId": "u2", "properties": {"path": "/price"}, "messageId": "m8",
 "timestamp": "2024-05-02T09:10:00Z"},
{"type": "alias", "previousId": "a2", "userId": "u2", "timestamp": "2024-05-02T09:11:00Z"}
]}
"""

ABOUT = (
    'Read as calls of the Segment specification: "touchpoint" is the event of a track call or the '
    'name of a page or screen; "customer" is userId, or else who the anonymousId turned out to be '
    "in this file; times of transport (sentAt, receivedAt) were left out."
)
CALLS = ("track", "page", "screen", "identify", "group", "alias")
CALL = re.compile(rf'"type"\s*:\s*"({"|".join(CALLS)})"')
WHO = re.compile(r'"(userId|anonymousId|previousId)"\s*:')
FIRST = ("messageId", "type", "touchpoint", "customer", "event", "userId", "anonymousId",
         "timestamp", "name")  # fmt: skip
TIMES = ("timestamp", "originalTimestamp", "sentAt", "receivedAt")
PLUMBING = frozenset({*TIMES, "integrations", "writeKey", "version", "_metadata"})


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON whose records are calls of the specification."""
    text = start_of(head)
    return looks_like_json(head) and bool(CALL.search(text)) and bool(WHO.search(text))


def read(opened: Opened) -> Reading:
    """Return one row per call, with `touchpoint` and `customer` worked out."""
    records = read_records(opened)
    spill, users = Spill(opened.name), _Users()
    for number, record in records.pairs:
        reason = wrong(record)
        if reason:
            records.bad.append(Bad.of(number, reason, json_text(record)))
            continue
        row = row_of(record)
        users.learn(row, text_of(record.get("previousId")))
        spill.add(number, row)
    columns = spill.finish()
    if not columns:
        raise UnreadableFile(
            f'"{opened.name}" holds no usable call (line {records.bad[0].line}: '
            f"{records.bad[0].reason}): export it again."
        )
    notes = [*records.notes, ABOUT, *users.notes()]
    return Reading(NAME, columns, users.name(spill.batches()), notes=notes, bad=records.bad)


def decoded(text: str) -> Any:
    """Return one call from JSON, numbers as they were written; raises ValueError."""
    return DECODER.decode(text)


def wrong(record: Any) -> str | None:
    """Return why a record is no call, None when it is one."""
    if not isinstance(record, dict):
        return "no call but a bare value"
    kind = str(record.get("type", "")).casefold()
    if kind not in CALLS:
        return f'"{kind[:40]}" is no call of the Segment specification'
    if kind == "track" and not text_of(record.get("event")):
        return "a track call without an event name"
    return None


def row_of(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the row of a call; `customer` is left to whoever knows its neighbours."""
    kind = str(record["type"]).casefold()
    row: dict[str, str | None] = dict.fromkeys(FIRST)
    rest = {key: value for key, value in record.items() if key not in PLUMBING}
    if kind == "group":
        # The traits of a company are not those of the person.
        rest["group"] = rest.pop("traits", None) or {}
    row.update(flat(rest))
    row["type"] = kind
    told = (text_of(record.get(key)) for key in TIMES)
    row["timestamp"] = next((text for text in told if text), None)
    row["touchpoint"] = _touchpoint(kind, row)
    row["userId"], row["anonymousId"] = text_of(row["userId"]), text_of(row["anonymousId"])
    row["customer"] = None
    return row


def _touchpoint(kind: str, row: Mapping[str, str | None]) -> str | None:
    if kind == "track":
        return row["event"]
    if kind not in ("page", "screen"):
        return None
    address = row.get("properties.url") or row.get("context.page.url") or ""
    found = (
        row["name"]
        or row.get("properties.name")
        or row.get("properties.path")
        or row.get("context.page.path")
        or _path(address)
    )
    return found or kind.title()


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def text_of(value: Any) -> str | None:
    """Return a text that says something, else None."""
    return str(value).strip() or None if isinstance(value, str) else None


class _Users:
    """Who each anonymous id turned out to be: the first user named together with it."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.shared: set[str] = set()

    def learn(self, row: Mapping[str, str | None], previous: str | None) -> None:
        user = row["userId"]
        if not user:
            return
        for anonymous in (row["anonymousId"], previous if row["type"] == "alias" else None):
            if anonymous and anonymous != user and self.known.setdefault(anonymous, user) != user:
                self.shared.add(anonymous)

    def notes(self) -> list[str]:
        if not self.shared:
            return []
        return [
            (
                f"Anonymous ids that belong to more than one user (a shared device): "
                f"{len(self.shared)}; what happened before login counts for the first of them."
            )
        ]

    def name(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Fill the column `customer`."""
        import pyarrow as pa
        from pyarrow import compute

        known = pa.array(list(self.known), pa.string())
        users = pa.array(list(self.known.values()), pa.string())
        for batch in batches:
            names = batch.schema.names
            anonymous = batch.column(names.index("anonymousId"))
            found = users.take(compute.index_in(anonymous, known))
            customer = compute.coalesce(batch.column(names.index("userId")), found, anonymous)
            columns = [
                customer if name == "customer" else batch.column(number)
                for number, name in enumerate(names)
            ]
            yield pa.RecordBatch.from_arrays(columns, names=names)
