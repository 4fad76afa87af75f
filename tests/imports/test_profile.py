"""Facts of a long table are read from its different values: the same facts, and the same rows."""

from dataclasses import asdict

import pytest

from desirepath.imports import profile as profiles
from desirepath.imports.profile import LINE, profile

COLUMNS = {
    "repeated": ["Cart", "Home", "Cart", "Home"] * 30,
    "padded": ["Cart", " Cart", "Home", "Home "] * 30,
    "words": ["Cart", "n/a", "NULL", "Home"] * 30,
    "gaps": [None, "", "  ", "Home"] * 30,
    "unique": [f"id {number}" for number in range(120)],
    "empty": [None] * 120,
}
ROWS = "".join(
    f"u{number % 5},{touchpoint},2024-03-0{number % 9 + 1} 10:00:00,{number % 3 * 'x'}\n"
    for number, touchpoint in enumerate(["Home", " Cart ", "n/a", "Pay"] * 20)
)
LOG = "user_id,event,timestamp,note\n" + ROWS


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(profiles, "LONG", 1)


def facts(warehouse):
    import pyarrow as pa

    rows = pa.table({LINE: range(120), **{k: pa.array(v, pa.string()) for k, v in COLUMNS.items()}})
    table = warehouse.stage("seen", rows.to_reader())
    return profile(warehouse, table).columns


def test_values_counted_one_by_one_give_the_facts_of_a_pass_over_the_rows(desk, monkeypatch):
    passed = {name: asdict(column) for name, column in facts(desk.warehouse).items()}
    monkeypatch.setattr(profiles, "LONG", 1)
    valued = {name: asdict(column) for name, column in facts(desk.warehouse).items()}
    assert {name: column | {"plain": False} for name, column in valued.items()} == passed
    assert passed["gaps"]["filled"] == 30
    assert (passed["padded"]["filled"], passed["padded"]["distinct"]) == (120, 2)


@pytest.mark.usefixtures("long")
def test_a_column_is_plain_only_where_every_value_says_something_as_it_is(desk):
    plain = {name for name, column in facts(desk.warehouse).items() if column.plain}
    assert plain == {"repeated", "empty"}


@pytest.mark.usefixtures("long")
def test_rows_are_trimmed_and_judged_alike_however_their_columns_were_counted(
    desk, tmp_path_factory, monkeypatch
):
    valued, stored = desk.bring(LOG), desk.rows("events")
    monkeypatch.undo()
    other = type(desk)(tmp_path_factory.mktemp("passed"))
    assert other.bring(LOG) == valued
    assert other.rows("events") == stored
    assert (valued["accepted"], valued["quarantined"]) == (60, 20)
    assert {row["touchpoint"] for row in stored} == {"Home", "Cart", "Pay"}
