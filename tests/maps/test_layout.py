"""The picture: everything on the sheet, nothing folded without saying so, and fast."""

import time

import pytest

import drawn_maps
from desirepath.maps.frame import NARROW
from desirepath.maps.layout import lay_out
from desirepath.maps.marks import Box, Sign, Words
from desirepath.maps.text import width

EVERY = drawn_maps.everything()


def _left(mark):
    size = width(mark.text, mark.size, mark.weight)
    return mark.x - {"start": 0, "middle": size / 2, "end": size}[mark.anchor]


@pytest.mark.parametrize("name", EVERY)
def test_all_texts_lie_on_the_sheet(name):
    layout = lay_out(EVERY[name])
    body = layout.width - layout.label_width
    for mark in layout.body:
        if isinstance(mark, Words) and not mark.turn:
            assert _left(mark) >= 0
            assert _left(mark) + width(mark.text, mark.size, mark.weight) <= body + 0.5, mark
            assert 0 < mark.y < layout.height
    for mark in layout.labels:
        if isinstance(mark, Words):
            assert _left(mark) + width(mark.text, mark.size, mark.weight) <= layout.label_width


@pytest.mark.parametrize("name", EVERY)
def test_no_type_is_smaller_than_ten_pixels(name):
    layout = lay_out(EVERY[name])
    sizes = {mark.size for mark in (*layout.body, *layout.labels) if isinstance(mark, Words)}
    assert min(sizes) >= 10


def test_columns_are_wide_enough_and_short_maps_not_too_wide():
    assert lay_out(EVERY["long"]).grid.column_width == NARROW >= 122
    assert lay_out(EVERY["one"]).width < 600
    assert lay_out(EVERY["two"]).width < 900


def test_folded_touchpoints_are_counted():
    layout = lay_out(EVERY["plan"])
    texts = [mark.text for mark in layout.body if isinstance(mark, Words)]
    assert "+2 more" in texts
    assert "1\u202f740" in texts  # what the two folded ones hold: 1 430 + 310


def test_bars_grow_with_the_square_root():
    layout = lay_out(EVERY["plan"])
    bars = [mark for mark in layout.body if isinstance(mark, Box) and mark.fill == "bar"]
    longest = max(bar.w for bar in bars)
    basket = sorted(bars, key=lambda bar: (bar.x, bar.y))
    expected = longest * (11_300 / 27_504) ** 0.5
    assert any(abs(bar.w - expected) < 0.2 for bar in basket)


def test_a_hit_names_a_part_of_the_document():
    document = EVERY["plan"]
    for hit in lay_out(document).hits:
        part = document
        for key in hit.path.split("#")[0].split("."):
            part = part[int(key)] if isinstance(part, list) else part[key]
        assert part["evidence"]


def test_a_map_without_answers_says_what_is_missing_and_what_to_do():
    texts = [m.text for m in lay_out(EVERY["unanswered"]).body if isinstance(m, Words)]
    assert any("desirepath import answers.csv" in text for text in texts)


def test_the_line_of_visibility_stands_above_what_customers_do_not_see():
    layout = lay_out(EVERY["plan"])
    line = next(m for m in layout.labels if isinstance(m, Words) and m.text == "Line of visibility")
    rows = {row.id: row for row in layout.rows}
    assert rows["solutions"].y < line.y < rows["backstage"].y


def test_moments_of_truth_are_marked_in_the_emotion_lane():
    signs = [m for m in lay_out(EVERY["plan"]).body if isinstance(m, Sign) and m.name == "diamond"]
    assert len(signs) == 2


def test_assumptions_are_watermarked():
    def marked(name):
        return any(isinstance(m, Words) and m.turn for m in lay_out(EVERY[name]).body)

    assert marked("written")
    assert not marked("plan")


def test_the_longest_map_is_laid_out_within_a_fifth_of_a_second():
    lay_out(EVERY["long"])
    start = time.process_time()
    lay_out(EVERY["long"])
    assert time.process_time() - start < 0.2
