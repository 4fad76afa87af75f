"""Tables for people: aligned, within the width, nothing cut silently, nothing interpreted."""

import json

import pytest

from desirepath.cli import output
from desirepath.cli.tables import layout

ROWS = [
    {"touchpoint": "Cart", "journeys": 1434, "exit_share": 0.3125, "median_seconds": 5400},
    {"touchpoint": "Order paid", "journeys": 9, "exit_share": None, "median_seconds": None},
]


def test_numbers_stand_right_and_units_are_for_people():
    lines = layout(ROWS, list(ROWS[0]), 80)
    assert lines == [
        "touchpoint  journeys    exit      median",
        "                       share        time",
        "──────────  ────────  ──────  ──────────",
        "Cart            1434  31.2 %  1 h 30 min",
        "Order paid         9       –           –",
    ]


def test_a_long_sentence_stands_under_its_row():
    rows = [{"touchpoint": "Cart", "stage": "Decision", "reason": "its name says so " * 6}]
    assert layout(rows, list(rows[0]), 60) == [
        "touchpoint  stage",
        "──────────  ────────",
        "Cart        Decision",
        "    its name says so its name says so its name says so its",
        "    name says so its name says so its name says so",
    ]


def test_what_is_too_wide_goes_on_below_with_the_first_column_and_nothing_is_lost():
    rows = [{"rank": place, **{f"long_name_{n}": 1000 * n for n in range(12)}} for place in (1, 2)]
    lines = layout(rows, list(rows[0]), 50)
    assert max(map(len, lines)) <= 50
    assert [line.startswith("rank") for line in lines].count(True) > 1
    words = " ".join(lines).split()
    assert all(words.count(str(1000 * n)) == 2 for n in range(1, 12))


def test_a_word_is_never_broken_and_a_long_code_only_at_its_hyphens():
    code = "consideration-plan-comparison-viewed"
    row = {"stage": "Support", "name": "Troubleshooting article", "code": code, "journeys": 9}
    assert layout([row], list(row), 60) == [
        "stage    name             code                      journeys",
        "───────  ───────────────  ────────────────────────  ────────",
        "Support  Troubleshooting  consideration-plan-              9",
        "         article          comparison-viewed",
    ]


def test_identifiers_come_last_where_a_name_is_there():
    rows = [{"id": "pain-1", "rank": 1, "step": "use-app", "name": "App"}]
    assert layout(rows, list(rows[0]), 80)[0].split() == ["rank", "name", "step", "id"]


def test_text_of_customers_cannot_steer_the_terminal():
    assert output.clean("a\x1b[31mred\r\nb\u202e") == "a�[31mred  b�"


def test_wide_characters_take_two_cells():
    lines = layout([{"name": "商品", "n": 1}, {"name": "abcd", "n": 2}], ["name", "n"], 80)
    assert lines[2:] == ["商品  1", "abcd  2"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.5, "59.5 s"),
        (60, "1 min"),
        (3661, "1 h 1 min"),
        (86400 * 39.86, "39 d 20 h"),
    ],
)
def test_durations_are_told_in_the_two_units_that_say_most(seconds, text):
    assert output.duration(seconds) == text


def test_lists_paths_and_moments_are_written_for_people():
    assert output.cell("kind", ["events", "feedback"]) == "events, feedback"
    assert output.cell("path", ["Cart", "Order paid"]) == "Cart > Order paid"
    assert output.cell("from", "2025-01-06T15:44:09Z") == "2025-01-06 15:44"


def test_a_document_is_plain_json(capsys):
    output.document({"text": "é\x1b"})
    assert json.loads(capsys.readouterr().out) == {"text": "é\x1b"}


def test_notes_go_to_stderr(capsys):
    output.note("a guess")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "note: a guess\n")
