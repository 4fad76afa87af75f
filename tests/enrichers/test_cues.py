"""What a text says beyond good or bad: feelings, effort, what it asks for; nothing where unsure."""

import json

import pytest

from desirepath import registry
from desirepath.enrichers import actionability, effort, emotion


def felt(text):
    return [one["emotion"] for one in emotion.read(text)]


def test_the_emotions_of_the_example_are_read():
    assert [felt(text) for text in emotion.EXAMPLE["texts"]] == emotion.EXAMPLE["expected"]


@pytest.mark.parametrize("name", ["effort", "actionability"])
def test_the_example_is_read_as_it_says(name):
    module = registry.load("enrichers", name)
    found = [reading[name] for reading in module.enrich(module.EXAMPLE["texts"])]
    assert found == module.EXAMPLE["expected"]


def test_a_feeling_that_is_denied_is_none_and_a_strong_word_weighs_more():
    assert felt("I am not happy") == []
    assert felt("I would not recommend it") == []
    (plain,), (strong,) = emotion.read("I am happy"), emotion.read("I am SO HAPPY!!")
    assert plain["intensity"] < strong["intensity"] <= 1


def test_a_word_is_whole_and_its_spelling_does_not_matter():
    assert felt("thankless") == []
    assert felt("Thank  you, I don’t understand the bill") == ["confusion", "gratitude"]


def test_the_reading_is_json_with_an_intensity_each():
    (reading,) = emotion.enrich(["Thanks, but this is ridiculous"])
    found = json.loads(reading["emotions"])
    assert {one["emotion"] for one in found} == {"gratitude", "frustration"}
    assert all(0 < one["intensity"] <= 1 for one in found)


def test_effort_that_is_both_or_neither_is_not_read():
    both, neither = effort.enrich(["Easy, but I had to call twice", "A blue parcel"])
    assert (both["effort"], neither["effort"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Why was I charged?", "needs response"),
        ("You should offer delivery in the evening", "suggestion"),
        ("...", "no content"),
        ("OK.", "no content"),
        ("The agent was not helpful", None),
    ],
)
def test_what_a_text_asks_for(text, kind):
    assert actionability.enrich([text]) == [{"actionability": kind}]
