"""Roles from contents alone, for files whose header is missing or says nothing we know.

Careful on purpose: a wrong customer makes every number wrong, so a wide table with unknown
names is refused rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from desirepath.imports import names
from desirepath.imports.profile import Column, Profile
from desirepath.imports.roles import Role, Roles

WIDEST = 40
_CLOCK = re.compile(r"^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(\s*[ap]\.?m\.?)?$", re.IGNORECASE)
_ASKED = 6


def find_time(roles: Roles, free: Mapping[str, Column]) -> Roles:
    """Take the column that holds times most surely, though no name says so."""
    taken = {role.column for role in roles.chosen.values()}
    found = [
        column
        for name, column in free.items()
        if name not in taken
        and not names.is_birth(name)
        and not names.is_promise(name)
        and (column.time_share >= 0.6 or (names.is_generated(name) and _epoch(column)))
    ]
    if not found:
        return roles
    best = max(found, key=lambda column: (_round(column), column.filled, -column.place))
    role = Role(best.name, 0.6 if _round(best) >= 0.9 else 0.5, "its values are times")
    roles = replace(roles, times=tuple(dict.fromkeys((*roles.times, best.name))))
    return roles.with_role("time", role)


def date_and_clock(profile: Profile) -> tuple[str, str] | None:
    """Return the columns with the date and with the time of day, where they stand apart."""
    dates = [
        column.name
        for column in profile.columns.values()
        if column.kind == "text"
        and column.time_share >= 0.9
        and ":" not in "".join(column.said)
        and names.cue("time", column.name) >= 0.75
    ]
    clocks = [
        column.name
        for column in profile.columns.values()
        if column.said
        and all(_CLOCK.match(text) for text in column.said)
        and names.cue("time", column.name) >= 0.7
    ]
    return (dates[0], clocks[0]) if len(dates) == 1 and len(clocks) == 1 else None


def find_rest(profile: Profile, roles: Roles, free: Mapping[str, Column]) -> Roles:
    """Take customer, touchpoint and text by contents where names left them open."""
    if len(profile.columns) > WIDEST:
        return roles
    nameless = all(names.is_generated(name) for name in profile.columns)
    timed = "time" in roles.chosen
    named = any(names.words(name) == "id" for name in free)
    told = nameless or (roles.confidence("touchpoint") >= 0.45 and not named)
    if timed and told and "customer" not in roles.chosen and "case" not in roles.chosen:
        roles = _customer(roles, free)
    if timed and "touchpoint" not in roles.chosen and "score" not in roles.chosen:
        several = len([name for name in roles.times if not names.is_technical(name)]) > 1
        if nameless or not several:
            roles = _touchpoint(profile, roles, free)
    complete = timed and "touchpoint" in roles.chosen
    if "text" not in roles.chosen and (nameless or not complete):
        roles = _text(roles, free)
    return roles


def _open(roles: Roles, free: Mapping[str, Column]) -> list[Column]:
    taken = {role.column for role in roles.chosen.values()} | set(roles.times) | set(roles.scores)
    taken |= {roles.question} if roles.question else set()
    return [column for name, column in free.items() if name not in taken and column.kind != "flag"]


def _customer(roles: Roles, free: Mapping[str, Column]) -> Roles:
    """An id comes again and again, has many values and looks made by a machine."""
    found: list[tuple[float, Column]] = []
    for column in _open(roles, free):
        single = column.distinct >= 0.98 * column.filled and column.rows > 20
        described = names.describes(column.name) or any(
            names.cue(role, column.name) for role in ("channel", "language", "value", "question")
        )
        amount = column.kind == "number" and column.fraction_share > 0
        amount |= any("." in text for text in column.said[:50] if text.replace(".", "").isdigit())
        if column.filled_share < 0.8 or column.words > 3 or single or described or amount:
            continue
        many = min(1.0, column.distinct / max(1.0, column.rows**0.5))
        power = 0.25 * many + 0.35 * column.id_share + (0.05 if column.place == 0 else 0.0)
        power += 0.25 if any("@" in text for text in column.said) else 0.0
        if _running(column):
            power = 0.0
        if power > 0.15:
            found.append((power, column))
    if not found:
        return roles
    _, best = max(found, key=lambda item: (item[0], -item[1].place))
    reason = f"its {best.distinct} values look like ids that come again"
    return roles.with_role("customer", Role(best.name, 0.5, reason))


def _touchpoint(profile: Profile, roles: Roles, free: Mapping[str, Column]) -> Roles:
    """Labels that repeat, and change within one customer more than the others do."""
    subject = roles.column("customer") or roles.column("case")
    found = [
        column
        for column in _open(roles, free)
        if column.filled_share >= 0.8
        and column.number_share < 0.5
        and column.words <= 8
        and column.distinct >= 2
        and (column.rows <= 50 or column.rows_per_value >= 2)
        and column.distinct <= max(50, 0.2 * column.rows)
        and not names.describes(column.name)
        and not any(names.cue(role, column.name) for role in ("channel", "language"))
    ]
    if not found or subject is None or profile.is_unique(subject):
        return roles
    found = sorted(found, key=lambda column: (-min(column.distinct, 200), column.place))[:_ASKED]
    best = max(found, key=lambda column: (profile.distinct(subject, column.name), -column.place))
    subjects, again = profile.distinct(subject), profile.columns[subject].filled
    changes = profile.distinct(subject, best.name) - subjects
    if changes < 0.1 * (again - subjects):
        return roles  # it stays the same within a customer: that describes, it is no happening
    reason = f"its {best.distinct} labels repeat and change within a journey"
    return roles.with_role("touchpoint", Role(best.name, 0.45, reason))


def _text(roles: Roles, free: Mapping[str, Column]) -> Roles:
    found = [
        column
        for column in _open(roles, free)
        if column.words >= 5
        and column.distinct >= 0.5 * column.filled
        and "http" not in column.said[0]
    ]
    if not found:
        return roles
    best = max(found, key=lambda column: (column.words, -column.place))
    return roles.with_role("text", Role(best.name, 0.5, "its values are sentences"))


def _running(column: Column) -> bool:
    """Say whether a column only counts the rows."""
    numbers = column.numbers[:200]
    return len(numbers) > 2 and all(b > a for a, b in pairwise(numbers))


def _epoch(column: Column) -> bool:
    return column.number_time_share >= 0.95 and column.fraction_share == 0


def _round(column: Column) -> float:
    return round(max(column.time_share, column.number_time_share), 1)
