"""Ratings in a file: which question each column holds, on which scale, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desirepath.errors import UsageError
from desirepath.imports import names
from desirepath.imports.profile import Profile, text_of
from desirepath.imports.roles import Roles

INSTRUMENTS = ("nps", "csat", "ces", "rating")
_USUAL: dict[str, tuple[tuple[float, float], ...]] = {
    "nps": ((0, 10),),
    "csat": ((1, 5), (0, 5), (1, 7), (1, 10), (0, 10), (0, 100)),
    "ces": ((1, 5), (1, 7), (0, 10), (0, 100)),
    "rating": ((0, 1), (1, 5), (0, 5), (1, 7), (1, 10), (0, 10), (0, 100)),
}
ENOUGH = 0.95
SURE = 30
Scale = tuple[float, float]


@dataclass(frozen=True)
class Question:
    """One rating column. `per_value` = word in the instrument column → instrument and scale."""

    column: str | None
    instrument: str
    scale: Scale | None
    guessed: bool = False
    written: str = "number"
    instrument_column: str | None = None
    per_value: Mapping[str, tuple[str, Scale]] = field(default_factory=dict)


def parse_scale(text: str) -> Scale:
    """Return the two ends of `1-5`, `0–10` or `-2..2`; raises UsageError."""
    found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to|\.\.|:)\s*(-?\d+(?:\.\d+)?)\s*", text)
    if not found or float(found[1]) >= float(found[2]):
        raise UsageError(
            f'"{text}" is no scale. Write the lowest and the highest, like 1-5 or 0-10.'
        )
    return float(found[1]), float(found[2])


def questions(
    profile: Profile, roles: Roles, *, stem: str, instrument: str | None, scale: str | None
) -> tuple[Question, ...]:
    """Return the questions of a file; a file of texts alone has one, of instrument `comment`.

    `instrument` and `scale` are the user's words; `stem` is the file's name, which may say nps.
    """
    if instrument not in (None, *INSTRUMENTS):
        raise UsageError(
            f'There is no instrument "{instrument}". Instruments are {", ".join(INSTRUMENTS)}.'
        )
    given = parse_scale(scale) if scale else None
    score = roles.column("score")
    if score is None:
        return (Question(None, "comment", None),) if "text" in roles.chosen else ()
    told = _instrument_column(profile, roles) if instrument is None else None
    found = []
    for column in (score, *roles.scores):
        said = instrument or names.instrument(column) or names.instrument(stem) or "rating"
        if told and column == score:
            found.append(_mixed(profile, column, told, said, given))
            continue
        if column != score:
            said = names.instrument(column) or said
        stated = given or names.scale_of(column)
        ends, guessed = (stated, False) if stated else _scale(_values(profile, column), said)
        found.append(Question(column, said, ends, guessed, _written(profile, column)))
    return tuple(found)


def score_of(text: Any, question: Question) -> Any:
    """Return the rating of a trimmed text as a number, null where it holds none; no scale yet."""
    import ibis

    if question.written == "stars":
        stars = text.re_replace(r"[^★⭐]", "").length().cast("float64")
        return ibis.ifelse(text.re_search("[★⭐]"), stars, text.try_cast("float64"))
    if question.written == "phrase":
        first = text.re_extract(r"^\s*(-?\d+(?:[.,]\d+)?)", 1).nullif("")
        text = ibis.coalesce(first, text.re_extract(r"\s[-–]\s*(\d{1,2})\s*$", 1).nullif(""))
    return text.replace(",", ".").try_cast("float64").nullif(float("nan"))


def _written(profile: Profile, column: str) -> str:
    said = profile.columns[column].said
    if any("★" in text or "⭐" in text for text in said):
        return "stars"
    return "number" if profile.columns[column].number_share >= 0.999 else "phrase"


def _values(profile: Profile, column: str, where: Any = None) -> dict[float, int]:
    """Count each rating that occurs, most frequent first."""
    question = Question(column, "rating", None, written=_written(profile, column))
    table = profile.table if where is None else profile.table.filter(where)
    texts = table.select(text=text_of(table, column))
    rated = texts.select(score=score_of(texts.text, question)).filter(lambda t: t.score.notnull())
    counted = rated.group_by("score").aggregate(rows=rated.count())
    ordered = counted.order_by(counted.rows.desc(), counted.score).limit(300)
    return {row["score"]: row["rows"] for row in profile.warehouse.rows(ordered)}


def _scale(values: Mapping[float, int], instrument: str) -> tuple[Scale | None, bool]:
    """Return the narrowest usual scale that holds nearly all ratings, and whether that is a guess.

    Codes such as 11 or 99 for “don't know” are rare, so they do not widen it.
    """
    if not values:
        return _USUAL[instrument][-1 if instrument == "nps" else 0], True
    if instrument == "nps":
        return (0.0, 10.0), False
    total = sum(values.values())
    for low, high in _USUAL[instrument]:
        inside = sum(rows for value, rows in values.items() if low <= value <= high)
        if inside < ENOUGH * total:
            continue
        if high == 1 and not any(value < 1 for value in values):
            continue  # a few ones are more likely the worst of five than the better of two
        if (low, high) == (1, 10) and total < SURE:
            continue
        sure = total >= SURE and sum(r for v, r in values.items() if v > high - 1.5) > 0
        return (float(low), float(high)), not sure
    return (min(values), max(values)), True


def _instrument_column(profile: Profile, roles: Roles) -> str | None:
    """Return the column that says for each row which instrument it is."""
    for name, column in profile.columns.items():
        if name == roles.column("touchpoint") or not column.said or column.distinct > 8:
            continue
        known = {names.instrument(text) or _plain(text) for text in column.said}
        if None not in known and len({text.casefold() for text in column.said}) == column.distinct:
            return name
    return None


def _plain(text: str) -> str | None:
    return "comment" if names.words(text) in ("comment", "text", "verbatim", "kommentar") else None


def _mixed(profile: Profile, column: str, told: str, said: str, given: Scale | None) -> Question:
    per_value: dict[str, tuple[str, Scale]] = {}
    guessed = False
    for word in sorted({text.casefold() for text in profile.columns[told].said}):
        which = names.instrument(word) or "rating"
        here = text_of(profile.table, told).lower() == word
        ends, guess = (given, False) if given else _scale(_values(profile, column, here), which)
        per_value[word] = (which, ends or (1.0, 5.0))
        guessed |= guess and _plain(word) is None
    return Question(
        column, said, None, guessed, _written(profile, column), instrument_column=told,
        per_value=per_value,
    )  # fmt: skip
