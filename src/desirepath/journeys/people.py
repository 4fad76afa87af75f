"""Customers as a list: one row each, searched and read page by page, also when there are a million.

`people` has `customer, journeys, events, answers, valence, first, last, at (code of the touchpoint
they were last seen at), still_open, reached`. Pages follow one another by key (the last row of
the page before), so that the thousandth page is as quick as the first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desirepath.errors import UsageError

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

NEVER = -(1 << 62)
"""Stands for the time of somebody who was never seen, so that order and cursor need no null."""


def people(tables: Tables) -> Any:
    """Return the customers of prepared journeys and answers; a shared case counts for its first."""
    import ibis

    journeys = tables.journeys
    came = journeys.group_by("customer").aggregate(
        journeys=journeys.count(),
        events=journeys.events.sum(),
        first=journeys.start.min(),
        last=journeys.end.max(),
        at=journeys.last_touchpoint.argmax(journeys.end),
        still_open=journeys.still_open.any(),
        reached=journeys.goal_time.notnull().any(),
    )
    answers = tables.answers.filter(tables.answers.customer.notnull())
    spoke = answers.group_by(who="customer").aggregate(
        answers=answers.count(), valence=answers.valence.mean(), heard=answers.time.max()
    )
    both = came.outer_join(spoke, came.customer == spoke.who)
    zero = ibis.literal(0).cast("int64")
    made = both.select(
        customer=ibis.coalesce(both.customer, both.who),
        journeys=ibis.coalesce(both.journeys, zero),
        events=ibis.coalesce(both.events, zero),
        answers=ibis.coalesce(both.answers, zero),
        valence=both.valence,
        first=both["first"],
        last=ibis.coalesce(both["last"], both.heard, ibis.literal(NEVER).cast("int64")),
        at=both["at"],
        still_open=both.still_open,
        reached=both.reached,
    )
    return made.order_by(made["last"].desc(), made.customer)


def among(people: Any, journeys: Any) -> Any:
    """Keep the customers of some journeys, with `matched`: how many of these are theirs."""
    counted = journeys.group_by("customer").aggregate(matched=journeys.count())
    return people.inner_join(counted, "customer")


def matching(people: Any, *, search: str | None, at: list[int] | None) -> Any:
    """Keep customers whose id holds `search`, and who were last seen at one of these codes."""
    if search:
        people = people.filter(people.customer.lower().contains(search.lower()))
    if at is not None:
        people = people.filter(people["at"].isin(at))
    return people


def page(people: Any, *, after: str | None, limit: int) -> Any:
    """Return the rows after a cursor, newest first, then by id."""
    if after is not None:
        time, name = read_cursor(after)
        last, customer = people["last"], people.customer
        people = people.filter((last < time) | ((last == time) & (customer > name)))
    return people.order_by(people["last"].desc(), people.customer).limit(limit)


def cursor(row: dict[str, Any]) -> str:
    """Return what names the place after a row."""
    return json.dumps([row["last"], row["customer"]], ensure_ascii=False)


def read_cursor(text: str) -> tuple[int, str]:
    """Return time and id of a cursor; raises UsageError for what is none."""
    try:
        time, name = json.loads(text)
        return int(time), str(name)
    except (ValueError, TypeError):
        raise UsageError(
            "after: this is no place in the list; take it from the page before."
        ) from None
