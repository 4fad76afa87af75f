"""Answers to a survey whose questions are its own: which columns are ratings, and which the text.

    ResponseId  Q1 How likely are you to recommend us?  Q2 Why?
    R_1         9                                       Quick and friendly

gives the rating `Q1 …` (nps, by its wording) and the text `Q2 …`. Every other column describes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desirepath.imports import names
from desirepath.imports.layouts import is_question
from desirepath.imports.layouts.reading import Laid
from desirepath.imports.profile import Column, Profile
from desirepath.imports.roles import POINTS, Role
from desirepath.imports.shapes import ANSWERS, Shape

_COUNTED = re.compile(
    r"\b(?:how (?:many|much|often|old|long)|wie (?:viele?|oft|alt|lange)|combien|quel age"
    r"|cuantos?|cuantas?|quantos?|quantas?|hoeveel|nps group)\b"
)
"""What is counted, or follows from a rating (Qualtrics' Q1_NPS_GROUP), is none."""
FIRST = ("nps", "csat", "ces", "rating", None)
"""Which rating is the file's own where several stand in a row."""
TOLD = 0.9
NAMED = 0.7
"""So strongly a name must say that it is the customer's."""
_POINT = re.compile(r"\s*(\d{1,2})(?!\d|[.,:/-]\d)|.*\s[-–]\s*(\d{1,2})\s*$", re.DOTALL)
"""A whole number, with words behind or before it: `9`, `9 - likely`, `Extremely likely - 10`."""
MOST = 10
"""No rating of a survey goes beyond it."""


def asking(laid: Laid, profile: Profile) -> Shape | None:
    """Return the shape of a survey's rows; None where nothing in it is a rating or a text.

    A table that says what happened in each row is no survey, whatever else its names are.
    """
    if any(names.cue("touchpoint", name) >= TOLD for name in profile.columns):
        return None
    roles = laid.shape.roles
    free = [
        column
        for name, column in profile.columns.items()
        if name not in {role.column for role in roles.chosen.values()} and column.filled
    ]
    asked = [column for column in free if is_question(column.name) or names.instrument(column.name)]
    rated = sorted(filter(_rates, asked), key=lambda one: FIRST.index(names.instrument(one.name)))
    said = max(filter(_says, asked), key=lambda one: one.filled * one.words, default=None)
    if not rated and said is None:
        return None
    if rated:
        roles = roles.with_role("score", Role(rated[0].name, 0.8, "a question with few numbers"))
        roles = replace(roles, scores=tuple(one.name for one in rated[1:]))
    if said is not None:
        roles = roles.with_role("text", Role(said.name, 0.7, "a question answered in sentences"))
    if "customer" not in roles.chosen:
        who = max(free, key=lambda one: names.cue("customer", one.name), default=None)
        reason = "a field that says who answered"
        if who is None or names.cue("customer", who.name) < NAMED:
            who, reason = next(filter(_addresses, free), None), "its values are addresses"
        if who is not None:
            roles = roles.with_role("customer", Role(who.name, 0.7, reason))
    notes = laid.shape.notes
    if "customer" not in roles.chosen:
        notes = (*notes, "No column says who answered: the answers belong to no customer.")
    return Shape(ANSWERS, ("feedback",), roles, notes=notes, layout=laid.layout.name)


def _rates(column: Column) -> bool:
    if _COUNTED.search(names.words(column.name)):
        return False
    points = [int(found[1] or found[2]) for text in column.said if (found := _POINT.match(text))]
    few = column.distinct <= POINTS and len(points) >= 0.9 * len(column.said)
    return few and bool(points) and max(points) <= MOST


def _says(column: Column) -> bool:
    own = column.distinct >= 0.3 * column.filled
    return column.kind == "text" and column.number_share < 0.5 and column.words >= 2 and own


def _addresses(column: Column) -> bool:
    return bool(column.said) and all("@" in text and " " not in text for text in column.said)
