"""Files and truth of a world agree, whatever the industry; the same arguments, the same bytes."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from desirepath.errors import InputError, UnknownName
from desirepath.worlds import industries, make_world, read_truth

SCRIPT = (
    "import sys; from desirepath.worlds import make_world; make_world('bank', 3, 60, sys.argv[1])"
)


def _hashes(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _rows(truth, name):
    entry = {"store_visits.csv": ("latin-1", ";")}.get(name, ("utf-8-sig", ","))
    with (truth.folder / name).open(encoding=entry[0], newline="") as file:
        return list(csv.DictReader(file, delimiter=entry[1]))


def _lines(truth):
    text = (truth.folder / "app.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _touchpoints(truth):
    """Count the interactions of every file, one by one."""
    columns = {
        "web.csv": "page",
        "campaigns.csv": "activity",
        "calls.csv": "reason",
        "chats.csv": "topic",
        "store_visits.csv": "activity",
        "tickets.csv": "activity",
    }
    counted = Counter(line["event"] for line in _lines(truth))
    for name, column in columns.items():
        counted.update(row[column] for row in _rows(truth, name))
    for row in _rows(truth, "orders.csv"):
        counted.update(name for name in truth.stages if row.get(name))
    return counted


def test_the_same_arguments_give_the_same_bytes_in_another_process(tmp_path):
    make_world("bank", 3, 60, tmp_path / "a")
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "b")],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b")


def test_another_seed_gives_another_company(tmp_path):
    make_world("bank", 3, 60, tmp_path / "a")
    make_world("bank", 4, 60, tmp_path / "b")
    first, second = _hashes(tmp_path / "a"), _hashes(tmp_path / "b")
    assert all(first[name] != second[name] for name in first)


def test_a_customer_lives_the_same_life_in_a_larger_company(tmp_path):
    small = make_world("utility", 3, 80, tmp_path / "a").table("customers")
    large = make_world("utility", 3, 160, tmp_path / "b").table("customers")
    assert large[:80] == small
    assert len(large) == 160


@pytest.mark.parametrize("name", industries())
def test_every_industry_gives_a_company_worth_mapping(name, tmp_path):
    truth = make_world(name, 11, 800, tmp_path)
    found = truth.document
    assert 25 <= len(found["touchpoints"]) <= 60
    assert {"phone", "store"} <= set(truth.channels.values())
    assert len(set(truth.channels.values())) >= 8
    assert len(found["stages"]) == 9
    assert all(row["events"] > 0 for row in found["stages"])
    assert 3 <= len(found["personas"]) <= 4
    assert 0.2 < found["journeys"]["goals"] / 800 < 0.7
    assert found["journeys"]["events"] > 8 * 800
    kinds = Counter(pain["kind"] for pain in truth.pains)
    assert kinds["incident"] == kinds["drift"] == kinds["decoy"] == 1
    dear = [pain["id"] for pain in truth.pains if pain["kind"] == "pain" and pain["lost_goals"] > 5]
    assert len(dear) == 2
    assert all(file.is_file() for file in truth.files)


def test_clean_files_hold_exactly_the_interactions_of_the_truth(clean):
    counted = _touchpoints(clean)
    assert counted == {row["name"]: row["events"] for row in clean.document["touchpoints"]}
    assert sum(counted.values()) == clean.document["journeys"]["events"]
    assert all(not entry["dirt"] for entry in clean.document["files"])


def test_dirt_adds_rows_and_takes_none_away(clean, dirty):
    added = Counter()
    for entry in dirty.document["files"]:
        name, dirt = entry["name"], entry["dirt"]
        rows = len(_lines(dirty)) if name == "app.jsonl" else len(_rows(dirty, name))
        extra = sum(count for kind, count in dirt.items() if "rows" in kind)
        clean_rows = len(_lines(clean)) if name == "app.jsonl" else len(_rows(clean, name))
        assert rows == entry["rows"] == clean_rows + extra, name
        added.update(dirt)
    assert clean.document["touchpoints"] == dirty.document["touchpoints"]
    for kind in (
        "duplicate rows",
        "rows without customer",
        "rows of the test customer",
        "rows without usable time",
        "times in another format",
        "scores outside the scale",
        "cells that begin with =",
        "cells left empty",
        "byte order mark",
    ):
        assert added[kind] > 0, kind


def test_dirt_is_where_the_truth_says(dirty):
    dirt = {entry["name"]: entry["dirt"] for entry in dirty.document["files"]}
    assert (dirty.folder / "web.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "ü".encode("latin-1") in (dirty.folder / "store_visits.csv").read_bytes()
    scores = [row["nps (0-10)"] for row in _rows(dirty, "nps.csv")]
    assert scores.count("11") == dirt["nps.csv"]["scores outside the scale"]
    web = _rows(dirty, "web.csv")
    no_one = sum(not row["customer_id"] for row in web)
    assert no_one == dirt["web.csv"]["rows without customer"]
    assert sum("T" in row["timestamp"] for row in web) >= dirt["web.csv"]["times in another format"]
    equal = sum(n - 1 for n in Counter(tuple(row.items()) for row in web).values())
    assert equal >= dirt["web.csv"]["duplicate rows"]
    formulas = sum(row["agent"].startswith("=") for row in _rows(dirty, "calls.csv"))
    assert formulas >= dirt["calls.csv"]["cells that begin with ="] > 0


def test_milestones_are_late_where_the_pain_was_met(clean):
    late = {row["customer_id"]: row["met late_parcel"] == "1" for row in clean.table("customers")}
    name = next(p["touchpoint"] for p in clean.pains if p["id"] == "late_parcel")
    compared = 0
    for row in _rows(clean, "orders.csv"):
        if row[name]:
            compared += 1
            assert (row[name][:10] > row[f"{name} promised"]) == late[row["customer_id"]]
    assert compared > 300


def test_texts_of_the_truth_stand_in_the_files(clean):
    columns = {
        "calls.csv": ("call_id", "note"),
        "tickets.csv": ("ticket_no", "text"),
        "csat.csv": ("answer_id", "comment"),
        "ces.csv": ("answer_id", "comment"),
        "nps.csv": ("answer_id", "comment"),
    }
    shown = {
        (file, row[key]): row[text]
        for file, (key, text) in columns.items()
        for row in _rows(clean, file)
        if row[text]
    }
    told = {(row["file"], row["id"]) for row in clean.table("texts")}
    assert told == set(shown)
    assert len(told) > 500


def test_a_world_without_shared_key_shows_only_the_ids_of_each_system(fragmented):
    keys = {row["customer_id"] for row in fragmented.table("customers")}
    for entry in fragmented.document["files"]:
        text = (fragmented.folder / entry["name"]).read_text(encoding="latin-1")
        assert "customer_id" not in text, entry["name"]
        assert not any(f'"{key}"' in text or f",{key}," in text for key in sorted(keys)[:50])
    web = _rows(fragmented, "web.csv")
    owner = {
        row["value"]: row["customer_id"]
        for row in fragmented.table("identifiers")
        if row["kind"] == "visitor_id"
    }
    assert {row["visitor_id"] for row in web} - {"", "vtest"} <= set(owner)


def test_some_identifiers_are_shared_and_some_are_misspelled(fragmented):
    rows = fragmented.table("identifiers")
    assert sum(row["shared"] == "1" for row in rows) >= 2
    assert sum(row["typo"] == "1" for row in rows) > 0
    assert fragmented.document["identifiers"]["shared_devices"] > 0


def test_the_truth_can_be_read_again(clean):
    again = read_truth(clean.folder)
    assert again.document == clean.document
    assert again.goal in again.stages


def test_impossible_arguments_are_answered_with_a_sentence(tmp_path):
    with pytest.raises(UnknownName, match=r'no industry "telekom".*Did you mean "telecom"'):
        make_world("telekom", 1, 100, tmp_path)
    with pytest.raises(InputError, match="20 to 1 000 000"):
        make_world("telecom", 1, 3, tmp_path)
    with pytest.raises(InputError, match="shared or fragmented"):
        make_world("telecom", 1, 100, tmp_path, identity="none")
    with pytest.raises(InputError, match="No name is left"):
        make_world("telecom", 1, 100, tmp_path, {"home": ["X"], "cart": ["x"]})
    with pytest.raises(InputError, match="no world"):
        read_truth(tmp_path / "nothing")
