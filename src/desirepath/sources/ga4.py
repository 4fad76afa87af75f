"""Events of Google Analytics 4 as BigQuery exports them: JSON lines with parameters in lists.

Each parameter becomes a column: `event_params.page_title`, `user_properties.plan`. Parquet of the
same tables is read by `parquet`, and unfolded in the engine.
Source: https://support.google.com/analytics/answer/7029846
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desirepath.sources._reading import Bad, Opened, Reading
from desirepath.sources._records import flat, json_text, looks_like_json, read_records
from desirepath.sources._refusals import start_of
from desirepath.sources._spill import Spill

NAME = "ga4"
SUFFIXES = (".jsonl", ".json", ".ndjson")
ORDER = 30  # before json, which would leave the parameters as one text
EXAMPLE = b"""{"event_date": "20260301", "event_timestamp": "1772359200000000",\
 "event_name": "page_view", "user_pseudo_id": "1.7", "platform": "WEB", "event_params":\
 [{"key": "page_title", "value": {"string_value": "Home"}},\
 {"key": "ga_session_id", "value": {"int_value": "1772359199"}}]}
{"event_date": "20260301", "event_timestamp": "1772359260000000", "event_name": "purchase",\
 "user_pseudo_id": "1.7", "platform": "WEB", "ecommerce": {"purchase_revenue": 42.5},\
 "event_params": [{"key": "ga_session_id", "value": {"int_value": "1772359199"}}]}
"""
LISTS = ("event_params", "user_properties")
VALUES = ("string_value", "int_value", "float_value", "double_value")


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to JSON whose records have the fields of the export."""
    text = start_of(head)
    named = all(f'"{name}"' in text for name in ("event_params", "event_timestamp", "event_name"))
    return looks_like_json(head) and named


def read(opened: Opened) -> Reading:
    """Return one row per event, a column per parameter."""
    records = read_records(opened)
    spill = Spill(opened.name)
    for number, record in records.pairs:
        if isinstance(record, dict):
            spill.add(number, flat(_unfolded(record)))
        else:
            records.bad.append(Bad.of(number, "no event but a bare value", json_text(record)))
    return Reading(NAME, spill.finish(), spill.batches(), notes=records.notes, bad=records.bad)


def _unfolded(record: dict[str, Any]) -> dict[str, Any]:
    found = dict(record)
    for name in LISTS:
        if isinstance(found.get(name), list):
            found[name] = {
                str(one["key"]): _value(one.get("value"))
                for one in found[name]
                if isinstance(one, dict) and one.get("key")
            }
    return found


def _value(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return next((told[name] for name in VALUES if told.get(name) is not None), None)
