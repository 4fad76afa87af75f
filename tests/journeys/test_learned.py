"""The workspace's own rated texts teach its sentiment, and what was learned goes with them."""

import hashlib
import json

import pytest

from answer_rows import ANN, link
from desirepath.journeys import learned

GOOD = ("rápido", "ótimo", "perfeito", "bonito", "excelente")
BAD = ("atrasado", "quebrado", "péssimo", "errado", "horrível")
THINGS = ("produto", "vendedor", "pacote", "pedido", "atendimento", "preço", "aparelho")
SCALE = {"scale_min": 1, "scale_max": 5, "language": "pt", "customer": "ann"}


def key(text):
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - the key of a text


def rated(words, score):
    return [
        {**SCALE, "score": score, "text": f"o {thing} foi {one} e {other}"}
        for thing in THINGS
        for one in words
        for other in words
        if one < other
    ]


RATED = [*rated(GOOD, 5), *rated(BAD, 1)]
ASKED = {"customer": "ann", "language": "pt", "text": "pacote excelente, muito bonito"}


def by_method(warehouse):
    rows = warehouse.rows(warehouse.table("readings").select("method", "text_key"))
    return {method: {row["text_key"] for row in rows if row["method"] == method}
            for method in {row["method"] for row in rows}}  # fmt: skip


def test_texts_of_a_language_without_a_lexicon_are_read_once_there_are_enough_ratings(
    warehouse, book
):
    (*taught, asked) = link(warehouse, book, ANN, [*RATED, ASKED])
    assert (asked["sentiment"], asked["method"]) == ("positive", "learned/1")
    assert 0.5 < asked["confidence"] <= 1
    assert {row["method"] for row in taught} == {"score + learned/1"}
    (row,) = warehouse.rows(warehouse.table("models"))
    facts = json.loads(row["facts"])
    assert (row["language"], facts["labelled"], facts["better"]) == ("pt", len(RATED), True)


def test_with_few_ratings_nothing_is_learned(warehouse, book):
    (*_, asked) = link(warehouse, book, ANN, [*RATED[:30], *RATED[-30:], ASKED])
    assert (asked["sentiment"], asked["method"]) == ("unknown", None)
    assert not warehouse.has("models")


def test_a_text_that_taught_is_read_as_if_it_had_not(warehouse, book):
    strange = {**SCALE, "score": 1, "text": "xylofone"}
    rows = link(warehouse, book, ANN, [*RATED, strange])
    assert abs(rows[-1]["text_valence"]) < 0.5
    assert rows[-1]["score_valence"] == -1


def test_the_same_labelled_texts_are_learned_once(warehouse, book, monkeypatch):
    link(warehouse, book, ANN, RATED)
    monkeypatch.setattr(learned.sentiment, "learn", None)
    from desirepath.journeys import answers

    answers.link(warehouse, book, "customer")
    assert {row["method"] for row in warehouse.rows(warehouse.table("answers"))} == {
        "score + learned/1"
    }


def test_a_person_goes_before_a_rating_and_teaches(warehouse, book):
    keys = [key(row["text"]) for row in RATED]
    turned = {key: "negative" for key, row in zip(keys, RATED, strict=True) if row["score"] == 5}
    turned |= {key: "positive" for key, row in zip(keys, RATED, strict=True) if row["score"] == 1}
    book.label("sentiment", turned)
    rows = link(warehouse, book, ANN, [*RATED, ASKED])
    assert rows[-1]["sentiment"] == "negative"
    assert rows[0]["method"] == "score + you"
    assert rows[0]["text_valence"] == pytest.approx(-2 / 3)


def test_a_text_that_is_gone_leaves_no_reading_and_no_trace_in_the_model(warehouse, book):
    from desirepath.journeys import answers

    link(warehouse, book, ANN, [*RATED, {**SCALE, "score": 1, "text": "segredo da Maria"}])
    before = by_method(warehouse)
    feedback = warehouse.table("feedback")
    warehouse.create("left", feedback.filter(feedback.text != "segredo da Maria"), temp=True)
    warehouse.create("feedback", warehouse.table("left"))
    answers.link(warehouse, book, "customer")
    after = by_method(warehouse)
    secret = key("segredo da Maria")
    assert set.union(*before.values()) - set.union(*after.values()) == {secret}
    old = {method for method in before if method.startswith(learned.PREFIX)}
    assert old.isdisjoint(after)
