"""Questions, their options and what every answer says."""

from datetime import date

import pytest

from desirepath import registry
from desirepath.analyses import NOTHING, ask, option_names
from desirepath.errors import UnknownName, UsageError
from tiny import by_hand

PATHS = ("graph", "variants", "paths", "touchpoints", "durations", "steps")


def test_an_answer_counts_the_journeys_customers_and_events_it_is_about(tables):
    result = ask(tables, "durations", {"where": "plan=gold"})
    assert (result.unit, result.journeys, result.customers, result.events) == ("customer", 3, 3, 7)
    assert result.params == {"where": "plan=gold"}


@pytest.mark.parametrize("chosen", [{}, {"by": "plan"}, {"where": "plan=gold"}], ids=str)
def test_all_answers_are_about_the_same_journeys_customers_and_events(tables, chosen):
    results = [ask(tables, name, chosen) for name in PATHS]
    assert len({(one.journeys, one.customers, one.events) for one in results}) == 1
    assert results[0].events > 0


def test_several_conditions_are_a_list_and_one_is_a_scalar(tables):
    one = ask(tables, "durations", {"where": ["plan=gold"]})
    two = ask(tables, "durations", {"where": ["plan=gold", "customer=ann|eve"]})
    assert one.params == {"where": "plan=gold"}
    assert two.params == {"where": ["plan=gold", "customer=ann|eve"]}
    assert two.journeys == 2
    assert ask(tables, "durations", {"where": {"plan": ["gold", None]}}).journeys == 4


def test_python_dates_and_names_are_the_same_as_text(tables):
    python = ask(tables, "durations", {"from_": date(1970, 1, 1), "by": None})
    text = ask(tables, "durations", {"from": "1970-01-01"})
    assert python.document() == text.document()


@pytest.mark.parametrize("name", PATHS)
def test_an_empty_workspace_answers_with_no_rows_and_a_note(warehouse, name):
    result = ask(by_hand(warehouse, []), name, {})
    assert (list(result.rows), result.notes) == ([], (NOTHING,))


def test_a_funnel_of_an_empty_workspace_knows_no_touchpoint_and_does_not_mind(warehouse):
    result = ask(by_hand(warehouse, []), "funnel", {"steps": "A > B"})
    assert (list(result.rows), result.notes) == ([], (NOTHING,))


def test_a_selection_of_nothing_says_so(tables):
    result = ask(tables, "graph", {"where": "plan=none"})
    assert list(result.rows) == []
    assert result.notes == ("No journey matches --where, --from, --to, --through and --without.",)
    assert ask(tables, "variants", {"where": "plan=none"}).extra["others"] == {
        "variants": 0,
        "journeys": 0,
    }


def test_a_column_without_any_value_says_so(tables):
    result = ask(tables, "durations", {"by": "session"})
    assert [row["segment"] for row in result.rows] == [None]
    assert result.notes == ("No journey has a value of session.",)


def test_unknown_names_are_answered_with_what_exists(tables):
    with pytest.raises(UsageError, match=r'no analysis "funel".*"funnel"'):
        ask(tables, "funel", {})
    with pytest.raises(UsageError, match=r'no option "depht".*"depth"'):
        ask(tables, "paths", {"depht": 3})
    with pytest.raises(UnknownName, match=r'no column "pla".*"plan"'):
        ask(tables, "graph", {"by": "pla"})


@pytest.mark.parametrize("value", ["many", "1.5", None])
def test_a_number_that_is_none_is_wrong_usage(tables, value):
    if value is None:
        assert ask(tables, "paths", {"depth": None}).params == {}
    else:
        with pytest.raises(UsageError, match="--depth must be a whole number"):
            ask(tables, "paths", {"depth": value})


def test_every_option_says_what_it_is(tables):
    for name in registry.names("analyses"):
        for option in option_names(name):
            assert option.help, f"{name} --{option.name}"
