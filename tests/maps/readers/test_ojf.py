"""The Open Journey Format: stages, swimlanes, nodes, and what has no place with us."""

import json

import pytest

from desirepath.errors import UnreadableFile
from desirepath.exports.ojf import journey
from desirepath.maps import readers
from shared_fields import columns, felt, said

FILE = {
    "version": "1.0",
    "title": "A check-up",
    "persona": {"name": "Jonas"},
    "stages": [{"id": 1, "name": "Before"}, {"id": 2, "name": "There"}],
    "swimlanes": [{"id": "a", "name": "Actions"}, {"id": "i", "name": "Insights"}],
    "nodes": [
        {"id": "n1", "stageId": 1, "swimlaneId": "a", "title": "Books", "score": -5},
        {"id": "n2", "stageId": 1, "swimlaneId": "a", "title": "Waits", "sentiment": "positive"},
        {"id": "n3", "stageId": 2, "swimlaneId": "i", "title": "Slow", "purpose": "pain-point",
         "severity": "high", "description": "half an hour", "iconColor": "red"},
        {"id": "n4", "stageId": 2, "swimlaneId": "i", "stepId": "n9", "title": "Calm",
         "isMomentOfTruth": True, "blueprint": {"backstage": "Room is ready", "support": "List"}},
        {"id": "n5", "stageId": 7, "swimlaneId": "i", "title": "Nowhere"},
    ],
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def of(value, name="check-up.ojf"):
        file = tmp_path / name
        file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return readers.read(file)

    return of


def test_nodes_are_steps_cards_emotions_and_moments(read):
    told = read(FILE)
    document = told.document
    assert (document["title"], document["persona"]) == ("A check-up", "Jonas")
    assert columns(document) == [("Before", ["Books", "Waits"]), ("There", ["There"])]
    assert list(felt(document).values()) == [-2.0, 1.0, None]
    assert said(document, emotion=False) == {
        ("Moments of truth", "There", None): "Moment of truth",
        ("Pains", "There", None): "Slow\nhalf an hour\nseverity high",
        ("Insights", "There", None): "Calm",
        ("Backstage", "There", None): "Room is ready",
        ("Support processes", "There", None): "List",
    }


def test_what_has_no_place_is_told_not_dropped(read):
    left = {(one["what"], one["count"]) for one in read(FILE).report["left_out"]}
    assert left == {('"iconColor" of nodes', 1), ("nodes without a stage", 1)}


def test_the_file_is_known_by_its_content(tmp_path):
    file = tmp_path / "export.json"
    file.write_text(json.dumps(FILE), encoding="utf-8")
    assert readers.recognise(file) == "ojf"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stages": {}}, '"stages" is an object, it has to be a list'),
        ({"nodes": ["x"]}, r'"nodes\[0\]" is text'),
        ({"swimlanes": None}, '"swimlanes" is missing'),
    ],
)
def test_another_shape_is_named_by_its_place(read, change, words):
    with pytest.raises(UnreadableFile, match=words):
        read({**FILE, **change})


def test_json_that_breaks_is_named_by_its_line(read):
    with pytest.raises(UnreadableFile, match="line 3: this is broken JSON"):
        read('{"stages": [],\n"swimlanes": [],\n"nodes": oops}')
    with pytest.raises(UnreadableFile, match="nested so deep"):
        read('{"stages": [], "swimlanes": [], "nodes": ' + "[" * 90 + "]" * 90 + "}")
    with pytest.raises(UnreadableFile, match="is JSON, but no OJF map"):
        read("[1, 2]")


def test_our_own_file_has_the_fields_of_the_format(read):
    made = journey(read(FILE).document)
    assert set(made) >= {"version", "persona", "pointOfView", "stages", "swimlanes", "nodes"}
    assert {node["swimlaneId"] for node in made["nodes"]} <= {
        lane["id"] for lane in made["swimlanes"]
    }
    assert {node.get("score") for node in made["nodes"]} == {-5.0, 2.5, None}
    pain = next(node for node in made["nodes"] if node.get("purpose") == "pain-point")
    assert (pain["severity"], pain["title"]) == ("high", "Slow")
