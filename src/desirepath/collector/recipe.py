"""How events of live sources become rows: the same for all of them, so nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from desirepath.imports import forms, land
from desirepath.imports.answers import Question
from desirepath.imports.land import Recipe
from desirepath.imports.report import Counts
from desirepath.imports.roles import Role, Roles
from desirepath.imports.shapes import EVENTS, Shape
from desirepath.imports.times import Plan

COLUMNS = {
    "customer": "customer", "touchpoint": "touchpoint", "time": "timestamp", "id": "messageId",
    "channel": "channel", "value": "value", "case": "case", "session": "session",
    "text": "text", "score": "score", "language": "language",
}  # fmt: skip
ALWAYS = (*COLUMNS.values(), "instrument", "type", "userId", "anonymousId")
SCALES = {
    "nps": ("nps", (0.0, 10.0)), "csat": ("csat", (1.0, 5.0)), "ces": ("ces", (1.0, 7.0)),
    "rating": ("rating", (1.0, 5.0)),
}  # fmt: skip
MOST_REASONS = 50
KINDS = ("events", "feedback", "customers")
WHY = "the live door says which field is which"
FACTS: dict[str, Any] = {
    "shape": EVENTS,
    "kinds": list(KINDS),
    "unit": "customer",
    "unit_reason": "live events name their customer",
    "case_column": None,
    "session_column": None,
    "columns": COLUMNS,
    "milestones": {},
    "customer_is_case": False,
    "format": "live",
    "timezone": "UTC",
    "has_time": True,
    "guesses": [],
    "customer_kind": "user",
    "identifiers": {
        "userId": "user",
        "previousId": "user",
        "anonymousId": "device",
        **dict.fromkeys(("email", "traits.email", "context.traits.email"), "email"),
        **dict.fromkeys(("phone", "traits.phone", "context.traits.phone"), "phone"),
    },
}


@lru_cache(maxsize=64)
def of(columns: tuple[str, ...]) -> Recipe:
    """Return how rows with these columns are landed."""
    staged = names(columns)
    at = dict(zip(columns, staged, strict=True))
    roles = Roles({role: Role(at[column], 1.0, WHY) for role, column in COLUMNS.items()})
    question = Question(
        at["score"], "rating", None, instrument_column=at["instrument"], per_value=SCALES
    )
    shape = Shape(EVENTS, KINDS, roles)
    kept = land.attribute_names(staged, shape)
    return Recipe(
        shape=shape,
        plans={at["timestamp"]: Plan(at["timestamp"], {forms.PLAIN: 1})},
        questions=(question,),
        attributes={name: f"p{place}" for place, name in enumerate(kept)},
        places={name: place for place, name in enumerate(staged)},
        describing=True,
    )


def names(columns: Sequence[str]) -> list[str]:
    """Return names that differ to an engine that does not tell `Plan` from `plan`.

    >>> names(["Plan", "plan"])
    ['Plan', 'plan (2)']
    """
    taken: set[str] = set()
    found = []
    for raw in columns:
        name = " ".join(raw.replace("\x00", "").split())[:200] or "field"
        candidate, copy = name, 1
        while candidate.casefold() in taken:
            copy += 1
            candidate = f"{name} ({copy})"
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def report(source: str) -> dict[str, Any]:
    """Return the report of a live source that has no events yet."""
    return {
        "source": source,
        "kind": list(KINDS),
        **dict.fromkeys(("rows", "accepted", "quarantined", "known", "dropped", "duplicates"), 0),
        "columns": {
            role: {"column": column, "confidence": 1.0, "reason": WHY}
            for role, column in COLUMNS.items()
        },
        "quarantine": [],
        "notes": ["A live source: it grows with every event that is sent."],
        "dry_run": False,
    }


def added(before: Mapping[str, Any], counts: Counts, notes: Sequence[str]) -> dict[str, Any]:
    """Return a report with what one load brought."""
    after = dict(before)
    for name in ("rows", "accepted", "quarantined", "known", "dropped", "duplicates"):
        after[name] = before[name] + getattr(counts, name)
    reasons = {entry["reason"]: dict(entry) for entry in before["quarantine"]}
    for entry in counts.quarantine:
        known = reasons.setdefault(entry["reason"], {**entry, "rows": 0})
        known["rows"] += entry["rows"]
    after["quarantine"] = _ordered(reasons)
    after["notes"] = list(dict.fromkeys([*before["notes"], *notes]))[:10]
    return after


def without(before: Mapping[str, Any], gone: Mapping[str, int]) -> dict[str, Any]:
    """Return a report without rows that left quarantine, by reason; they are counted anew."""
    after = dict(before)
    total = sum(gone.values())
    after["rows"] -= total
    after["quarantined"] -= total
    reasons = {entry["reason"]: dict(entry) for entry in before["quarantine"]}
    for reason, rows in gone.items():
        if reason in reasons:
            reasons[reason]["rows"] -= rows
    after["quarantine"] = _ordered(reasons)
    return after


def _ordered(reasons: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    left = [dict(entry) for entry in reasons.values() if entry["rows"] > 0]
    return sorted(left, key=lambda entry: (-entry["rows"], entry["reason"]))[:MOST_REASONS]
