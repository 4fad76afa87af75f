"""What one journey is: everything of a customer (default), a session, or a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.store.book import Book, ImportRow
    from desirepath.store.warehouse import Warehouse

GAP = "30m"


@dataclass(frozen=True)
class Unit:
    """The unit of the journeys.

    `gap` (as written, e.g. `30m`) ends a session and is None otherwise; `case` is the original
    name of the case column where the unit is the case; `session_column` the one of a session
    id in the data, used for sessions when no gap was given.
    """

    unit: str
    gap: str | None = None
    case: str | None = None
    session_column: str | None = None
    set_by: str = "proposal"
    reason: str = ""


def choose(book: Book, warehouse: Warehouse | None = None) -> Unit:
    """Return the unit: the user's setting wins, else what the imports found in their files.

    Without a setting it is the case where every import of events says so, else the customer;
    a session only on request (contract, “Unit and customer without configuration”).
    """
    del warehouse  # the imports already looked at the rows; kept for callers and later rules
    given: Mapping[str, Any] = book.setting("journeys", {}) or {}
    imports = [row for row in book.imports() if row.facts.get("shape") in ("events", "milestones")]
    unit = given.get("unit")
    if unit is None and given.get("case"):
        unit = "case"
    if unit is None and given.get("gap"):
        unit = "session"
    if unit == "case":
        column = given.get("case") or _column(imports, "case_column")
        named = f" by {column}" if column else ""
        return Unit(
            "case", case=column, set_by="you", reason=f"You set one journey per case{named}."
        )
    if unit == "session":
        return _session(given.get("gap"), _column(imports, "session_column"))
    if unit == "customer":
        return Unit("customer", set_by="you", reason="You set one journey per customer.")
    return _proposed(imports)


def _session(gap: Any, column: str | None) -> Unit:
    if gap is None and column is not None:
        reason = f"You set one journey per session, as the column {column} tells them."
        return Unit("session", session_column=column, set_by="you", reason=reason)
    shown = str(gap if gap is not None else GAP)
    reason = f"You set one journey per session; a pause longer than {shown} ends it."
    return Unit("session", gap=shown, set_by="you", reason=reason)


def _proposed(imports: Sequence[ImportRow]) -> Unit:
    said = [row for row in imports if row.facts.get("unit") in ("case", "customer")]
    cases = [row for row in said if row.facts["unit"] == "case"]
    if said and len(cases) == len(said):
        why = str(cases[0].facts.get("unit_reason") or "the files have one journey per case")
        column = _column(cases, "case_column")
        return Unit("case", case=column, reason=f"One journey per case: {_ended(why)}")
    if cases:
        other = next(row for row in said if row.facts["unit"] == "customer")
        reason = (
            f"One journey per customer: {cases[0].file} has cases, but {other.file} has not, "
            "and only the customer joins them. Set another with --unit."
        )
        return Unit("customer", reason=reason)
    why = next((str(row.facts["unit_reason"]) for row in said if row.facts.get("unit_reason")), "")
    reason = f"One journey per customer: {_ended(why)}" if why else "One journey per customer."
    return Unit("customer", reason=reason)


def _column(imports: Sequence[ImportRow], role: str) -> str | None:
    found = (row.facts.get(role) for row in imports)
    return next((str(column) for column in found if column), None)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
