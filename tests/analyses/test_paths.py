"""Where journeys go, position by position."""

import pytest

from desirepath.analyses import ask
from desirepath.errors import UnknownName, UsageError


def flows(tables, **options):
    rows = ask(tables, "paths", options).rows
    return [(row["position"], row["from"], row["to"], row["journeys"]) for row in rows]


def test_beyond_the_last_position_journeys_go_to_more_or_end(tables):
    assert flows(tables, depth=2) == [
        (1, "Catalog", "Cart", 3),
        (1, "Catalog", "Catalog", 1),
        (1, "Paid", None, 1),
        (2, "Cart", "(more)", 3),
        (2, "Catalog", None, 1),
    ]


def test_the_touchpoints_with_most_journeys_of_each_position_stay(tables):
    assert flows(tables, depth=3, top=1) == [
        (1, "Catalog", "Cart", 3),
        (1, "(others)", None, 1),
        (1, "Catalog", "(others)", 1),
        (2, "Cart", "Paid", 2),
        (2, "(others)", None, 1),
        (2, "Cart", "(others)", 1),
        (3, "Paid", None, 2),
        (3, "(others)", "(more)", 1),
    ]


def test_start_and_end_cut_each_journey_and_others_are_left_out(tables):
    result = ask(tables, "paths", {"start": "Cart", "end": "Cart"})
    assert [(row["from"], row["to"]) for row in result.rows] == [
        ("Cart", "Call"),
        ("Call", "Cart"),
        ("Cart", None),
    ]
    assert result.notes == ('4 of 5 journeys have no "Cart" followed by "Cart" and are left out.',)


def test_an_end_alone_cuts_at_its_first_event(tables):
    assert flows(tables, end="Cart") == [(1, "Catalog", "Cart", 3), (2, "Cart", None, 3)]


def test_an_unknown_touchpoint_or_depth_is_refused(tables):
    with pytest.raises(UnknownName, match='Did you mean "Cart"'):
        ask(tables, "paths", {"start": "Carts"})
    with pytest.raises(UsageError, match="--depth"):
        ask(tables, "paths", {"depth": 0})
