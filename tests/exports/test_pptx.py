"""The slides, read by python-pptx: an overview, one per stage, shapes that stay on the slide."""

import io
import math
import shutil
import subprocess

import pytest
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader

import drawn_maps
from desirepath.exports._page.slide import Said, fitted, hyphened
from desirepath.exports.pptx import slides
from desirepath.maps.text import width

EVERY = drawn_maps.everything()
PIXEL = 9525


def read(document):
    return Presentation(io.BytesIO(slides(document)))


def said(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("name", EVERY)
def test_there_is_an_overview_and_a_slide_for_each_stage(name):
    document = EVERY[name]
    deck = read(document)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0] == document["title"]
    assert titles[1:] == [stage["name"] for stage in document["stages"]]
    for slide, stage in zip(list(deck.slides)[1:], document["stages"], strict=True):
        shown = "\n".join(said(slide))
        assert shown.count(" of ") >= 1
        if name != "long":  # its names are cut where they are too long
            assert all(step["name"] in shown for step in stage["steps"])


@pytest.mark.parametrize("name", EVERY)
def test_nothing_lies_outside_the_slide_or_on_the_footer(name):
    deck = read(EVERY[name])
    assert (deck.slide_width, deck.slide_height) == (Emu(1280 * PIXEL), Emu(720 * PIXEL))
    for number, slide in enumerate(deck.slides):
        rule = 684 * PIXEL
        for shape in slide.shapes:
            where = (number, shape.name, shape.has_text_frame and shape.text_frame.text)
            assert shape.left >= 0, where
            assert shape.top >= 0, where
            assert shape.left + shape.width <= deck.slide_width, where
            if shape.top < rule:
                assert shape.top + shape.height <= rule + PIXEL, where


@pytest.mark.parametrize("name", EVERY)
def test_cards_of_a_slide_do_not_cover_each_other(name):
    for slide in read(EVERY[name]).slides:
        cards = [
            (s.left, s.top, s.left + s.width, s.top + s.height)
            for s in slide.shapes
            if s.has_text_frame and s.text_frame.text and s.text_frame.margin_left == 9 * PIXEL
        ]
        for place, (left, top, right, bottom) in enumerate(cards):
            for x1, y1, x2, y2 in cards[place + 1 :]:
                assert x1 >= right or x2 <= left or y1 >= bottom or y2 <= top


def test_the_overview_shows_the_costliest_pains_in_order_as_editable_text():
    overview = said(read(EVERY["plan"]).slides[0])
    pains = [text.split("\n")[:2] for text in overview if text[:3] in {f"{n}. " for n in range(9)}]
    assert pains[0] == ["1. 809 lost", "ID photo more than once"]
    assert [text[0] for text, _ in pains] == ["1", "2", "3", "4", "5"]
    assert any("Maya, the switcher" in text for text in said(read(EVERY["written"]).slides[0]))


def test_a_stage_of_many_steps_goes_on_on_a_further_slide():
    document = drawn_maps.long_map(steps=60, touchpoints=360)
    deck = read(document)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    needed = sum(math.ceil(len(stage["steps"]) / 6) for stage in document["stages"])
    assert len(titles) == 1 + needed
    assert any(title.endswith(", continued") for title in titles)


def test_no_shape_has_a_shadow_and_no_stage_of_one_step_is_too_narrow_for_its_name():
    deck = read(EVERY["plan"])
    for slide in deck.slides:
        assert {style.get("idx") for style in slide.element.iter("{*}effectRef")} <= {"0"}
    shown = {text.partition("\n")[0] for text in said(deck.slides[0])}
    assert {stage["name"] for stage in EVERY["plan"]["stages"]} <= shown


def test_a_word_wider_than_its_column_is_broken_with_a_hyphen():
    made = hyphened("Troubleshooting article read", 11, 60)
    assert made.replace("- ", "") == "Troubleshooting article read"
    assert all(width(word, 11) <= 60 for word in made.split())
    assert hyphened("Cart", 11, 60) == "Cart"


def test_libreoffice_opens_the_slides(tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice here (Debian: apt-get install libreoffice-impress)")
    document = EVERY["plan"]
    (tmp_path / "map.pptx").write_bytes(slides(document))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "map.pptx"], check=True, capture_output=True, timeout=120)
    sheets = PdfReader(tmp_path / "map.pdf").pages
    assert len(sheets) == 1 + len(document["stages"])
    for stage, sheet in zip(document["stages"], list(sheets)[1:], strict=True):
        assert stage["name"] in " ".join(sheet.extract_text().split())


def test_signs_that_xml_forbids_and_markup_do_no_harm():
    deck = read(drawn_maps.phone_plan(title="A\x00B\x1f <b> \ufffe & c"))
    assert deck.slides[0].shapes.title.text_frame.text == "AB <b> & c"


def test_the_same_document_gives_the_same_bytes():
    assert slides(EVERY["plan"]) == slides(EVERY["plan"])


def test_text_is_cut_with_an_ellipsis_and_then_fits():
    long = "a customer who says the same again " * 9
    cut = fitted(Said(long, 12, 400, "ink", 1), 200)
    assert cut.endswith("…")
    assert width(cut, 12) <= 200
    assert fitted(Said("Cart", 12, 400, "ink", 1), 200) == "Cart"
