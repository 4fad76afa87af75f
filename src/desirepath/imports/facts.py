"""What an import found out about its file, kept with it: shape, unit, columns, milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.imports.land import Recipe
from desirepath.imports.shapes import EVENTS, MILESTONES

if TYPE_CHECKING:
    from desirepath.sources import Reading

CASE, CUSTOMER = "case", "customer"
_SEVERAL = 1.05
_WHOLE = 0.95


def of(
    warehouse: Any, number: int, reading: Reading, recipe: Recipe, zone: str | None
) -> dict[str, Any]:
    """Return the facts of an import whose rows are stored under `number`."""
    shape, roles = recipe.shape, recipe.shape.roles
    unit, reason = _unit(warehouse, number, reading, recipe)
    return {
        "shape": shape.name,
        "kinds": list(shape.kinds),
        "unit": unit,
        "unit_reason": reason,
        "case_column": roles.column("case"),
        "session_column": roles.column("session"),
        "columns": {role: found.column for role, found in roles.chosen.items()},
        "milestones": {
            stone.touchpoint: {
                "column": stone.column,
                "promise": stone.attribute,
                "survey": stone.survey,
            }
            for stone in shape.milestones
        },
        "customer_is_case": shape.customer_is_case,
        "format": reading.format,
        "timezone": zone or "UTC",
        "has_time": bool(recipe.plans),
    }


def _unit(warehouse: Any, number: int, reading: Reading, recipe: Recipe) -> tuple[str | None, str]:
    """Case or customer, as the contract says, with the reason in words."""
    shape, roles = recipe.shape, recipe.shape.roles
    if "events" not in shape.kinds:
        return None, "the file has no events"
    case = roles.column("case")
    if reading.nested_cases:
        return CASE, "the file is an event log of cases (XES)"
    if shape.layout:
        return CUSTOMER, f"{shape.layout} tell of customers"
    if shape.name == MILESTONES and case:
        return CASE, f'every row is one case ("{case}")'
    if case and shape.customer_is_case:
        return CASE, f'there is a case column ("{case}") and no customer'
    if shape.name == EVENTS and case:
        return _several(warehouse, number, case)
    return CUSTOMER, "the events name their customer, and no case"


def _several(warehouse: Any, number: int, case: str) -> tuple[str, str]:
    """Several cases per customer, each with its own begin and end, make the case the unit."""
    events = warehouse.con.table("events")
    events = events.filter(events.import_no == number)
    told = events.filter(events.case_id.notnull())
    cases = told.group_by("case_id").aggregate(rows=told.count(), owners=told.customer.nunique())
    found = warehouse.rows(
        cases.aggregate(
            cases=cases.count(), rows=cases.rows.sum(), alone=(cases.owners == 1).sum(),
            long=(cases.rows > 1).sum(),
        )
    )[0]  # fmt: skip
    every = warehouse.rows(
        events.aggregate(rows=events.count(), customers=events.customer.nunique())
    )[0]
    count = found["cases"] or 0
    whole = (found["rows"] or 0) >= _WHOLE * every["rows"]
    several = count >= _SEVERAL * max(1, every["customers"])
    own = count and found["alone"] >= _WHOLE * count and found["long"] * 2 >= count
    if whole and several and own:
        return CASE, (
            f'there is a case column ("{case}") and customers have several cases, '
            "each with its own begin and end"
        )
    return CUSTOMER, f'"{case}" does not split the events of a customer into whole cases'
