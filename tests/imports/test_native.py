"""Tables of the company are read where they are, as imports whose rows stand elsewhere."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from desirepath.errors import InputError, UnknownName, WorkspaceError
from desirepath.imports import native, native_rows
from desirepath.journeys.prepare import prepare
from desirepath.model.progress import silent
from desirepath.store.remote import Remote
from duck_engine import Duck

START = datetime(2024, 3, 1, tzinfo=UTC)
EVENTS = {
    "table": "clicks", "customer": "who", "touchpoint": "what", "time": "ts", "order": "line",
    "attributes": ["plan"],
}  # fmt: skip
FEEDBACK = {
    "table": "answers", "customer": "who", "score": "nps", "text": "said", "time": "ts",
    "instrument": "nps",
}  # fmt: skip
ROWS = [
    ("ann", "Cart", 60, "gold"), ("ann", "Catalog", 0, ""), ("bob", "Catalog", 30, None),
    ("bob", "Cart", 30, "basic"), ("", "Cart", 5, "gold"), ("cyd", None, 7, "gold"),
]  # fmt: skip


def table(rows):
    return pa.table(
        {
            "who": [row[0] for row in rows],
            "what": [row[1] for row in rows],
            "ts": pa.array([START + timedelta(seconds=row[2]) for row in rows], pa.timestamp("us")),
            "plan": [row[3] for row in rows],
            "line": range(len(rows)),
        }
    )


@pytest.fixture
def engine():
    made = Duck()
    made.con.create_table("clicks", table(ROWS))
    return made


@pytest.fixture
def remote(engine, tmp_path):
    return Remote(engine, tmp_path, "duck:")


def gather(remote, warehouse, book, **sections):
    native.gather(remote, warehouse, book, sections)
    return remote


def paths(remote, book):
    tables = prepare(remote, book, silent)
    events = remote.rows(tables.events.order_by("journey", "position"))
    walked = {}
    for row in events:
        walked.setdefault(row["journey"], []).append(tables.names[row["touchpoint"]])
    return list(walked.values())


def test_a_named_table_gives_journeys_and_attributes_and_a_report(remote, warehouse, book):
    gather(remote, warehouse, book, events=EVENTS)
    assert paths(remote, book) == [["Catalog", "Cart"], ["Catalog", "Cart"]]
    tables = prepare(remote, book, silent)
    assert [
        (row["customer"], row["a1"]) for row in remote.rows(tables.journeys.order_by("journey"))
    ] == [("ann", "gold"), ("bob", "basic")]
    assert tables.columns == {
        "who": "customer", "what": "first_name", "plan": "a1",
    }  # fmt: skip
    report = book.imports()[0].report
    assert (report["rows"], report["accepted"], report["quarantined"]) == (6, 4, 2)
    assert report["columns"]["customer"]["column"] == "who"


def test_an_unchanged_table_is_not_prepared_again_and_a_grown_one_is(
    remote, warehouse, book, engine
):
    gather(remote, warehouse, book, events=EVENTS)
    paths(remote, book)
    before, number = engine.names("dp_"), book.imports()[0].no
    gather(remote, warehouse, book, events=EVENTS)
    paths(remote, book)
    assert (engine.names("dp_"), book.imports()[0].no) == (before, number)
    engine.con.insert("clicks", table([("dan", "Order", 1, None)]))
    gather(remote, warehouse, book, events=EVENTS)
    assert len(book.imports()) == 1
    assert ["Order"] in paths(remote, book)


def test_parts_are_numbered_on_their_own_and_give_the_same_order(
    remote, warehouse, book, monkeypatch
):
    gather(remote, warehouse, book, events=EVENTS)
    whole = [row["seq"] for row in remote.rows(remote.table("events").order_by("time", "seq"))]
    monkeypatch.setattr(native_rows, "PART", 1)
    gather(remote, warehouse, book, events=EVENTS)
    parted = remote.rows(remote.table("events").order_by("time", "seq"))
    assert [row["seq"] for row in parted] == whole
    assert [row["touchpoint"] for row in parted] == ["Catalog", "Catalog", "Cart", "Cart"]


def test_imported_files_stand_beside_the_named_table(remote, warehouse, book, tmp_path):
    from desirepath.imports import import_files

    file = tmp_path / "more.csv"
    file.write_text("user_id,event,timestamp,plan\nzoe,Return,2024-03-05 10:00:00,silver\n")
    import_files(warehouse, book, [file])
    gather(remote, warehouse, book, events=EVENTS)
    assert paths(remote, book) == [["Catalog", "Cart"], ["Catalog", "Cart"], ["Return"]]
    assert [row.source for row in book.imports()] == ["more", "clicks"]


def test_what_the_settings_name_no_longer_counts_no_longer(remote, warehouse, book):
    gather(remote, warehouse, book, events=EVENTS)
    gather(remote, warehouse, book)
    assert book.imports() == ()
    assert paths(remote, book) == []


def test_answers_may_stand_in_a_table_too(remote, warehouse, book, engine):
    rows = {
        "who": ["ann", "bob", "bob"], "nps": [9, 3, 99], "said": ["", "bad", "fine"],
        "ts": pa.array([START + timedelta(hours=1)] * 3, pa.timestamp("us")),
    }  # fmt: skip
    engine.con.create_table("answers", pa.table(rows))
    gather(remote, warehouse, book, events=EVENTS, feedback=FEEDBACK)
    answers = prepare(remote, book, silent).answers
    found = remote.rows(answers.order_by("customer", "score").select("customer", "score", "text"))
    assert [tuple(row.values()) for row in found] == [
        ("ann", 9.0, None), ("bob", 3.0, "bad"), ("bob", None, "fine"),
    ]  # fmt: skip
    assert {row["scale_max"] for row in remote.rows(answers.select("scale_max"))} == {10.0}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"table": "click"}, (UnknownName, 'no table "click". Did you mean "clicks"')),
        ({"customer": "whom"}, (UnknownName, 'no column "whom" in clicks. Did you mean "who"')),
        ({"touchpoint": ""}, (WorkspaceError, "must also name: touchpoint")),
        ({"client": "who"}, (WorkspaceError, '"client", which says nothing')),
        ({"time": "what"}, (WorkspaceError, '"what" of clicks is string, which is no time')),
        ({"time": "line"}, (WorkspaceError, 'time_unit = "s", "ms" or "us"')),
        ({"time_unit": "hours"}, (WorkspaceError, "is one of s, ms, us")),
    ],
)
def test_wrong_settings_are_one_sentence(remote, warehouse, book, changed, said):
    error, words = said
    with pytest.raises(error) as told:
        gather(remote, warehouse, book, events={**EVENTS, **changed})
    assert isinstance(told.value, InputError | WorkspaceError)
    assert words in str(told.value)
    assert book.imports() == ()


def test_numbers_since_1970_are_times_once_their_unit_is_named(remote, warehouse, book):
    gather(remote, warehouse, book, events={**EVENTS, "time": "line", "time_unit": "ms"})
    times = [row["time"] for row in remote.rows(remote.table("events").order_by("time"))]
    assert times == [0, 1000, 2000, 3000]
