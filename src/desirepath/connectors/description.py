"""How a system is read and written, as a table: `hubspot.toml`, `zendesk.toml`, `tryton.toml`.

[auth]      kind = "bearer" | "basic" | "header" | "session" | "none"
[[streams]] name, method, path, query, body, records, model, domain
            paging = { kind = "cursor" | "link" | "offset" | "page", … }
            since  = { field, form = "iso" | "seconds" | "ms" | "datetime" }
            fields = { "our column" = "path.in.their.record" }
            layout = { … }   as the layouts of files, about our columns
[push]      fields = { stage = "their_field", … }, read = { … }, write = { … }
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from desirepath.errors import InputError, UnknownName

PUSHED = ("stage", "emotion", "risk", "link")
"""What can be written back about a customer."""
PROTOCOLS = ("rest", "tryton")
AUTHS = ("bearer", "basic", "header", "session", "none")
PAGINGS = ("none", "cursor", "link", "offset", "page")
FORMS = ("iso", "seconds", "ms", "datetime")
_STREAM = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Auth:
    """How the system is told who asks; `user` is a pattern such as `{user}/token`."""

    kind: str = "none"
    header: str = "Authorization"
    user: str = "{user}"
    needs: str = ""


@dataclass(frozen=True)
class Limit:
    """Requests per second that are asked at most."""

    per_second: float = 5.0


@dataclass(frozen=True)
class Paging:
    """How the next page is asked for.

    `next` = where its cursor or address stands in an answer (a link without it: the header
    `Link`), `send` = the parameter that takes cursor, offset or page number, `end` = a flag that
    says this was the last page, `replaces` = a parameter that must not stand beside the cursor,
    `keep`: the last cursor is where the next pull begins, `size` = records of a full page,
    `most` = records after which the system gives no more and is asked anew from the newest one.
    """

    kind: str = "none"
    next: str = ""
    send: str = ""
    end: str = ""
    replaces: str = ""
    keep: bool = False
    size: int = 0
    most: int = 0


@dataclass(frozen=True)
class Since:
    """The field that says when a record was changed last, and how the system writes times."""

    field: str
    form: str = "iso"


@dataclass(frozen=True)
class Request:
    """One request; `$name` in query and body stands for a value."""

    path: str = ""
    method: str = "GET"
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    records: str = ""
    id: str = "id"
    values: str = ""


@dataclass(frozen=True)
class Stream:
    """One kind of record. `layout` is the table of `imports.layouts`, about `fields`."""

    name: str
    fields: Mapping[str, str]
    layout: Mapping[str, Any]
    request: Request
    paging: Paging = Paging()
    since: Since | None = None
    model: str = ""


@dataclass(frozen=True)
class Push:
    """How values are written into records by their id; `batch` records at a time."""

    fields: Mapping[str, str]
    batch: int = 100
    read: Request = Request()
    write: Request = Request()
    model: str = ""


@dataclass(frozen=True)
class Description:
    """All that is needed to talk with one system; `prefix` stands before ids of its customers."""

    title: str
    prefix: str
    streams: tuple[Stream, ...]
    url: str = ""
    protocol: str = "rest"
    docs: str = ""
    auth: Auth = Auth()
    limit: Limit = Limit()
    push: Push | None = None


def kinds() -> tuple[str, ...]:
    """Return the names of the descriptions that are shipped."""
    found = (one.name for one in files("desirepath.connectors").iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".toml")))


@cache
def shipped(kind: str) -> Description:
    """Return a shipped description; raises UnknownName."""
    if kind not in kinds():
        raise UnknownName("system", kind, kinds())
    text = files("desirepath.connectors").joinpath(f"{kind}.toml").read_text("utf-8")
    return parsed(tomllib.loads(text), where=f"{kind}.toml")


def parsed(told: Mapping[str, Any], *, where: str) -> Description:
    """Return a description from its table; raises InputError that names place and fault."""
    given = dict(told)
    streams = tuple(
        _stream(one, f"{where}, stream {one.get('name', number)}")
        for number, one in enumerate(given.pop("streams", ()), start=1)
    )
    if not streams:
        raise InputError(f"{where}: there are no [[streams]], so nothing could be read.")
    for name, kind in (("auth", Auth), ("limit", Limit)):
        if name in given:
            given[name] = _made(kind, given[name], f"{where}, [{name}]")
    if "push" in given:
        given["push"] = _push(given["push"], f"{where}, [push]")
    made = _made(Description, {**given, "streams": streams}, where)
    _among(made.protocol, PROTOCOLS, f"{where}: protocol")
    _among(made.auth.kind, AUTHS, f"{where}: auth kind")
    return made


def _stream(told: Mapping[str, Any], where: str) -> Stream:
    given = dict(told)
    request = {name: given.pop(name) for name in _names(Request) & set(given)}
    given["request"] = _made(Request, request, where)
    for name, kind in (("paging", Paging), ("since", Since)):
        if name in given:
            given[name] = _made(kind, given[name], f"{where}, {name}")
    made = _made(Stream, given, where)
    if not _STREAM.fullmatch(made.name):
        raise InputError(
            f'{where}: "{made.name}" is no name of a stream: small letters and digits.'
        )
    _among(made.paging.kind, PAGINGS, f"{where}: paging kind")
    if made.since is not None:
        _among(made.since.form, FORMS, f"{where}: since form")
    return made


def _push(told: Mapping[str, Any], where: str) -> Push:
    given = dict(told)
    for name in ("read", "write"):
        if name in given:
            given[name] = _made(Request, given[name], f"{where}, {name}")
    made = _made(Push, given, where)
    for name in made.fields:
        _among(name, PUSHED, f"{where}: fields")
    return made


def _made(kind: type[_Made], given: Mapping[str, Any], where: str) -> _Made:
    allowed = _names(kind)
    if unknown := set(given) - allowed:
        raise InputError(
            f'{where}: "{min(unknown)}" is not known here. There are: {", ".join(sorted(allowed))}.'
        )
    try:
        return kind(**given)
    except TypeError as error:
        lacking = str(error).partition("missing ")[2] or str(error)
        raise InputError(f"{where}: it lacks {lacking}.") from error


def _names(kind: Any) -> set[str]:
    return {one.name for one in fields(kind)}


def _among(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise InputError(f'{what} "{word}" is not known. There are: {", ".join(known)}.')
