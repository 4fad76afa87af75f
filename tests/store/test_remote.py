"""A warehouse on another engine keeps all or nothing, though the engine has no transactions."""

import json
import shutil

import ibis
import pyarrow as pa
import pytest

from desirepath.errors import InputError
from desirepath.store.remote import Remote
from desirepath.store.warehouse import Warehouse
from duck_engine import Duck


@pytest.fixture
def engine():
    return Duck()


@pytest.fixture
def remote(engine, tmp_path):
    return Remote(engine, tmp_path, "duck:")


def test_everything_that_a_warehouse_can_is_said_for_other_engines_too():
    can = {name for name in vars(Warehouse) if not name.startswith("_")}
    assert can <= set(vars(Remote))


def numbers(*values):
    return ibis.memtable(pa.table({"n": pa.array(values, pa.int64())}))


def test_a_question_is_shown_in_the_sql_of_its_engine(remote):
    remote.create("things", numbers(1, 2))
    text = remote.spelled(remote.table("things").count().name("n"))
    assert 'COUNT(*) AS "n"' in text
    assert len(text.splitlines()) > 1


def held(remote, name="t"):
    return sorted(row["n"] for row in remote.rows(remote.table(name)))


def test_a_failed_transaction_leaves_every_table_as_it_was_and_nothing_behind(remote, engine):
    remote.create("t", numbers(1))
    remote.create("gone", numbers(7))
    before = engine.names("dp_")
    engine.fails_on = "last"

    def fail():
        with remote.transaction():
            remote.insert("t", numbers(2))
            remote.create("new", numbers(3))
            remote.create("scratch", numbers(3), temp=True)
            remote.drop("gone")
            assert held(remote) == [1, 2]
            remote.create("last", numbers(4))

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (held(remote), held(remote, "gone")) == ([1], [7])
    assert not remote.has("new")
    assert engine.names("dp_") == before


def test_a_transaction_that_ends_replaces_what_was_there(remote, engine):
    remote.create("t", numbers(1))
    with remote.transaction():
        remote.create("t", numbers(2, 3))
        remote.insert("t", numbers(4))
    assert held(remote) == [2, 3, 4]
    assert len(engine.names("dp_")) == 1


def test_what_a_killed_process_left_is_removed_at_the_next_open(remote, engine, tmp_path):
    remote.create("t", numbers(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "_write", lambda: None)  # killed before the file was replaced
        remote.create("orphan", numbers(2))
    assert len(engine.names("dp_")) == 2
    again = Remote(engine, tmp_path, "duck:")
    assert held(again) == [1]
    assert len(engine.names("dp_")) == 1


def test_a_copied_workspace_has_its_own_tables(remote, engine, tmp_path):
    remote.create("t", numbers(1))
    folder = tmp_path / "copy"
    folder.mkdir()
    shutil.copy(tmp_path / "warehouse.json", folder)
    copied = Remote(engine, folder, "duck:")
    assert not copied.has("t")
    copied.create("t", numbers(5))
    assert (held(remote), held(copied)) == ([1], [5])


def test_another_url_knows_nothing_of_these_tables(remote, engine, tmp_path):
    remote.create("t", numbers(1))
    assert not Remote(engine, tmp_path, "elsewhere:").has("t")


def test_a_table_that_somebody_removed_on_the_engine_is_not_there(remote, engine):
    remote.create("t", numbers(1))
    engine.remove(engine.names("dp_")[0])
    assert not remote.has("t")


def test_an_unknown_table_is_named(remote):
    with pytest.raises(InputError, match="no table nowhere"):
        remote.table("nowhere")
    with pytest.raises(InputError, match="no table nowhere"):
        remote.insert("nowhere", numbers(1))


def raw(warehouse, number, *customers):
    rows = pa.table({"customer": list(customers)})
    staged = warehouse.stage("incoming", rows.to_reader())
    warehouse.insert(
        "events",
        staged.select(
            import_no=ibis.literal(number, "int32"),
            seq=ibis.row_number().cast("int64"),
            customer=staged.customer,
            touchpoint=ibis.literal("Cart"),
            time=ibis.literal(10, "int64"),
            **{f"a{number}": staged.customer.upper()},
        ),
    )


def test_imports_are_brought_once_and_go_when_they_count_no_longer(
    remote, engine, warehouse, tmp_path
):
    raw(warehouse, 1, "ann", "bob")
    remote.take(warehouse, [1])
    first = json.loads((tmp_path / "warehouse.json").read_text())["tables"]["events/1"]
    raw(warehouse, 2, "cyd")
    remote.take(warehouse, [1, 2])
    tables = json.loads((tmp_path / "warehouse.json").read_text())["tables"]
    assert tables["events/1"] == first
    events = remote.table("events")
    found = remote.rows(events.select("customer", "a1", "a2").order_by("customer"))
    assert found == [
        {"customer": "ann", "a1": "ANN", "a2": None},
        {"customer": "bob", "a1": "BOB", "a2": None},
        {"customer": "cyd", "a1": None, "a2": "CYD"},
    ]
    assert remote.rows(remote.table("feedback").select("score")) == []
    remote.take(warehouse, [2])
    assert [row["customer"] for row in remote.rows(remote.table("events"))] == ["cyd"]


def test_what_others_write_into_stands_still_inside_a_transaction(remote, engine):
    engine.con.create_table("theirs", pa.table({"n": [1]}))
    remote.view("t", remote.foreign("theirs"), live=True)
    with remote.transaction():
        assert held(remote) == [1]
        engine.con.con.execute("INSERT INTO theirs VALUES (2)")
        assert held(remote) == [1]
    assert held(remote) == [1, 2]
    assert engine.names("dp_") == []
