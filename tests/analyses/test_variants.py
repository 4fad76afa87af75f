"""Distinct full paths."""

import pytest

from desirepath.analyses import ask
from desirepath.errors import UsageError


def test_variants_stand_by_journeys_then_by_names_and_the_rest_is_counted(tables):
    result = ask(tables, "variants", {"top": "2"})
    assert [dict(row) for row in result.rows] == [
        {
            "path": ["Catalog", "Cart", "Paid"],
            "journeys": 2,
            "share": 0.4,
            "median_seconds": 77.0,
        },
        {
            "path": ["Catalog", "Cart", "Call", "Cart"],
            "journeys": 1,
            "share": 0.2,
            "median_seconds": 70.0,
        },
    ]
    assert result.extra == {"others": {"variants": 2, "journeys": 2}}
    assert result.params == {"top": 2}


def test_shares_and_others_are_of_each_segment(tables):
    result = ask(tables, "variants", {"by": "plan", "top": 1})
    assert [(row["segment"], row["path"][-1], row["share"]) for row in result.rows] == [
        ("gold", "Paid", 2 / 3),
        ("basic", "Cart", 1.0),
        (None, "Catalog", 1.0),
    ]
    assert result.extra["others"] == {
        "variants": 1,
        "journeys": 1,
        "segments": [
            {"segment": "gold", "variants": 1, "journeys": 1},
            {"segment": "basic", "variants": 0, "journeys": 0},
            {"segment": None, "variants": 0, "journeys": 0},
        ],
    }


def test_none_of_the_variants_is_no_list(tables):
    with pytest.raises(UsageError, match="--top must be 1 or more"):
        ask(tables, "variants", {"top": 0})
