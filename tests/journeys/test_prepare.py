"""Preparation: once for each change, all or nothing."""

import signal
import subprocess
import sys
from dataclasses import replace

import pytest

import desirepath as dp
from desirepath.analyses import ask
from desirepath.journeys import answers
from desirepath.journeys.prepare import prepare
from desirepath.model.progress import silent
from desirepath.store.book import ImportRow
from tiny import fill

ROW = ImportRow(
    no=1,
    id="i1",
    source="shop",
    file="shop.csv",
    content="c",
    mapping={},
    facts={
        "shape": "events",
        "unit": "customer",
        "columns": {"customer": "user_id", "case": "order_id", "channel": "via"},
    },
    report={},
)
ROWS = [
    {"customer": "ann", "at": 0, "touchpoint": "Catalog", "a1": "o1", "channel": "Internet"},
    {"customer": "ann", "at": 5000, "touchpoint": "Order paid", "a1": "o2", "channel": "E-Mail"},
    {"customer": "bob", "at": 86_400, "touchpoint": "Catalog", "a1": "o3", "channel": "Internet"},
]


@pytest.fixture
def filled(warehouse, book):
    fill(warehouse, ROWS)
    book.commit_import(ROW, attributes=book.planned_attributes(["batch"]))
    return warehouse, book


def test_the_tables_say_what_they_are_about(filled):
    tables = prepare(*filled, silent)
    assert (tables.unit, tables.goal, tables.sources) == ("customer", "Order paid", ("shop",))
    assert tables.period == ("1970-01-01", "1970-01-02")
    assert tables.names == ("Catalog", "Order paid")
    assert tables.columns == {
        "user_id": "customer",
        "order_id": "case_id",
        "via": "first_channel",
        "batch": "a1",
    }
    assert {row["customer"]: row["goal_time"] for row in tables.execute(tables.journeys)} == {
        "ann": 5_000_000_000,
        "bob": None,
    }


def test_nothing_is_done_twice_and_any_change_is_seen(filled):
    warehouse, book = filled
    heard = []

    def work():
        heard.clear()
        tables = prepare(warehouse, book, lambda sentence, _share=None: heard.append(sentence))
        return tables, bool(heard)

    assert work()[1] is True
    assert work()[1] is False
    book.correct("Catalog", channel="store")
    tables, worked = work()
    assert worked
    assert {row["first_channel"] for row in tables.execute(tables.journeys)} == {"store"}
    book.set_setting("journeys", {"unit": "session", "gap": "1h"})
    tables, worked = work()
    assert worked
    assert [row["key"] for row in tables.execute(tables.journeys.order_by("journey"))] == [
        "ann #1",
        "ann #2",
        "bob #1",
    ]
    fill(
        warehouse, [{"customer": "cyd", "at": 9, "touchpoint": "Catalog", "import_no": 2, "seq": 9}]
    )
    book.commit_import(replace(ROW, no=2, id="i2"))
    tables, worked = work()
    assert worked
    assert ask(tables, "durations", {}).journeys == 4


def test_a_column_that_is_no_case_column_may_be_set_as_the_case(filled):
    warehouse, book = filled
    book.set_setting("journeys", {"unit": "case", "case": "batch"})
    tables = prepare(warehouse, book, silent)
    result = ask(tables, "durations", {})
    assert (result.unit, result.journeys, result.customers) == ("case", 3, 2)


def test_a_preparation_that_fails_leaves_the_former_one(filled, monkeypatch):
    warehouse, book = filled
    former = ask(prepare(warehouse, book, silent), "graph", {}).document()
    book.set_setting("left_after", "1s")

    def broken(*_):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(answers, "link", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            prepare(warehouse, book, silent)
    book.set_setting("left_after", "30d")
    assert ask(prepare(warehouse, book, silent), "graph", {}).document() == former


def test_a_process_killed_while_preparing_leaves_a_workspace_that_answers(tmp_path, shop_file):
    folder = tmp_path / "shop"
    with dp.create(folder) as workspace:
        workspace.sources.add(shop_file)
        before = workspace.analyses.graph().document()
    script = f"""
import os, signal
import desirepath as dp
workspace = dp.open({str(folder)!r})
def kill(sentence, share=None):
    if sentence == "Linking answers":
        os.kill(os.getpid(), signal.SIGKILL)
workspace._stores.__dict__["progress"] = kill
workspace.journeys.set(unit="session", gap="10m")
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with dp.open(folder) as workspace:
        assert workspace.analyses.graph().unit == "session"
        workspace.journeys.set(unit="customer")
        assert workspace.analyses.graph().document()["rows"] == before["rows"]


def test_an_empty_workspace_prepares_empty_tables(warehouse, book):
    tables = prepare(warehouse, book, silent)
    assert (tables.newest, tables.names, tables.period) == (None, (), (None, None))
