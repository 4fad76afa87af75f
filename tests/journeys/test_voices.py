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


SAID = {
    "gratitude": "obrigado pela ajuda do vendedor",
    "frustration": "ninguém fala e o pedido sumiu",
    "none": "o produto veio na cor azul",
}


def test_a_hundred_corrected_emotions_teach_what_the_others_feel(warehouse, book):
    texts = [f"{said} {no}" for no in range(40) for said in SAID.values()]
    rows = [{"customer": "ann", "language": "pt", "text": text} for text in texts]
    new = ["muito obrigado pela ajuda", "o pedido sumiu e ninguém fala", "veio na cor azul"]
    rows += [{"customer": "ann", "language": "pt", "text": text} for text in new]
    given = {text: name for no in range(40) for text, name in
             zip(texts[3 * no : 3 * no + 3], SAID, strict=True)}  # fmt: skip
    keys = {text: hashlib.md5(text.encode()).hexdigest() for text in given}  # noqa: S324
    book.label("emotion", {keys[text]: name for text, name in given.items()})
    found = {row["text"]: emotions(row) for row in link(warehouse, book, ANN, rows)}
    assert [found[text] for text in new] == [["gratitude"], ["frustration"], []]
    book.label("emotion", dict.fromkeys(keys.values()))
    again = {row["text"]: emotions(row) for row in link(warehouse, book, ANN, rows)}
    assert {again[text] and tuple(again[text]) for text in again} == {None}, "unlearned with them"
