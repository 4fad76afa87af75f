"""What the dissatisfied write about and the satisfied do not: phrases that tell them apart.

Answers are dissatisfied or satisfied by their rating; where fewer than 100 answers with a text
have one, by how the whole answer sounds. A phrase is one to three words (see the enricher
`phrases`) that at least `least` answers say. It is weighed by its log-odds among the dissatisfied
against the satisfied, with a Dirichlet prior as frequent as the phrase is in all texts, so that a
rare phrase needs more than chance (B. Monroe, M. Colaresi, K. Quinn, Political Analysis 16(4),
2008); `z` is that in standard errors. Rows are beyond a z of 2.6 on either side, those that tell
most first.

A phrase inside a longer one that nearly always stands there (“credit” in “credit card”) is left
out. Words of judgement alone outrank what is judged, so each row has the theme that most of its
texts are about. Many phrases are compared: some few differ by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _shared, _told

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "bars"
EXAMPLE: dict[str, Any] = {}
OPTIONS = {
    "side": "disliked, liked or both",
    "least": "answers that must say a phrase",
    "top": "so many rows of each side at most",
}
ROW = {
    "phrase": "the words",
    "language": "ISO 639 code of the texts",
    "side": "disliked: the dissatisfied say it more; liked: the satisfied",
    "n": "answers that say it",
    "dissatisfied": "of them, dissatisfied ones",
    "satisfied": "of them, satisfied ones",
    "log_odds": "above 0: the dissatisfied say it more",
    "z": "the log-odds in standard errors",
    "theme": "the theme that most of these texts are about",
    "touchpoint": "where it is said most",
    "quotes": "three texts of that side, the strongest in feeling first",
    "feedback_ids": "ids of their answers",
}
ENOUGH, Z, PRIOR = 100, 2.6, 500.0
LOW, HIGH = -0.3, 0.3
"""Valence up to which an answer is dissatisfied, and from which on satisfied (as in learning)."""
INSIDE = 0.8
NOTHING = (
    "No phrase tells the dissatisfied from the satisfied: there are too few texts of both, or they "
    "speak of the same things."
)
KEYS = ("segment", "language", "line")


@dataclass(frozen=True)
class Params:
    """Which side, and how many."""

    side: Literal["both", "disliked", "liked"] = "both"
    least: int = 5
    top: int = 20


def run(tables: Tables, params: Params) -> Answer:
    """Return the rows: the disliked side first, then the liked one."""
    import ibis

    _shared.at_least_one("top", params.top)
    told = _told.spread(tables, "phrases")
    rated = _rated(tables)
    good = told.score_valence if rated else told.valence
    told = told.mutate(bad=(good <= LOW).fill_null(False), well=(good >= HIGH).fill_null(False))
    counted = told.group_by(*KEYS).aggregate(
        n=told.count(), bad=told.bad.sum(), well=told.well.sum()
    )
    whole = tables.execute(counted.group_by("segment", "language").aggregate(
        n=counted.n.sum(), bad=counted.bad.sum(), well=counted.well.sum()
    ))  # fmt: skip
    totals = {(row["segment"], row["language"]): row for row in whole}
    found = tables.execute(counted.filter(counted.n >= max(params.least, 1)))
    weighed = [one for row in found
               if (one := _weighed(row, totals[row["segment"], row["language"]]))]  # fmt: skip
    sides = [side for side in ("disliked", "liked") if params.side in {side, "both"}]
    chosen = [
        row
        for segment in dict.fromkeys(one["segment"] for one in weighed)
        for side in sides
        for row in _best(weighed, segment, side)[: params.top]
    ]
    side = ibis.cases((told.bad, "disliked"), (told.well, "liked"), else_="neither")
    told = told.mutate(side=side)
    told = told.filter(told.line.isin(sorted({row["line"] for row in chosen}) or [""]))
    quotes = _told.quotes(tables, told, (*KEYS, "side"))
    where = _told.whereabouts(tables, told, KEYS)
    rows = []
    for row in chosen:
        key = tuple(row[name] for name in KEYS)
        rows.append({
            **_shared.segment_of(tables, row), "phrase": row["line"],
            **{name: row[name] for name in ("language", "side", "n")},
            "dissatisfied": row["bad"], "satisfied": row["well"],
            "log_odds": row["log_odds"], "z": row["z"],
            **where.get(key, _told.NOWHERE),
            **_told.quoted(quotes.get((*key, row["side"]), [])),
        })  # fmt: skip
    how = "by their ratings" if rated else "by how they sound: too few texts have a rating"
    return Answer(rows, [f"Answers are told apart {how}."] if rows else [NOTHING])


def _rated(tables: Tables) -> bool:
    """Say whether enough answers with a text have a rating."""
    answers = tables.answers
    both = answers.filter(answers.text.notnull() & answers.score_valence.notnull())
    return int(tables.execute(both.aggregate(n=both.count()))[0]["n"]) >= ENOUGH


def _weighed(row: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row with log-odds, z and side; None where it tells nothing."""
    if not whole["bad"] or not whole["well"]:
        return None
    prior = PRIOR * row["n"] / whole["n"]

    def odds(said: int, of: int) -> float:
        return log((said + prior) / max(of + PRIOR - said - prior, 0.5))

    told = odds(row["bad"], whole["bad"]) - odds(row["well"], whole["well"])
    z = told / sqrt(1 / (row["bad"] + prior) + 1 / (row["well"] + prior))
    if abs(z) < Z:
        return None
    side = "disliked" if z > 0 else "liked"
    return {**row, "log_odds": told, "z": z, "side": side}


def _best(rows: Sequence[dict[str, Any]], segment: str | None, side: str) -> list[dict[str, Any]]:
    """Return the rows that tell most, each thing once.

    Without phrases that nearly always stand in a longer one, and without longer versions of one
    that tells more.
    """
    mine = [row for row in rows if (row["segment"], row["side"]) == (segment, side)]
    whole = [
        row
        for row in mine
        if not any(_holds(one, row) and one["n"] >= INSIDE * row["n"] for one in mine)
    ]
    kept: list[dict[str, Any]] = []
    for row in sorted(whole, key=lambda row: (-abs(row["z"]), row["line"])):
        if not any(_holds(row, one) for one in kept):
            kept.append(row)
    return kept


def _holds(longer: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Say whether a phrase stands in a longer one of its language."""
    inside = f" {row['line']} " in f" {longer['line']} "
    return inside and row["line"] != longer["line"] and row["language"] == longer["language"]
