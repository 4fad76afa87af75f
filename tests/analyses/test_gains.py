"""Gains are what is liked more than the rest, and promises kept."""

import pytest

from desirepath.analyses import ask
from told import STAGES, deliveries, told


def ratings(touchpoint, scores, **more):
    return [
        {"customer": f"{touchpoint}{n}", "touchpoint": touchpoint, "score": score, **more}
        for n, score in enumerate(scores)
    ]


def test_a_touchpoint_rated_better_than_the_others_is_a_gain(warehouse, book):
    tables = told(warehouse, book, [], [
        *ratings("Shop", [5, 5, 4, 5, 5, 4, 5, 3]), *ratings("Call", [2, 1, 3, 4, 2, 1, 2, 3]),
    ])  # fmt: skip
    rows = ask(tables, "gains", {}).rows
    assert [(row["touchpoint"], row["signal"], row["against"]) for row in rows] == [
        ("Shop", "high-score", "elsewhere")
    ]
    row = rows[0]
    assert row["lift"] == pytest.approx((36 / 8 - 18 / 8) / 2)
    assert (row["affected"], row["n"], row["trait"]) == (7, 16, "rated 4–5 of 5")
    assert 0 < row["low"] < row["lift"] < row["high"]


def test_scales_are_not_mixed_and_alone_a_touchpoint_is_held_against_neutral(warehouse, book):
    tables = told(warehouse, book, [], [
        *ratings("Shop", [5, 5, 4, 5, 5, 4]),
        *ratings("Call", [1, 2, 0, 1, 2, 3], instrument="nps", scale=(0, 10)),
    ])  # fmt: skip
    rows = ask(tables, "gains", {}).rows
    assert [(row["touchpoint"], row["against"]) for row in rows] == [("Shop", "neutral")]
    assert rows[0]["lift"] == pytest.approx((28 / 6 - 1) / 2 - 1)


def test_a_promise_kept_is_a_gain_over_the_late_ones(warehouse, book):
    events, feedback = deliveries([(80, 5), (20, 2)], [(30, 1), (10, 4)])
    tables = told(warehouse, book, events, feedback, goal="Paid", stages=STAGES)
    row = next(row for row in ask(tables, "gains", {}).rows if row["signal"] == "on-time")
    assert (row["affected"], row["n"], row["against"]) == (100, 140, "late")
    assert row["lift"] == pytest.approx((4.4 - 1.75) / 2)
    assert row["id"] == "delivered-on-time-delivered"


def test_without_answers_nothing_stands_out(warehouse, book):
    result = ask(told(warehouse, book, [("ann", 0, "Cart")], []), "gains", {})
    assert result.rows == ()
    assert result.notes
