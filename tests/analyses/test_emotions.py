"""Emotion is the mean valence with an interval that treats each customer as one draw."""

from statistics import stdev

import pytest

from desirepath.analyses import _intervals, ask
from told import told

EVENTS = [("ann", 0, "Cart"), ("ann", 1, "Pay"), ("ann", 100, "Call")]
STAGES = {
    "Cart": ("Purchase", "purchase-cart"),
    "Pay": ("Purchase", "purchase-cart"),
    "Call": ("Support", "support-call"),
}


def test_one_answer_each_gives_the_usual_t_interval(warehouse, book):
    scores = [1, 2, 5, 4, 4, 3]
    found = ask(told(warehouse, book, EVENTS, [
        {"customer": f"c{n}", "touchpoint": "Cart", "score": score}
        for n, score in enumerate(scores)
    ], stages=STAGES), "emotions", {}).rows  # fmt: skip
    valences = [(score - 1) / 2 - 1 for score in scores]
    mean = sum(valences) / 6
    half = _intervals.student(5) * stdev(valences) / 6**0.5
    row = found[0]
    assert (row["stage"], row["step"], row["touchpoint"]) == ("purchase", "purchase-cart", None)
    assert (row["n"], row["few"], row["instruments"]) == (6, True, ["rating"])
    assert (row["valence"], row["low"], row["high"]) == pytest.approx(
        (mean, mean - half, mean + half)
    )


def test_repeated_answers_of_one_customer_do_not_make_it_surer(warehouse, book):
    once = [("a", 1), ("b", 5), ("c", 4), ("d", 5)]
    found = ask(told(warehouse, book, EVENTS, [
        {"customer": who, "touchpoint": place, "score": score, "question": str(n)}
        for who, score in once
        for place, times in (("Cart", 1), ("Call", 5))
        for n in range(times)
    ], stages=STAGES), "emotions", {"per": "touchpoint"}).rows  # fmt: skip
    cart, call = found
    assert (cart["n"], call["n"], call["customers"]) == (4, 20, 4)
    assert call["valence"] == pytest.approx(cart["valence"])
    assert (call["low"], call["high"]) == pytest.approx((cart["low"], cart["high"]))


def test_rows_follow_the_map_per_step_stage_and_touchpoint(warehouse, book):
    tables = told(warehouse, book, EVENTS, [
        {"customer": "a", "touchpoint": name, "score": 5} for name in ("Call", "Pay", "Cart")
    ], stages=STAGES)  # fmt: skip

    def places(per):
        rows = ask(tables, "emotions", {"per": per}).rows
        return [(row["stage"], row["step"], row["touchpoint"], row["n"]) for row in rows]

    assert places("step") == [
        ("purchase", "purchase-cart", None, 2), ("support", "support-call", None, 1)
    ]  # fmt: skip
    assert places("stage") == [("purchase", None, None, 2), ("support", None, None, 1)]
    assert [place[2] for place in places("touchpoint")] == ["Cart", "Pay", "Call"]


def test_answers_without_valence_or_touchpoint_are_counted_in_notes(warehouse, book):
    result = ask(told(warehouse, book, EVENTS, [
        {"customer": "a", "score": 5},
        {"customer": "a", "touchpoint": "Cart", "instrument": "comment", "text": "12345"},
    ]), "emotions", {})  # fmt: skip
    assert result.rows == ()
    assert "1 answers are about no touchpoint" in " ".join(result.notes)
    assert "1 answers have neither a score nor a text" in " ".join(result.notes)
