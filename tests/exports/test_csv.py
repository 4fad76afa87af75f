"""The grid: what people read in a spreadsheet, and nothing that a spreadsheet computes."""

import csv
import io

import pytest

import drawn_maps
from desirepath.exports import save
from desirepath.exports._page.cells import safe
from desirepath.exports.csv import grid

EVERY = drawn_maps.everything()
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("x")']


def rows(document):
    return list(csv.DictReader(io.StringIO(grid(document), newline="")))


@pytest.mark.parametrize("name", EVERY)
def test_there_is_a_row_for_each_step_and_two_columns_for_each_lane(name):
    document = EVERY[name]
    found = [row for row in rows(document) if row["Step"]]
    assert [(row["Stage"], row["Step"]) for row in found] == [
        (safe(stage["name"]), safe(step["name"]))
        for stage in document["stages"]
        for step in stage["steps"]
    ]
    for row in found:
        assert None not in row
        assert {lane["title"] for lane in document["lanes"]} <= set(row)


@pytest.mark.parametrize("name", EVERY)
def test_every_cell_with_words_says_how_it_is_known(name):
    for row in rows(EVERY[name]):
        for lane in EVERY[name]["lanes"]:
            known = row[f"{lane['title']}: evidence"]
            assert bool(row[lane["title"]]) <= bool(known)
            assert set(known.split(", ")) <= {"measured", "inferred", "assumed", ""}


def test_numbers_stay_numbers_and_words_say_what_the_map_says():
    document = EVERY["plan"]
    row = next(row for row in rows(document) if row["Step"] == "Proves identity")
    assert row["Journeys"] == "6794"
    assert row["Emotion"].startswith("Emotion −1.5 (")
    assert row["Emotion"].endswith("n 1\u202f126")
    assert "ID photo: 9\u202f120 contacts" in row["Touchpoints"]
    assert row["Pains"].startswith("1. ID photo more than once\n809 lost (690 to 929)")
    assert row["Pains: evidence"] == "measured"


def test_what_belongs_to_a_whole_stage_stands_in_a_row_without_a_step():
    whole = [row for row in rows(EVERY["written"]) if not row["Step"]]
    assert [(row["Stage"], row["Owner"]) for row in whole] == [("Purchase", "Priya Shah, Checkout")]


@pytest.mark.parametrize("words", EVIL)
def test_text_that_would_be_computed_gets_an_apostrophe(words):
    assert safe(words) == f"'{words}"
    document = drawn_maps.phone_plan()
    stage, *others = document["stages"]
    step = {**stage["steps"][0], "name": words}
    evil = {**document, "stages": [{**stage, "name": words, "steps": [step]}, *others]}
    first = rows(evil)[0]
    assert first["Stage"] == first["Step"] == f"'{words}"
    every = [cell for row in csv.reader(io.StringIO(grid(evil), newline="")) for cell in row]
    assert not [cell for cell in every if cell.lstrip(" ")[:1] in set("=+-@\t\r\n") - {""}]


@pytest.mark.parametrize("words", ["Cart", "a=b", "−1", "1-2", "", "“=1”"])
def test_other_text_stays_as_it_is(words):
    assert safe(words) == words


def test_spreadsheets_are_told_that_it_is_utf_8(tmp_path):
    data = save(EVERY["plan"], tmp_path / "map.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfStage,Step,")
    assert data.count(b"\r\n") > 11
    assert b"\r\r" not in data
