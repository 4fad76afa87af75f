"""Metrics follow the contract's formulas and never put different questions together."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.analyses import _intervals, ask, metrics
from desirepath.store.warehouse import Warehouse
from tiny import by_hand
from told import answered, told
from tried import tried

EVENTS = [("ann", 0, "Cart"), ("ann", 10, "Call"), ("bob", 5, "Cart")]


def answer(score, **more):
    return {"customer": "ann", "question": "q", "score": score, **more}


def rows(warehouse, book, feedback, **options):
    return ask(told(warehouse, book, EVENTS, feedback), "metrics", options).rows


def test_nps_is_promoters_less_detractors_with_the_adjusted_wald_interval(warehouse, book):
    scores = [10, 9, 9, 8, 7, 6, 0, 10, 10, 9]
    found = rows(warehouse, book, [
        answer(score, instrument="nps", scale=(0, 10)) for score in scores
    ])  # fmt: skip
    assert len(found) == 1
    row = found[0]
    assert (row["metric"], row["touchpoint"], row["n"], row["value"]) == ("nps", None, 10, 40.0)
    # p = 6.75/13, d = 2.75/13 by hand
    half = 1.959963984540054 * ((9.5 / 13 - (4 / 13) ** 2) / 13) ** 0.5
    assert (row["low"], row["high"]) == pytest.approx(
        (100 * (4 / 13 - half), 100 * (4 / 13 + half))
    )
    assert (row["formula"], row["level"], row["few"]) == ("nps/1", 0.95, True)


def test_csat_is_the_share_of_the_two_best_with_wilson(warehouse, book):
    found = rows(warehouse, book, [answer(s, instrument="csat") for s in [5, 4, 4, 3, 1]])
    assert [(row["metric"], row["n"], row["value"]) for row in found] == [("csat", 5, 0.6)]
    assert (found[0]["low"], found[0]["high"]) == pytest.approx(_intervals.wilson(3, 5))


def test_ces_is_a_mean_and_a_top_box_with_its_direction(warehouse, book):
    found = rows(warehouse, book, [
        *(answer(s, instrument="ces", scale=(1, 7), question="It was easy") for s in [7, 7, 4]),
        *(answer(s, instrument="ces", scale=(1, 7), question="How much effort was it?")
          for s in [1, 7]),
    ])  # fmt: skip
    assert [(row["metric"], row["question"], row["value"], row["direction"]) for row in found] == [
        ("ces", "It was easy", 6.0, "higher is easier"),
        ("ces", "How much effort was it?", 4.0, "lower is easier"),
        ("ces_top", "It was easy", pytest.approx(2 / 3), "higher is easier"),
        ("ces_top", "How much effort was it?", 0.5, "lower is easier"),
    ]


def test_a_mean_of_ratings_is_called_a_mean_and_questions_stay_apart(warehouse, book):
    found = rows(warehouse, book, [
        answer(5, question="food", touchpoint="Food"),
        answer(3, question="food", touchpoint="Food"),
        answer(1, question="shops", touchpoint="Shops"),
        answer(9, question="food", scale=(0, 10)),
        answer(None, question="food", touchpoint="Food"),
    ])  # fmt: skip
    fields = ("metric", "touchpoint", "question", "scale", "n", "value")
    assert {tuple(row[field] for field in fields) for row in found} == {
        ("mean", None, "food", "1-5", 2, 4.0),
        ("mean", "Food", "food", "1-5", 2, 4.0),
        ("mean", None, "shops", "1-5", 1, 1.0),
        ("mean", "Shops", "shops", "1-5", 1, 1.0),
        ("mean", None, "food", "0-10", 1, 9.0),
    }  # fmt: skip
    food = next(row for row in found if row["touchpoint"] == "Food")
    # t interval of 5 and 3 (1.41/sqrt(2)*12.7) cut to the scale
    assert (food["low"], food["high"]) == (1.0, 5.0)


def test_nps_on_another_scale_is_a_mean_and_said(warehouse, book):
    tables = told(warehouse, book, EVENTS, [answer(4, instrument="nps", scale=(1, 5))])
    result = ask(tables, "metrics", {})
    assert [row["metric"] for row in result.rows] == ["mean"]
    assert "0-10" in result.notes[0]


def test_by_gives_each_segment_its_own_rows(warehouse, book):
    found = rows(warehouse, book, [
        answer(5, area="north"), answer(1, area="south"), answer(2, area="south"), answer(3),
    ], by="area")  # fmt: skip
    assert {(row["segment"], row["n"], row["value"]) for row in found} == {
        ("north", 1, 5.0), ("south", 2, 1.5), (None, 1, 3.0),
    }  # fmt: skip


def test_without_answers_there_are_no_rows_and_a_note(warehouse, book):
    result = ask(told(warehouse, book, EVENTS, []), "metrics", {})
    assert result.rows == ()
    assert result.notes


given_answers = st.lists(
    st.tuples(
        st.sampled_from(["nps", "csat", "rating"]),
        st.sampled_from(["q1", "q2"]),
        st.sampled_from(["Cart", "Call", None]),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=30,
)


@tried(10, smaller=False)
@given(given_answers)
def test_metrics_equal_a_plain_twin(given_):
    with Warehouse(None) as warehouse:
        tables = by_hand(warehouse, EVENTS)
        feedback = [
            {"customer": "zoe", "instrument": i, "question": q, "score": s, "scale_min": 0,
             "scale_max": 10, "touchpoint": tables.codes.get(t)}
            for i, q, t, s in given_
        ]  # fmt: skip
        tables = replace(tables, answers=answered(feedback))
        found = metrics.run(tables, metrics.Params()).rows
    twin = {}
    for i, q, t, s in given_:
        for place in {t, None}:
            twin.setdefault((i, q, place), []).append(s)
    expected = {}
    for (i, q, place), scores in twin.items():
        n = len(scores)
        value = {
            "nps": 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / n,
            "csat": sum(s >= 9 for s in scores) / n,
            "rating": sum(scores) / n,
        }[i]
        expected[i if i != "rating" else "mean", q, place] = (n, pytest.approx(value))
    assert {
        (r["metric"], r["question"], r["touchpoint"]): (r["n"], r["value"]) for r in found
    } == expected
    assert max(Counter((r["metric"], r["question"], r["touchpoint"]) for r in found).values()) == 1
