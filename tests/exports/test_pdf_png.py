"""The printed map: A3, the shipped Inter, everything that says whose map it is; one sheet or more.

Read by pypdf and by hand, so that no tool of the system can be missing.
"""

import io
import re
import struct

import pytest
from pypdf import PdfReader

import drawn_maps
from desirepath.exports import pdf, png, save
from desirepath.exports._page.sheets import one_sheet, sheets
from desirepath.exports._page.words import identity

EVERY = drawn_maps.everything()
A3 = (1190.55, 841.89)  # points


def opened(document, tmp_path):
    return PdfReader(io.BytesIO(save(document, tmp_path / "map.pdf").read_bytes()), strict=True)


def fonts(reader):
    found = set()
    for page in reader.pages:
        stack = [page["/Resources"].get_object()]
        while stack:
            resources = stack.pop()
            for font in (resources.get("/Font") or {}).values():
                name = font.get_object()["/BaseFont"]
                found.add(re.sub(r"^/[A-Z]{6}\+", "", name))
            for form in (resources.get("/XObject") or {}).values():
                inner = form.get_object().get("/Resources")
                if inner is not None:
                    stack.append(inner.get_object())
    return found


@pytest.mark.parametrize("name", EVERY)
def test_each_map_is_a3_landscape_in_inter(tmp_path, name):
    reader = opened(EVERY[name], tmp_path)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(A3, abs=0.1)
    used = fonts(reader)
    assert {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"} <= used
    if name != "long":  # it has Japanese words, which the fonts of the system write
        assert used == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}
    assert reader.metadata.title == EVERY[name]["title"]


def words_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_sheet_says_whose_map_it_is_of_when_and_how_it_is_known(tmp_path):
    document = EVERY["written"]
    said = words_of(opened(document, tmp_path))
    foot = said[said.rindex(document["title"]) :]
    for words in ("Maya, the switcher", "23 Aug – 20 Nov 2026", "% measured", "pain_cost/1"):
        assert words in foot
    assert f"map {identity(document)}" in said
    assert "page 1 of 1" in said
    assert "Synthetic example data" in said
    for stage in document["stages"]:
        assert stage["name"] in said


def test_more_steps_than_a_sheet_holds_go_on_at_the_same_size():
    document = drawn_maps.long_map(steps=40)
    pages = sheets(document)
    reader = PdfReader(io.BytesIO(made(pdf, document)))
    assert len(pages) == len(reader.pages) == 3
    said = [" ".join(page.extract_text().split()) for page in reader.pages]
    for stage in document["stages"]:
        assert sum(stage["name"] in text for text in said) == 1, "a stage stands on one sheet"
    for number, text in enumerate(said, 1):
        assert f"page {number} of 3" in text
        assert text.count("Touchpoints") == 1
    part = re.compile(r'width="([\d.]+)" height="[\d.]+" preserve\S+ viewBox="\S+ \S+ (\S+) ')
    sizes = [found for page in pages for found in part.findall(page.svg)]
    assert len(sizes) == 4 * len(pages)
    assert {round(float(wide) / float(box), 2) for wide, box in sizes} == {0.68}


def test_a_map_that_is_too_tall_is_cut_between_lanes():
    document = drawn_maps.phone_plan()
    pains = next(lane for lane in document["lanes"] if lane["id"] == "pains")
    tall = {**document, "lanes": [{**pains, "id": f"pains{no}"} for no in range(24)]}
    pages = sheets(tall)
    assert len(pages) > 1
    labels = [page.svg.count(">Pains</text>") for page in pages]
    assert sum(labels) == 24, "no lane is lost, none stands twice"
    assert min(labels) > 0


def made(module, document):
    held = []

    class Out:
        write_bytes = held.append

    module.write(document, Out())
    return held[0]


def size_of(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


def test_the_picture_is_a3_at_200_pixels_an_inch():
    assert size_of(made(png, EVERY["plan"])) == (3307, 2339)


def test_a_longer_map_gives_a_wider_picture_not_smaller_text():
    document = drawn_maps.long_map(steps=40)
    wide, tall = size_of(made(png, document))
    assert wide > 2 * 3307
    assert tall == 2339
    assert one_sheet(document).width > 2 * 420


def test_text_of_the_data_is_neither_markup_of_the_picture_nor_source_of_the_page(tmp_path):
    evil = '"); #panic("x") <script>$x^2$</script> #read("/etc/passwd")'
    reader = opened(drawn_maps.phone_plan(title=evil), tmp_path)
    assert reader.metadata.title == evil
    assert "#panic" in words_of(reader)


@pytest.mark.parametrize("module", [pdf, png])
def test_the_same_document_gives_the_same_file(module):
    assert made(module, EVERY["plan"]) == made(module, EVERY["plan"])


@pytest.mark.parametrize("name", ["plan", "long"])
def test_the_foot_of_a_sheet_says_in_full_how_a_cost_is_computed(name):
    document = {**EVERY[name], "title": "From the first visit to the advice of a friend " * 4}
    assert all("pain_cost/1), 95 % interval.<" in sheet.svg for sheet in sheets(document))
