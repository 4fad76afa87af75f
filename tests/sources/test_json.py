"""JSON in every usual shape; numbers as they were written; broken lines cost one row."""

import json

import pytest

from desirepath.errors import InputError, UnreadableFile
from desirepath.sources import open_file


def test_an_array_becomes_rows_with_all_keys_of_the_whole_file(table):
    read = table(
        '[{"a": 1, "b": {"c": "x", "d": {"e": true}}},\n {"a": 2, "z": null}, {"y": false}]',
        "x.json",
    )
    assert read.columns == ("a", "b.c", "b.d.e", "z", "y")
    assert read.rows == [
        ("1", "x", "true", None, None),
        ("2", None, None, None, None),
        (None, None, None, None, "false"),
    ]
    assert read.lines == [1, 2, 3]


def test_numbers_keep_the_text_they_have(table):
    read = table(
        '{"id": 123456789012345678901234567890, "v": 1.10, "e": 1E3}\n{"id": -0}\n', "x.jsonl"
    )
    assert read.rows[0] == ("123456789012345678901234567890", "1.10", "1E3")
    assert read.rows[1][0] == "-0"


def test_lists_stay_json_text(table):
    read = table('[{"t": ["a", 1.50, {"k": null}, true]}, {"t": []}]', "x.json")
    assert read.rows == [('["a", 1.50, {"k": null}, true]',), (None,)]


def test_a_broken_line_is_bad_with_its_number_and_the_rest_goes_in(table):
    read = table('{"a": 1}\n{"a": \n\n[]\n"x"\n{"a": 5}\n', "x.jsonl")
    assert read.rows == [("1",), ("5",)]
    assert read.lines == [1, 6]
    assert [line for line, _ in read.bad] == [2, 4, 5]
    assert read.bad[0][1].startswith("no valid JSON: expecting value")


@pytest.mark.parametrize("name", ["x.json", "x.csv", "x"])
def test_json_lines_are_seen_without_their_suffix(table, name):
    read = table('{"a": 1, "b": 2}\n{"a": 3}\n', name)
    assert read.reading.format == "json"
    assert read.rows == [("1", "2"), ("3", None)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_json_is_read_in_other_encodings(table, encoding):
    rows = [{"name": "Jürgen", "city": "Köln"}, {"name": "Zoë", "city": "Genève"}]
    array = json.dumps(rows, ensure_ascii=False, indent=1).encode(encoding)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode(encoding)
    for content in (array, lines):
        assert table(content, "x.json").rows == [("Jürgen", "Köln"), ("Zoë", "Genève")]


def test_an_object_around_one_big_list_gives_the_list_and_says_what_is_left(table):
    read = table(
        '{"meta": {"n": 2}, "page": 1, '
        '"data": {"items": [{"a": 1}, {"a": 2, "b": 3}], "k": [{"x": 1}]}}',
        "x.json",
    )
    assert read.columns == ("a", "b")
    assert 'the list "data.items"; left out beside it: "meta", "page"' in read.notes


def test_an_object_of_equal_lists_or_of_alike_objects_is_a_table(table):
    assert table('{"a": [1, 2], "b": ["x", "y"]}', "x.json").rows == [("1", "x"), ("2", "y")]
    alike = table('{"c1": {"plan": "a"}, "c2": {"plan": "b"}}', "y.json")
    assert (alike.columns, alike.rows) == (("key", "plan"), [("c1", "a"), ("c2", "b")])


def test_rows_as_lists_take_their_names_from_the_first(table):
    read = table('[["id", "at"], ["1", "x"], [2, null], ["3", "y", "z"]]', "x.json")
    assert read.columns == ("id", "at")
    assert read.rows == [("1", "x"), ("2", None)]
    assert read.bad == [(4, "3 values instead of 2")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[\n{"a": 1},\n{"a" 2}\n]', "broken JSON on line 3 (record 2: expecting ':' delimiter)"),
        ('[\n{"a": 1},\n{"a": 2', "broken JSON on line 3 (it ends in the middle, cut off)"),
        ('[{"a": 1}, {"a": "x', "ends in the middle"),
        ('{\n "a": [{"b": 1},\n {"b" 2}]\n}', "broken JSON on line 3"),
        ("hello", 'called JSON but starts with "hello"'),
        ("[]", "JSON without any record"),
        ('["a", "b"]\n', "JSON without any record"),
        ("[1, 2]", "JSON without any record"),
    ],
)
def test_broken_json_is_one_sentence(tmp_path, content, said):
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(UnreadableFile) as caught:
        open_file(file)
    assert said in str(caught.value)


def test_json_nested_without_end_is_a_sentence(tmp_path, table):
    file = tmp_path / "deep.json"
    for content in ("[" * 100_000, '{"a":' * 100_000):
        file.write_text(content)
        with pytest.raises(UnreadableFile):
            open_file(file)
    read = table('{"a": 1}\n{"a": ' + "[" * 100_000 + '\n{"a": 2}\n', "x.jsonl")
    assert read.rows == [("1",), ("2",)]


@pytest.mark.parametrize("chunk", [1, 3, 7, 50])
def test_an_array_is_the_same_in_pieces_of_any_size(table, monkeypatch, chunk):
    monkeypatch.setattr("desirepath.sources._encoding.CHUNK", chunk)
    rows = [
        {"n": n, "t": 'q"\\ü\n' * (n % 4), "f": n / 4, "l": [n, {"x": None}]} for n in range(30)
    ]
    read = table(json.dumps(rows, ensure_ascii=n_ascii(chunk), indent=chunk % 2 or None), "x.json")
    assert [row[:3] for row in read.rows] == [
        (str(row["n"]), row["t"], str(row["f"])) for row in rows
    ]


def n_ascii(chunk: int) -> bool:
    """Half of the runs with escapes, half with the letters themselves."""
    return chunk % 3 == 0


def test_many_rows_are_spilled_to_disk_and_come_back_in_order(table, monkeypatch):
    monkeypatch.setattr("desirepath.sources._spill.IN_MEMORY", 20_000)
    monkeypatch.setattr("desirepath.sources._spill.ROWS", 100)
    lines = [json.dumps({"n": n, **({"late": n} if n > 2_000 else {})}) for n in range(2_500)]
    read = table("\n".join(lines), "x.jsonl")
    assert read.columns == ("n", "late")
    assert [row[0] for row in read.rows] == [str(n) for n in range(2_500)]
    assert read.rows[0] == ("0", None)
    assert read.rows[-1] == ("2499", "2499")


def test_a_lone_surrogate_does_not_stop_the_rest(table):
    read = table('{"a": "x\\ud800y"}\n{"a": "ok"}\n', "x.jsonl")
    assert read.rows == [("x\ufffdy",), ("ok",)]


def test_ids_used_as_names_are_refused(tmp_path):
    file = tmp_path / "x.jsonl"
    file.write_text("\n".join(f'{{"k{n}": 1}}' for n in range(6_000)))
    with pytest.raises(UnreadableFile, match="more than 5000 different field names"):
        open_file(file)


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desirepath.sources._spill.IN_MEMORY", 0)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    file = tmp_path / "x.jsonl"
    file.write_text('{"a": 1}\n{"a": 2}\n')
    with pytest.raises(InputError, match=r"no room to unpack .* \(No space left on device\)"):
        open_file(file)
