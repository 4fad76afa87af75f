"""How long journeys take."""

import pytest

from desirepath.analyses import ask
from tiny import by_hand


def test_the_percentile_is_interpolated_between_journeys(warehouse):
    rows = [(who, 0, "A") for who in "pqrs"]
    rows += [(who, end, "B") for who, end in zip("pqrs", (10, 20, 30, 100), strict=True)]
    assert ask(by_hand(warehouse, rows), "durations", {}).rows[0] == pytest.approx(
        {
            "segment": None,
            "journeys": 4,
            "median_seconds": 25.0,
            "mean_seconds": 40.0,
            "p90_seconds": 79.0,
        }
    )


def test_each_segment_is_a_row_and_small_ones_are_marked(tables):
    rows = ask(tables, "durations", {"by": "plan"}).rows
    assert [(row["segment"], row["journeys"], row["few"]) for row in rows] == [
        ("gold", 3, True),
        ("basic", 1, True),
        (None, 1, True),
    ]
