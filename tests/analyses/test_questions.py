"""Questions in texts are counted where they are asked; the shortest stand for all."""

import pytest

from desirepath.analyses import ask
from desirepath.errors import UsageError
from told import DAY, STAGES, told

EVENTS = [("ann", 0, "Visit"), ("ann", 9, "Form"), ("ann", 200 * DAY, "Paid")]


def wrote(text, place="Form", day=0):
    return {"customer": "ann", "touchpoint": place, "text": text, "at": day * DAY, "score": 3}


TOLD = [
    wrote("Where is my bill, please?"),
    wrote("Why so long?"),
    wrote("Why so long?"),
    wrote("It was fine."),
    wrote("  When does it open?  ", "Visit"),
    wrote("Is it open? I did not see.", "Visit"),
]


def test_questions_are_texts_that_end_with_a_question_mark(warehouse, book):
    (row,) = ask(told(warehouse, book, EVENTS, TOLD, stages=STAGES), "questions", {}).rows
    assert (row["theme"], row["n"], row["share"]) == (None, 4, pytest.approx(4 / 6))
    assert row["low"] < 4 / 6 < row["high"]
    assert row["quotes"] == ["Why so long?", "  When does it open?  ", "Where is my bill, please?"]
    assert row["question"] == "Why so long?"
    assert row["feedback_ids"] == ["f2", "f5", "f1"]
    assert row["touchpoints"] == [{"touchpoint": "Form", "n": 3}, {"touchpoint": "Visit", "n": 1}]


def test_they_are_counted_step_by_step_from_so_many_on(warehouse, book):
    tables = told(warehouse, book, EVENTS, TOLD, stages=STAGES)
    rows = ask(tables, "questions", {"per": "step"}).rows
    assert [(row["stage"], row["step"], row["n"], row["share"]) for row in rows] == [
        ("decision", "form", 3, 0.75)
    ]
    rows = ask(tables, "questions", {"per": "step", "least": 1}).rows
    assert [row["step"] for row in rows] == ["visit", "form"]
    with pytest.raises(UsageError, match="--least"):
        ask(tables, "questions", {"least": 0})


def test_what_more_ask_than_before_is_announced(warehouse, book):
    early = [wrote("It was fine.", day=no) for no in range(60)]
    late = [wrote("Where is it?", day=150 + no) for no in range(20)]
    found = ask(told(warehouse, book, EVENTS, [*early, *late], stages=STAGES), "questions", {})
    assert [(row["n"], row["growing"]) for row in found.rows] == [(20, True)]
    assert found.notes == ("“Where is it?” is asked more than before: 20 texts.",)


def test_no_texts_no_questions(warehouse, book):
    found = ask(told(warehouse, book, EVENTS, [wrote(None)], stages=STAGES), "questions", {})
    assert (found.rows, found.notes) == ((), ("No texts ask anything.",))
