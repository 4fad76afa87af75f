"""Grids of spreadsheets: both ways round, and never a table of events."""

import pytest

from desirepath.errors import UnreadableFile
from desirepath.maps import readers
from shared_fields import columns, felt, said
from shop_rows import SHOP

LANES_DOWN = """\
Moving house;Plan;;Move
Steps;Compares;Signs;Moves
Pain points;Too many tabs;"- Long form
- No help";
Emotion;🙂;-2;tired of it
Storyboard;A kitchen table;;
;;left alone;
"""
STEPS_DOWN = """\
Phase,Action,Contact points,Channel,Feelings,KPIs
Plan,Compares,"Shop (store)
Site","web, app",4,Time on page
Plan,Signs,,,2,
Move,Moves,,,5,
"""


@pytest.fixture
def read(tmp_path):
    def of(text, name="moving_house.csv"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return readers.read(file)

    return of


def test_a_row_per_lane_with_stages_above_is_read(read):
    told = read(LANES_DOWN)
    document = told.document
    assert document["title"] == "Moving house"
    assert columns(document) == [("Plan", ["Compares", "Signs"]), ("Move", ["Moves"])]
    assert said(document, emotion=False) == {
        ("Pains", "Plan", 0): "Too many tabs",
        ("Pains", "Plan", 1): "Long form\nNo help",
        ("Storyboard", "Plan", 0): "A kitchen table",
        ("Feelings in words", "Move", 0): "tired of it",
    }
    assert list(felt(document).values()) == [1.0, -2.0, None]
    assert told.report["renamed"][0]["from"] == "Pain points"
    assert told.report["left_out"][0]["what"] == "a row without a name"


def test_a_row_per_step_with_lanes_as_columns_is_read(read):
    told = read(STEPS_DOWN)
    assert told.document["title"] == "Moving house"
    assert columns(told.document) == [("Plan", ["Compares", "Signs"]), ("Move", ["Moves"])]
    assert list(felt(told.document).values()) == [1.0, -1.0, 2.0]
    assert "Emotions are read on the scale 1 to 5." in told.report["notes"]
    points = told.document["stages"][0]["steps"][0]["touchpoints"]
    assert [(point["name"], point["channel"], point["events"]) for point in points] == [
        ("Shop", "store", None),
        ("Site", None, None),
    ]
    assert [lane["id"] for lane in told.document["lanes"]] == [
        "touchpoints", "channels", "emotion", "metrics",
    ]  # fmt: skip


def test_a_stage_without_steps_gets_one_of_its_name(read):
    told = read("Lane,Plan,Move\nPains,Many tabs,Heavy boxes\n")
    assert columns(told.document) == [("Plan", ["Plan"]), ("Move", ["Move"])]
    told = read("Stage,Step,Pains\nPlan,,Many tabs\n")
    assert columns(told.document) == [("Plan", ["Plan"])]
    assert any("has no steps" in note for note in told.report["notes"])


def test_text_that_a_spreadsheet_would_compute_is_text_again(read):
    told = read("Stage,Step,Pains\n'=Plan,\"'@Sign\",\"'-2 for this\"\n'Tis,it,'tis\n")
    assert columns(told.document) == [("=Plan", ["@Sign"]), ("'Tis", ["it"])]
    assert list(said(told.document).values()) == ["-2 for this", "'tis"]


def test_a_stage_that_comes_again_is_another_one(read):
    told = read("Stage,Step,Pains\nA,x,\nB,y,\nA,z,\n")
    assert columns(told.document) == [("A", ["x"]), ("B", ["y"]), ("A (2)", ["z"])]
    assert told.report["renamed"][0]["to"] == "A (2)"


@pytest.mark.parametrize(
    "table",
    [
        SHOP,
        "stage,step,customer_id,timestamp\nPlan,Signs,c1,2024-01-01\n",
        "stage;touchpoint;time\nPlan;Signs;2024-01-01 10:00\n",
        "touchpoint,stage,channel,confidence\nCart,Purchase,web,0.9\n",
        "stage,owner,amount,close date\nWon,Ada,12,2024-01-01\n",
        "category,user,comment\nIdea,u1,more\nProblem,u2,less\n",
        "Purchase,Pays,The card is declined\nUse,Waits,\n",
        "case:concept:name,concept:name,time:timestamp\n1,Pains,2024-01-01\n",
        "just a sentence",
    ],
)
def test_a_table_of_events_is_no_map(tmp_path, table):
    file = tmp_path / "table.csv"
    file.write_text(table, encoding="utf-8")
    assert readers.recognise(file) is None
    with pytest.raises(UnreadableFile, match=r"no map that can be read.*headed Stage"):
        readers.read(file)


@pytest.mark.parametrize(
    "table", [LANES_DOWN, STEPS_DOWN, "\ufeffsep=;\nStage;Step;Pains\nA;b;c\n"]
)
def test_a_grid_is_recognised_by_what_it_says(tmp_path, table):
    file = tmp_path / "table.txt"
    file.write_text(table, encoding="utf-8")
    assert readers.recognise(file) == "csv"


def test_quotes_that_do_not_fit_are_told_with_their_line(read):
    with pytest.raises(UnreadableFile, match="line 3: the quotes of this row do not fit"):
        read('Stage,Step,Pains\nA,b,c\nA,"d,e\nA,f,g\n')


def test_cells_beyond_the_headings_are_told(read):
    told = read("Stage,Step,Pains\nA,b,c,d\n")
    assert told.report["left_out"][0]["what"] == "cells of line 2"
