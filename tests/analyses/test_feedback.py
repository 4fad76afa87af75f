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


def test_pages_of_answers_add_up_to_all_of_them_and_say_how_many(tables):
    everything = ask(tables, "feedback", {}).rows
    pages = [ask(tables, "feedback", {"limit": 2, "offset": at}) for at in (0, 2, 4)]
    assert [row for page in pages for row in page.rows] == list(everything)
    assert {page.extra["total"] for page in pages} == {3}
    newest = [row["feedback_id"] for row in ask(tables, "feedback", {"order": "newest"}).rows]
    assert newest == ["f1", "f2", "f3"]


def test_channel_instrument_sentiment_and_words_choose_answers(tables):
    everything = ask(tables, "feedback", {})

    def ids(**options):
        found = ask(tables, "feedback", options)
        assert found.extra["total"] == len(found.rows)
        return [row["feedback_id"] for row in found.rows]

    assert ids(instrument="csat") == ["f2"]
    assert ids(search="LATE") == ["f1"]
    for sentiment, n in everything.extra["sentiments"].items():
        wanted = [row["feedback_id"] for row in everything.rows if row["sentiment"] == sentiment]
        assert (ids(sentiment=sentiment), n) == (wanted, len(wanted))
    assert sum(everything.extra["sentiments"].values()) == 3
    channel = tables.catalog[0]["channel"]
    about = {place["name"] for place in tables.catalog if place["channel"] == channel}
    assert set(ids(channel=channel)) == {
        row["feedback_id"] for row in everything.rows if row["touchpoint"] in about
    }
    with pytest.raises(UnknownName, match="csat"):
        ids(instrument="cast")
