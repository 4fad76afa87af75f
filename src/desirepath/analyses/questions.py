"""What customers ask: questions in their texts, grouped by theme; candidates for help pages.

A text is a question when it ends with a question mark. Per theme (see `themes`; null: texts of no
theme), and with `per=step` per step and theme: how many texts ask, what share of the texts there
that is, where they ask it, and up to five of them, the shortest first, because a short question
is nearest to a title. `growing`: among the texts of the last fifth of the time (at least 7 days)
more ask it than before (two proportions, z of 2.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _intervals, _recent, _shared
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {"per": "step"}
OPTIONS = {
    "per": "theme: one row per theme; step: one per step and theme",
    "least": "at least so many texts that ask",
}
ROW = {
    "theme": "name of the theme; null: texts of no theme",
    "id": "its id",
    "stage": "slug of the stage (only per step)",
    "step": "slug of the step (only per step; null: about no step)",
    "n": "texts that ask",
    "share": "of all texts (of the step)",
    "low": "lower end of the 95 % interval of the share (Wilson)",
    "high": "upper end of it",
    "recent": "of n, those of the last days",
    "growing": "true where more ask it than before",
    "touchpoints": "where they ask most: touchpoint, n",
    "question": "one of them: the shortest",
    "quotes": "up to five of them, the shortest first",
    "feedback_ids": "ids of their answers",
}
QUOTES, PLACES = 5, 3


@dataclass(frozen=True)
class Params:
    """What a row is, and how many texts make one."""

    per: Literal["theme", "step"] = "theme"
    least: int = 2


def run(tables: Tables, params: Params) -> Answer:
    """Return themes by how many ask; per step: step by step in the order of the map."""
    _shared.at_least_one("least", params.least)
    keys = ["segment"] if params.per == "theme" else ["segment", "step"]
    answers = _told(tables)
    moment = _recent.since(tables, answers)
    marked = answers.mutate(ask=_recent.asks(answers.text), late=_recent.late(answers, moment))
    totals = {tuple(row[key] for key in keys): row for row in tables.execute(
        marked.group_by(*keys).aggregate(n=marked.count(), late=marked.late.sum()))}  # fmt: skip
    asking = marked.filter(marked.ask)
    whose = [*keys, "theme"]
    counted = asking.group_by(*whose).aggregate(n=asking.count(), late=asking.late.sum())
    rows = [row for row in tables.execute(counted) if row["n"] >= params.least]
    quotes, places = _quotes(tables, asking, whose), _places(tables, asking, whose)
    names = {one["id"]: one["name"] for one in tables.themes}
    stages = {str(place["step"]): slug(place["stage"]) for place in tables.catalog}
    made = []
    for row in rows:
        key = tuple(row[key] for key in whose)
        where = {}
        if params.per == "step":
            where = {"stage": stages.get(row["step"]), "step": row["step"]}
        said = quotes.get(key, [])
        made.append(
            {
                **_shared.segment_of(tables, row),
                "theme": names.get(row["theme"]),
                "id": row["theme"],
                **where,
                **_numbers(row, totals[tuple(row[key] for key in keys)]),
                "touchpoints": places.get(key, []),
                "question": said[0]["text"] if said else None,
                "quotes": [one["text"] for one in said],
                "feedback_ids": [one["feedback_id"] for one in said],
            }
        )
    order = {step: number for number, step in enumerate(_steps(tables))}
    made.sort(
        key=lambda row: (order.get(str(row.get("step")), len(order)), -row["n"], row["id"] or "~")
    )
    return Answer(made, _notes(made))


def _told(tables: Tables) -> Any:
    """Return the answers with a text, and the step of each."""
    import ibis

    answers = tables.answers
    answers = answers.filter(answers.text.fill_null("").strip() != "")
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    inside: dict[str, list[int]] = {}
    for place in tables.catalog:
        inside.setdefault(str(place["step"]), []).append(place["code"])
    cases = [(answers.touchpoint.isin(codes), step) for step, codes in sorted(inside.items())]
    nowhere = ibis.null("string")
    return answers.mutate(step=ibis.cases(*cases, else_=nowhere) if cases else nowhere)


def _steps(tables: Tables) -> list[str]:
    ordered = sorted(tables.catalog, key=lambda one: (one["stage_order"], one["step_order"]))
    return list(dict.fromkeys(str(place["step"]) for place in ordered))


def _numbers(row: Mapping[str, Any], total: Mapping[str, Any]) -> dict[str, Any]:
    low, high = _intervals.wilson(row["n"], total["n"])
    recent, late = int(row["late"] or 0), int(total["late"] or 0)
    before, early = row["n"] - recent, total["n"] - late
    enough = min(late, early) >= _recent.LEAST and recent >= _recent.LEAST
    return {
        "n": row["n"],
        "share": row["n"] / total["n"],
        "low": low,
        "high": high,
        "recent": recent,
        "growing": enough and _recent.z(recent, late, before, early) >= _recent.Z,
    }


def _quotes(tables: Tables, asking: Any, whose: list[str]) -> dict[Any, list[dict[str, Any]]]:
    """Return the shortest questions of each group; of equal texts one."""
    import ibis

    said = asking.group_by(*whose, "text").aggregate(feedback_id=asking.feedback_id.min())
    place = ibis.row_number().over(
        group_by=[said[key] for key in whose],
        order_by=[said.text.length(), said.feedback_id],
    )
    said = said.mutate(place=place)
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in tables.execute(said.filter(said.place < QUOTES).order_by("place")):
        found.setdefault(tuple(row[key] for key in whose), []).append(row)
    return found


def _places(tables: Tables, asking: Any, whose: list[str]) -> dict[Any, list[dict[str, Any]]]:
    """Return where each group is asked most."""
    placed = asking.filter(asking.touchpoint.notnull())
    rows = tables.execute(placed.group_by(*whose, "touchpoint").aggregate(n=placed.count()))
    rows.sort(key=lambda row: (-row["n"], row["touchpoint"]))
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        own = found.setdefault(tuple(row[key] for key in whose), [])
        if len(own) < PLACES:
            own.append({"touchpoint": tables.names[row["touchpoint"]], "n": row["n"]})
    return found


def _notes(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["No texts ask anything."]
    return [
        f"“{row['theme'] or row['question']}” is asked more than before: {row['n']} texts."
        for row in rows
        if row["growing"]
    ]
