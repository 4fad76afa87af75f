"""Names in one line of text."""

import pytest

from desirepath.journeys.spelling import Part, quote, split


@pytest.mark.parametrize(
    ("text", "mark", "parts"),
    [
        ("A > B", " > ", [Part("A"), Part("B")]),
        ("A>B", " > ", [Part("A>B")]),
        ('"A > B" > C', " > ", [Part("A > B", quoted=True), Part("C")]),
        ('"say ""hi""" | b', "|", [Part('say "hi"', quoted=True), Part("b")]),
        ('5" disk | b', "|", [Part('5" disk'), Part("b")]),
        ("", "|", [Part("")]),
        ("a||b", "|", [Part("a"), Part(""), Part("b")]),
    ],
)
def test_marks_split_outside_quotes_only(text, mark, parts):
    assert split(text, mark) == parts


def test_a_quoted_name_comes_back_as_it_was():
    name = 'A > "B" | C'
    assert split(quote(name), " > ") == [Part(name, quoted=True)]
