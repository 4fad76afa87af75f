"""How each touchpoint is used."""

from dataclasses import replace

from desirepath.analyses import ask
from desirepath.journeys.build import Cut
from tiny import tables_of


def row_of(result, name):
    return next(row for row in result.rows if row["touchpoint"] == name)


def test_a_touchpoint_says_use_entries_exits_repeats_and_waiting(tables):
    assert row_of(ask(tables, "touchpoints", {}), "Cart") == {
        "touchpoint": "Cart",
        "channel": "web",
        "stage": "Purchase",
        "events": 4,
        "journeys": 3,
        "customers": 3,
        "entries": 0,
        "exits": 1,
        "exit_share": 1 / 3,
        "repeat_share": 1 / 3,
        "median_seconds_to_next": 30.0,
    }


def test_of_equally_frequent_channels_the_first_by_name_stands(tables):
    assert row_of(ask(tables, "touchpoints", {}), "Catalog")["channel"] == "app"


def test_customers_are_counted_once_and_each_of_a_shared_case(warehouse):
    rows = [
        {"customer": who, "at": at, "touchpoint": "A", "case_id": case}
        for at, (who, case) in enumerate(["p1", "p2", "q3", "r3"])
    ]
    tables = tables_of(warehouse, rows, cut=Cut(column="case_id", per_customer=False))
    tables = replace(tables, unit="case", shared=True)
    for name in ("touchpoints", "steps"):
        result = ask(tables, name, {})
        assert (result.journeys, result.customers) == (3, 3)
        assert (result.rows[0]["journeys"], result.rows[0]["customers"]) == (3, 3)


def test_a_touchpoint_without_events_in_the_selection_is_a_row_of_zeros(tables):
    row = row_of(ask(tables, "touchpoints", {"where": "plan=gold"}), "Call")
    assert (row["events"], row["journeys"], row["exit_share"]) == (0, 0, None)
    assert row["stage"] == "Support"
