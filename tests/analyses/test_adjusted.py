"""A pain is looked at again between journeys that were alike before."""

from random import Random

import pytest

from desirepath.analyses import _adjusted, ask
from desirepath.analyses._adjusted import Opinion, Question
from told import DAY, STAGES, told

LATER = {"customer": "zoe", "at": 400 * DAY, "touchpoint": "Visit", "plan": "basic"}


def company(*groups, columns=None):
    """Return events of `(count, plan, repeats the form, pays)` and who they were."""
    people = [kind for count, *kind in groups for _ in range(count)]
    Random(7).shuffle(people)
    events = []
    for n, (plan, again, paid) in enumerate(people):
        names = ["Visit", "Form", *(["Form"] if again else []), *(["Paid"] if paid else [])]
        events += [
            {"customer": f"c{n:05}", "at": 3600 * n + 60 * at, "touchpoint": name, "plan": plan}
            | (columns(paid) if columns else {})
            for at, name in enumerate(names)
        ]
    return [*events, LATER]


def repeat(warehouse, book, events, **options):
    tables = told(warehouse, book, events, (), goal="Paid", stages=STAGES)
    result = ask(tables, "pains", options)
    (row,) = (row for row in result.rows if row["signal"] == "repeat")
    return row, result


# basic customers repeat more and pay less; in each plan who repeats pays as often as who does not
CONFOUNDED = [
    (120, "basic", True, True), (280, "basic", True, False),
    (60, "basic", False, True), (140, "basic", False, False),
    (80, "gold", True, True), (20, "gold", True, False),
    (320, "gold", False, True), (80, "gold", False, False),
]  # fmt: skip
# the same plans, and in each of them who repeats pays 30 points less often
HARMFUL = [
    (80, "basic", True, True), (320, "basic", True, False),
    (100, "basic", False, True), (100, "basic", False, False),
    (60, "gold", True, True), (40, "gold", True, False),
    (360, "gold", False, True), (40, "gold", False, False),
]  # fmt: skip


def test_a_difference_that_alike_journeys_do_not_show_keeps_its_cost_but_not_its_rank(
    warehouse, book
):
    row, result = repeat(warehouse, book, company(*CONFOUNDED))
    assert (row["affected"], row["others"]) == (500, 600)
    assert row["size"] == pytest.approx(380 / 600 - 200 / 500)
    assert row["cost"] == pytest.approx(500 * row["size"])
    assert row["basis"] == "explained"
    assert row["adjusted_low"] < 0 < row["adjusted_high"]
    assert row["adjusted_size"] == pytest.approx(0, abs=0.03)
    assert row["share_of_cost"] == 0
    assert row["rank"] > max(one["rank"] for one in result.rows if one["basis"] == "bound")
    assert "alike" in " ".join(result.notes)


def test_a_proven_pain_carries_what_is_left_between_alike_journeys(warehouse, book):
    row, _ = repeat(warehouse, book, company(*HARMFUL))
    assert (row["basis"], row["rank"], row["share_of_cost"]) == ("effect", 1, 1)
    # 400 basic ones fall short of one half by 0.3, 100 gold ones of nine tenths by 0.3
    assert row["adjusted_size"] == pytest.approx(0.3, abs=0.02)
    assert row["adjusted_low"] < 0.3 < row["adjusted_high"]
    assert row["adjusted_cost"] == pytest.approx(500 * row["adjusted_size"])
    assert row["adjusted_n"] == 1100
    assert row["adjusted_for"].startswith("plan, first channel, start")
    assert row["size"] > row["adjusted_size"] + 0.1


def test_what_follows_from_the_outcome_is_no_ground_for_adjusting(warehouse, book):
    events = company(*HARMFUL, columns=lambda paid: {"invoice": "sent" if paid else "none"})
    row, _ = repeat(warehouse, book, [{**event, "invoice": event.get("invoice", "none")}
                                      for event in events])  # fmt: skip
    assert row["basis"] == "effect"
    assert "plan" in row["adjusted_for"]
    assert "invoice" not in row["adjusted_for"]


def test_where_all_affected_differ_from_all_others_it_refuses(warehouse, book):
    groups = [
        (20, "basic", True, True), (180, "basic", True, False),
        (180, "gold", False, True), (20, "gold", False, False),
    ]  # fmt: skip
    row, _ = repeat(warehouse, book, company(*groups))
    assert row["basis"] == "effect"
    assert row["adjusted_size"] is None
    assert row["adjusted_for"].startswith("not adjusted: ")


def test_few_journeys_are_not_adjusted(warehouse, book):
    groups = [(2, "basic", True, True), (20, "gold", True, False), (200, "gold", False, True)]
    row, _ = repeat(warehouse, book, company(*groups))
    assert row["adjusted_for"] == "not adjusted: fewer than 30 of a kind"


def test_the_same_question_gets_the_same_opinion(warehouse, book):
    events = company(*HARMFUL)
    tables = told(warehouse, book, events, (), goal="Paid", stages=STAGES)
    assert ask(tables, "pains", {}).digest() == ask(tables, "pains", {}).digest()


def test_the_more_is_compared_the_more_an_opinion_must_show():
    names = [Question(None, place, "again", "goal") for place in range(3)]
    sizes = zip(names, (0.001, 0.02, 0.04), strict=True)
    found = {name: Opinion(size=0.1, p=p) for name, p in sizes}
    assert _adjusted.standing(found, 3) == set(names)
    assert _adjusted.standing(found, 30) == {names[0]}
    better = {names[0]: Opinion(size=-0.1, p=0.0001)}
    assert _adjusted.standing(better, 1) == set()
