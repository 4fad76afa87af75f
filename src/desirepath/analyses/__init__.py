"""One file per question. `ask` reads the options, chooses the journeys and runs the file.

An analysis offers `Params` (frozen, with defaults; a wrong value raises UsageError), `OPTIONS`
and `ROW` (what each option and field means), `picture`, `EXAMPLE` and `run(tables, params)`.
The selection (`by where from to through without left_after`) is the same for all and done here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desirepath import registry
from desirepath.analyses._options import Option, options_of, params_of
from desirepath.analyses._options import selection_of as selection_of
from desirepath.errors import UsageError, unknown_sentence
from desirepath.journeys.select import by_time, select
from desirepath.journeys.summaries import Summary
from desirepath.journeys.summaries import answer as answer_of
from desirepath.journeys.tables import Tables
from desirepath.model.result import Result

FEW = 50
"""A segment with fewer journeys than this is marked `few`."""
NOTHING = "There are no events here yet. Bring some in with `desirepath import FILE`."
ANSWERS_ONLY = "There are answers here, but no events, so no journeys to ask about."


@dataclass(frozen=True)
class Answer:
    """What an analysis file returns; `extra` are fields of the document beside `rows`.

    `counts`: how many `journeys` and `events` it is about, where it knows them anyhow.
    """

    rows: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] | None = None


def ask(tables: Tables, name: str, options: Mapping[str, Any]) -> Result:
    """Return the result of the analysis `name`.

    Options are those of the command line, as text or as Python values (`steps=["A", "B"]`).
    With `by`, rows come segment by segment (largest first, missing last among equals; periods in
    the order of time), each with `segment` and `few` (fewer than 50 journeys). Raises UsageError
    for an unknown analysis or option or a value of wrong form, UnknownName for a touchpoint or
    column.
    """
    module = registry.load("analyses", name)
    given = {key.replace("-", "_").removesuffix("_"): value for key, value in options.items()}
    given = {key: value for key, value in given.items() if value is not None}
    own = {option.name for option in options_of(module)}
    for key in given:
        if key not in own and key not in SELECTION:
            sentence = unknown_sentence("option", key, sorted(own | SELECTION.keys()))
            raise UsageError(f"{sentence} (analysis {name})")
    params, canonical = params_of(name, module, {k: given[k] for k in given if k in own})
    selection, chosen = selection_of({k: given[k] for k in given if k not in own})
    selected = select(tables, selection)
    answer = module.run(selected, params)
    counts = _counts(selected, answer.counts)
    return Result(
        analysis=name,
        params={**canonical, **chosen},
        unit=tables.unit,
        rows=tuple(_by_segment(selected, answer.rows)),
        notes=(*answer.notes, *_emptiness(selected, counts, answer.rows)),
        extra=answer.extra,
        **counts,
    )


def option_names(name: str) -> tuple[Option, ...]:
    """Return the options of an analysis: its own, then those of the selection."""
    return (*options_of(registry.load("analyses", name)), *SELECTION.values())


SELECTION = {
    option.name: option
    for option in (
        Option("by", "text", None, "a column, or week, month, quarter, year: one answer per value"),
        Option("where", "text", None, "COLUMN=VALUE or COLUMN=A|B; may be repeated", many=True),
        Option("from", "text", None, "journeys that start on this date or later"),
        Option("to", "text", None, "journeys that start on this date or earlier"),
        Option(
            "through",
            "text",
            None,
            "journeys that touch a step: a touchpoint, A | B, "
            "stage:NAME or step:NAME; may be repeated",
            many=True,
        ),
        Option(
            "without", "text", None, "journeys that touch no such step; may be repeated", many=True
        ),
        Option("left_after", "text", None, "silence after which a customer has left (30d)"),
    )
}

CHOOSING = ("where", "from", "to", "through", "without")
"""Those that leave journeys out."""


def _counts(tables: Tables, known: Mapping[str, int] | None) -> dict[str, int]:
    totals = Summary(
        "totals",
        rows=lambda chosen: chosen.journeys,
        keys=(),
        counts=lambda journeys: {"journeys": journeys.count(), "events": journeys.events.sum()},
    )
    found = known or next(iter(answer_of(tables, totals)), {"journeys": 0, "events": 0})
    return {
        "journeys": found["journeys"],
        "customers": found["journeys"] if _alone(tables) else _customers(tables),
        "events": found["events"],
    }


def _alone(tables: Tables) -> bool:
    return tables.unit == "customer" and tables.newest is not None


def _customers(tables: Tables) -> int:
    """Return distinct customers: of the answers where there are no events."""
    whose = tables.events if tables.shared else tables.journeys
    if tables.newest is None:
        whose = tables.answers
    found = tables.execute(whose.aggregate(customers=whose.customer.nunique()))
    return int(found[0]["customers"] or 0)


def _by_segment(tables: Tables, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if tables.by is None:
        return rows
    sizes = tables.sizes
    order: Sequence[str | None] = [*sizes]
    if by_time(tables, tables.by):
        order = sorted(sizes, key=lambda one: (one is None, one or ""))
    place = {segment: number for number, segment in enumerate(order)}
    last = len(place)
    marked = [
        {**row, "few": row.get("few", sizes[row["segment"]] < FEW)}
        if row["segment"] in sizes
        else row
        for row in rows
    ]
    return sorted(
        marked, key=lambda row: (place.get(row["segment"], last), str(row["segment"] or ""))
    )


def _emptiness(tables: Tables, counts: Mapping[str, int], rows: list[dict[str, Any]]) -> list[str]:
    if tables.newest is None:
        return [] if rows else [NOTHING]
    if not counts["journeys"]:
        if tables.chosen is None or not tables.chosen.narrows:
            return [] if rows else [ANSWERS_ONLY]
        return ["No journey matches --where, --from, --to, --through and --without."]
    if tables.by is not None and set(tables.sizes) == {None}:
        return [f"No journey has a value of {tables.by}."]
    return []
