"""Journeys are chosen, not events."""

from dataclasses import replace

import pytest

from desirepath.errors import UnknownName, UsageError
from desirepath.journeys.select import Selection, interval, resolve, select
from tiny import ANSWERS, by_hand, pa, table

ROWS = [
    {"customer": "ann", "at": 0, "touchpoint": "A", "a1": "gold", "channel": "web"},
    {"customer": "ann", "at": 9, "touchpoint": "B", "a1": "basic", "channel": "app"},
    {"customer": "bob", "at": 5, "touchpoint": "A", "a1": "basic", "a2": "x|y"},
    {"customer": "cyd", "at": 7, "touchpoint": "B", "a1": None},
]


@pytest.fixture
def tables(warehouse):
    made = by_hand(warehouse, ROWS)
    columns = {"plan": "a1", "case:kind": "a2", "user": "customer"}
    return replace(made, columns=columns)


def chosen(tables, **selection):
    found = select(tables, Selection(**selection))
    rows = found.execute(found.journeys.order_by("journey"))
    events = found.execute(found.events)
    assert {row["journey"] for row in rows} == {row["journey"] for row in events}
    return [row["customer"] for row in rows]


def test_a_journey_has_the_first_value_of_a_column(tables):
    assert chosen(tables, where=("plan=gold",)) == ["ann"]
    assert chosen(tables, where=("plan=basic",)) == ["bob"]


def test_conditions_hold_together_and_a_bar_means_either(tables):
    assert chosen(tables, where=("plan=gold|basic",)) == ["ann", "bob"]
    assert chosen(tables, where=("plan=gold|basic", "user=bob|cyd")) == ["bob"]


def test_an_empty_value_means_missing(tables):
    assert chosen(tables, where=("plan=",)) == ["cyd"]
    assert chosen(tables, where=("plan=gold|",)) == ["ann", "cyd"]


def test_a_value_in_quotes_may_hold_a_bar(tables):
    assert chosen(tables, where=('kind="x|y"',)) == ["bob"]
    assert chosen(tables, where=("kind=x|y",)) == []


def test_a_column_name_may_hold_an_equals_sign(tables):
    named = replace(tables, columns={"a=b": "a1"})
    assert chosen(named, where=("a=b=gold",)) == ["ann"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("plan", "a1"),
        ("PLAN", "a1"),
        ("kind", "a2"),
        ("case:kind", "a2"),
        ("user", "customer"),
        ("channel", "first_channel"),
        ("touchpoint", "first_name"),
        ("Case", "case_id"),
    ],
)
def test_names_of_columns_are_found_without_case_or_prefix(tables, name, column):
    assert resolve(tables, name) == column


def test_a_column_of_the_data_goes_before_a_role_of_that_name(tables):
    assert resolve(replace(tables, columns={"case:channel": "a1"}), "channel") == "a1"


def test_an_unknown_column_names_the_nearest(tables):
    with pytest.raises(UnknownName, match=r'There is no column "plam".*Did you mean "plan"'):
        select(tables, Selection(by="plam"))
    with pytest.raises(UnknownName, match='"plam"'):
        select(tables, Selection(where=("plam=gold",)))


def test_a_condition_without_equals_sign_is_wrong_usage(tables):
    with pytest.raises(UsageError, match="COLUMN=VALUE"):
        select(tables, Selection(where=("plan",)))


def test_role_words_are_values_of_the_journey(tables):
    assert chosen(tables, where=("channel=web",)) == ["ann"]
    assert chosen(tables, where=("touchpoint=B",)) == ["cyd"]


def test_segments_are_on_events_journeys_and_answers(tables):
    found = select(tables, Selection(by="plan"))
    assert found.sizes == {"basic": 1, "gold": 1, None: 1}
    assert {row["segment"] for row in found.execute(found.events)} == {"basic", "gold", None}


def test_an_answer_follows_its_journey_and_without_one_its_own_values(tables):
    answers = [
        {"customer": "ann", "journey": 1, "time": 99, "a1": "gold"},
        {"customer": "eve", "journey": None, "time": 5_000_000, "a1": "basic"},
        {"customer": "fay", "journey": None, "time": None, "a1": "gold"},
    ]
    kinds = ANSWERS | {"a1": pa.string(), "a2": pa.string()}
    tables = replace(tables, answers=table(answers, kinds))

    def who(**selection):
        found = select(tables, Selection(**selection))
        return sorted(row["customer"] for row in found.execute(found.answers))

    assert who(where=("plan=gold",)) == ["ann", "fay"]
    assert who(where=("channel=web",)) == ["ann"]
    assert who(to="1970-01-01T00:00:04") == ["ann"]
    assert who(from_="1970-01-01T00:00:05") == ["eve"]
    assert who(by="plan") == ["ann", "eve", "fay"]


def test_days_are_inclusive_in_the_workspaces_time_zone():
    low, high = interval("2024-03-31", "2024-03-31", "Europe/Amsterdam")
    assert high - low == 23 * 3_600_000_000
    assert interval("2024-03-31", None, "UTC")[0] - low == 3_600_000_000


def test_a_full_timestamp_is_inclusive_and_keeps_its_offset():
    low, high = interval("1970-01-01T01:00:00+01:00", "1970-01-01 00:00:00", "UTC")
    assert (low, high) == (0, 1)


def test_journeys_are_chosen_by_their_start(tables):
    assert chosen(tables, from_="1970-01-01T00:00:05", to="1970-01-01T00:00:07") == ["bob", "cyd"]


def test_what_is_no_date_is_wrong_usage(tables):
    with pytest.raises(UsageError, match="--from"):
        select(tables, Selection(from_="yesterday"))


def test_left_after_decides_anew_who_is_still_open(tables):
    found = select(tables, Selection(left_after="3s"))
    rows = found.execute(found.journeys.order_by("journey"))
    assert [row["still_open"] for row in rows] == [True, False, True]


def test_a_journey_is_chosen_by_what_it_touches_and_by_what_it_does_not(tables):
    assert chosen(tables, through=("A",)) == ["ann", "bob"]
    assert chosen(tables, through=("A", "B")) == ["ann"]
    assert chosen(tables, through=("A | B",)) == ["ann", "bob", "cyd"]
    assert chosen(tables, without=("A",)) == ["cyd"]
    assert chosen(tables, through=("B",), without=("A",), where=("plan=",)) == ["cyd"]
    with pytest.raises(UnknownName):
        select(tables, Selection(through=("C",)))
