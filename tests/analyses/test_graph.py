"""Which touchpoint follows which."""

from desirepath.analyses import ask


def test_transitions_count_passages_and_journeys_with_exact_times(tables):
    rows = {(row["from"], row["to"]): row for row in ask(tables, "graph", {}).rows}
    assert rows["Catalog", "Cart"] == {
        "from": "Catalog",
        "to": "Cart",
        "transitions": 3,
        "journeys": 3,
        "median_seconds": 60.0,
        "mean_seconds": 130 / 3,
    }
    assert rows["Cart", "Paid"]["median_seconds"] == 17.0


def test_starts_and_ends_have_no_times_and_ends_say_who_may_go_on(tables):
    rows = {
        (row["from"], row["to"]): row for row in ask(tables, "graph", {"left_after": "30s"}).rows
    }
    assert rows[None, "Catalog"]["journeys"] == 4
    assert rows["Paid", None] == {
        "from": "Paid",
        "to": None,
        "transitions": 3,
        "journeys": 3,
        "median_seconds": None,
        "mean_seconds": None,
        "still_open": 2,
    }
    assert rows["Catalog", None]["still_open"] == 0


def test_rows_stand_by_journeys_then_names_starts_and_ends_first(tables):
    rows = ask(tables, "graph", {}).rows
    assert [(row["from"], row["to"]) for row in rows] == [
        (None, "Catalog"),
        ("Catalog", "Cart"),
        ("Paid", None),
        ("Cart", "Paid"),
        (None, "Paid"),
        ("Call", "Cart"),
        ("Cart", None),
        ("Cart", "Call"),
        ("Catalog", None),
        ("Catalog", "Catalog"),
    ]
