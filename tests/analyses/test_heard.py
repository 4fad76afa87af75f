"""The curve hears answers that are surely about a place, on the scale of scores."""

from dataclasses import replace

import pytest

from desirepath.analyses import _heard
from told import STAGES, told


def company(warehouse, book, named, *, loose=1):
    """Return customers who fill the form and rate it 5; `loose` say 1 of nothing in particular."""
    names = [f"c{n:02}" for n in range(named + loose)]
    answers = [
        {
            "customer": who,
            "at": 60,
            "score": 5,
            **({"touchpoint": "Form"} if n < named else {"score": 1}),
        }
        for n, who in enumerate(names)
    ]
    return told(warehouse, book, [(who, 0, "Form") for who in names], answers, stages=STAGES)


def heard(tables):
    rows = tables.execute(_heard._answered(tables))
    return sorted(row["felt"] for row in rows)


def test_where_ten_name_a_touchpoint_answers_that_only_followed_it_do_not_speak_for_it(
    warehouse, book
):
    assert heard(company(warehouse, book, 10)) == [1] * 10


def test_where_fewer_name_it_all_speak(warehouse, book):
    assert heard(company(warehouse, book, 9)) == [-1, *[1] * 9]


@pytest.mark.parametrize(("slope", "felt"), [(0.5, -0.8), (0.1, 0.2)])
def test_a_text_alone_is_brought_to_the_scale_of_scores_where_texts_follow_them(
    warehouse, book, slope, felt
):
    tables = company(warehouse, book, 40, loose=0)
    answers = tables.answers
    number = answers.feedback_id.substr(1).cast("int32")
    score = (number % 5) / 2 - 1
    alone = number == 40
    answers = answers.mutate(
        score_valence=alone.ifelse(None, score),
        text_valence=alone.ifelse(0.2, 0.6 + slope * score),
    )
    (own,) = tables.execute(
        _heard._answered(replace(tables, answers=answers)).filter(lambda t: t.j1 == t.j1.max())
    )
    assert own["felt"] == pytest.approx(felt)
