"""Page after page of one kind of record over REST, from where the last one ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desirepath.connectors.asking import Asker
from desirepath.connectors.description import Paging, Stream
from desirepath.connectors.filling import at, filled, moment, text_of, written
from desirepath.errors import RemoteError

BEGIN = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
_LINK = re.compile(r"<([^>]*)>\s*;[^,]*?\brel=\"?next\"?", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """Rows of one page as text, `high` = newest change among them, `next` = how it goes on.

    `next` is a cursor, an address, an offset or a number; None: this was the last page.
    `since`: from when the next page counts, where the system had to be asked anew.
    """

    rows: tuple[Mapping[str, str | None], ...]
    high: datetime | None
    next: str | None
    last: bool
    since: datetime | None = None


def row_of(record: Any, stream: Stream) -> dict[str, str | None]:
    """Return a record as a row of our columns."""
    return {column: text_of(at(record, path)) for column, path in stream.fields.items()}


def newest(records: list[Any], stream: Stream, high: datetime | None) -> datetime | None:
    """Return the newest change of records, and of those before."""
    if stream.since is None:
        return None
    found = [moment(at(one, stream.since.field), stream.since.form) for one in records]
    return max((one for one in (*found, high) if one is not None), default=None)


def pages(
    asker: Asker, stream: Stream, since: datetime | None, cursor: str | None
) -> Iterator[Page]:
    """Yield the pages of a stream since a time, going on at a cursor."""
    paging, high, count = stream.paging, since, 0
    while True:
        document, headers = _asked(asker, stream, since, cursor)
        records = at(document, stream.request.records)
        if not isinstance(records, list):
            raise RemoteError(
                f"{asker.description.title}: the answer has no list "
                f'"{stream.request.records}". Is the description right?'
            )
        high = newest(records, stream, high)
        count += len(records)
        rows = tuple(row_of(one, stream) for one in records)
        cursor = _next(asker, paging, document, headers, cursor, len(records))
        last = cursor is None or (bool(paging.end) and bool(at(document, paging.end)))
        if last or not paging.most or count < paging.most:
            yield Page(rows, high, cursor if not last or paging.keep else None, last)
            if last:
                return
            continue
        if high is None or high == since:
            raise RemoteError(
                f"{asker.description.title} gives at most {paging.most} records at once, and all "
                f"of {stream.name} were changed at the same moment: they cannot be read in parts."
            )
        since, cursor, count = high, None, 0
        yield Page(rows, high, None, last=False, since=since)


def _asked(
    asker: Asker, stream: Stream, since: datetime | None, cursor: str | None
) -> tuple[Any, Mapping[str, str]]:
    request, paging = stream.request, stream.paging
    form = stream.since.form if stream.since else "iso"
    given = {"since": written(since or BEGIN, form), "size": paging.size}
    if cursor is not None and paging.kind == "link":
        return asker.json(request.method, asker.own(cursor))
    query, body = filled(request.query, given), filled(request.body, given)
    first = {"offset": "0", "page": "1"}.get(paging.kind)
    if (cursor or first) and paging.send:
        (body if request.method != "GET" else query)[paging.send] = cursor or first
        query.pop(paging.replaces, None)
    url = asker.url(request.path, query)
    return asker.json(request.method, url, body or None)


def _next(  # noqa: PLR0917 - what an answer says about the next one
    asker: Asker,
    paging: Paging,
    document: Any,
    headers: Mapping[str, str],
    cursor: str | None,
    got: int,
) -> str | None:
    if paging.kind == "cursor":
        return text_of(at(document, paging.next)) or None
    if paging.kind == "link":
        told = at(document, paging.next) if paging.next else None
        if not paging.next:
            found = _LINK.search(headers.get("Link") or "")
            told = found[1] if found else None
        return asker.own(str(told)) if told else None
    if paging.kind in {"offset", "page"} and got and got >= paging.size:
        step = got if paging.kind == "offset" else 1
        return str(int(cursor or (0 if paging.kind == "offset" else 1)) + step)
    return None
