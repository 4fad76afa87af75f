"""The picture alone: XML that any viewer opens, the same layout as the page."""

import re

import pytest
from defusedxml import ElementTree

import drawn_maps
from desirepath.exports.html import page
from desirepath.exports.svg import picture

EVERY = drawn_maps.everything()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", EVERY)
def test_it_is_xml_with_a_title_and_a_sentence_and_fixed_colours(name):
    text = picture(EVERY[name])
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == EVERY[name]["title"]
    assert root.find(f"{SVG}desc").text.startswith("A customer journey map.")
    assert "var(--" not in text
    assert "<script" not in text


def test_control_signs_in_the_data_do_not_break_the_picture():
    document = drawn_maps.phone_plan(title="A\x00B\x1f <b> \ufffe & c")
    root = ElementTree.fromstring(picture(document))
    assert root.find(f"{SVG}title").text == "AB <b>  & c"


def test_page_and_picture_draw_the_same_curve_and_texts():
    document = EVERY["plan"]
    alone, inside = picture(document), page(document)
    curves = re.findall(r'<path d="(M[^"]+C[^"]+)" fill="none" stroke="url', alone)
    assert curves
    assert all(curve in inside for curve in curves)
    for words in ("Proves identity", "ID photo more", "43\u202f% of pain cost"):
        assert words in alone
        assert words in inside


def test_synthetic_data_say_so():
    assert "Synthetic example data" in picture(EVERY["written"])
