"""`desirepath maps`, and `desirepath map` of a file that is a map already."""

import json

import pytest

import desirepath as dp
from places import ROOT

EXAMPLES = sorted((ROOT / "examples" / "maps").iterdir())
CARD = ROOT / "examples" / "maps" / "library-card.mmd"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_map_becomes_another_format_in_one_line(call, tmp_path, example):
    code, out, err = call("map", example, "-o", tmp_path / "map.html")
    assert code == 0, err
    assert "The map is in" in out
    assert example.name in err
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "assumption debt 100" in page
    assert f"Read from {example.name}" in page
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_the_answer_as_json_tells_how_it_was_read(ask, tmp_path):
    answer = ask("map", CARD, "-o", tmp_path / "map.json", "--title", "A card")
    assert answer["title"] == "A card"
    assert answer["files"][0]["steps"] == 9
    saved = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert (saved["title"], saved["kind"]) == ("A card", "told")


def test_events_are_still_events(ask, shop_file, tmp_path):
    answer = ask("map", shop_file, "-o", tmp_path / "map.json")
    assert answer["files"][0]["kind"] == ["events"]
    assert answer["coverage"]["measured"] > 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--goal", "Pays"], 2, "--goal need events"),
        (["--where", "a=b"], 2, "--where need events"),
        ([CARD], 1, "is a map already, not a file of events"),
    ],
)
def test_what_makes_no_sense_with_a_map_is_refused(call, tmp_path, words, code, said):
    got, _, err = call("map", CARD, *words, "-o", tmp_path / "map.html")
    assert (got, said in err) == (code, True), err
    assert list(tmp_path.iterdir()) == []


def test_a_map_with_a_broken_line_writes_nothing(call, tmp_path):
    broken = tmp_path / "a.mmd"
    broken.write_text("journey\nsection A\nB\n", encoding="utf-8")
    code, out, err = call("map", broken, "-o", tmp_path / "map.html")
    assert (code, out) == (1, "")
    assert "line 3" in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.mmd"]


def test_maps_are_loaded_listed_saved_and_removed(call, ask, tmp_path):
    shop = tmp_path / "shop"
    assert call("init", shop)[0] == 0
    assert ask("maps", "-w", shop) == {"maps": []}
    for _ in range(2):
        kept = ask("maps", "-w", shop, "--load", CARD)
        assert (kept["id"], kept["version"]) == ("getting-a-library-card", 1)
    again = ask("maps", "-w", shop, "--load", CARD, "--title", "Current")
    assert again["id"] != "current"
    listed = ask("maps", "-w", shop)["maps"]
    assert sorted((one["title"], one["kind"], one["versions"]) for one in listed) == [
        ("Current", "told", 1),
        ("Getting a library card", "told", 1),
    ]
    code, out, _ = call("maps", "-w", shop, kept["id"], "-o", tmp_path / "map.svg")
    assert (code, (tmp_path / "map.svg").stat().st_size > 1000) == (0, True)
    assert "Version 1" in out
    assert call("maps", "-w", shop, "--delete", kept["id"])[0] == 0
    assert [one["title"] for one in ask("maps", "-w", shop)["maps"]] == ["Current"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--load", "missing.mmd"], 1, "missing.mmd"),
        (["--delete", "nothing"], 1, 'no map "nothing"'),
        (["nothing", "-o", "map.html"], 1, 'no map "nothing"'),
        (["nothing", "-o", "map.docx"], 2, ".docx"),
        (["--title", "X"], 2, "--load"),
        (["-o", "map.html"], 2, "ID of a map"),
        (["a", "--delete", "b"], 2, "at a time"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(call, tmp_path, words, code, said):
    call("init", tmp_path / "shop")
    got, _, err = call("maps", "-w", tmp_path / "shop", *words)
    assert (got, said in err) == (code, True), err


def test_versions_are_kept_listed_compared_and_restored(ask, call, tmp_path):
    folder = tmp_path / "ours"
    call("init", folder)
    ask("maps", "--load", CARD, "-w", folder)
    (listed,) = ask("maps", "-w", folder)["maps"]
    id_ = listed["id"]
    kept = ask("maps", id_, "--keep", "Before", "-w", folder)
    assert (kept["version"], kept["name"]) == (2, "Before")
    with dp.open(folder) as ws:
        ws.maps.edit(id_, [{"op": "retitle", "title": "Another name"}])
    (row,) = ask("maps", id_, "--compare", "2", "-w", folder)["rows"]
    assert (row["field"], row["to"]) == ("title", "Another name")
    assert ask("maps", id_, "--restore", "2", "-w", folder)["revision"] == 2
    code, out, _ = call("maps", id_, "--compare", "2", "now", "-w", folder)
    assert (code, out) == (0, "")
    versions = ask("maps", id_, "--versions", "-w", folder)["versions"]
    assert [one["name"] for one in versions][:2] == ["Before", None]
    code, _, err = call("maps", "--versions", "-w", folder)
    assert (code, "give its ID" in err) == (2, True)
    code, _, err = call("maps", id_, "--restore", "9", "-w", folder)
    assert (code, "There are: 1, 2" in err) == (1, True)
