"""What a terminal says about the time that is left."""

import pytest

from desirepath.cli.progress import Estimate


@pytest.fixture
def work():
    seconds = [0.0]
    estimate = Estimate(lambda: seconds[0])

    def at(second, share):
        seconds[0] = second
        estimate.tell(share)
        return estimate.left()

    return at


def test_work_that_tells_its_share_is_estimated_after_two_seconds(work):
    assert work(1, 0.5) == ""
    assert work(4, 0.5) == "about 4 s left"
    assert work(6, 0.75) == "about 2 s left"


def test_long_work_is_told_in_minutes(work):
    assert work(60, 0.05) == "about 19 min left"


def test_other_work_starts_an_estimate_of_its_own(work):
    work(100, 0.9)
    assert work(101, 0.0) == ""
    assert work(111, 0.5) == "about 10 s left"


def test_nothing_is_estimated_of_work_that_tells_no_share(work):
    assert work(50, None) == ""
