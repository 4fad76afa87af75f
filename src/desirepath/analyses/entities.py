"""What customers name: your products, places and competitors, amounts, dates, numbers.

A row per thing named, those named in most answers first. Your own list (`desirepath names --set
"Fibre 100=product"`) is searched in every text; amounts of money and dates are found by their form.
So are e-mail addresses, web addresses, accounts, order numbers and phones: how many answers hold
one is counted, what stands there is not shown. Names of persons are not looked for. `liked` and
`disliked` are answers whose valence is positive and negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _shared, _sums, _told

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "bars"
EXAMPLE: dict[str, Any] = {}
OPTIONS = {
    "kind": "things of one kind only: product, money, order number …",
    "top": "so many rows at most (0: all)",
}
ROW = {
    "kind": "what it is: your own word, or money, date, e-mail, order number …",
    "entity": "how it is called; in brackets where only its kind is told",
    "n": "answers that name it",
    "share": "of the answers with a text",
    "valence": "mean valence of these answers, −1…1",
    "liked": "answers that are positive",
    "disliked": "answers that are negative",
    "touchpoint": "where it is named most",
    "theme": "the theme of most of these texts",
    "quotes": "three texts, the strongest in feeling first",
    "feedback_ids": "ids of their answers",
}
NOTHING = (
    "No text names an amount, a date, a number or anything of your list. "
    "List what to look for: desirepath names --set “Fibre 100=product”"
)
KEYS = ("segment", "kind", "entity")


@dataclass(frozen=True)
class Params:
    """Which kinds, and how many."""

    kind: str | None = None
    top: int = 100


def run(tables: Tables, params: Params) -> Answer:
    """Return the rows, those named in most answers first."""
    told = _told.spread(tables, "entities")
    part = told.line.split("\t")
    told = told.mutate(kind=part[0], entity=part[1])
    if params.kind is not None:
        told = told.filter(told.kind == params.kind)
    counted = told.group_by(*KEYS).aggregate(
        n=told.count(),
        valence=_sums.mean(told.valence),
        liked=(told.sentiment == "positive").sum(),
        disliked=(told.sentiment == "negative").sum(),
    )
    found = tables.execute(counted)
    found.sort(key=lambda row: (-row["n"], row["kind"], row["entity"]))
    found = found[: params.top] if params.top > 0 else found
    quotes = _told.quotes(tables, told, KEYS)
    where = _told.whereabouts(tables, told, KEYS)
    texts = _texts(tables)
    rows = []
    for row in found:
        key = tuple(row[name] for name in KEYS)
        rows.append({
            **_shared.segment_of(tables, row),
            "kind": row["kind"], "entity": row["entity"], "n": row["n"],
            "share": row["n"] / texts[row["segment"]],
            "valence": row["valence"],
            "liked": int(row["liked"] or 0), "disliked": int(row["disliked"] or 0),
            **where.get(key, _told.NOWHERE),
            **_told.quoted(quotes.get(key, [])),
        })  # fmt: skip
    return Answer(rows, [] if rows else [NOTHING])


def _texts(tables: Tables) -> dict[str | None, int]:
    """Return segment → answers with a text."""
    import ibis

    answers = tables.answers.filter(tables.answers.text.notnull())
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    rows = tables.execute(answers.group_by("segment").aggregate(n=answers.count()))
    return {row["segment"]: row["n"] for row in rows}
