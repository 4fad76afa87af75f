"""A layout laid over a staged table: columns that have to be worked out, and the shape of a row.

`Record ID 17`, `Deal Stage Closed won`, `Close Date 2026-03-01` of a layout that says
`customer = ["Record ID"], prefix = "hubspot:"` and a moment “Deal won” of `Close Date` where the
stage says won: the columns `hubspot:Record ID` (`hubspot:17`) and `Deal won` (`2026-03-01`).
"""

from __future__ import annotations

import re
from typing import Any

from desirepath.imports.land import null
from desirepath.imports.layouts import Layout, Names
from desirepath.imports.milestones import Milestone
from desirepath.imports.names import is_survey
from desirepath.imports.profile import LINE, text_of
from desirepath.imports.roles import Role, Roles
from desirepath.imports.shapes import ANSWERS, CUSTOMERS, EVENTS, MILESTONES, Shape

FIRST = r"^\s*([^;]*[^;\s])\s*(?:;.*)?$"
"""Of several ids in one cell (`17;21`) the first one."""


class Laid:
    """The table with what was worked out, and the shape of its rows."""

    def __init__(self, layout: Layout, table: Any) -> None:
        """Work out; raises nothing: what the file lacks is left out."""
        self.layout = layout
        self._table = table
        self._names = Names(name for name in table.columns if name != LINE)
        self._made: dict[str, Any] = {}
        customer = self._customer()
        stones = self._stones()
        chosen = {role: self._role(column) for role, column in self._roles().items()}
        lonely = "case" in chosen and not any(map(self._names.find, layout.customer))
        if customer is not None:
            chosen["customer"] = self._role(customer)
        elif lonely:
            chosen["customer"] = chosen["case"]
        if stones:
            chosen["time"] = self._role(", ".join(stone.column for stone in stones))
        roles = Roles(
            chosen=chosen,
            times=tuple(stone.column for stone in stones),
            forced=frozenset(chosen),
        )
        self.shape = Shape(
            _name(roles, stones), self._kinds(roles, stones), roles, stones,
            customer_is_case=lonely, notes=self._notes(stones, lonely=lonely), layout=layout.name,
        )  # fmt: skip
        self.table = table.mutate(**self._made) if self._made else table

    def _role(self, column: str) -> Role:
        return Role(column, 1.0, f"the columns are those of {self.layout.name}")

    def _customer(self) -> str | None:
        import ibis

        prefix, told = self.layout.prefix, self.layout.customer
        columns = [name for name in map(self._names.find, told) if name is not None]
        record = self.layout.roles.get("case") if prefix else None
        case = self._names.find(record) if record else None
        if not columns and case is None:
            return None
        if len(columns) == 1 and not prefix:
            return columns[0]
        cells = [text_of(self._table, name) for name in columns]
        if prefix:
            first = (cell.re_extract(FIRST, 1).nullif("") for cell in cells)
            cells = [ibis.literal(prefix).concat(cell) for cell in first]
        if case is not None and case not in columns:
            # a deal of nobody is not the customer who has its number
            kind = self.layout.name.split()[-1].casefold()
            own = f"{prefix.rstrip(':')} {kind}:"
            cells.append(ibis.literal(own).concat(text_of(self._table, case)))
        whole = cells[0] if len(cells) == 1 else ibis.coalesce(*cells)
        return self._new(prefix + " or ".join(columns or [case or ""]), whole)

    def _roles(self) -> dict[str, str]:
        import ibis

        found = {}
        for role, told in self.layout.roles.items():
            column = self._names.find(told)
            if column is not None:
                found[role] = column
        for role, word in self.layout.constant.items():
            found[role] = self._new(role, ibis.literal(word))
        if "score" in found and self.layout.scores:
            said = text_of(self._table, found["score"]).lower()
            tests = [(said == word.lower(), str(n)) for word, n in self.layout.scores.items()]
            rating = ibis.cases(*tests, else_=null("string"))
            found["score"] = self._new(f"{found['score']} as a rating", rating)
        return found

    def _stones(self) -> tuple[Milestone, ...]:
        found = []
        for moment in self.layout.moments:
            column = self._names.find(moment.time)
            where = {self._names.find(name): test for name, test in moment.where.items()}
            if column is None or None in where:
                continue
            if where:
                column = self._new(moment.touchpoint, self._held(column, where))
            found.append(_stone(moment.touchpoint, column))
        for pattern, touchpoint in self.layout.patterns:
            for name in self._table.columns:
                caught = re.fullmatch(pattern, name, re.IGNORECASE)
                if caught and name != LINE:
                    found.append(_stone(touchpoint.format(*caught.groups()), name))
        return tuple(found)

    def _held(self, column: str, where: dict[Any, str]) -> Any:
        import ibis

        test = ibis.literal(True)
        for name, pattern in where.items():
            said = text_of(self._table, name)
            test &= said.re_search(f"(?i)^(?:{pattern})$").fill_null(False)
        cell = self._table[column]
        return ibis.ifelse(test, cell, ibis.null(cell.type()))

    def _new(self, wanted: str, cell: Any) -> str:
        name = wanted
        while name in self._table.columns or name in self._made:
            name += " "
        self._made[name] = cell
        return name

    def _kinds(self, roles: Roles, stones: tuple[Milestone, ...]) -> tuple[str, ...]:
        happens = stones or {"time", "touchpoint"} <= set(roles.chosen)
        kinds = ["events"] if happens else []
        if {"score", "text"} & set(roles.chosen):
            kinds.append("feedback")
        if self.layout.person or not kinds:
            kinds.append("customers")
        return tuple(kinds)

    def _notes(self, stones: tuple[Milestone, ...], *, lonely: bool) -> tuple[str, ...]:
        known = f"Recognised as {self.layout.name}"
        told = [f"{known} ({self.layout.docs})." if self.layout.docs else f"{known}."]
        if stones:
            what = "; ".join(f"“{one.touchpoint}” at {one.column}" for one in stones)
            told.append(f"What happened: {what}.")
        if lonely:
            told.append(
                "No column says whose these are: each is a customer of its own. Export "
                f"{' or '.join(self.layout.customer)} too, so that they join the rest."
            )
        return tuple(told)


def _stone(touchpoint: str, column: str) -> Milestone:
    return Milestone(touchpoint=touchpoint, column=column, survey=is_survey(touchpoint))


def _name(roles: Roles, stones: tuple[Milestone, ...]) -> str:
    if stones:
        return MILESTONES
    if {"time", "touchpoint"} <= set(roles.chosen):
        return EVENTS
    return ANSWERS if {"score", "text"} & set(roles.chosen) else CUSTOMERS
