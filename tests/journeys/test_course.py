import pytest

from desirepath.journeys import course
from profiles import profile_of

SHOP = [["Ad", "Cart", "Paid", "Parcel"]] * 6 + [["Ad", "Cart", "Paid", "Renewed"]] * 4 + [["Ad"]]


def test_what_always_comes_first_ranks_one_and_what_always_comes_last_zero():
    early = course.ranks(profile_of(SHOP))
    assert early["Ad"] == 1
    assert early["Parcel"] == early["Renewed"] == 0
    assert early["Ad"] > early["Cart"] > early["Paid"] > early["Parcel"]


def test_what_shares_no_journey_has_no_rank():
    assert course.ranks(profile_of([["Alone"], ["A", "B"]])).keys() == {"A", "B"}


def test_an_order_kept_by_all_is_clear_and_one_kept_by_half_is_not():
    assert course.clarity(profile_of(SHOP)) == 1
    assert course.clarity(profile_of([["A", "B"], ["B", "A"]] * 20)) == 0
    assert course.clarity(profile_of([])) == 1


def test_places_run_from_the_first_over_the_goal_to_the_last():
    early = {"Ad": 1.0, "Cart": 0.75, "Paid": 0.5, "Parcel": 0.25, "Left": 0.0}
    assert course.places(early, "Paid", 0.4) == pytest.approx(
        {"Ad": 0.0, "Cart": 0.2, "Paid": 0.4, "Parcel": 0.7, "Left": 1.0}
    )


@pytest.mark.parametrize("goal", [None, "Elsewhere", "Ad", "Left"])
def test_without_a_goal_inside_the_course_there_are_no_places(goal):
    assert course.places({"Ad": 1.0, "Paid": 0.5, "Left": 0.0}, goal, 0.4) == {}


def test_what_follows_a_gate_needs_it_and_what_follows_a_side_path_does_not():
    journeys = (
        [["Paid", "Bonus", "Review"]] * 3 + [["Paid", "Review"]] * 7 + [["Paid", "Bonus"]] * 5
    )
    found = course.needed(profile_of(journeys))
    assert found["Paid"] == 1
    assert found["Bonus"] == pytest.approx(3 / 10)
    assert "Review" not in found
