"""Quotes: telling ones, other words at every step where there is a choice, and where from."""

import pytest

import drawn
from desirepath.maps import build
from desirepath.maps.quoted import captions, scored

BLAND = "Could be a bit quicker, otherwise fine."
TELLING = "Three calls and two letters until somebody looked at my order."


def _asker(said):
    """Return `ask` with these answers: id, touchpoint, text and valence of each."""
    plain = drawn.asker()
    rows = plain("feedback", {}).rows[:1]

    def ask(name, options):
        result = plain(name, options)
        if name != "feedback":
            return result
        made = [
            {**rows[0], "feedback_id": id_, "touchpoint": about, "text": text, "valence": valence}
            for id_, about, text, valence in said
        ]
        return type(result)(**{**vars(result), "rows": tuple(made)})

    return ask


def _first(said):
    """Return the quote that is drawn at each step."""
    document = build(_asker(said), drawn.tables())
    cells = next(lane for lane in document["lanes"] if lane["id"] == "quotes")["cells"]
    return {cell["step"]: cell["content"]["quotes"][0] for cell in cells}


def test_no_two_steps_are_drawn_with_the_same_words_where_there_is_a_choice():
    said = [
        ("A-1", "Payment", BLAND, -0.3),
        ("A-2", "ID photo", BLAND, -0.75),
        ("A-3", "ID photo", "It was not so good, I would say, on the whole.", -0.7),
        ("A-4", "SIM set-up", f" {BLAND} ", -0.45),
    ]
    first = _first(said)
    assert first["proves-identity"]["id"] == "A-3"
    # these two have nothing else to show
    assert first["pays"]["text"] == BLAND
    assert first["activates-the-sim"]["text"].strip() == BLAND
    assert first == _first(said[::-1])


@pytest.mark.parametrize(
    ("text", "valence"),
    [(BLAND, -0.3), ("It was good for me, I have nothing to say against it.", 0.6)],
)
def test_a_telling_answer_of_the_mood_of_the_step_is_drawn_first(text, valence):
    said = [("A-1", "Payment", text, valence), ("A-2", "Payment", TELLING, -0.6)]
    assert _first(said)["pays"]["id"] == "A-2"


@pytest.mark.parametrize(
    ("quote", "text"),
    [({"instrument": "csat", "score": 2.0, "scale": "1-5"}, "CSAT 2 of 5"),
     ({"instrument": "nps", "score": 0.0, "scale": "0-10"}, "NPS 0 of 10"),
     ({"instrument": "rating", "score": -1.5, "scale": "-2-2"}, "Rating −1.5 (−2 to 2)"),
     ({"instrument": "rating", "score": 4, "scale": None}, "Rating 4"),
     ({"instrument": "comment", "score": None, "scale": None}, "Comment"),
     ({"instrument": "Diary", "score": "often"}, "Diary"),
     ({}, "Comment")],
)  # fmt: skip
def test_a_caption_names_the_question_and_the_score_on_its_scale(quote, text):
    assert scored(quote) == text


def test_a_caption_has_the_day_and_what_nobody_recorded_says_so():
    quote = {"instrument": "ces", "score": 6, "scale": "1-7", "time": "2026-09-01T10:00:00Z"}
    assert captions(quote) == ("CES 6 of 7, 1 Sep 2026", "CES 6 of 7")
    assert captions(quote, assumed=True) == ("assumed",)
