"""Values in the templates of a description, and values out of a system's records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from desirepath.errors import RemoteError


def filled(template: Any, given: Mapping[str, Any], each: Sequence[Mapping[str, Any]] = ()) -> Any:
    """Return a template with `$name` replaced; a list of one table that says `$id` is repeated.

    >>> filled({"inputs": [{"id": "$id"}], "limit": "$size"}, {"size": 2}, [{"id": 1}, {"id": 2}])
    {'inputs': [{'id': 1}, {'id': 2}], 'limit': 2}
    """
    if isinstance(template, str):
        return given[template[1:]] if template.startswith("$") else template
    if isinstance(template, Mapping):
        return {key: filled(part, given, each) for key, part in template.items()}
    if isinstance(template, list):
        if len(template) == 1 and isinstance(template[0], Mapping) and _repeats(template[0]):
            return [filled(template[0], {**given, **one}) for one in each]
        return [filled(part, given, each) for part in template]
    return template


def _repeats(template: Any) -> bool:
    if isinstance(template, Mapping):
        return any(_repeats(part) for part in template.values())
    return template in ("$id", "$values")


def at(record: Any, path: str) -> Any:
    """Return what stands at a dotted path, None where nothing does; "" is the record itself.

    >>> at({"a": {"b": [{"id": 7}]}}, "a.b.0.id")
    7
    """
    for part in path.split(".") if path else ():
        if isinstance(record, Mapping):
            record = record.get(part)
        elif isinstance(record, list) and part.isdigit() and int(part) < len(record):
            record = record[int(part)]
        else:
            return None
    return record


def text_of(value: Any) -> str | None:
    """Return a value as the text of a cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def moment(value: Any, form: str) -> datetime | None:
    """Return when a record was changed, None where it does not say; raises RemoteError."""
    if value in (None, ""):
        return None
    try:
        if form in {"seconds", "ms"} and str(value).lstrip("-").isdigit():
            return datetime.fromtimestamp(int(value) / (1000 if form == "ms" else 1), UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError):
        raise RemoteError(f'"{str(value)[:80]}" is no time of the form {form}.') from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def written(since: datetime, form: str) -> Any:
    """Return a time as the system writes it."""
    if form == "seconds":
        return int(since.timestamp())
    if form == "ms":
        return int(since.timestamp() * 1000)
    return since.astimezone(UTC).isoformat().replace("+00:00", "Z")
