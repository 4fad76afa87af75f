"""Ratings: which question, which scale, what is no rating."""

import pytest

from desirepath.errors import UsageError
from desirepath.imports.answers import _scale, parse_scale

RATED = "customer_id,touchpoint,score,comment\n"


def test_nps_is_recognised_by_name_and_eleven_is_no_promoter(desk):
    rows = "\n".join(f"{n},{value}" for n, value in enumerate([0, 6, 7, 9, 10, 11, 10, 8, 5, 11]))
    report = desk.bring("RESPNUM,NETPRO\n" + rows)
    answers = desk.rows("feedback")
    assert {row["instrument"] for row in answers} == {"nps"}
    assert [row["score"] for row in answers].count(None) == 2
    assert {(row["scale_min"], row["scale_max"]) for row in answers} == {(0.0, 10.0)}
    assert report["accepted"] == 10
    assert any(note.startswith('2 ratings of "NETPRO" are outside') for note in report["notes"])


def test_a_rating_outside_its_scale_keeps_its_text(desk):
    desk.bring(RATED + "c1,Checkout,9,too slow\nc2,Checkout,4,\n", scale="1-5")
    assert desk.column("feedback", "score", "text") == [(None, "too slow"), (4.0, None)]


@pytest.mark.parametrize(
    ("values", "instrument", "expected"),
    [
        ({5.0: 40, 4.0: 30, 1.0: 9}, "rating", (1, 5)),
        ({5.0: 40, 4.0: 30, 0.0: 9}, "rating", (0, 5)),
        ({7.0: 40, 4.0: 30, 1.0: 9}, "ces", (1, 7)),
        ({10.0: 40, 4.0: 30, 1.0: 9}, "rating", (1, 10)),
        ({10.0: 40, 4.0: 30, 0.0: 9}, "rating", (0, 10)),
        ({95.0: 40, 40.0: 30}, "csat", (0, 100)),
        ({5.0: 400, 99.0: 3}, "csat", (1, 5)),
        ({9.0: 4}, "nps", (0, 10)),
        ({0.2: 40, 0.9: 12}, "rating", (0, 1)),
    ],
)
def test_the_scale_is_the_narrowest_usual_one(values, instrument, expected):
    assert _scale(values, instrument)[0] == expected


def test_a_scale_from_few_answers_is_called_a_guess(desk):
    report = desk.bring(RATED + "c1,Cart,4,\nc2,Cart,5,\n")
    assert any("a guess" in note for note in report["notes"])


@pytest.mark.parametrize(("text", "ends"), [("1-5", (1, 5)), ("0–10", (0, 10)), ("-2..2", (-2, 2))])
def test_scales_can_be_written_in_some_ways(text, ends):
    assert parse_scale(text) == ends


@pytest.mark.parametrize("text", ["5", "5-1", "a-b"])
def test_what_is_no_scale_is_wrong_usage(text):
    with pytest.raises(UsageError, match="is no scale"):
        parse_scale(text)


def test_the_users_instrument_and_scale_win(desk):
    desk.bring(RATED + "c1,Cart,4,\nc2,Cart,7,\n", instrument="ces", scale="1-7")
    assert desk.column("feedback", "instrument", "scale_max") == [("ces", 7.0)] * 2


def test_an_unknown_instrument_is_wrong_usage(desk):
    with pytest.raises(UsageError, match='no instrument "stars"'):
        desk.bring(RATED + "c1,Cart,4,\n", instrument="stars")


def test_a_question_column_is_touchpoint_and_question(desk):
    report = desk.bring(
        "RESPNUM_FK,question_code,rating_value\n1,Q7FOOD,3.0\n1,Q7ART,5.0\n2,Q7FOOD,2.0\n2,Q7ART,4.0\n"
    )
    assert report["kind"] == ["feedback"]
    assert set(desk.column("feedback", "touchpoint", "question")) == {
        ("Q7FOOD", "Q7FOOD"),
        ("Q7ART", "Q7ART"),
    }


def test_a_rating_column_is_one_question_at_all_touchpoints(desk):
    desk.bring(RATED + "c1,Cart,4,\nc1,Checkout,5,good\nc2,Cart,2,\n")
    assert set(desk.column("feedback", "question")) == {"score"}


def test_several_questions_in_a_row_are_several_answers(desk):
    desk.bring("customer_id,nps_score,csat_score,comment\nc1,9,4,fine\nc2,3,,slow\n")
    assert desk.column("feedback", "customer", "instrument", "score", "text") == [
        ("c1", "nps", 9.0, "fine"), ("c1", "csat", 4.0, None), ("c2", "nps", 3.0, "slow"),
    ]  # fmt: skip


def test_a_column_may_say_for_each_row_which_question_it_is(desk):
    desk.bring("customer_id,survey,score\nc1,nps,9\nc2,csat,4\nc3,nps,10\nc1,csat,5\n")
    assert desk.column("feedback", "instrument", "scale_max") == [
        ("nps", 10.0), ("csat", 5.0), ("nps", 10.0), ("csat", 5.0),
    ]  # fmt: skip


def test_ratings_may_be_phrases_or_stars(desk):
    desk.bring("customer_id,rating\nc1,4/5\nc2,2 stars\nc3,5 - excellent\nc4,3\n")
    assert desk.column("feedback", "score") == [4.0, 2.0, 5.0, 3.0]
    desk.bring("customer_id,rating\nc1,★★★★☆\nc2,★\n", "stars.csv")
    assert desk.column("feedback", "score")[4:] == [4.0, 1.0]


def test_a_comma_may_be_the_decimal_point(desk):
    desk.bring("customer_id;bewertung\nc1;4,5\nc2;3\n")
    assert desk.column("feedback", "score") == [4.5, 3.0]


def test_a_row_without_rating_and_text_is_quarantined(desk):
    report = desk.bring(RATED + "c1,Cart,4,\nc1,Cart,,\n")
    assert report["quarantine"] == [
        {"reason": "neither a rating nor a text", "rows": 1, "first_line": 3}
    ]


def test_texts_alone_are_comments(desk):
    desk.bring("customer_id,comment\nc1,it was nice\nc2,it was not nice\n")
    assert desk.column("feedback", "instrument", "scale_min") == [("comment", None)] * 2


def test_answers_of_nobody_are_accepted_and_said(desk):
    report = desk.bring("rating,review_text\n5,very good shoes\n1,they fell apart\n")
    assert desk.column("feedback", "customer") == [None, None]
    assert any("No column says who answered" in note for note in report["notes"])


def test_events_with_a_few_ratings_give_both(desk):
    report = desk.bring(
        "user_id,event,timestamp,rating,comment\nu1,Cart,2024-01-01,,\nu1,Delivery,2024-01-02,2,late\n"
        "u2,Cart,2024-01-01,,\nu2,NPS survey,2024-01-02,5,\n"
    )
    assert report["kind"] == ["events", "feedback"]
    assert len(desk.rows("events")) == 4
    # What the survey asked about is looked up from the journey, it is not the survey itself.
    assert desk.column("feedback", "touchpoint", "score") == [("Delivery", 2.0), (None, 5.0)]


def test_a_respondent_per_row_gives_attributes_of_the_customer_too(desk):
    report = desk.bring("RESPNUM,NETPRO,country\n1,9,US\n2,3,\n3,7,MX\n")
    assert report["kind"] == ["feedback", "customers"]
    assert desk.column("customers", "customer", "country") == [
        ("1", "US"),
        ("2", None),
        ("3", "MX"),
    ]


def test_ids_of_answers_come_from_content_and_line(desk, another_desk):
    text = RATED + "c1,Cart,4,\nc2,Cart,2,bad\n"
    desk.bring(text)
    another_desk.bring("customer_id,comment\nx,first import\n", "first.csv")
    another_desk.bring(text)
    assert (
        desk.column("feedback", "feedback_id") == another_desk.column("feedback", "feedback_id")[1:]
    )
    assert [found.split("-")[1] for found in desk.column("feedback", "feedback_id")] == ["2", "3"]


def test_a_scale_in_the_name_of_the_column_is_the_scale(desk):
    report = desk.bring("answer_id,customer_id,ces (1-7)\na1,c1,3\na2,c2,5\na3,c3,9\n")
    assert desk.column("feedback", "instrument", "scale_max", "score") == [
        ("ces", 7.0, 3.0), ("ces", 7.0, 5.0), ("ces", 7.0, None),
    ]  # fmt: skip
    assert not any("a guess" in note for note in report["notes"])
