"""Feedback comes verbatim, in order, with what it is about and how it was linked."""

import pytest

from desirepath.analyses import ask
from desirepath.errors import UnknownName
from told import told

EVENTS = [("ann", 0, "Cart"), ("ann", 100, "Call")]
STAGES = {"Cart": ("Purchase", "purchase-cart"), "Call": ("Support", "support-call")}
ANSWERS = [
    {"customer": "ann", "at": 200, "score": 1, "text": "=cmd|'/C calc'!A0 <b>late</b>"},
    {"customer": "ann", "at": 50, "score": 5, "instrument": "csat", "question": "q"},
    {"customer": "ann", "touchpoint": "Cart", "instrument": "comment", "text": "fine"},
]


@pytest.fixture
def tables(warehouse, book):
    return told(warehouse, book, EVENTS, ANSWERS, stages=STAGES)


def test_rows_are_ordered_by_time_then_id_and_verbatim(tables):
    found = ask(tables, "feedback", {}).rows
    fields = ("feedback_id", "time", "touchpoint", "stage", "score")
    assert [tuple(row[field] for field in fields) for row in found] == [
        ("f2", "1970-01-01T00:00:50Z", "Cart", "Purchase", 5.0),
        ("f1", "1970-01-01T00:03:20Z", "Call", "Support", 1.0),
        ("f3", None, "Cart", "Purchase", None),
    ]  # fmt: skip
    assert found[1]["text"] == ANSWERS[0]["text"]
    assert found[1]["link"] == "nearest earlier"
    assert found[1]["link_seconds"] == 100


def test_the_notes_say_how_answers_were_linked(tables):
    notes = " ".join(ask(tables, "feedback", {}).notes)
    assert "1 answers name their touchpoint" in notes
    assert "2 answers are put to the customer's nearest earlier interaction within 30 days" in notes


def test_touchpoint_stage_and_limit_choose_answers(tables):
    def ids(**options):
        return [row["feedback_id"] for row in ask(tables, "feedback", options).rows]

    assert ids(touchpoint="Cart") == ["f2", "f3"]
    assert ids(stage="Support") == ["f1"]
    assert ids(limit=1) == ["f2"]
    with pytest.raises(UnknownName, match="Cart"):
        ids(touchpoint="Crt")
    with pytest.raises(UnknownName, match="Support"):
        ids(stage="Suport")
