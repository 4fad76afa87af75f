"""Other systems that are read over the network, and written back to."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desirepath import connectors
from desirepath.connectors import Account, Asker, Description, pushing
from desirepath.connectors.account import checked_url
from desirepath.connectors.description import PUSHED, Push
from desirepath.doors.pulling import FOLDER, pull_streams
from desirepath.doors.standing import standing
from desirepath.errors import DesirepathError, InputError, UnknownName, WorkspaceError
from desirepath.store.kept_connections import Connection

if TYPE_CHECKING:
    from desirepath.refresh import Stores

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"DESIREPATH_[A-Z0-9_]+")


class Connections:
    """`ws.sources.connections`: add, list, pull, push, remove."""

    def __init__(self, stores: Stores) -> None:
        """Made by the door `sources`."""
        self._stores = stores
        self._busy = threading.Lock()

    def kinds(self) -> list[dict[str, Any]]:
        """Return the systems that are known: kind, title, what the account needs, docs."""
        known = ((kind, connectors.shipped(kind)) for kind in connectors.kinds())
        return [
            {"kind": kind, "title": one.title, "needs": one.auth.needs, "docs": one.docs}
            for kind, one in known
        ]

    def list(self) -> list[dict[str, Any]]:
        """Return each connection: name, kind, title, url, streams with their marks, last pull."""
        imports = self._stores.book.imports()
        rows: dict[str, int] = {}
        for row in imports:
            rows[row.source] = rows.get(row.source, 0) + int(row.report.get("accepted", 0))
        kept = self._stores.book.connections.all().values()
        return [{**_shown(one), "rows": rows.get(one.name, 0)} for one in kept]

    def add(
        self,
        kind: str,
        *,
        name: str | None = None,
        url: str | None = None,
        user: str | None = None,
        database: str | None = None,
        secret_env: str | None = None,
        secret: str | None = None,
        site: str | None = None,
        description: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Keep a connection; nothing is asked of the system yet.

        `kind` is one of `kinds()`, or any word with a `description` of your own (the table of a
        TOML file). The secret stands in the environment variable `secret_env`, whose name begins
        with DESIREPATH_, or is kept in the workspace. `site` = where people open this workspace.
        """
        called = name or kind
        if not _NAME.fullmatch(called):
            raise InputError(
                f'"{called}" is no name of a connection: small letters, digits, - and _ only.'
            )
        told = (
            connectors.parsed(description, where=kind) if description else connectors.shipped(kind)
        )
        if not (url or told.url):
            raise InputError(f"{told.title} has no address of its own: say which with --url.")
        if secret_env and not _VARIABLE.fullmatch(secret_env):
            raise InputError(
                f'The variable "{secret_env}" is not one for this: its name begins with '
                "DESIREPATH_, so that no other secret of this machine can be named."
            )
        if called in self._stores.book.connections.all():
            raise InputError(
                f"There is a connection {called} already. Take another --name, or remove it first."
            )
        if self._stores.landing is not None:
            raise WorkspaceError(
                "Connections are read into the workspace's own file only: take url out of "
                "[warehouse] in desirepath.toml."
            )
        made = Connection(
            called, kind, checked_url(url or told.url), user, database, secret_env, secret,
            checked_url(site) if site else None, dict(description or {}),
        )  # fmt: skip
        return {**_shown(self._stores.book.connections.add(made)), "rows": 0}

    def remove(self, name: str) -> None:
        """Forget a connection and its secret; what it brought stays. Raises UnknownName."""
        self._one(name)
        self._stores.book.connections.drop(name)
        for path in (self._stores.folder / FOLDER).glob(f"{name}.*.jsonl"):
            path.unlink()

    def pull(self, name: str | None = None) -> dict[str, Any]:
        """Read what is new of one connection, or of all; return `{"pulled": [report, …]}`.

        A report has per stream `pages, records, accepted, known, quarantined` and `requests`
        waited for. What was read before a failure is kept, and the next pull goes on there.
        Raises RemoteError once the others are done.
        """
        wanted = [self._one(name)] if name else list(self._stores.book.connections.all().values())
        if not self._busy.acquire(blocking=False):
            raise WorkspaceError("Connections are being read already: try again when it is done.")
        reports, failed = [], None
        try:
            for one in wanted:
                try:
                    reports.append(self._pulled(one))
                except DesirepathError as error:
                    failed = failed or error
        finally:
            self._busy.release()
        if failed is not None:
            raise failed
        return {"pulled": reports}

    def push(
        self, name: str, *, write: bool = False, fields: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Compare what the system says of its customers with what is found here.

        Returns `{"name", "customers", "changes", "unknown", "written"}`; a change has `id,
        customer, name, field, old, new`. Only with `write` are they written, and only these.
        `fields` chooses among stage, emotion, risk, link. Raises RemoteError.
        """
        one = self._one(name)
        description = description_of(one)
        push = description.push
        if push is None:
            raise InputError(f"The description of {description.title} has no [push].")
        push = _chosen(push, fields)
        with self._stores.kept.turn:
            wanted = standing(self._stores, one, description.prefix)
        reached = connectors.reach(_asker(one, description))
        found, unknown = connectors.changes(reached, push, wanted)
        if write and found:
            pushing.write(reached, push, found)
        told = {"customers": len(wanted), "changes": len(found), "unknown": len(unknown),
                "written": write}  # fmt: skip
        self._stores.book.connections.note(one.name, "push", told)
        rows = [
            {word: getattr(change, word) for word in ("id", "customer", "name", "field", "old",
                                                      "new")}
            for change in found
        ]  # fmt: skip
        return {**told, "name": one.name, "changes": rows, "unknown": unknown}

    # inside --------------------------------------------------------------------------------
    def _one(self, name: str) -> Connection:
        kept = self._stores.book.connections.all()
        if name not in kept:
            raise UnknownName("connection", name, kept)
        return kept[name]

    def _pulled(self, one: Connection) -> dict[str, Any]:
        kept = self._stores.book.connections
        streams: list[dict[str, Any]] = []
        try:
            description = description_of(one)
            asker = _asker(one, description)
            pull_streams(self._stores, one, description, connectors.reach(asker), streams)
        except DesirepathError as error:
            kept.note(one.name, "pull", {"streams": streams, "error": str(error)})
            raise
        told = {"streams": streams, "error": None, "waited_seconds": round(asker.waited, 1)}
        kept.note(one.name, "pull", told)
        return {"name": one.name, **told}


def description_of(one: Connection) -> Description:
    """Return how the system of a connection is read."""
    if one.description:
        return connectors.parsed(one.description, where=one.kind)
    return connectors.shipped(one.kind)


def forget_pages(stores: Stores) -> None:
    """Remove pages on their way into the workspace; each stream goes on from its mark."""
    shutil.rmtree(stores.folder / FOLDER, ignore_errors=True)
    stores.book.connections.begin_anew()


def _asker(one: Connection, description: Description) -> Asker:
    account = Account(one.url, one.user, one.database, one.secret_env, one.secret)
    return Asker(description, account)


def _chosen(push: Push, fields: Sequence[str] | None) -> Push:
    for name in fields or ():
        if name not in push.fields:
            raise UnknownName("field", name, [name for name in PUSHED if name in push.fields])
    kept = {name: told for name, told in push.fields.items() if not fields or name in fields}
    return replace(push, fields=kept)


def _shown(one: Connection) -> dict[str, Any]:
    description = description_of(one)
    return {
        "name": one.name,
        "kind": one.kind,
        "title": description.title,
        "url": one.url,
        "user": one.user,
        "database": one.database,
        "secret": one.secret_env or ("kept in the workspace" if one.secret else None),
        "site": one.site,
        "streams": [
            {"stream": stream.name, "mark": one.state.get(stream.name, {}).get("mark"),
             "waiting": bool(one.state.get(stream.name, {}).get("bytes"))}
            for stream in description.streams
        ],
        "last": dict(one.last),
        "created": one.created,
    }  # fmt: skip
