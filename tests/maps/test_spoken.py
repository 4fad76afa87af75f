"""What the picture says of itself stands in both languages; words of people are left alone."""

from itertools import pairwise

import drawn_maps
from desirepath import registry
from desirepath.maps import layout
from desirepath.maps.frame import LABEL
from desirepath.maps.marks import Words
from desirepath.maps.spoken import words
from desirepath.maps.text import width

EVERY = drawn_maps.everything()
CLOSE = 12
"""Pixels from one line of a label to the next."""


def test_every_row_of_ours_and_every_empty_one_has_german_words():
    lanes = [registry.load("lanes", name) for name in registry.names("lanes")]
    said = {text for lane in lanes for text in (lane.title, getattr(lane, "caption", ""))}
    said |= set(layout.EMPTY.values())
    # moments are drawn in the lane of emotion, without a caption of their own
    assert said - {"", "inferred"} <= words("de").keys()


def test_a_german_picture_names_its_rows_in_german_and_keeps_the_words_of_the_map():
    document = EVERY["plan"]
    english, german = (layout.lay_out(document, language=one) for one in ("en", "de"))
    assert [row.title for row in german.rows][:2] == ["Phasen", "Schritte"]
    assert [row.id for row in german.rows] == [row.id for row in english.rows]
    stage = document["stages"][0]["name"]
    assert stage in {mark.text for mark in german.body if isinstance(mark, Words)}
    labels = [mark for mark in german.labels if isinstance(mark, Words)]
    assert not {mark.text for mark in labels} & {"Stages", "Steps", "Pains", "Touchpoints"}


def test_german_labels_stay_in_their_column_and_apart():
    for document in EVERY.values():
        marks = layout.lay_out(document, language="de").labels
        words = [mark for mark in marks if isinstance(mark, Words) and mark.anchor != "end"]
        for mark in words:
            assert mark.x + width(mark.text, mark.size, mark.weight or 400) <= LABEL, mark.text
        for above, below in pairwise(sorted(words, key=lambda mark: mark.y)):
            assert below.y - above.y >= CLOSE, (above.text, below.text)
