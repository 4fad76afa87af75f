"""Journeys by week, month, quarter or year of their beginning, in the workspace's time zone."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desirepath.analyses import ANSWERS_ONLY, ask
from desirepath.errors import UnknownName, UsageError
from desirepath.journeys.periods import periods
from tiny import by_hand
from told import told

BERLIN = ZoneInfo("Europe/Berlin")


def at(text, zone=UTC):
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def micro(text, zone=UTC):
    return at(text, zone) * 1_000_000


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("week", ["2024-12-30", "2025-01-06"]),
        ("month", ["2024-12", "2025-01"]),
        ("quarter", ["2024-Q4", "2025-Q1"]),
        ("year", ["2024", "2025"]),
    ],
)
def test_a_period_is_named_and_begins_at_midnight_there(word, names):
    low, high = micro("2024-12-31T23:00", BERLIN), micro("2025-01-06T00:00", BERLIN)
    found = periods(low, high, word, BERLIN)
    assert [name for _, name in found] == names
    start = datetime.fromtimestamp(found[1][0] / 1e6, BERLIN)
    assert (start.hour, start.minute) == (0, 0)


def test_too_many_periods_are_refused():
    with pytest.raises(UsageError, match="year"):
        periods(micro("1990-01-01"), micro("2025-01-01"), "week", UTC)


ROWS = [
    {"customer": "ann", "at": at("2025-03-31T23:30", BERLIN), "touchpoint": "A", "a1": "x"},
    {"customer": "ann", "at": at("2025-05-01T10:00", BERLIN), "touchpoint": "B"},
    {"customer": "bob", "at": at("2025-04-01T00:10", BERLIN), "touchpoint": "A"},
    {"customer": "cyd", "at": at("2025-04-30T12:00", BERLIN), "touchpoint": "A"},
]


def test_a_journey_belongs_to_the_period_in_which_it_began_and_periods_stand_in_order(warehouse):
    tables = replace(by_hand(warehouse, ROWS), timezone="Europe/Berlin")
    rows = ask(tables, "durations", {"by": "month"}).rows
    assert [(row["segment"], row["journeys"]) for row in rows] == [("2025-03", 1), ("2025-04", 2)]
    rows = ask(tables, "touchpoints", {"by": "quarter"}).rows
    assert [(row["segment"], row["touchpoint"], row["events"]) for row in rows] == [
        ("2025-Q1", "A", 1), ("2025-Q1", "B", 1), ("2025-Q2", "A", 2),
    ]  # fmt: skip


def test_a_column_of_that_name_goes_first(warehouse):
    tables = replace(by_hand(warehouse, ROWS), columns={"month": "a1"})
    rows = ask(tables, "durations", {"by": "month"}).rows
    assert {row["segment"] for row in rows} == {"x", None}


def test_other_words_are_columns_or_nothing(warehouse):
    with pytest.raises(UnknownName, match="fortnight"):
        ask(by_hand(warehouse, ROWS), "durations", {"by": "fortnight"})


def test_answers_without_any_journey_belong_to_the_period_in_which_they_were_given(warehouse, book):
    days = ("2025-03-31", "2025-04-01", "2025-04-30")
    given = [{"customer": day, "at": at(day), "score": 4} for day in days]
    tables = replace(told(warehouse, book, [], given), newest=micro(days[-1]))
    result = ask(tables, "metrics", {"by": "month"})
    assert [(row["segment"], row["n"]) for row in result.rows] == [("2025-03", 1), ("2025-04", 2)]
    assert not [note for note in result.notes if "--where" in note]


def test_answers_alone_have_no_journeys_and_that_is_what_is_said(warehouse, book):
    given = [{"customer": "ann", "at": at("2025-04-01"), "score": 4}]
    tables = replace(told(warehouse, book, [], given), newest=micro("2025-04-01"))
    assert ask(tables, "variants", {}).notes == (ANSWERS_ONLY,)
