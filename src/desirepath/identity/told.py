"""What is told about who is who: of one customer, and of all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from desirepath.identity import alike, exact, keystroke, rows, seen, shared, subjects
from desirepath.identity.nodes import small
from desirepath.identity.settings import ALIKE, settings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Z = 1.96
REASONS = {
    "user": "the same id",
    "email": "the same e-mail address",
    "phone": "the same phone number",
    "card": "the same card",
    "device": "one device, and nobody else was seen on it",
}


def person_of(warehouse: Warehouse, customer: str) -> str:
    """Return what a customer is called in the journeys: their own name, or another of theirs."""
    if warehouse.shares_work or not warehouse.has(exact.MAP):
        return customer
    found = warehouse.find(exact.MAP, {"customer": [customer]}, ("person",))
    return str(found[0]["person"]) if found else customer


def journey_of(warehouse: Warehouse, customer: str) -> str:
    """Return what the journeys call whom a name stands for: a person, an account, a household."""
    return subjects.subject_of(warehouse, person_of(warehouse, customer))


def names_of(warehouse: Warehouse, person: str) -> list[str]:
    """Return everything that sources call a person, the name of the journeys first."""
    if warehouse.shares_work or not warehouse.has(exact.MAP):
        return [person]
    found = warehouse.find(exact.MAP, {"person": [person]}, ("customer",))
    return [person, *sorted(row["customer"] for row in found)]


def exists(warehouse: Warehouse, customer: str) -> bool:
    """Say whether any source names this customer."""
    named = any(
        warehouse.find(name, {"customer": [customer]}, ("customer",)) for name in seen.TABLES
    )
    if named or not warehouse.has(rows.ROWS):
        return named
    return bool(warehouse.find(rows.ROWS, {"person": [customer]}, ("person",)))


def of_customer(warehouse: Warehouse, book: Book, customer: str) -> dict[str, Any]:
    """Return names, links, identifiers that do not count, likenesses and decisions of a person.

    `links`: every identifier that joins two of the names, every likeness and every decision, with
    reason, confidence, sources and time. `perhaps`: others who are alike, but not enough.
    """
    person = person_of(warehouse, customer)
    names = names_of(warehouse, person)
    keys = _keys(warehouse, names)
    sources = {row.no: row.source for row in book.imports()}
    for row in keys:
        row["source"] = sources.get(row.pop("import_no"), "")
    pairs = _pairs(warehouse, names)
    inside = [row for row in pairs if {row["one"], row["other"]} <= set(names)]
    return {
        "customer": person,
        "names": [_named(name, keys) for name in names],
        "links": [
            *_by_identifier(warehouse, keys),
            *_by_slip(warehouse, keys),
            *[_likeness(row) for row in inside],
            *[_decided(made) for made in book.decisions.holding() if made.one in names],
        ],
        "shared": _shared(warehouse, keys),
        "perhaps": [_perhaps(warehouse, row, names) for row in pairs if row not in inside],
    }


def summary(warehouse: Warehouse, book: Book, named: int) -> dict[str, Any]:
    """Return policy, counts, identifiers by kind, what is shared, and how sure the count is.

    `named` = customers as sources call them. `low` and `high`: 95 % interval of the number of
    people, with every link held as likely as its confidence says, and independently; wide enough
    to hold `customers`, the number that journeys are drawn of (every link counts there).
    """
    settings = settings_of(book)
    found: dict[str, Any] = {
        **settings.document(),
        "named": named,
        "customers": named,
        "expected": named,
        "low": named,
        "high": named,
        "linked": 0,
        "identifiers": {},
        "shared": [],
        "perhaps": 0,
        "decisions": len(book.decisions.holding()),
    }
    if warehouse.shares_work or not warehouse.has(exact.MAP):
        return found
    links = warehouse.table(exact.MAP)
    spread = (links.confidence * (1 - links.confidence)).sum()
    sums = warehouse.rows(
        links.aggregate(
            n=links.count(), sure=links.confidence.sum(), spread=spread,
            people=links.person.nunique(),
        )
    )[0]  # fmt: skip
    expected, variance = named - (sums["sure"] or 0.0), sums["spread"] or 0.0
    if warehouse.has(alike.PAIRS) and (least := ALIKE[settings.policy]) is not None:
        pairs = warehouse.table(alike.PAIRS)
        open_ = pairs.filter(pairs.probability < least)
        open_ = warehouse.rows(
            open_.aggregate(
                n=open_.count(), p=open_.probability.sum(),
                spread=(open_.probability * (1 - open_.probability)).sum(),
            )
        )[0]  # fmt: skip
        found["perhaps"] = open_["n"]
        expected -= open_["p"] or 0.0
        variance += open_["spread"] or 0.0
    held = warehouse.table(seen.SEEN)
    kinds = held.group_by(kind=seen.named(held.kind)).aggregate(n=held.other.nunique())
    told = warehouse.table(shared.SHARED)
    told = told.group_by("kind", "reason").aggregate(
        identifiers=told.count(), customers=told.customers.sum()
    )
    reach = _Z * sqrt(variance)
    customers = named - sums["n"]
    return found | {
        "customers": customers,
        "expected": round(expected, 1),
        "low": min(customers, max(1, round(expected - reach))) if named else 0,
        "high": max(customers, min(named, round(expected + reach))),
        "linked": sums["people"],
        "identifiers": {row["kind"]: row["n"] for row in warehouse.rows(kinds.order_by("kind"))},
        "shared": warehouse.rows(told.order_by("kind", "reason")),
    }


def _keys(warehouse: Warehouse, names: Sequence[str]) -> list[dict[str, Any]]:
    if not warehouse.has(seen.SEEN):
        return []
    found = warehouse.rows(seen.keys(warehouse, small({"customer": names}, {"customer": "string"})))
    return sorted(found, key=lambda row: (seen.RANKS[row["kind"]], row["value"], row["customer"]))


def _named(name: str, keys: Sequence[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in keys if row["customer"] == name]
    kind = next((row["kind"] for row in own if row["own"]), None)
    others = [{"kind": row["kind"], "value": row["value"]} for row in own if not row["own"]]
    return {"name": name, "kind": kind, "identifiers": others}


def _by_identifier(warehouse: Warehouse, keys: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    apart = {(row["kind"], row["value"]) for row in _shared(warehouse, keys)}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in keys:
        if (row["kind"], row["value"]) not in apart:
            groups.setdefault((row["kind"], row["value"]), []).append(row)
    return [
        {
            "kind": kind,
            "value": value,
            "names": [row["customer"] for row in told],
            "reason": REASONS[kind],
            "confidence": exact.CONFIDENCE[kind],
            "sources": sorted({row["source"] for row in told}),
            "first": _iso(min((row["first"] for row in told if row["first"] is not None),
                              default=None)),
            "rows": sum(row["rows"] for row in told),
            "why": [],
        }
        for (kind, value), told in groups.items()
        if len(told) > 1
    ]  # fmt: skip


def _by_slip(warehouse: Warehouse, keys: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    emails = sorted({row["value"] for row in keys if row["kind"] == "email"})
    if not emails or not warehouse.has(keystroke.SLIPS):
        return []
    found = warehouse.find(keystroke.SLIPS, {"value": emails}, ("value", "meant"))
    return [
        {
            **_empty("keystroke", f"one keystroke from {row['meant']}", keystroke.CONFIDENCE),
            "value": row["value"],
            "names": [row["value"], row["meant"]],
        }
        for row in found
    ]


def _shared(warehouse: Warehouse, keys: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    values = sorted({row["value"] for row in keys})
    if not values:
        return []
    columns = ("kind", "value", "customers", "reason")
    found = warehouse.find(shared.SHARED, {"value": values}, columns)
    had = {(row["kind"], row["value"]) for row in keys}
    return [row for row in found if (row["kind"], row["value"]) in had]


def _pairs(warehouse: Warehouse, names: Collection[str]) -> list[dict[str, Any]]:
    if not warehouse.has(alike.PAIRS):
        return []
    columns = ("one", "other", "probability", "why")
    found = {
        (row["one"], row["other"]): row
        for side in ("one", "other")
        for row in warehouse.find(alike.PAIRS, {side: sorted(names)}, columns)
    }
    return sorted(found.values(), key=lambda row: (-row["probability"], row["one"], row["other"]))


def _likeness(row: dict[str, Any]) -> dict[str, Any]:
    made = _empty("alike", "names, dates and addresses are alike", row["probability"])
    return {**made, "names": [row["one"], row["other"]], "why": json.loads(row["why"])}


def _perhaps(warehouse: Warehouse, row: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    other = row["other"] if row["one"] in names else row["one"]
    return {
        "customer": person_of(warehouse, other),
        "name": other,
        "probability": row["probability"],
        "why": json.loads(row["why"]),
    }


def _decided(made: Any) -> dict[str, Any]:
    words = {"merge": "somebody said so", "pin": "somebody confirmed it",
             "forbid": "somebody said these are two", "split": "somebody set it apart"}  # fmt: skip
    link = _empty(made.kind, words[made.kind], exact.BY_HAND)
    names = [name for name in (made.one, made.other) if name]
    return {**link, "names": names, "first": made.created, "decision": made.id, "note": made.note}


def _empty(kind: str, reason: str, confidence: float) -> dict[str, Any]:
    return {
        "kind": kind,
        "value": None,
        "names": [],
        "reason": reason,
        "confidence": confidence,
        "sources": [],
        "first": None,
        "rows": 0,
        "why": [],
    }


def _iso(micros: int | None) -> str | None:
    return None if micros is None else (_EPOCH + timedelta(microseconds=micros)).isoformat()
