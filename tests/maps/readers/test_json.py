"""Our own document: lossless, and trusted only as far as its evidence can be recomputed."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import drawn_maps
from desirepath import registry
from desirepath.errors import InputError, UnreadableFile
from desirepath.exports import save
from desirepath.exports._page import drawer
from desirepath.maps import readers
from desirepath.maps.frame import claims
from desirepath.maps.layout import lay_out
from tried import tried

EVERY = drawn_maps.everything()
ADDED = {"kind", "file"}


@pytest.fixture
def read(tmp_path):
    def of(document, name="map.json"):
        file = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        file.write_text(text, encoding="utf-8")
        return readers.read(file)

    return of


@pytest.mark.parametrize("name", [name for name in EVERY if name not in {"written", "empty"}])
def test_a_map_comes_back_as_it_was_saved(read, tmp_path, name):
    told = readers.read(save(EVERY[name], tmp_path / "map.json"))
    assert {key: value for key, value in told.document.items() if key not in ADDED} == EVERY[name]
    assert told.document["file"] == {"name": "map.json", "format": "json"}
    assert told.report["left_out"] == told.report["renamed"] == told.report["notes"] == []


def test_a_claim_that_nobody_could_recompute_is_an_assumption(read):
    told = read(EVERY["written"])
    lanes = {lane["id"]: lane["cells"] for lane in told.document["lanes"]}
    assert [cell["evidence"]["class"] for cell in lanes["owner"]] == ["assumed"]
    assert told.document["cells"]["assumed"] == EVERY["written"]["cells"]["assumed"] + 1
    assert any("Claims called measured" in note for note in told.report["notes"])
    forged = copy.deepcopy(EVERY["plan"])
    for lane in forged["lanes"]:
        for cell in lane["cells"]:
            for claim in claims(cell["evidence"]):
                claim["digest"] = "trust me"
    assert read(forged).document["coverage"]["assumed"] == 1


def test_coverage_is_counted_and_never_read(read):
    boasting = {**EVERY["written"], "coverage": {"measured": 1, "inferred": 0, "assumed": 0}}
    assert read(boasting).document["coverage"]["measured"] < 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "desirepath-map/9"}, "not of the format"),
        ({"stages": 3}, '"stages" is a number'),
        ({"lanes": [{"title": "X"}]}, '"cells" is missing'),
        ({"stages": [{"steps": []}]}, r'"stages\[0\]" has no "name"'),
        ({"stages": [{"name": "A", "steps": []}] * 2}, "have the same id"),
        ({"stages": [{"name": f"S{n}", "steps": []} for n in range(1000)]}, "nobody can read"),
    ],
)
def test_a_document_of_another_shape_is_named_by_its_place(read, change, words):
    with pytest.raises(InputError, match=words):
        read({**EVERY["two"], **change})


@pytest.mark.parametrize(
    "text", ['{"format": "desirepath-map/1"', '{"format": "desirepath-map/1", "n": ' + "[" * 5000]
)
def test_broken_json_is_a_sentence(read, text):
    with pytest.raises(UnreadableFile, match="JSON"):
        read(text)


def test_cells_of_no_place_are_told(read):
    lanes = [{"id": "x", "title": "X", "picture": "odd", "cells": [{"stage": "no", "content": {}}]}]
    told = read({**EVERY["two"], "lanes": lanes})
    assert told.report["left_out"][0]["what"] == 'cells of "X"'
    assert told.document["lanes"][0]["picture"] == "cards"


odd = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.text(max_size=3)),
)  # fmt: skip


@tried(30)
@given(st.data())
def test_whatever_a_field_holds_the_map_is_refused_or_drawn(tmp_path_factory, data):
    """Fields at random places hold odd values; every picture must still be made."""
    document = copy.deepcopy(EVERY[data.draw(st.sampled_from(["two", "ratings", "written"]))])
    for _ in range(data.draw(st.integers(1, 4))):
        place = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            inner = place[key]
            if isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 3)):
                place = inner
                continue
            place[key] = data.draw(odd)
            break
    file = tmp_path_factory.mktemp("odd") / "map.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    try:
        told = readers.read(file).document
    except InputError:
        return
    lay_out(told)
    drawer.items(told)
    for name in ("html", "svg", "md", "csv", "mmd", "ojf", "json"):
        module = registry.load("exports", name)
        module.write(told, file.with_suffix(module.suffix))
