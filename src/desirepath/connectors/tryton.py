"""Tryton over JSON-RPC: sign in, search and read, and named lines of contact to write into.

Tryton has no fields for what others find out about a party, so that each value is a line among
its means of contact, of type “other”, with our name and the value: people see and search them,
and no module has to be installed.
Source: https://docs.tryton.org/latest/server/topics/rpc.html
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desirepath.connectors.asking import Asker
from desirepath.connectors.description import Push, Stream
from desirepath.connectors.paging import Page, newest, row_of
from desirepath.errors import InputError, RemoteError

LINES = "party.contact_mechanism"
SIZE = 500
CHANGED = "changed"
"""A record of ours has the time of its last change under this name."""


@dataclass(frozen=True)
class Server:
    """One database of a Tryton server, signed in."""

    asker: Asker

    @classmethod
    def at(cls, asker: Asker, secret: str) -> Server:
        """Sign in; raises InputError without database or user, RemoteError when refused."""
        account = asker.account
        if not account.database or not account.user:
            raise InputError(
                "Tryton needs the name of the database and a user: --database, --user."
            )
        server = cls(asker)
        found = server.call("common.db.login", account.user, {"password": secret})
        if not isinstance(found, list) or len(found) < 2:
            raise RemoteError("Tryton refuses this user and password.")
        session = f"{account.user}:{found[0]}:{found[1]}".encode()
        asker.headers["Authorization"] = f"Session {base64.b64encode(session).decode()}"
        return server

    def call(self, method: str, *params: Any, again: bool = True) -> Any:
        """Return what a method answers, times as ISO text and amounts as their digits."""
        url = self.asker.url(f"/{self.asker.account.database}/rpc/")
        body = {"id": 0, "method": method, "params": list(params)}
        document, _ = self.asker.json("POST", url, body, again=again)
        if isinstance(document, Mapping):
            if document.get("error"):
                told = " ".join(str(part) for part in document["error"][:2])[:300]
                raise RemoteError(f"Tryton says at {method}: {told}")
            return plain(document.get("result"))
        return plain(document)

    def pages(self, stream: Stream, since: datetime | None, cursor: str | None) -> Iterator[Page]:
        """Yield records in the order of their ids; the cursor is the last id that was read."""
        fields = {*stream.fields.values()} - {CHANGED}
        names = sorted({"id", "create_date", "write_date", *fields})
        high, last = since, int(cursor or 0)
        while True:
            domain: list[Any] = [["id", ">", last]]
            if since is not None:
                changed = [">=", _datetime(since)]
                domain.append(["OR", ["write_date", *changed], ["create_date", *changed]])
            found = self.call(
                f"model.{stream.model}.search_read",
                domain, 0, SIZE, [["id", "ASC"]], names, {"active_test": False},
            )  # fmt: skip
            records = [{**one, CHANGED: one["write_date"] or one["create_date"]} for one in found]
            high = newest(records, stream, high)
            done = len(records) < SIZE
            last = records[-1]["id"] if records else last
            rows = tuple(row_of(one, stream) for one in records)
            yield Page(rows, high, None if done else str(last), done)
            if done:
                return

    def current(self, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """Return party → name of the line → value."""
        wanted = [int(one) for one in ids if one.isdigit()]
        there = self.call("model.party.party.search_read", [["id", "in", wanted]], 0, None, None,
                          ["id"], {"active_test": False})  # fmt: skip
        found: dict[str, dict[str, Any]] = {str(one["id"]): {} for one in there}
        for line in self._lines(wanted):
            found.setdefault(str(line["party"]), {})[line["name"]] = line["value"]
        return dict(found)

    def write(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Write lines that are there anew, make those that are not; nothing to say removes one."""
        known = {(str(line["party"]), line["name"]): line["id"]
                 for line in self._lines([int(one) for one in values])}  # fmt: skip
        made, gone, written = [], [], []
        for party, given in values.items():
            for name, value in given.items():
                line = known.get((party, name))
                if value is None:
                    gone += [line] if line else []
                elif line:
                    written += [[line], {"value": str(value)}]
                else:
                    made.append({"party": int(party), "type": "other", "name": name,
                                 "value": str(value)})  # fmt: skip
        if written:
            self.call(f"model.{LINES}.write", *written, {})
        if gone:
            self.call(f"model.{LINES}.delete", gone, {}, again=False)
        if made:
            # asked twice it would make two: a broken connection is told, and the next run looks
            self.call(f"model.{LINES}.create", made, {}, again=False)

    def _lines(self, parties: Sequence[int]) -> list[dict[str, Any]]:
        push = self.asker.description.push or Push({})
        named = [["party", "in", list(parties)], ["name", "in", list(push.fields.values())]]
        found = self.call(f"model.{LINES}.search_read", named, 0, None, [["id", "ASC"]],
                          ["party", "name", "value"], {})  # fmt: skip
        return list(found)


def _datetime(when: datetime) -> dict[str, Any]:
    parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    utc = when.astimezone(UTC)
    return {"__class__": "datetime", **{part: getattr(utc, part) for part in parts}}


def plain(value: Any) -> Any:
    """Return an answer without Tryton's own classes.

    >>> plain({"__class__": "date", "year": 2026, "month": 3, "day": 1})
    '2026-03-01'
    """
    if isinstance(value, list):
        return [plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("__class__")
    if kind is None:
        return {key: plain(part) for key, part in value.items()}
    if kind == "Decimal":
        return str(value["decimal"])
    numbers = {key: part for key, part in value.items() if key != "__class__"}
    if kind == "date":
        return f"{numbers['year']:04}-{numbers['month']:02}-{numbers['day']:02}"
    if kind == "datetime":
        return datetime(**numbers, tzinfo=UTC).isoformat()
    return str(numbers)
