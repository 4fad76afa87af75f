"""Reads the steps of a funnel: `Catalog > Cart | Basket > stage:Purchase`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desirepath.errors import UnknownName, UsageError
from desirepath.journeys.names import slug
from desirepath.journeys.spelling import Part, quote, split

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables


@dataclass(frozen=True)
class Step:
    """One step: its text as given, and the codes of the touchpoints that are it."""

    text: str
    codes: frozenset[int]


def canonical(steps: str | Sequence[str]) -> str:
    """Return the steps as one line of text; a list's items are steps as they stand."""
    if isinstance(steps, str):
        return steps.strip()
    items = [str(step) for step in steps]
    return " > ".join(quote(item) if len(split(item, " > ")) > 1 else item for item in items)


def read(tables: Tables, text: str) -> list[Step]:
    """Return the steps of a line (a funnel); raises UsageError, or UnknownName with suggestions.

    A touchpoint's whole name goes before any reading of it, so `Web | App` is the touchpoint of
    that name where there is one. In double quotes a text is always a name.
    """
    pieces = split(text, " > ")
    if len(pieces) == 1 and text not in tables.codes and ">" in text:
        pieces = split(text, ">")
    if any(_is_empty(tables, piece) for piece in pieces):
        raise UsageError(f'--steps "{text}" has an empty step. Write --steps "A > B > C".')
    return [_step(tables, piece) for piece in pieces]


def one(tables: Tables, text: str, option: str) -> Step:
    """Return the one step of a text; raises UsageError, or UnknownName with suggestions."""
    if not text.strip():
        raise UsageError(f"--{option} needs a touchpoint, stage:NAME or step:NAME.")
    return _step(tables, split(text.strip(), "\0")[0])


def _is_empty(tables: Tables, piece: Part) -> bool:
    """Say whether nothing stands between two marks (`A > > B`, `A > B >`)."""
    known = piece.quoted or piece.text in tables.codes
    return not known and (not piece.text or piece.text[0] == ">" or piece.text[-1] == ">")


def _step(tables: Tables, piece: Part) -> Step:
    if piece.quoted or piece.text in tables.codes:
        return Step(piece.text, frozenset([tables.code(piece.text)]))
    codes: set[int] = set()
    for part in split(piece.text, "|"):
        codes |= _codes(tables, part)
    return Step(piece.text, frozenset(codes))


def _codes(tables: Tables, part: Part) -> set[int]:
    if part.quoted or part.text in tables.codes:
        return {tables.code(part.text)}
    kind, _, name = part.text.partition(":")
    if kind not in ("stage", "step"):
        return {tables.code(part.text)}
    known = {(row[kind], slug(row[kind])) for row in tables.catalog}
    wanted = slug(name)
    if wanted not in {as_slug for _, as_slug in known}:
        raise UnknownName(kind, name.strip(), {spelled for spelled, _ in known})
    return {row["code"] for row in tables.catalog if slug(row[kind]) == wanted}
