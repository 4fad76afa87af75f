"""The workbook, read by openpyxl: numbers are numbers, text is text, evidence is complete."""

import io
from copy import deepcopy

import openpyxl
import pytest

import drawn_maps
from desirepath.exports._page.cells import proofs
from desirepath.exports.xlsx import workbook

EVERY = drawn_maps.everything()
SHEETS = ["Map", "Steps", "Touchpoints", "Pains", "Quotes", "Metrics", "Evidence"]


def read(document):
    return openpyxl.load_workbook(io.BytesIO(workbook(document)))


def table(book, name):
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", EVERY)
def test_there_are_seven_sheets_and_no_formula_or_link_in_any(name):
    book = read(EVERY[name])
    assert book.sheetnames == SHEETS
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}, (sheet.title, cell.coordinate)
                assert cell.hyperlink is None


def test_steps_and_touchpoints_hold_the_exact_numbers():
    document = EVERY["plan"]
    book = read(document)
    expected = [
        (stage["name"], step["name"], step["journeys"])
        for stage in document["stages"]
        for step in stage["steps"]
    ]
    steps = table(book, "Steps")
    assert [(row["Stage"], row["Step"], row["Journeys"]) for row in steps] == expected
    identity = next(row for row in steps if row["Step"] == "Proves identity")
    assert identity["Emotion n"] == 1126
    assert identity["Emotion, −1 to 1"] == pytest.approx(-0.74, abs=0.02)
    points = {row["Touchpoint"]: row for row in table(book, "Touchpoints")}
    assert points["ID photo"]["Contacts"] == 9120
    assert len(points) == sum(
        len(step["touchpoints"]) for stage in document["stages"] for step in stage["steps"]
    )


def test_pains_stand_by_rank_and_cost_is_a_number():
    pains = table(read(EVERY["plan"]), "Pains")
    assert [row["Rank"] for row in pains[:3]] == [1, 2, 3]
    assert (pains[0]["Pain"], pains[0]["Cost in journeys"]) == ("ID photo more than once", 809)
    assert (pains[0]["Cost low"], pains[0]["Cost high"]) == (690, 929)


def test_who_leaves_has_no_cost_but_what_there_is_to_win_at_most():
    document = deepcopy(EVERY["plan"])
    lane = next(lane for lane in document["lanes"] if lane["id"] == "pains")
    first = min(lane["cells"], key=lambda cell: cell["content"].get("rank") or 99)["content"]
    first |= {"cost": None, "cost_low": None, "cost_high": None, "basis": "bound", "bound": 45.4}
    row = table(read(document), "Pains")[0]
    assert (row["Cost in journeys"], row["At most to win"], row["Basis"]) == (None, 45.4, "bound")


@pytest.mark.parametrize("name", EVERY)
def test_every_claim_of_the_map_is_in_the_evidence(name):
    evidence = table(read(EVERY[name]), "Evidence")
    claims = [claim for _, claim in proofs(EVERY[name])]
    rows = [row for row in evidence if row["Class"]]
    assert len(rows) == len(claims)
    assert [row["Digest"] or "" for row in rows] == [claim.get("digest") or "" for claim in claims]
    for row, claim in zip(rows, claims, strict=True):
        if isinstance(claim.get("value"), int | float):
            assert row["Value"] == pytest.approx(claim["value"])


def test_text_that_looks_like_a_formula_is_text():
    document = drawn_maps.phone_plan(title="=1+1")
    stage, *others = document["stages"]
    stage = {**stage, "name": "{=1+1}", "steps": [{**stage["steps"][0], "name": "=cmd|'/c'!A1"}]}
    book = read({**document, "stages": [stage, *others]})
    assert book["Map"]["A1"].value == "=1+1"
    assert book["Map"]["A1"].data_type == "s"
    first = book["Steps"][2]
    assert [cell.value for cell in first[:2]] == ["{=1+1}", "=cmd|'/c'!A1"]
    assert {cell.data_type for cell in first[:2]} == {"s"}


def test_the_map_sheet_has_a_column_per_step_and_a_row_per_lane():
    document = EVERY["written"]
    sheet = read(document)["Map"]
    heads = [cell.value for cell in sheet[7]]
    assert heads[0] == "Step"
    assert heads[1:] == [step["name"] for stage in document["stages"] for step in stage["steps"]]
    lanes = [row[0].value for row in sheet.iter_rows(min_row=8)]
    assert lanes == [lane["title"] for lane in document["lanes"]]
    owner = lanes.index("Owner") + 8
    said = [cell.value for cell in sheet[owner][1:] if cell.value]
    assert said == ["Priya Shah, Checkout\n(measured)"]


def test_the_same_document_gives_the_same_bytes():
    assert workbook(EVERY["plan"]) == workbook(EVERY["plan"])
