"""How each time column of a file is read, and what has to be said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desirepath.imports import clocks, forms, report, times
from desirepath.imports.land import Recipe
from desirepath.imports.profile import Profile, text_of
from desirepath.imports.shapes import MILESTONES, Shape
from desirepath.imports.times import Plan
from desirepath.imports.zones import zone_of


def plans(profile: Profile, shape: Shape, zone: str | None) -> dict[str, Plan]:
    """Return the plan of every column that becomes a time or a kept promise.

    `zone` is the user's word; a column's own name may know better.
    """
    used = [stone.column for stone in shape.milestones]
    promised = [stone.promise for stone in shape.milestones if stone.promise]
    time = shape.roles.column("time")
    if time and shape.name != MILESTONES:
        used = [time]
    found = {}
    for column in (*used, *promised):
        named = zone_of(column, zone)
        plan = _plan(profile, column, named or zone or "UTC", promised=column in promised)
        found[column] = replace(plan, named=named is not None)
    return found


def _plan(profile: Profile, column: str, zone: str, *, promised: bool) -> Plan:
    table, warehouse = profile.table, profile.warehouse
    kind = table[column].type()
    if kind.is_timestamp() or kind.is_date():
        plan = Plan(
            column,
            {forms.PLAIN: profile.columns[column].filled},
            typed=True,
            zoned=bool(kind.is_timestamp() and kind.timezone),
            zone=zone,
        )
    else:
        text = text_of(table, column)
        text = text.nullif("") if kind.is_string() else text
        plan = times.survey(warehouse, table, column, text, zone=zone, numbers=True)
    if not promised:
        return plan
    midnight = times.moments(table[column] if plan.typed else text_of(table, column), plan).midnight
    other = int(warehouse.value((~midnight).sum()) or 0)
    return replace(plan, always_midnight=other == 0)


def notes(warehouse: Any, table: Any, recipe: Recipe) -> tuple[list[str], list[dict[str, Any]]]:
    """Return sentences on zones, day and month, doubtful hours, unread cells; and guesses."""
    found: list[str] = []
    guesses: list[dict[str, Any]] = []
    naive: list[str] = []
    named: dict[str, list[str]] = {}
    zoneless = 0
    for column, plan in recipe.plans.items():
        note = plan.note()
        if note:
            found.append(note)
            guesses.append(
                report.guess("day-first", plan.counts[forms.NUMBERS], note, "every time and order")
            )
        seen = _seen(warehouse, table, plan)
        if seen["naive"] and plan.named:
            named.setdefault(plan.zone, []).append(column)
        elif seen["naive"]:
            naive.append(column)
            zoneless += seen["naive"]
        if seen["never"]:
            found.append(
                f'{seen["never"]} times of "{column}" fall into the hour that {plan.zone} skips in '
                "spring: read as that long after the jump."
            )
        if seen["twice"]:
            found.append(
                f'{seen["twice"]} times of "{column}" fall into the hour that {plan.zone} shows '
                "twice in autumn: read as the first one."
            )
        if recipe.shape.name == MILESTONES and seen["unread"]:
            found.append(
                f'{seen["unread"]} cells of "{column}" are no time that is understood: no event.'
            )
    for zone, columns_ in named.items():
        told = ", ".join(f'"{column}"' for column in columns_)
        found.append(f"Times of {told} are read as {zone}, as the name says.")
    if naive:
        zone = recipe.plans[naive[0]].zone
        columns = ", ".join(f'"{column}"' for column in naive)
        said = "" if zone != "UTC" else " (say --timezone if they are not)"
        found.append(f"Times of {columns} without an offset are read as {zone}{said}.")
        if zone == "UTC":
            guesses.append(
                report.guess(
                    "time-zone",
                    zoneless,
                    found[-1],
                    "the hour of events, and order between sources",
                )
            )
    return found, guesses


def _seen(warehouse: Any, table: Any, plan: Plan) -> dict[str, int]:
    """Count times without offset, in hours that a clock skips or repeats, and unread cells."""
    import ibis

    if not plan.typed and not plan.counts:  # an empty column
        return dict.fromkeys(("naive", "never", "twice", "unread"), 0)
    text = table[plan.column] if plan.typed else text_of(table, plan.column)
    if plan.zone == "UTC" and plan.forms == (forms.PLAIN,) and plan.understood == plan.filled:
        # The usual case needs no second look at every row.
        if plan.typed:
            naive = 0 if plan.zoned else plan.filled
        else:
            naive = int(warehouse.value((~text.endswith("Z")).sum()) or 0)
        return {"naive": naive, "never": 0, "twice": 0, "unread": 0}
    moments = times.moments(text, plan)
    measures = {
        "naive": (moments.utc.notnull() & ~moments.zoned).sum(),
        "unread": (text.notnull() & moments.utc.isnull()).sum(),
        "never": ibis.literal(0),
        "twice": ibis.literal(0),
    }
    if plan.zone != "UTC":
        never, twice = clocks.doubtful(moments.local, plan.zone)
        measures |= {
            "never": (never & ~moments.zoned).sum(),
            "twice": (twice & ~moments.zoned).sum(),
        }
    found = warehouse.rows(table.aggregate(**measures))[0]
    return {name: int(value or 0) for name, value in found.items()}
