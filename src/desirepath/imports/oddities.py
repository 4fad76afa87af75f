"""Values that look like no value: stand-ins for customers, columns that never change, one voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

PLACEHOLDERS = (
    "unknown", "unbekannt", "inconnu", "desconocido", "desconhecido", "test", "tester", "test user",
    "testuser", "dummy", "guest", "gast", "anonymous", "anonym", "default", "undefined", "0", "00",
    "-1", "999", "9999", "99999", "999999", "xxx", "x", "n.a.", "null", "none", "admin", "system",
    "example@example.com", "test@test.com", "noreply@example.com",
)  # fmt: skip
_MUCH = 0.2
_ENOUGH_ROWS = 50
_WIDTH = 200


@dataclass(frozen=True)
class Fix:
    """What mends a finding: `how` = import (the files again, with `options`), rows or stages.

    `rows`: the rows put aside, mended and imported again. `ask` names the option that only a
    person knows. `does` says in words what happens.
    """

    how: str
    does: str
    source: str = ""
    files: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    ask: str | None = None


@dataclass(frozen=True)
class Finding:
    """One thing worth knowing: `severity` = problem, warning or note; `affects` = which answers.

    `fix` is null where no command can mend it: a wrong customer in the file, a silence.
    """

    id: str
    severity: str
    where: str
    count: int
    what: str
    affects: str
    fix: Fix | None = None

    def document(self) -> dict[str, Any]:
        """Return the JSON shape of the contract."""
        return asdict(self)


def of_source(warehouse: Any, book: Any, source: str, numbers: Sequence[int]) -> list[Finding]:
    """Return columns that hold one value only, ratings without a score, answers of nobody."""
    found: list[Finding] = []
    constant: dict[str, str] = {}
    for table in ("events", "feedback", "customers"):
        stored = warehouse.table(table)
        stored = stored.filter(stored.import_no.isin(list(numbers)))
        constant |= _constant(warehouse, stored, book.attributes())
    if constant:
        shown = ", ".join(f'"{name}" ({value})' for name, value in sorted(constant.items())[:10])
        found.append(
            Finding(
                "constant-columns",
                "note",
                source,
                len(constant),
                f"{len(constant)} columns hold the same value in every row: {shown}.",
                "segments by them say nothing",
            )
        )
    answers = warehouse.table("feedback")
    answers = answers.filter(answers.import_no.isin(list(numbers)))
    rated = answers.instrument != "comment"
    row = warehouse.rows(
        answers.aggregate(
            empty=(rated & answers.score.isnull()).sum(),
            nobody=answers.customer.isnull().sum(),
            rows=answers.count(),
        )
    )[0]
    if row["empty"]:
        found.append(
            Finding(
                "no-score",
                "warning",
                source,
                int(row["empty"]),
                f"{row['empty']} of {row['rows']} answers hold no number within the scale.",
                "the n of NPS, CSAT, CES and means; their texts still count",
            )
        )
    if row["nobody"]:
        found.append(
            Finding(
                "nobody",
                "warning",
                source,
                int(row["nobody"]),
                f"{row['nobody']} of {row['rows']} answers name no customer.",
                "they cannot be linked to a journey",
            )
        )
    return found


def _constant(warehouse: Any, stored: Any, attributes: dict[str, str]) -> dict[str, str]:
    names = [name for name, column in attributes.items() if column in stored.columns]
    found: dict[str, str] = {}
    for start in range(0, len(names), _WIDTH):
        part = names[start : start + _WIDTH]
        measures: dict[str, Any] = {"rows": stored.count()}
        for place, name in enumerate(part):
            column = stored[attributes[name]]
            measures |= {
                f"a{place}": column.min(),
                f"z{place}": column.max(),
                f"n{place}": column.count(),
            }
        row = warehouse.rows(stored.aggregate(**measures))[0]
        if row["rows"] < _ENOUGH_ROWS:
            return {}
        for place, name in enumerate(part):
            if row[f"n{place}"] == row["rows"] and row[f"a{place}"] == row[f"z{place}"]:
                found[name] = row[f"a{place}"]
    return found


def of_customers(warehouse: Any, tables: Any | None) -> list[Finding]:
    """Return stand-in customers, one customer with much of everything, one-channel customers."""
    events = warehouse.table("events")
    per = events.group_by("customer").aggregate(events=events.count())
    totals = warehouse.rows(per.aggregate(events=per.events.sum(), customers=per.count()))[0]
    if not totals["customers"]:
        return []
    stand_ins = per.filter(per.customer.lower().isin(PLACEHOLDERS)).order_by("customer").limit(20)
    usual = totals["events"] / totals["customers"]
    found = [
        _stand_in(row["customer"], row["events"])
        for row in warehouse.rows(stand_ins)
        # A short number may well be a customer's own, unless it is far busier than the others.
        if not row["customer"].isdigit() or row["events"] > 2 * usual
    ]
    largest = warehouse.rows(per.order_by(per.events.desc(), per.customer).limit(1))[0]
    much = largest["events"] > _MUCH * totals["events"] and totals["customers"] >= 10
    if much and largest["customer"] not in {one.where for one in found}:
        found.append(
            Finding(
                "one-customer",
                "problem",
                largest["customer"],
                largest["events"],
                f'The customer "{largest["customer"]}" has {largest["events"]} of '
                f"{totals['events']} events: probably not one person.",
                "every count of events, repeats and durations",
            )
        )
    return found + _one_channel(warehouse, events, tables)


def _stand_in(customer: str, events: int) -> Finding:
    return Finding(
        "placeholder-customer",
        "problem",
        customer,
        events,
        f'"{customer}" looks like a stand-in for an unknown customer; it has {events} events.',
        "journeys: strangers are taken as one customer",
    )


def _one_channel(warehouse: Any, events: Any, tables: Any | None) -> list[Finding]:
    if tables is not None:
        journeys = tables.journeys.select("journey", "customer")
        events = tables.events.select("journey", "channel").inner_join(journeys, "journey")
    per = events.group_by("customer").aggregate(channels=events.channel.nunique())
    row = warehouse.rows(
        per.aggregate(one=(per.channels == 1).sum(), told=(per.channels > 0).sum())
    )[0]
    if not row["told"] or not row["one"]:
        return []
    share = row["one"] / row["told"]
    return [
        Finding(
            "one-channel",
            "note",
            "customers",
            int(row["one"]),
            f"{row['one']} of {row['told']} customers ({share:.1%}) are seen in only one channel.",
            "channel switches; a channel may be missing, or its customers not recognised",
        )
    ]
