import pytest

from desirepath.journeys.units import choose
from desirepath.store.book import ImportRow


def given(book, *facts):
    for no, fact in enumerate(facts, 1):
        book.commit_import(
            ImportRow(
                no=no, id=f"i{no}", source="s", file=f"f{no}.csv", content=str(no), mapping={},
                facts={"shape": "events", **fact}, report={}, columns=(),
            )
        )  # fmt: skip


CASE = {"unit": "case", "unit_reason": "one trace is one case", "case_column": "case id"}
CUSTOMER = {"unit": "customer", "unit_reason": "user_id names the customer"}


def test_without_anything_it_is_the_customer(book):
    assert choose(book).unit == "customer"


def test_files_of_cases_make_cases(book):
    given(book, CASE, CASE, {"shape": "answers", "unit": None})
    found = choose(book)
    assert (found.unit, found.case, found.set_by) == ("case", "case id", "proposal")
    assert "one trace is one case." in found.reason


def test_cases_and_customers_together_are_joined_by_the_customer(book):
    given(book, CASE, CUSTOMER)
    found = choose(book)
    assert found.unit == "customer"
    assert "f1.csv has cases, but f2.csv has not" in found.reason


@pytest.mark.parametrize(
    ("setting", "unit", "gap", "case"),
    [
        ({"unit": "customer"}, "customer", None, None),
        ({"unit": "session"}, "session", "30m", None),
        ({"unit": "session", "gap": "2h"}, "session", "2h", None),
        ({"gap": "2h"}, "session", "2h", None),
        ({"unit": "case"}, "case", None, "case id"),
        ({"case": "order"}, "case", None, "order"),
    ],
)
def test_the_users_setting_wins(book, setting, unit, gap, case):
    given(book, CASE)
    book.set_setting("journeys", setting)
    found = choose(book)
    assert (found.unit, found.gap, found.case, found.set_by) == (unit, gap, case, "you")


def test_sessions_named_by_the_data_need_no_gap(book):
    given(book, {**CUSTOMER, "session_column": "visit"})
    book.set_setting("journeys", {"unit": "session"})
    assert (choose(book).session_column, choose(book).gap) == ("visit", None)
    book.set_setting("journeys", {"unit": "session", "gap": "10m"})
    assert (choose(book).session_column, choose(book).gap) == (None, "10m")


def test_a_goal_alone_does_not_set_the_unit(book):
    given(book, CASE)
    book.set_setting("journeys", {"goal": "Closed"})
    assert choose(book).set_by == "proposal"
