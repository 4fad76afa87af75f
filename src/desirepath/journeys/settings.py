"""Show and change what counts as a journey: its unit and its goal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName, UsageError
from desirepath.identity import subjects

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

UNITS = ("customer", "session", "case")
SUBJECT = ("subject", "account")
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d|w)\s*", re.IGNORECASE)
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


LONGEST_SECONDS = 1000 * 366 * 86_400
"""A thousand years: times are whole microseconds, and longer ones have no room."""


def span(text: str | float | timedelta) -> timedelta:
    """Read a span of time such as `30m`, `7d`, `1.5h`; a bare number is seconds.

    Raises UsageError for anything else.
    """
    if isinstance(text, timedelta):
        return text
    found = _SPAN.fullmatch(str(text))
    try:
        seconds = float(found[1]) * _SECONDS[found[2].lower()] if found else float(text)
    except ValueError:
        seconds = float("nan")
    if not abs(seconds) <= LONGEST_SECONDS:  # also where it is no number at all
        raise UsageError(
            f'"{text}" is no span of time. Write a number and a unit: 30s, 30m, 12h, 7d or 2w.'
        )
    return timedelta(seconds=seconds)


def microseconds(text: str | float | timedelta) -> int:
    """Return a span of time in whole microseconds."""
    return round(span(text) / timedelta(microseconds=1))


def show(book: Book, tables: Tables) -> dict[str, Any]:
    """Return `{"unit", "gap", "case", "goal", "set_by", "reason"}` as it holds now."""
    given = book.setting("journeys", {})
    chosen = book.setting("journeys_chosen", {})
    said = ("unit", "gap", "case", "goal", *SUBJECT)
    set_by = "you" if any(given.get(key) for key in said) else "proposal"
    subject = subjects.chosen(book)
    return {
        "unit": tables.unit,
        "gap": chosen.get("gap"),
        "case": chosen.get("case"),
        "goal": tables.goal,
        "subject": subject.kind,
        "account": ", ".join(subject.titles) or None,
        "set_by": set_by,
        "reason": " ".join(
            part
            for part in (
                chosen.get("unit_reason"),
                subjects.reason(subject),
                chosen.get("goal_reason"),
            )
            if part
        ),
    }


def change(book: Book, warehouse: Warehouse, options: Mapping[str, Any]) -> None:
    """Keep a new unit, gap, case column, goal or subject after checking that it can be.

    `gap` and `case` alone imply their unit, `account` its subject. Raises UnknownName for a goal
    or column that the data do not have, UsageError for a wrong unit, gap or subject.
    """
    given = {key: value for key, value in options.items() if value is not None}
    unit = given.get("unit")
    if unit is not None and unit not in UNITS:
        raise UsageError(f'"{unit}" is no unit of a journey. Choose {", ".join(UNITS)}.')
    if "gap" in given:
        span(given["gap"])
        given.setdefault("unit", "session")
    if "case" in given:
        _check_case(book, str(given["case"]))
        given.setdefault("unit", "case")
    if given.get("gap") and given["unit"] != "session":
        raise UsageError("--gap ends sessions: it goes with --unit session.")
    if given.get("case") and given["unit"] != "case":
        raise UsageError("--case names the case column: it goes with --unit case.")
    if "goal" in given:
        _check_goal(warehouse, str(given["goal"]))
    if given.get("unit") == "case" and "case" not in given:
        events = warehouse.table("events")
        if warehouse.value(events.case_id.count()) == 0:
            raise InputError(
                "The data have no case column, so the unit cannot be case. "
                "Name one with --case COLUMN, or import with --columns case=COLUMN."
            )
    former = dict(book.setting("journeys", {}))
    if given.get("account"):
        given.setdefault("subject", subjects.ACCOUNT)
    if "subject" in given:
        subjects.check(book, warehouse, str(given["subject"]), given.get("account"))
        former = {key: value for key, value in former.items() if key not in SUBJECT}
    if "unit" in given:
        former = {key: former[key] for key in ("goal", *SUBJECT) if key in former}
    book.set_setting("journeys", {**former, **given})


def _check_case(book: Book, column: str) -> None:
    known = set(book.attributes())
    for row in book.imports():
        known |= set(row.facts.get("columns", {}).values())
    if column not in known:
        raise UnknownName("column", column, known)


def _check_goal(warehouse: Warehouse, goal: str) -> None:
    events = warehouse.table("events")
    if warehouse.value((events.touchpoint == goal).any()):
        return
    names = [row["touchpoint"] for row in warehouse.rows(events.select("touchpoint").distinct())]
    raise UnknownName("touchpoint", goal, names)
