"""Wrapping by the width table: nothing is wider than its room, nothing is lost unsaid."""

from hypothesis import given
from hypothesis import strategies as st

from desirepath.maps.text import ELLIPSIS, beside, ellipsize, width, wrap

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=120)


@given(words, st.integers(40, 200), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text, room, lines):
    wrapped, cut = wrap(text, 12, room, lines=lines)
    assert len(wrapped) <= lines
    assert all(width(line, 12) <= room for line in wrapped)
    if cut:
        assert wrapped[-1].endswith(ELLIPSIS)


@given(words, st.integers(40, 200))
def test_text_that_is_not_cut_is_there_letter_by_letter(text, room):
    wrapped, cut = wrap(text, 12, room, lines=999)
    assert not cut
    assert "".join("".join(wrapped).split()) == "".join(text.split()).replace("\x00", "")


@given(words, st.integers(60, 200), st.integers(10, 40))
def test_the_last_line_leaves_room_for_what_stands_beside_it(text, room, free):
    lines, _ = beside(text, 12, room, free)
    assert len(lines) <= 2
    assert all(width(line, 12) <= room for line in lines)
    assert not lines or width(lines[-1], 12) <= room - free + 1e-9


def test_long_technical_names_break_where_they_can():
    lines, cut = wrap("app.loan-offer.viewed", 12, 80, lines=3)
    assert lines == ["app.loan-", "offer.viewed"]
    assert not cut


def test_an_ellipsis_stands_for_what_was_cut():
    assert ellipsize("Checkout", 12, 500) == "Checkout"
    assert ellipsize("A very long name indeed", 12, 60) == "A very l…"


def test_widths_are_those_of_the_shipped_font():
    assert width("0", 1000) == width("1", 1000)  # tabular figures
    assert width("Inter", 12) == 25.932
