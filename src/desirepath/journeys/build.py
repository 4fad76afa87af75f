"""Raw events as prepared journeys, as expressions of the engine; nothing here runs anything.

`journey_events`, one row per event, sorted by journey and position:

| journey | position | touchpoint | time | next_touch… | wait | dwell | touch | passage | channel |
|       1 |        1 |          0 |  100 |           2 | null |    30 |     1 |       1 | web     |
|       1 |        2 |          2 |  130 |           0 |   30 |    20 |     1 |       1 | app     |
|       1 |        3 |          0 |  150 |        null |   20 |  null |     2 |       1 | null    |

and `is_first`, `is_last`, `seq`, and `customer`, whose event it is, as a number. `wait` is the
time since the event before, `dwell` to the next.
`touch` counts the journey's events of this touchpoint up to here, `passage` its passages from
this touchpoint to the next one: the journeys that touch, repeat or pass are then a sum of
`touch = 1`, `touch = 2`, `passage = 1`, and no analysis has to count distinct journeys.

`journeys`, one row per journey, numbered by start, then key: `key`, `customer`, `case_id`,
`session`, `start`, `end`, `events`, `first_touchpoint`, `last_touchpoint`, `first_name`,
`first_channel`, `variant`, `still_open`, `goal_time`, `draw` and the attributes `a1` …
Numbers grow: a journey that is made anew (see `changes.py`) gets one beyond all others. `draw`
is a number from 0 to 2^28 - 1 that depends on the customer alone: samples are drawn by it, and
one customer is found by it, because numbers are compared sooner than names: `draws` is `draw`,
`customer` and `journey` of all journeys, by draw, so that an engine looks at a small part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.store.compiled import recipe

DRAWN = 7
PLACE = 1 << 31
"""More than there are touchpoints: a position and a touchpoint fit one whole number."""
DRAWS = "draws"
NUMBERS = "customer_numbers"
"""The table customer → number, where a journey is not a customer."""


@dataclass(frozen=True)
class Cut:
    """How events are cut into journeys: by a column, or where the pause is too long.

    `column` holds the case or session id (rows without one stay together per customer);
    `gap` is the longest pause inside a session in microseconds (that pause included).
    `per_customer`: equal ids of two customers are two journeys (sessions), or one (cases).
    `complete`: every event has an id, so that it alone is the key.
    """

    column: str | None = None
    gap: int | None = None
    per_customer: bool = True
    complete: bool = False


@recipe
def slice_of(events: Any, number: int, journeys: int, after: int = 0) -> Any:
    """Return the events of the `number`-th (from 0) `journeys` journeys beyond `after`."""
    first = after + number * journeys + 1
    return events.filter(events.journey.between(first, first + journeys - 1))


@recipe
def touchpoint_codes(events: Any, feedback: Any) -> Any:
    """Return `code, name` of every touchpoint that events or feedback name, by name order."""
    import ibis

    named = feedback.filter(feedback.touchpoint.notnull()).select(name="touchpoint")
    names = (
        events.select(name=events.touchpoint.cast("string"))
        .distinct()
        .union(named.distinct(), distinct=True)
    )
    numbered = names.mutate(code=ibis.row_number().over(order_by="name").cast("int32"))
    return numbered.select("code", "name")


@recipe
def with_sessions(events: Any, gap: int) -> Any:
    """Return the events with `__part`: the number of the session within the customer.

    | customer | time | pause | new | __part |   (gap 30)
    | ann      |  100 |  null |   1 |      1 |
    | ann      |  130 |    30 |   0 |      1 |
    | ann      |  161 |    31 |   1 |      2 |
    """
    import ibis

    order = [events.time, events.seq]
    before = events.time.lag().over(group_by=events.customer, order_by=order)
    new = (before.isnull() | (events.time - before > gap)).ifelse(1, 0)
    marked = events.mutate(__new=new)
    running = (
        marked["__new"]
        .sum()
        .over(ibis.cumulative_window(group_by=marked.customer, order_by=[marked.time, marked.seq]))
    )
    return marked.mutate(__part=running.cast("int64")).drop("__new")


@recipe
def keyed(events: Any, cut: Cut) -> Any:
    """Return the events with `__key` and, where that alone does not say it, `__owner`.

    Events with equal pairs belong to one journey. The owner is the customer of a session, and of
    an event without a case; a case is one journey whoever is named in its rows.
    """
    if cut.gap is not None:
        parted = with_sessions(events, cut.gap)
        return parted.mutate(
            __owner=parted.customer,
            __key=parted.customer.concat(" #", parted["__part"].cast("string")),
        ).drop("__part")
    if cut.column is None:
        return events.mutate(__key=events.customer)
    given = events[cut.column]
    if cut.per_customer:
        return events.mutate(__owner=events.customer, __key=given.fill_null(events.customer))
    if cut.complete:
        return events.mutate(__key=given)
    owner = given.isnull().ifelse(events.customer, "")
    return events.mutate(__owner=owner, __key=given.fill_null(events.customer))


@recipe
def keys(events: Any, after: Any = 0) -> Any:
    """Return `journey`, key columns and `start` of keyed events, numbered by start, then key.

    The first number is the one behind `after`.
    """
    import ibis

    own = key_columns(events)
    found = events.group_by(*own).aggregate(start=events.time.min())
    order = [found.start, *(found[column] for column in reversed(own))]
    number = ibis.row_number().over(order_by=order) + 1 + after
    return found.mutate(journey=number.cast("int32"))


def key_columns(events: Any) -> list[str]:
    """Return those of `__owner` and `__key` that keyed events have."""
    return [column for column in ("__owner", "__key") if column in events.columns]


@recipe
def customer_numbers(events: Any, known: Any = None, after: Any = 0) -> Any:
    """Return `customer, who`: each customer once with a number behind `after`, by name order.

    Customers who are `known` have one already and are left out.
    """
    import ibis

    people = events.select("customer").distinct()
    if known is not None:
        people = people.anti_join(known, "customer")
    number = ibis.row_number().over(order_by="customer") + 1 + after
    return people.mutate(who=number.cast("int32"))


def draw(customer: Any) -> Any:
    """Return the `draw` of a customer: seven digits of the MD5 of the id."""
    import ibis

    digest, digits = customer.hexdigest("md5"), ibis.literal("0123456789abcdef")
    number = digits.find(digest.substr(0, 1))
    for place in range(1, DRAWN):
        number = number * 16 + digits.find(digest.substr(place, 1))
    return number.cast("int32")


def drawn(customer: str) -> int:
    """Return the same number of one customer here."""
    return int(hashlib.md5(customer.encode(), usedforsecurity=False).hexdigest()[:DRAWN], 16)


@recipe
def draws(journeys: Any) -> Any:
    """Return the rows of `draws` of some journeys."""
    return journeys.select("draw", "customer", "journey").order_by("draw", "journey")


@recipe
def coded(events: Any, numbered: Any, codes: Any, channels: Any, people: Any = None) -> Any:
    """Return keyed events with `journey`, `customer`, `touchpoint` as numbers, `channel` canonical.

    Without `people` (`customer, who`) every journey is one customer.

    `channels` is a table `raw, word`; a person's channel of a touchpoint (`fixed` of
    `codes`) goes before what its events say.
    """
    import ibis

    own = key_columns(events)
    joined = events.inner_join(numbered.select("journey", *own), own)
    if people is not None:
        joined = joined.inner_join(people, "customer")
    joined = joined.inner_join(codes, joined.touchpoint == codes.name)
    joined = joined.left_join(channels, joined.channel == channels.raw)
    return joined.select(
        "journey",
        "time",
        "seq",
        customer=joined.journey if people is None else joined.who,
        touchpoint=joined.code,
        channel=ibis.coalesce(joined.fixed, joined.word),
    )


@recipe
def ordered(events: Any) -> Any:
    """Return rows of `journey_events` of coded events; see the top of this file."""
    import ibis

    own = ibis.window(group_by=events.journey, order_by=[events.time, events.seq])
    stepped = events.mutate(
        position=(ibis.row_number().over(own) + 1).cast("int32"),
        next_touchpoint=events.touchpoint.lead().over(own),
        next_time=events.time.lead().over(own),
        former_time=events.time.lag().over(own),
    )
    touched = ibis.window(
        group_by=[stepped.journey, stepped.touchpoint], order_by=[stepped.position]
    )
    passed = ibis.window(
        group_by=[stepped.journey, stepped.touchpoint, stepped.next_touchpoint],
        order_by=[stepped.position],
    )
    return stepped.select(
        "journey",
        "position",
        "touchpoint",
        "time",
        "next_touchpoint",
        wait=stepped.time - stepped.former_time,
        dwell=stepped.next_time - stepped.time,
        is_first=stepped.position == 1,
        is_last=stepped.next_touchpoint.isnull(),
        touch=(ibis.row_number().over(touched) + 1).cast("int32"),
        passage=(ibis.row_number().over(passed) + 1).cast("int32"),
        channel=stepped.channel,
        customer=stepped.customer,
        seq=stepped.seq,
    ).order_by("journey", "position")


@recipe
def paths(events: Any) -> Any:
    """Return `journey, path`: the touchpoints of each journey as an array.

    Whole numbers that are collected and then sorted take a fifth of collecting in an order.
    """
    placed = events.select("journey", at=events.position.cast("int64") * PLACE + events.touchpoint)
    found = placed.group_by("journey").aggregate(at=placed["at"].collect())
    path = found["at"].sort().map(lambda at: (at % PLACE).cast("int32"))
    return found.select("journey", path=path)


@recipe
def variants(walked: Any, known: Any = None, after: Any = -1) -> Any:
    """Return `variant, path` of the distinct paths, numbered behind `after` in their order.

    Paths that are `known` have a number already and are left out.
    """
    import ibis

    distinct = walked.select("path").distinct()
    if known is not None:
        distinct = distinct.anti_join(known, "path")
    number = ibis.row_number().over(order_by="path") + 1 + after
    return distinct.mutate(variant=number.cast("int32")).select("variant", "path")


@recipe
def values_at_first(events: Any, raw: Any, columns: Sequence[str]) -> Any:
    """Return per journey the value of each column at its first event, of columns never empty."""
    first = events.filter(events.is_first).select("journey", seq2="seq")
    kept = raw.select("seq", *columns)
    return kept.inner_join(first, first.seq2 == kept.seq).select("journey", *columns)


@recipe
def first_values(events: Any, raw: Any, columns: Sequence[str]) -> Any:
    """Return per journey the first non-empty value of each column of the raw events."""
    placed = events.select("journey", "position", seq2="seq")
    kept = raw.select("seq", *columns)
    joined = placed.inner_join(kept, placed.seq2 == kept.seq)
    return joined.group_by("journey").aggregate(
        **{
            column: joined[column].argmin(joined.position, where=joined[column].notnull())
            for column in columns
        }
    )


@recipe
def first_values_of_customers(rows: Any, columns: Sequence[str]) -> Any:
    """Return per customer the first non-empty value of each column of the customers' rows."""
    return rows.group_by("customer").aggregate(
        **{
            column: rows[column].argmin(rows.seq, where=rows[column].notnull())
            for column in columns
        }
    )


@recipe
def summed(events: Any, names: Any) -> Any:
    """Return per journey: start, end, events, first and last touchpoint, first channel."""
    found = events.group_by("journey").aggregate(
        start=events.time.min(),
        end=events.time.max(),
        events=events.count().cast("int32"),
        first_touchpoint=events.touchpoint.max(where=events.is_first),
        last_touchpoint=events.touchpoint.max(where=events.is_last),
        first_channel=events.channel.argmin(events.position, where=events.channel.notnull()),
    )
    first = names.select(first_code="code", first_name="name")
    return found.inner_join(first, found.first_touchpoint == first.first_code).drop("first_code")


@recipe
def with_goal(journeys: Any, events: Any, goal: int | None) -> Any:
    """Return the journeys with `goal_time`: when each first touched the goal, else null."""
    import ibis

    if goal is None:
        return journeys.mutate(goal_time=ibis.null("int64"))
    reached = events.filter((events.touchpoint == goal) & (events.touch == 1)).select(
        "journey", goal_time="time"
    )
    return journeys.left_join(reached, "journey").drop("journey_right")
