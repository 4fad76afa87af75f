"""A text that names no touchpoint goes where texts that name theirs say it belongs."""

import pytest

from desirepath.analyses import ask
from told import told

HOUR = 3600


def company(named, *, text="The form was long", question="How was it?"):
    """Return customers who fill the form and look at the site an hour later; the form is asked."""
    events, feedback = [], []
    for n in range(named + 1):
        who, at = f"c{n:03}", n * 40 * 86_400
        events += [(who, at, "Form"), (who, at + HOUR, "Visit")]
        answer = {"customer": who, "at": at + 3 * HOUR, "score": 4, "text": text,
                  "question": question}  # fmt: skip
        feedback.append({**answer, "touchpoint": "Form"} if n < named else answer)
    return events, feedback


def last(warehouse, book, named, **options):
    rows = ask(told(warehouse, book, *company(named, **options)), "feedback", {}).rows
    return rows[-1], rows


def test_a_text_goes_where_answers_to_the_same_question_usually_belong(warehouse, book):
    row, rows = last(warehouse, book, 40)
    assert (row["touchpoint"], row["link"], row["unsure"]) == ("Form", "likely", False)
    assert row["link_confidence"] > 0.9
    assert row["link_seconds"] == 3 * HOUR
    assert {one["link"] for one in rows[:-1]} == {"named"}


def test_too_few_named_answers_teach_nothing(warehouse, book):
    row, _ = last(warehouse, book, 20)
    assert (row["touchpoint"], row["link"]) == ("Visit", "nearest earlier")


@pytest.mark.parametrize("text", [None, "  "])
def test_a_rating_without_words_stays_with_the_nearest_earlier_interaction(warehouse, book, text):
    row, _ = last(warehouse, book, 40, text=text)
    assert (row["touchpoint"], row["link"]) == ("Visit", "nearest earlier")
