"""How events are cut into journeys and described."""

from desirepath.journeys.build import Cut
from tiny import SECOND, tables_of


def keys(tables):
    return [
        (row["key"], row["customer"], row["events"])
        for row in tables.execute(tables.journeys.order_by("journey"))
    ]


def test_a_pause_of_exactly_the_gap_stays_in_the_session(warehouse):
    rows = [("ann", 0, "A"), ("ann", 30, "B"), ("ann", 61, "C"), ("bob", 10, "A")]
    tables = tables_of(warehouse, rows, cut=Cut(gap=30 * SECOND))
    assert keys(tables) == [("ann #1", "ann", 2), ("bob #1", "bob", 1), ("ann #2", "ann", 1)]


def test_sessions_are_cut_in_order_of_time_not_of_import(warehouse):
    rows = [("ann", 100, "C"), ("ann", 0, "A"), ("ann", 20, "B")]
    tables = tables_of(warehouse, rows, cut=Cut(gap=30 * SECOND))
    assert keys(tables) == [("ann #1", "ann", 2), ("ann #2", "ann", 1)]


def test_equal_session_ids_of_two_customers_are_two_journeys(warehouse):
    rows = [
        {"customer": "ann", "at": 0, "touchpoint": "A", "session": "s1"},
        {"customer": "ann", "at": 9, "touchpoint": "B", "session": "s1"},
        {"customer": "bob", "at": 5, "touchpoint": "A", "session": "s1"},
    ]
    tables = tables_of(warehouse, rows, cut=Cut(column="session"))
    assert keys(tables) == [("s1", "ann", 2), ("s1", "bob", 1)]


def test_a_case_is_one_journey_whoever_is_named_in_its_rows(warehouse):
    rows = [
        {"customer": "bob", "at": 1, "touchpoint": "B", "case_id": "t1"},
        {"customer": "ann", "at": 0, "touchpoint": "A", "case_id": "t1"},
    ]
    tables = tables_of(warehouse, rows, cut=Cut(column="case_id", per_customer=False))
    assert keys(tables) == [("t1", "ann", 2)]


def test_events_without_a_case_stay_together_per_customer(warehouse):
    rows = [
        {"customer": "ann", "at": 0, "touchpoint": "A", "case_id": "bob"},
        {"customer": "bob", "at": 1, "touchpoint": "B"},
        {"customer": "bob", "at": 2, "touchpoint": "C"},
    ]
    tables = tables_of(warehouse, rows, cut=Cut(column="case_id", per_customer=False))
    assert keys(tables) == [("bob", "ann", 1), ("bob", "bob", 2)]


def test_channels_become_the_contracts_words_and_a_persons_word_goes_first(warehouse):
    rows = [
        {"customer": "ann", "at": 0, "touchpoint": "A", "channel": "Internet"},
        {"customer": "ann", "at": 1, "touchpoint": "B", "channel": "Internet"},
        {"customer": "ann", "at": 2, "touchpoint": "C", "channel": "Pigeon"},
    ]
    tables = tables_of(warehouse, rows, fixed={"B": "phone"})
    found = tables.execute(tables.events.order_by("position"))
    assert [row["channel"] for row in found] == ["web", "phone", "Pigeon"]


def test_a_value_of_the_customer_fills_what_the_events_leave_empty(warehouse):
    rows = [
        {"customer": "ann", "at": 0, "touchpoint": "A", "a1": None},
        {"customer": "ann", "at": 1, "touchpoint": "A", "a1": "gold"},
        {"customer": "bob", "at": 2, "touchpoint": "A", "a1": None},
    ]
    warehouse.sql("ALTER TABLE customers ADD COLUMN a1 VARCHAR")
    warehouse.sql("ALTER TABLE customers ADD COLUMN a2 VARCHAR")
    warehouse.sql(
        "INSERT INTO customers VALUES (1, 7, 1, 1, 'bob', 'basic', 'NL'),"
        " (1, 8, 1, 1, 'bob', 'late', null), (1, 9, 1, 1, 'ann', 'other', 'DE')"
    )
    tables = tables_of(warehouse, rows, attributes=["a1", "a2", "a3"])
    found = tables.execute(tables.journeys.order_by("journey"))
    assert [(row["a1"], row["a2"], row["a3"]) for row in found] == [
        ("gold", "DE", None),
        ("basic", "NL", None),
    ]


def test_a_journey_is_still_open_only_when_younger_than_the_limit(warehouse):
    rows = [("old", 0, "A"), ("edge", 10, "A"), ("new", 11, "A"), ("newest", 20, "A")]
    tables = tables_of(warehouse, rows, left_after=10 * SECOND)
    found = tables.execute(tables.journeys.order_by("journey"))
    assert [row["still_open"] for row in found] == [False, False, True, True]


def test_touchpoints_that_only_answers_name_have_a_code(warehouse):
    warehouse.sql(
        "INSERT INTO feedback (import_no, seq, feedback_id, touchpoint, instrument)"
        " VALUES (1, 1, 'f1', 'Food', 'rating')"
    )
    tables = tables_of(warehouse, [("ann", 0, "Gate"), ("ann", 1, "Arrival")])
    assert tables.names == ("Arrival", "Food", "Gate")


def test_no_events_give_empty_tables(warehouse):
    tables = tables_of(warehouse, [])
    assert tables.newest is None
    assert tables.execute(tables.events) == tables.execute(tables.journeys) == []
