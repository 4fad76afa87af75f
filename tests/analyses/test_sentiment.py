"""How texts are read is said per language, with what was measured on texts held out here."""

import pytest

from desirepath.errors import UnknownName
from filled import filled

GOOD = ("fast", "friendly", "lovely", "clear", "excellent")
BAD = ("slow", "rude", "broken", "confusing", "late")
THINGS = ("parcel", "hotline", "invoice", "advice", "app", "store", "card")
HEAD = "customer,time,touchpoint,rating,comment,language\n"


def answers(words, score, things=THINGS):
    return "".join(
        f"c{thing},2024-03-02,Delivered,{score},the {thing} was {one} and {other},en\n"
        for thing in things
        for one in words
        for other in words
        if one < other
    )


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    folder = tmp_path_factory.mktemp("taught")
    rows = (
        HEAD + answers(GOOD, 5) + answers(BAD, 1) + "x,2024-03-02,Delivered,,tudo certo aqui,pt\n"
    )
    with filled(folder, answers=rows) as workspace:
        yield workspace


def test_a_language_with_enough_ratings_is_learned_and_one_without_is_not_read(taught):
    english, portuguese = taught.analyses.sentiment().rows
    assert (english["language"], english["texts"], english["labelled"]) == ("en", 140, 140)
    assert english["method"] == "learned/1"
    assert english["macro_f1"] > english["lexicon_macro_f1"]
    assert sum(map(sum, english["confusion"])) == 140
    assert "learned from 140 of your own rated texts" in english["badge"]
    assert (portuguese["language"], portuguese["method"]) == ("pt", None)
    assert portuguese["reason"] == "0 labelled texts; 100 are needed"


def test_answers_carry_the_badge_of_their_method_in_the_notes(taught):
    result = taught.analyses.feedback(limit=1)
    assert result.rows[0]["method"] == "score + learned/1"
    assert any("learned from 140 of your own rated texts" in note for note in result.notes)


def test_a_label_of_a_person_is_in_force_at_once_and_can_be_taken_back(taught):
    before = taught.analyses.feedback(search="slow", limit=1).rows[0]
    taught.journeys.label({before["feedback_id"]: "positive"})
    (kept,) = taught.journeys.labels()
    assert (kept["value"], kept["text"], kept["answers"]) == ("positive", before["text"], 1)
    after = taught.analyses.feedback(search="slow", limit=1).rows[0]
    assert (after["text_valence"], after["method"]) == (pytest.approx(2 / 3), "score + you")
    taught.journeys.label({before["feedback_id"]: "as read"})
    assert taught.journeys.labels() == []
    assert taught.analyses.feedback(search="slow", limit=1).rows[0] == before


def test_a_label_that_there_is_not_or_of_an_unknown_answer_changes_nothing(taught):
    known = taught.analyses.feedback(limit=1).rows[0]["feedback_id"]
    for given in ({known: "angry"}, {"f-none": "positive"}):
        with pytest.raises(UnknownName):
            taught.journeys.label(given)
    assert taught.journeys.labels() == []


def test_answers_say_their_emotions_and_are_chosen_by_them(taught):
    lovely = taught.analyses.feedback(emotion="satisfaction").rows
    assert lovely
    assert all("satisfaction" in [one["emotion"] for one in row["emotions"]] for row in lovely)
    (stage,) = taught.analyses.emotions(per="stage").rows
    (felt,) = (one for one in stage["felt"] if one["emotion"] == "satisfaction")
    assert (felt["n"], stage["texts"]) == (len(lovely), 140)
    assert felt["low"] < felt["share"] == felt["n"] / 140 < felt["high"]
    with pytest.raises(UnknownName):
        taught.analyses.feedback(emotion="rage")
