"""Exports of well-known products: recognised by their header, read as a table here says.

    *.toml ─> Layout ─(the file has its columns)─> columns worked out ─> Shape

A layout is data: which columns a file must have, and what each of them is to us. The same form
describes what a connection reads from a product over the network (`connectors`). Names of columns
are compared as words (`Create Date` = `create_date` = `CREATEDATE`); `A|B` is the first of these
that is there, `A (*)` is `A` with anything in brackets behind it (a time zone), `?` any question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from desirepath.errors import InputError
from desirepath.imports.names import words

ROLES = ("touchpoint", "time", "channel", "id", "case", "session", "value", "score", "text",
         "language")  # fmt: skip
"""What a column of a layout can be, beside the customer and times of moments."""


ANYTHING = "(*)"
LONG = 4
_BRACKETED = re.compile(r"(.*\S)\s*\([^()]*\)\s*")
_CODED = re.compile(r"Q\d+(?:[ ._#]|$)")


@dataclass(frozen=True)
class Moment:
    """A touchpoint whose time stands in a column; `where` = column → pattern its text must have."""

    touchpoint: str
    time: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """What the columns of one kind of export are.

    `customer` = columns that name the customer, the first filled one counts; `prefix` stands
    before it, so that number 17 of one product is nobody else's; `roles` = role → column,
    `constant` = role → the same word in every row; `patterns` = (pattern of a column's name,
    touchpoint with `{}` for what the pattern caught); `scores` = word → rating; `person`: a row
    describes a customer too; `alone`: without a column of customers each case is its own customer,
    and an answer nobody's; `asked`: the other columns are questions, which are told apart by
    wording and contents (`asking`).
    """

    name: str
    has: tuple[str, ...]
    customer: tuple[str, ...]
    prefix: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    constant: Mapping[str, str] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    instrument: str | None = None
    scale: str | None = None
    person: bool = False
    alone: bool = False
    asked: bool = False
    docs: str = ""


class Names:
    """The columns of a file, found by words."""

    def __init__(self, columns: Iterable[str]) -> None:
        """Of names that are the same words the first counts."""
        self._known: dict[str, str] = {}
        self._asking: str | None = None
        for name in columns:
            self._known.setdefault(_key(name), name)
            if bracketed := _BRACKETED.fullmatch(name):
                self._known.setdefault(f"{_key(bracketed[1])} {ANYTHING}", name)
            if self._asking is None and is_question(name):
                self._asking = name

    def find(self, told: str) -> str | None:
        """Return the file's own name of a column, None where it has none of the alternatives."""
        if told == "?":
            return self._asking
        keys = (
            f"{_key(name.removesuffix(ANYTHING))} {ANYTHING}" if name.endswith(ANYTHING)
            else _key(name)
            for name in told.split("|")
        )  # fmt: skip
        return next((found for key in keys if (found := self._known.get(key))), None)


def is_question(name: str) -> bool:
    """Say whether a column's name is what somebody was asked.

    >>> [is_question(name) for name in ("Why?", "Q1_2", "Overall I am very satisfied", "End Date")]
    [True, True, True, False]
    """
    return "?" in name or len(words(name).split()) > LONG or bool(_CODED.match(name))


def _key(name: str) -> str:
    return words(name).replace(" ", "")


def recognise(columns: Sequence[str]) -> Layout | None:
    """Return the layout whose columns a file has: the one that asks for most, None for none."""
    names = Names(columns)
    fits = [
        layout
        for layout in known()
        if all(names.find(told) for told in layout.has)
        and (layout.alone or any(names.find(told) for told in layout.customer))
    ]
    return max(fits, key=lambda layout: len(layout.has), default=None)


@cache
def known() -> tuple[Layout, ...]:
    """Return every layout of the tables beside this file, in the order of their names."""
    tables = sorted(
        (one for one in files(__name__).iterdir() if one.name.endswith(".toml")),
        key=lambda one: one.name,
    )
    return tuple(
        layout_of(told, where=table.name)
        for table in tables
        for told in tomllib.loads(table.read_text("utf-8"))["export"]
    )


def layout_of(told: Mapping[str, Any], *, where: str) -> Layout:
    """Return a layout from its table; raises InputError that names what is wrong and where."""
    given = dict(told)
    allowed = set(Layout.__dataclass_fields__)
    if unknown := set(given) - allowed:
        raise InputError(
            f'{where}: a layout has no "{min(unknown)}". There are: {", ".join(sorted(allowed))}.'
        )
    roles = {**given.get("roles", {}), **given.get("constant", {})}
    if wrong := set(roles) - set(ROLES):
        raise InputError(f'{where}: "{min(wrong)}" is no role. Roles are {", ".join(ROLES)}.')
    try:
        moments = tuple(Moment(**moment) for moment in given.pop("moments", ()))
        patterns = tuple((one["column"], one["touchpoint"]) for one in given.pop("patterns", ()))
        for pattern in (*(one for one, _ in patterns),
                        *(test for one in moments for test in one.where.values())):  # fmt: skip
            re.compile(pattern)
        has, customer = tuple(given.pop("has", ())), tuple(given.pop("customer"))
        return Layout(**given, has=has, customer=customer, moments=moments, patterns=patterns)
    except (TypeError, KeyError, re.error) as error:
        raise InputError(f"{where}: the layout cannot be read ({error}).") from error
