"""Prepares journeys: once for each change of data or settings, all or nothing.

    raw rows → unit → journey_events → journeys → profile → goal → stages → steps → answers

What was prepared carries a fingerprint of the committed imports, the settings and the
corrections; while it holds, `prepare` only opens. The work is one transaction of the engine,
so that a process killed in the middle leaves what was there before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desirepath.journeys import answers, assemble, goals, settings, stages, steps, units
from desirepath.journeys.build import Cut
from desirepath.journeys.profile import Profile, profile
from desirepath.journeys.select import ROLES
from desirepath.journeys.tables import Tables
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.model.progress import Progress
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

SCHEMA = 1
"""Grows when the prepared tables change shape or meaning, so that old ones are made anew."""
SETTINGS = ("journeys", "left_after", "answer_horizon", "stages")
TABLES = ("journey_events", "journeys", "touchpoints", "variants", "answers")
LEFT_AFTER = "30d"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def prepare(warehouse: Warehouse, book: Book, progress: Progress) -> Tables:
    """Return the prepared journeys; builds them where data, settings or corrections changed."""
    now = fingerprint(book)
    facts = _facts(warehouse)
    if facts is None or facts["fingerprint"] != now:
        with warehouse.transaction():
            facts = {"fingerprint": now, **_rebuild(warehouse, book, progress)}
            _keep(warehouse, facts)
    return _open(warehouse, book, facts)


def fingerprint(book: Book) -> str:
    """Return a hash of all that prepared journeys depend on."""
    document = {
        "schema": SCHEMA,
        "imports": [[row.no, row.id, dict(row.facts)] for row in book.imports()],
        "settings": {name: book.setting(name) for name in SETTINGS},
        "corrections": book.corrections(),
        "attributes": book.attributes(),
    }
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _facts(warehouse: Warehouse) -> dict[str, Any] | None:
    if not warehouse.has("prepared"):
        return None
    rows = warehouse.rows(warehouse.table("prepared"))
    return dict(json.loads(rows[0]["facts"])) if rows else None


def _keep(warehouse: Warehouse, facts: Mapping[str, Any]) -> None:
    small = assemble.small({"facts": [canonical(facts)]}, {"facts": "string"})
    warehouse.create("prepared", small)


def _open(warehouse: Warehouse, book: Book, facts: Mapping[str, Any]) -> Tables:
    imported = dict.fromkeys(row.source for row in book.imports())
    return Tables(
        unit=facts["unit"],
        goal=facts["goal"],
        newest=facts["newest"],
        events=warehouse.table("journey_events"),
        journeys=warehouse.table("journeys"),
        touchpoints=warehouse.table("touchpoints"),
        variants=warehouse.table("variants"),
        answers=warehouse.table("answers"),
        names=tuple(facts["names"]),
        columns=facts["columns"],
        shared=facts["shared"],
        execute=warehouse.rows,
        arrow=warehouse.arrow,
        sources=tuple(imported),
        period=(_date(facts["oldest"]), _date(facts["newest"])),
        timezone=str(book.setting("timezone", "UTC")),
    )


def _date(micros: int | None) -> str | None:
    return None if micros is None else (_EPOCH + timedelta(microseconds=micros)).date().isoformat()


def _rebuild(warehouse: Warehouse, book: Book, progress: Progress) -> dict[str, Any]:
    unit = units.choose(book, warehouse)
    names = assemble.journeys_from(
        warehouse,
        _cut(unit, book),
        attributes=sorted(set(book.attributes().values())),
        fixed=_fixed_channels(book),
        left_after=settings.microseconds(book.setting("left_after", LEFT_AFTER)),
        progress=progress,
    )
    progress("Proposing goal and stages", None)
    events, draft = warehouse.table("journey_events"), warehouse.table("__journeys")
    given = (book.setting("journeys", {}) or {}).get("goal")
    seen = profile(events, draft, names, warehouse.rows, also=[given] if given else [])
    goal = goals.choose(book, seen)
    proposals = stages.propose(seen, goal, book.corrections())
    _write_touchpoints(warehouse, names, proposals, steps.group(proposals, seen), seen)
    span = _span(warehouse, draft)
    assemble.finish(warehouse, names.index(goal.touchpoint) if goal.touchpoint in names else None)
    answers.link(warehouse, book, unit.unit, progress)
    book.set_setting(
        "journeys_chosen",
        {
            "gap": unit.gap,
            "case": unit.case,
            "unit_reason": unit.reason,
            "goal_reason": goal.reason,
        },
    )
    return {
        "unit": unit.unit,
        "goal": goal.touchpoint,
        "names": names,
        "columns": _columns(book),
        "shared": unit.unit == "case" and _shared(warehouse, events),
        **span,
    }


def _span(warehouse: Warehouse, draft: Any) -> dict[str, Any]:
    """Return the first and the last moment of the journeys; without any, of the answers."""
    span = warehouse.rows(draft.aggregate(oldest=draft.start.min(), newest=draft.end.max()))[0]
    if span["newest"] is None:
        told = warehouse.table("feedback")
        span = warehouse.rows(told.aggregate(oldest=told.time.min(), newest=told.time.max()))[0]
    return span


def _shared(warehouse: Warehouse, events: Any) -> bool:
    """Say whether events of several customers stand in one journey."""
    spread = events.group_by("journey").aggregate(
        low=events.customer.min(), high=events.customer.max()
    )
    return bool(warehouse.value((spread.low != spread.high).any()))


def _cut(unit: units.Unit, book: Book) -> Cut:
    """Return how the unit cuts the events; a column is named as in the user's file."""
    if unit.unit == "session":
        if unit.gap is None:
            return Cut(column="session")
        return Cut(gap=settings.microseconds(unit.gap))
    if unit.unit == "case":
        found = {row.facts.get("case_column") for row in book.imports()}
        attributes = book.attributes()
        own = unit.case is not None and unit.case not in found and unit.case in attributes
        return Cut(column=attributes[str(unit.case)] if own else "case_id", per_customer=False)
    return Cut()


def _fixed_channels(book: Book) -> dict[str, str]:
    return {
        touchpoint: str(given["channel"])
        for touchpoint, given in book.corrections().items()
        if given.get("channel")
    }


def _columns(book: Book) -> dict[str, str]:
    """Return every name of a column of the user's files → column of `journeys`."""
    known: dict[str, str] = {}
    for row in book.imports():
        for role, column in dict(row.facts.get("columns", {})).items():
            if role in ROLES and column:
                known.setdefault(str(column), ROLES[role])
    return known | book.attributes()


def _write_touchpoints(
    warehouse: Warehouse,
    names: Sequence[str],
    proposals: Sequence[Any],
    grouped: Sequence[Any],
    seen: Profile,
) -> None:
    step_of = {name: step for step in grouped for name in step.touchpoints}
    said = {proposal.touchpoint: proposal for proposal in proposals}
    assemble.write_touchpoints(
        warehouse,
        [
            {
                "code": code,
                "name": name,
                "stage": said[name].stage,
                "stage_order": step_of[name].stage_order,
                "step": step_of[name].slug,
                "step_name": step_of[name].name,
                "step_order": step_of[name].order,
                "channel": said[name].channel,
                "position": seen.of(name).position,
                "confidence": said[name].confidence,
                "reason": said[name].reason,
                "set_by": said[name].set_by,
            }
            for code, name in enumerate(names)
        ],
    )
