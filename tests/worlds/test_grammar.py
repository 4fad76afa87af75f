"""Sentences are many, whole, and say what their labels say."""

from random import Random

import pytest

from desirepath.worlds.grammar import comment, note, themes
from desirepath.worlds.template import industries, industry


@pytest.mark.parametrize("theme", themes())
def test_a_theme_has_hundreds_of_sentences(theme):
    chance = Random(1)
    nouns = industry("telecom", 1).nouns
    said = [comment(chance, 0.9 - 1.8 * (n % 2), [theme], nouns) for n in range(1200)]
    assert len({one.text for one in said}) >= 400
    assert {one.theme for one in said} == {theme}
    assert {one.sentiment for one in said} == {"negative", "positive"}
    assert all(one.text[0].isupper() and "{" not in one.text for one in said)


@pytest.mark.parametrize("name", industries())
def test_every_industry_has_a_word_for_every_slot(name):
    chance = Random(2)
    made = industry(name, 1)
    for n in range(2000):
        make = (comment, note)[n % 2]
        said = make(chance, n % 21 / 10 - 1, themes(), made.nouns)
        assert "{" not in said.text
        assert (said.theme == "") == (said.sentiment == "neutral")


def test_themes_that_touchpoints_and_pains_name_exist():
    known = set(themes())
    for name in industries():
        made = industry(name, 1)
        assert {theme for touchpoint in made.touchpoints for theme in touchpoint.themes} <= known
        assert {pain.theme for pain in made.pains} <= known
        ids = {touchpoint.id for touchpoint in made.touchpoints}
        assert {pain.at for pain in made.pains} | {made.intervention["at"]} <= ids
        assert {pain.switch_to for pain in made.pains} - {""} <= ids
        assert {after for touchpoint in made.touchpoints for after in touchpoint.then} <= ids
