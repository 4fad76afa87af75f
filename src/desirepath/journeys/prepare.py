"""Prepares journeys: once for each change of data or settings, all or nothing.

    raw rows → unit → journey_events → journeys → profile → goal → stages → steps → answers

What was prepared carries a fingerprint of the committed imports, the settings and the
corrections; while it holds, `prepare` only opens. After new imports only the journeys that they
change are made anew (`changes.py`); what else a change of data or settings touches is made from
the beginning. The work is one transaction of the engine, so that a process killed in the middle
leaves what was there before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desirepath import identity
from desirepath.identity import subjects
from desirepath.journeys import (
    answers,
    assemble,
    changes,
    embedded,
    goals,
    labels,
    settings,
    stages,
    steps,
    units,
)
from desirepath.journeys.build import Cut
from desirepath.journeys.carried import carry
from desirepath.journeys.conversations import TABLE as TALK
from desirepath.journeys.profile import Profile, profile
from desirepath.journeys.select import ROLES
from desirepath.journeys.summaries import Keeper
from desirepath.journeys.tables import Tables
from desirepath.model.result import canonical
from desirepath.store.compiled import small

if TYPE_CHECKING:
    from desirepath.model.progress import Progress
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

SCHEMA = 13
"""Grows when the prepared tables change shape or meaning, so that old ones are made anew."""
LEFT_AFTER = "30d"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def prepare(warehouse: Warehouse, book: Book, progress: Progress) -> Tables:
    """Return the prepared journeys; builds them where data, settings or corrections changed."""
    unit = units.choose(book, warehouse)
    cut = _cut(unit, book)
    now = _state(book, cut)
    facts = _facts(warehouse)
    if facts is None or facts["fingerprint"] != now:
        with warehouse.transaction():
            if not warehouse.shares_work:
                identity.resolve(warehouse, book, progress)
            made = _rows(warehouse, book, cut, now, facts, progress)
            facts = {
                "fingerprint": now,
                **made,
                **_described(warehouse, book, unit, now, made, facts, progress),
            }
            _keep(warehouse, facts)
    return _open(warehouse, book, facts)


def fingerprint(book: Book) -> str:
    """Return a hash of all that prepared journeys depend on."""
    return _digest(_state(book, _cut(units.choose(book), book)))


def _state(book: Book, cut: Cut) -> dict[str, Any]:
    """Return what the prepared tables follow from: imports, how rows are made, how described.

    A live source is one import that grows; `loaded` is how far.
    """
    corrections, imports = book.corrections(), book.imports()
    rows = [asdict(cut), _fixed_channels(book), book.setting("left_after", LEFT_AFTER)]
    rows += [row["id"] for row in book.privacy.erased()]
    rows += [{"expired": times} for times in [book.setting("expired")] if times]
    subject = subjects.chosen(book)
    rows += [] if subject.kind == subjects.CUSTOMER else [asdict(subject)]
    told = [
        book.setting("journeys"), book.setting("stages"), book.setting("answer_horizon"),
        corrections, book.attributes(), {kind: book.labels(kind) for kind in labels.KEPT},
        embedded.mark(),
    ]  # fmt: skip
    return {
        "schema": SCHEMA,
        "imports": {str(row.no): _digest([row.id, dict(row.facts)]) for row in imports},
        "loaded": {str(row.no): row.loaded for row in imports if row.loaded is not None},
        "rows": _digest(rows),
        "identity": _digest(identity.state(book)),
        "labels": _digest(told),
    }


def _digest(document: Any) -> str:
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _facts(warehouse: Warehouse) -> dict[str, Any] | None:
    if not warehouse.has("prepared"):
        return None
    rows = warehouse.rows(warehouse.table("prepared"))
    return dict(json.loads(rows[0]["facts"])) if rows else None


def _keep(warehouse: Warehouse, facts: Mapping[str, Any]) -> None:
    warehouse.create("prepared", small({"facts": [canonical(facts)]}, {"facts": "string"}))


def _open(warehouse: Warehouse, book: Book, facts: Mapping[str, Any]) -> Tables:
    imported = dict.fromkeys(row.source for row in book.imports())
    return Tables(
        unit=facts["unit"],
        subject=subjects.chosen(book).kind,
        goal=facts["goal"],
        newest=facts["newest"],
        events=warehouse.table("journey_events"),
        journeys=warehouse.table("journeys"),
        touchpoints=warehouse.table("touchpoints"),
        variants=warehouse.table("variants"),
        answers=warehouse.table("answers"),
        turns=warehouse.table(TALK) if warehouse.has(TALK) else None,
        names=tuple(facts["names"]),
        columns=facts["columns"],
        shared=facts["shared"],
        texts=facts["texts"],
        sentiment=tuple(facts["sentiment"]),
        themes=tuple(facts["themes"]),
        execute=warehouse.rows,
        arrow=warehouse.arrow,
        keeper=_keeper(warehouse, facts, living=facts["generation"] > 1),
        sources=tuple(imported),
        period=(_date(facts["oldest"]), _date(facts["newest"])),
        timezone=str(book.setting("timezone", "UTC")),
    )


def _keeper(warehouse: Warehouse, facts: Mapping[str, Any], *, living: bool) -> Keeper | None:
    """Return who keeps sums; engines that share the work of large queries count anew."""
    if warehouse.shares_work:
        return None
    return Keeper(warehouse, facts["generation"], facts["high"], living)


def _date(micros: int | None) -> str | None:
    return None if micros is None else (_EPOCH + timedelta(microseconds=micros)).date().isoformat()


def _rows(  # noqa: PLR0917 - what one preparation needs, said once
    warehouse: Warehouse,
    book: Book,
    cut: Cut,
    wanted: Mapping[str, Any],
    facts: Mapping[str, Any] | None,
    progress: Progress,
) -> dict[str, Any]:
    """Bring `journey_events`, `journeys` and `variants` up to date; return what they are."""
    how: dict[str, Any] = {
        "attributes": sorted(set(book.attributes().values())),
        "fixed": _fixed_channels(book),
        "left_after": settings.microseconds(book.setting("left_after", LEFT_AFTER)),
        "progress": progress,
    }
    own = subjects.chosen(book).kind == subjects.CUSTOMER
    if own and facts is not None and _grown(facts["fingerprint"], wanted):
        before = changes.Before(
            *(facts[name] for name in ("generation", "high", "gone", "names", "goal", "newest"))
        )
        former = facts["fingerprint"]
        new = changes.New(
            [int(no) for no in wanted["imports"] if no not in former["imports"]],
            {int(no): line for no, line in former["loaded"].items()},
        )
        made = changes.apply(warehouse, cut, new, before, **how)
        if made is not None:
            return {"names": list(before.names), "goal": before.goal, **made}
    names = assemble.journeys_from(warehouse, cut, **how)
    changes.forget(warehouse)
    high = warehouse.value(warehouse.table("__journeys").journey.max()) or 0
    return {"names": names, "goal": None, "generation": 1, "high": high, "gone": 0}


def _grown(former: Any, wanted: Mapping[str, Any]) -> bool:
    """Say whether only imports or links were added, and no setting changed how rows are made."""
    if not isinstance(former, dict):
        return False
    same = all(former[part] == wanted[part] for part in ("schema", "rows"))
    return same and former["imports"].items() <= wanted["imports"].items()


def _described(  # noqa: PLR0917 - what one preparation needs, said once
    warehouse: Warehouse,
    book: Book,
    unit: units.Unit,
    now: Mapping[str, Any],
    made: Mapping[str, Any],
    facts: Mapping[str, Any] | None,
    progress: Progress,
) -> dict[str, Any]:
    """Propose goal and stages, group steps, link answers; return what is then known."""
    progress("Proposing goal and stages", 0.95)
    fresh = made["generation"] == 1 and warehouse.has("__journeys")
    names = made["names"]
    events = warehouse.table("journey_events")
    journeys = warehouse.table("__journeys" if fresh else "journeys")
    given = (book.setting("journeys", {}) or {}).get("goal")
    keeper = _keeper(warehouse, made, living=True)
    seen = profile(
        events, journeys, names, warehouse.rows, also=[given] if given else [], keeper=keeper
    )
    goal = goals.choose(book, seen)
    proposals = stages.propose(seen, goal, book.corrections())
    _write_touchpoints(warehouse, names, proposals, steps.group(proposals, seen), seen)
    code = names.index(goal.touchpoint) if goal.touchpoint in names else None
    span = _span(warehouse, journeys)
    known = facts if facts is not None and not fresh else {"high": 0, "shared": False}
    shared = unit.unit == "case" and (
        known["shared"] or _shared(warehouse, events.filter(events.journey > known["high"]))
    )
    if fresh:
        assemble.finish(warehouse, code)
    elif goal.touchpoint != made["goal"]:
        again = assemble.with_goal(warehouse, journeys.drop("goal_time"), "journey_events", code)
        warehouse.create("journeys", again.order_by("journey"))
    asked = answers.survey_codes(warehouse)
    same = facts is not None and facts.get("surveys") == asked and facts["unit"] == unit.unit
    if facts is not None and same and _carried(warehouse, book, now, facts):
        heard, about = facts["sentiment"], facts["themes"]
    else:
        heard, about = answers.link(warehouse, book, unit.unit, progress)
    changes.clear(warehouse)
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
        "columns": _columns(book),
        "shared": shared,
        "sentiment": heard,
        "themes": about,
        "surveys": asked,
        "texts": bool(warehouse.value(warehouse.table("events").text.notnull().any())),
        **span,
    }


def _carried(
    warehouse: Warehouse, book: Book, now: Mapping[str, Any], facts: Mapping[str, Any]
) -> bool:
    """Say whether the answers of before still stand; those of changed journeys follow them."""
    same = all(facts["fingerprint"][part] == now[part] for part in ("labels", "identity"))
    if not same or facts["unit"] != "customer" or not warehouse.has(changes.WHO):
        return False
    new = {name: warehouse.table(changes.NEW[name]) for name in ("events", "feedback")}
    return carry(warehouse, book, warehouse.table(changes.WHO), **new)


def _span(warehouse: Warehouse, journeys: Any) -> dict[str, Any]:
    """Return the first and the last moment of the journeys; without any, of the answers."""
    span = warehouse.rows(
        journeys.aggregate(oldest=journeys.start.min(), newest=journeys.end.max())
    )[0]
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
