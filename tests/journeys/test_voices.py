"""Answers carry what their texts say, and what a person says about a text goes before it."""

import hashlib
import json

from answer_rows import ANN, link

TOLD = [
    {"customer": "ann", "language": "en", "text": "Thank you, done in a few minutes!"},
    {"customer": "ann", "language": "en", "text": "Where is my parcel?"},
    {"customer": "ann", "language": "pt", "text": "Obrigado, recomendo"},
    {"customer": "ann", "score": 3, "scale_min": 1, "scale_max": 5},
]


def emotions(row):
    return row["emotions"] and [one["emotion"] for one in json.loads(row["emotions"])]


def test_each_answer_says_what_its_text_says_and_nothing_in_a_language_that_is_not_read(
    warehouse, book
):
    rows = link(warehouse, book, ANN, TOLD)
    assert [(emotions(row), row["effort"], row["actionability"]) for row in rows] == [
        (["gratitude"], "low", "praise"),
        ([], None, "needs response"),
        (None, None, None),
        (None, None, None),
    ]


def test_a_person_names_what_was_not_read(warehouse, book):
    keys = [hashlib.md5(row["text"].encode()).hexdigest() for row in TOLD[:3]]  # noqa: S324
    book.label("emotion", {keys[0]: "none", keys[2]: "gratitude"})
    book.label("actionability", {keys[0]: "none"})
    book.label("effort", {keys[1]: "high"})
    rows = link(warehouse, book, ANN, TOLD)
    assert [(emotions(row), row["effort"], row["actionability"]) for row in rows] == [
        ([], "low", None),
        ([], "high", "needs response"),
        (["gratitude"], None, None),
        (None, None, None),
    ]
