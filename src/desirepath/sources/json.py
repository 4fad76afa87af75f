"""JSON: an array of records, JSON lines, or an object around one big list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desirepath.errors import UnreadableFile
from desirepath.sources._reading import Bad, Opened, Reading
from desirepath.sources._records import Number, flat, json_text, looks_like_json, read_records
from desirepath.sources._refusals import refuse_binary
from desirepath.sources._spill import Spill

NAME = "json"
SUFFIXES = (".json", ".jsonl", ".ndjson")
EXAMPLE = b"""{"customer": "c1", "touchpoint": "Visit", "time": "2024-05-01T10:00:00Z"}
{"customer": "c1", "touchpoint": "Order", "time": "2024-05-01T10:20:00Z", "value": 12.50}
{"customer": "c1", "touchpoint": "Delivered", "time": "2024-05-04T09:00:00Z"}
{"customer": "c1", "touchpoint": "Survey", "time": "2024-05-05T09:00:00Z", "score": 9}
{"customer": "c2", "touchpoint": "Visit", "time": "2024-05-01T11:00:00Z"}
{"customer": "c2", "touchpoint": "Call", "time": "2024-05-02T11:00:00Z", "agent": {"team": "A"}}
{"customer": "c2", "touchpoint": "Order", "time": "2024-05-02T11:30:00Z", "value": 7}
{"customer": "c2", "touchpoint": "Delivered", "time": "2024-05-09T12:00:00Z"}
{"customer": "c2", "touchpoint": "Survey", "time": "2024-05-10T09:00:00Z", "score": 4}
{"customer": "c3", "touchpoint": "Visit", "time": "2024-05-03T08:00:00Z", "tags": ["ad", "new"]}
"""


def matches(head: bytes, path: Path) -> bool:
    """Say yes to what starts like JSON or is called so."""
    return looks_like_json(head) or path.suffix.casefold() in SUFFIXES


def read(opened: Opened) -> Reading:
    """Return one row per record; all keys of the whole file are columns."""
    refuse_binary(opened.name, opened.head)
    records = read_records(opened)
    spill = Spill(opened.name)
    header: list[str] | None = None
    for number, record in records.pairs:
        if isinstance(record, dict):
            spill.add(number, flat(record))
        elif isinstance(record, list) and record:
            if header is None and not spill.rows and all(_is_name(cell) for cell in record):
                header = record
                continue
            names = header or [f"column {place}" for place in range(1, len(record) + 1)]
            if len(names) != len(record):
                reason = f"{len(record)} values instead of {len(names)}"
                records.bad.append(Bad.of(number, reason, json_text(record)))
                continue
            spill.add(number, flat(dict(zip(names, record, strict=True))))
        else:
            records.bad.append(Bad.of(number, "no record but a bare value", json_text(record)))
    columns = spill.finish()
    if not columns:
        first = f" (line {records.bad[0].line}: {records.bad[0].reason})" if records.bad else ""
        raise UnreadableFile(
            f'"{opened.name}" is JSON without any record{first}: '
            "export it as a list of objects, one per event."
        )
    return Reading(NAME, columns, spill.batches(), notes=records.notes, bad=records.bad)


def _is_name(cell: Any) -> bool:
    return isinstance(cell, str) and not isinstance(cell, Number)
