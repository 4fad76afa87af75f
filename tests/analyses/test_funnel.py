"""How many journeys come through a chain of steps."""

from datetime import timedelta

import pytest

from desirepath.analyses import ask
from desirepath.errors import UnknownName, UsageError
from tiny import by_hand


def counts(tables, steps, **options):
    rows = ask(tables, "funnel", {"steps": steps, **options}).rows
    return [(row["journeys"], row["median_seconds_from_previous"]) for row in rows]


def test_a_step_says_journeys_shares_and_time(tables):
    result = ask(tables, "funnel", {"steps": "Catalog > Cart > Paid"})
    assert list(result.rows) == [
        {
            "step": 1,
            "touchpoint": "Catalog",
            "journeys": 4,
            "share_of_first": 1.0,
            "share_of_previous": None,
            "median_seconds_from_previous": None,
        },
        {
            "step": 2,
            "touchpoint": "Cart",
            "journeys": 3,
            "share_of_first": 0.75,
            "share_of_previous": 0.75,
            "median_seconds_from_previous": 60.0,
        },
        {
            "step": 3,
            "touchpoint": "Paid",
            "journeys": 2,
            "share_of_first": 0.5,
            "share_of_previous": 2 / 3,
            "median_seconds_from_previous": 17.0,
        },
    ]


def test_the_window_counts_from_step_one_and_includes_its_edge(warehouse):
    tables = by_hand(warehouse, [("ann", 0, "A"), ("ann", 3, "B"), ("ann", 7, "C")])
    assert [n for n, _ in counts(tables, "A > B > C", within="7s")] == [1, 1, 1]
    assert [n for n, _ in counts(tables, "A > B > C", within="6s")] == [1, 1, 0]


def test_any_event_of_step_one_may_start_the_chain(warehouse):
    rows = [("ann", 0, "A"), ("ann", 50, "A"), ("ann", 52, "B"), ("ann", 58, "C")]
    tables = by_hand(warehouse, rows)
    assert counts(tables, "A > B > C", within="10s") == [(1, None), (1, 2.0), (1, 6.0)]


def test_time_is_since_the_step_before_of_the_latest_start_at_its_latest_event(warehouse):
    rows = [("ann", 0, "A"), ("ann", 6, "B"), ("ann", 7, "A"), ("ann", 9, "B"), ("ann", 10, "B")]
    tables = by_hand(warehouse, [*rows, ("ann", 17, "C")])
    assert counts(tables, "A > B > C", within="10s") == [(1, None), (1, 6.0), (1, 7.0)]


def test_the_same_touchpoint_in_two_steps_needs_two_events(warehouse):
    tables = by_hand(warehouse, [("ann", 0, "A"), ("bob", 0, "A"), ("bob", 0, "A")])
    assert counts(tables, "A > A") == [(2, None), (1, 0.0)]


def test_equal_times_stand_in_import_order(warehouse):
    tables = by_hand(
        warehouse, [("ann", 0, "B"), ("ann", 0, "A"), ("bob", 0, "A"), ("bob", 0, "B")]
    )
    assert [n for n, _ in counts(tables, "A > B")] == [2, 1]


def test_reached_counts_each_step_by_itself_without_times(tables):
    assert counts(tables, "Paid > Catalog", mode="reached") == [(3, None), (4, None)]


def test_a_step_may_be_either_touchpoint_or_a_whole_stage_or_step(tables):
    assert [n for n, _ in counts(tables, "Catalog > Call | Paid")] == [4, 3]
    assert [n for n, _ in counts(tables, "stage:consideration > stage:Purchase")] == [4, 3]
    assert [n for n, _ in counts(tables, "step:buys > step:asks")] == [4, 1]


def test_names_with_marks_may_be_quoted_and_a_whole_name_goes_first(warehouse):
    rows = [
        ("ann", 0, "Home > Cart"),
        ("ann", 1, "Web | App"),
        ("ann", 2, "stage:x"),
        ("ann", 3, "App"),
    ]
    tables = by_hand(warehouse, rows)
    result = ask(tables, "funnel", {"steps": ["Home > Cart", "Web | App", "stage:x"]})
    assert [row["journeys"] for row in result.rows] == [1, 1, 1]
    assert [row["touchpoint"] for row in result.rows] == ["Home > Cart", "Web | App", "stage:x"]
    again = ask(tables, "funnel", result.params)
    assert again.document() == result.document()
    assert again.digest() == result.digest()


def test_marks_without_blanks_are_understood(tables):
    assert counts(tables, "Catalog>Cart") == counts(tables, "Catalog > Cart")


def test_python_values_are_the_same_as_text(tables):
    python = ask(tables, "funnel", {"steps": ["Catalog", "Cart"], "within": timedelta(minutes=1)})
    text = ask(tables, "funnel", {"steps": "Catalog > Cart", "within": "60s"})
    assert python.document() == text.document()


def test_segments_without_journeys_in_the_chain_stay_with_zero(tables):
    rows = ask(tables, "funnel", {"steps": "Catalog > Paid", "by": "plan"}).rows
    assert [(row["segment"], row["step"], row["journeys"]) for row in rows] == [
        ("gold", 1, 2),
        ("gold", 2, 2),
        ("basic", 1, 1),
        ("basic", 2, 0),
        (None, 1, 1),
        (None, 2, 0),
    ]
    assert rows[-1]["share_of_previous"] == 0.0


def test_an_unknown_touchpoint_or_stage_names_the_nearest(tables):
    with pytest.raises(UnknownName, match=r'There is no touchpoint "Catalg".*"Catalog"'):
        ask(tables, "funnel", {"steps": "Catalg > Cart"})
    with pytest.raises(UnknownName, match=r'There is no stage "Purchse".*"Purchase"'):
        ask(tables, "funnel", {"steps": "stage:Purchse"})


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"steps": "A", "within": "soon"}, "no span of time"),
        ({"steps": "A", "mode": "strict"}, "ordered, reached"),
        ({"steps": "A > > B"}, "empty step"),
        ({"steps": []}, "needs steps"),
        ({}, "needs --steps"),
    ],
)
def test_options_of_wrong_form_are_wrong_usage(tables, options, sentence):
    with pytest.raises(UsageError, match=sentence):
        ask(tables, "funnel", options)
