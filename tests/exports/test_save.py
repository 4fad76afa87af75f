"""Saving a map: the suffix picks the format, the file is whole or not there."""

import json
import os
import stat
from pathlib import Path

import pytest

import drawn_maps
from desirepath import exports
from desirepath.errors import InputError, UsageError
from desirepath.exports import save

DOCUMENT = drawn_maps.phone_plan()


@pytest.mark.parametrize("suffix", sorted(exports.formats()))
def test_every_format_is_saved_by_its_suffix(tmp_path, suffix):
    path = save(DOCUMENT, tmp_path / f"map{suffix.upper()}")
    assert path.stat().st_size > 500
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_an_unknown_suffix_lists_what_there_is(tmp_path):
    with pytest.raises(UsageError, match=r"\.csv, \.html, \.json, .*\.xlsx"):
        save(DOCUMENT, tmp_path / "map.docx")
    with pytest.raises(UsageError, match="without a suffix"):
        save(DOCUMENT, tmp_path / "map")
    assert list(tmp_path.iterdir()) == []


def test_json_is_lossless(tmp_path):
    path = save(DOCUMENT, tmp_path / "map.json")
    assert json.loads(path.read_text(encoding="utf-8")) == DOCUMENT


def test_a_saved_map_is_as_readable_as_any_new_file(tmp_path):
    plain = tmp_path / "plain"
    plain.write_text("")
    path = save(DOCUMENT, tmp_path / "map.svg")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(InputError, match="that folder does not exist"):
        save(DOCUMENT, tmp_path / "nowhere" / "map.html")


def test_a_folder_is_not_a_file(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        save(DOCUMENT, tmp_path / "map.html")


@pytest.mark.parametrize(("number", "words"), [(28, "the disk is full"), (13, "may not write")])
def test_a_full_disk_leaves_the_old_map_and_no_rubbish(tmp_path, monkeypatch, number, words):
    path = tmp_path / "map.svg"
    path.write_text("the old one")

    def fails(_document, out: Path):
        out.write_text("half")
        raise OSError(number, os.strerror(number))

    from desirepath.exports import svg

    monkeypatch.setattr(svg, "write", fails)
    with pytest.raises(InputError, match=words):
        save(DOCUMENT, path)
    assert path.read_text() == "the old one"
    assert [found.name for found in tmp_path.iterdir()] == ["map.svg"]
