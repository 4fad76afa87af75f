"""The warehouse keeps all or nothing, and only rows of imports that count."""

import duckdb
import ibis
import pyarrow as pa
import pytest

from desirepath.errors import WorkspaceError
from desirepath.store import faults
from desirepath.store.warehouse import Warehouse


def events(warehouse, number, customers=("ann", "bob")):
    table = pa.table({"customer": list(customers)})
    staged = warehouse.stage("incoming", table.to_reader())
    return staged.select(
        import_no=ibis.literal(number, "int32"),
        seq=ibis.row_number().cast("int64"),
        customer=staged.customer,
        touchpoint=ibis.literal("Cart"),
        time=ibis.literal(10, "int64"),
        a7=staged.customer.upper(),
    )


def test_inserted_rows_match_columns_by_name_and_new_attributes_get_a_column(warehouse):
    warehouse.insert("events", events(warehouse, 1))
    table = warehouse.table("events").order_by("customer").select("customer", "touchpoint", "a7")
    assert warehouse.rows(table) == [
        {"customer": "ann", "touchpoint": "Cart", "a7": "ANN"},
        {"customer": "bob", "touchpoint": "Cart", "a7": "BOB"},
    ]


def test_a_failed_transaction_leaves_nothing(warehouse):
    rows = events(warehouse, 1)

    def fail():
        with warehouse.transaction():
            warehouse.insert("events", rows)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert warehouse.value(warehouse.table("events").count()) == 0


def test_joins_go_as_written_while_asked_for_and_never_longer(warehouse):
    def left_alone():
        return warehouse.asked("SELECT current_setting('disabled_optimizers')")[0][0]

    with warehouse.as_written():
        assert left_alone() == "join_order,build_side_probe_side"
    assert not left_alone()
    with pytest.raises(duckdb.Error), warehouse.transaction(), warehouse.as_written():
        warehouse.sql("SELECT error('a failed transaction takes no orders')")
    assert not left_alone()


def test_rows_without_a_committed_import_are_swept(warehouse):
    warehouse.insert("events", events(warehouse, 1))
    warehouse.insert("events", events(warehouse, 2, ("cyd",)))
    assert warehouse.sweep({2: None}) == 1
    assert warehouse.rows(warehouse.table("events").select("customer")) == [{"customer": "cyd"}]
    assert warehouse.sweep({2: None}) == 0


def test_an_error_inside_a_batch_reader_reaches_the_user_as_ours(warehouse):
    schema = pa.schema([("x", pa.string())])

    def batches():
        yield pa.record_batch({"x": ["1"]}, schema=schema)
        raise WorkspaceError("line 2 is broken")

    with pytest.raises(WorkspaceError, match="line 2 is broken"):
        warehouse.stage("incoming", pa.RecordBatchReader.from_batches(schema, batches()))
    assert not warehouse.has("incoming")


def test_engine_troubles_become_sentences():
    full = faults.of(RuntimeError("IO Error: No space left on device"), "Saving")
    assert isinstance(full, WorkspaceError)
    assert "disk is full" in str(full)


def test_the_engine_never_downloads_extensions(warehouse):
    settings = warehouse.con.con.execute(
        "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
    ).fetchall()
    assert dict(settings) == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def test_a_file_survives_reopening(tmp_path):
    with Warehouse(tmp_path / "w.duckdb") as first:
        first.insert("events", events(first, 1))
    with Warehouse(tmp_path / "w.duckdb") as second:
        assert second.value(second.table("events").count()) == 2


def test_a_damaged_file_is_a_sentence(tmp_path):
    (tmp_path / "w.duckdb").write_bytes(b"no database at all " * 300)
    with pytest.raises(WorkspaceError, match="the file is damaged"):
        Warehouse(tmp_path / "w.duckdb")


def test_what_exists_is_known_after_every_change(warehouse):
    def taken_back():
        with warehouse.transaction():
            warehouse.drop("made")
            assert not warehouse.has("made")
            raise ValueError("back")

    assert not warehouse.has("made")
    warehouse.create("made", "SELECT 1 AS a")
    assert warehouse.has("made")
    with pytest.raises(ValueError, match="back"):
        taken_back()
    assert warehouse.has("made")
    warehouse.stage("seen", pa.table({"a": [1]}).to_reader())
    assert warehouse.names("see") == ["seen"]
