"""The labels of the emotion curve stand beside it: on no line, no face and no other label."""

import re
from itertools import pairwise

import pytest

import drawn
import drawn_maps
from desirepath.maps import build
from desirepath.maps.layout import lay_out
from desirepath.maps.marks import Dot, Line, Words
from desirepath.maps.text import width

EVERY = drawn_maps.everything()
LINE = 1.5


def _map(felt, half=0.1):
    """Return a map of one column per mean valence, each ± half."""
    steps = [
        ("Use", f"Step {no}", 900, 60, [(f"Point {no}", "web", 900, 900)], (mean, half, 190 + no))
        for no, mean in enumerate(felt)
    ]
    ask = drawn.asker(steps, pains=[], gains=[], quotes={}, ratings=[])
    return build(ask, drawn.tables(steps, goal=None))


STEEP = {
    "zigzag": _map([-0.9, 0.9, -0.9, 0.9, -0.9, 0.9, -0.9, 0.9]),
    "fall": _map([0.9, 0.5, -0.2, -0.95, -0.9, -0.2, 0.6, 1.0]),
    "peaks": _map([0.0, 0.7, -0.7, -0.75, 0.8, 0.1, -1.0, 0.0]),
    "stairs": _map([-1.0, -1.0, 1.0, 1.0, -1.0, -1.0, 1.0, 1.0]),
    "unsure": _map([-0.5, 0.6, 0.4, -0.1, -0.1, -0.5, 0.7, -0.7, 0.9, 0.6, -1.0, 0.2], half=0.2),
}


def _box(words):
    wide = width(words.text, words.size, words.weight)
    return words.x, words.y - 9, words.x + wide, words.y + 2


def _meets(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _along(path, at_x, at_y):
    """Return places on a path of our pictures: `M`, then `C` with three pairs (de Casteljau)."""
    pieces = [
        [(float(x) + at_x, float(y) + at_y) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", part)]
        for part in path.split("C")
    ]
    end, found = pieces[0][0], []
    for piece in pieces[1:]:
        for share in (sample / 60 for sample in range(61)):
            row = [end, *piece]
            while len(row) > 1:
                row = [
                    tuple(a + (b - a) * share for a, b in zip(one, two, strict=True))
                    for one, two in pairwise(row)
                ]
            found.append(row[0])
        end = piece[-1]
    return found


def _lane(document):
    """Return the labels of the emotion lane as boxes, its curve as places, and its faces."""
    marks = lay_out(document).body
    labels = [mark for mark in marks if isinstance(mark, Words) and mark.halo == "band"]
    curve = [
        place
        for mark in marks
        if isinstance(mark, Line) and mark.gradient == "curve"
        for place in _along(mark.d, mark.x, mark.y)
    ]
    faces = [(mark.x - 10, mark.y - 10, mark.x + 10, mark.y + 10)
             for mark in marks if isinstance(mark, Dot) and mark.r > 9]  # fmt: skip
    return [_box(one) for one in labels], curve, faces


@pytest.mark.parametrize("name", [*STEEP, "plan", "two", "ratings"])
def test_no_label_lies_on_the_curve_however_steep(name):
    labels, curve, _ = _lane({**EVERY, **STEEP}[name])
    assert len(labels) >= 4
    assert len(curve) >= 61
    for left, top, right, foot in labels:
        on = [(x, y) for x, y in curve if left < x < right and top - LINE < y < foot + LINE]
        assert not on, (left, top, on[0])


@pytest.mark.parametrize("name", STEEP)
def test_no_label_lies_on_the_band_of_the_interval(name):
    labels, _, _ = _lane(STEEP[name])
    bands = [
        mark for mark in lay_out(STEEP[name]).body if isinstance(mark, Line) and mark.fill == "tint"
    ]
    assert bands
    for mark in bands:
        upper, lower = mark.d.rstrip("Z").split("L")
        tops, feet = _along(upper, mark.x, mark.y), _along(f"M{lower}", mark.x, mark.y)[::-1]
        for left, top, right, foot in labels:
            assert not any(
                left < x < right and edge < foot and top < end
                for (x, edge), (_, end) in zip(tops, feet, strict=True)
            )


@pytest.mark.parametrize("name", [*STEEP, "plan", "ratings"])
def test_no_label_lies_on_a_face_or_on_another_label(name):
    labels, _, faces = _lane({**EVERY, **STEEP}[name])
    for number, label in enumerate(labels):
        assert not any(_meets(label, face) for face in faces)
        # number and n of one point follow each other
        assert not any(_meets(label, other) for other in labels[number + 1 :])


def test_labels_keep_off_the_words_of_a_moment_of_truth():
    marks = lay_out(EVERY["plan"]).body
    moments = [_box(mark) for mark in marks if isinstance(mark, Words) and mark.halo == "soft"]
    labels, _, _ = _lane(EVERY["plan"])
    assert moments
    assert not any(_meets(label, words) for label in labels for words in moments)


def test_labels_stand_in_the_lane_and_keep_their_usual_place_where_it_is_free():
    level = lay_out(_map([0.2, 0.2, 0.2, 0.2]))
    heights = {m.y for m in level.body if isinstance(m, Words) and m.halo == "band"}
    assert len(heights) == 1
    for document in STEEP.values():
        layout = lay_out(document)
        lane = next(row for row in layout.rows if row.id == "emotion")
        for mark in layout.body:
            if isinstance(mark, Words) and mark.halo == "band":
                assert lane.y < mark.y - 9
                assert mark.y + 2 < lane.y + lane.h
