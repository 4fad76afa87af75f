"""A workspace opens after whatever happened to it, and one process owns it at a time."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import desirepath as dp
from desirepath.errors import WorkspaceError

IMPORT = """
import os, sys, threading
import desirepath as dp
from desirepath.store.warehouse import Warehouse

folder, file, how, fatal = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
ask, asked = Warehouse._raw, 0

def counted(warehouse, text):
    global asked
    asked += 1
    if asked == fatal:
        threading.Timer(0.002, os.kill, (os.getpid(), how)).start()
    return ask(warehouse, text)

with dp.open(folder) as workspace:
    Warehouse._raw = counted
    workspace.sources.add(file)
print(asked)
"""
"""Imports a file and strikes while the engine does one of its statements; says how many it did."""
ROWS = 20_000


@pytest.fixture(scope="module")
def big_file(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("big") / "events.csv"
    lines = (
        f"c{row % 4000},Step {row % 9},2024-01-{1 + row % 28:02d} 10:{row % 60:02d}:00\n"
        for row in range(ROWS)
    )
    file.write_text("customer_id,event,timestamp\n" + "".join(lines), encoding="utf-8")
    return file


def imported(folder, file, how=0, fatal=0):
    """Import a file in a process of its own, into a new workspace."""
    dp.create(folder).close()
    command = [sys.executable, "-c", IMPORT, folder, file, how, fatal]
    return subprocess.run([str(word) for word in command], capture_output=True, check=False)


@pytest.fixture(scope="module")
def statements(big_file, tmp_path_factory) -> int:
    """Return how many statements the engine does for the import."""
    return int(imported(tmp_path_factory.mktemp("whole") / "ws", big_file).stdout)


@pytest.mark.parametrize(
    ("how", "part"),
    [(signal.SIGKILL, part) for part in (0.1, 0.4, 0.7, 0.9, 1.0)]
    + [(signal.SIGINT, part) for part in (0.4, 0.9)],
)
def test_an_interrupted_import_leaves_all_or_nothing(tmp_path, big_file, statements, how, part):
    folder = tmp_path / "ws"
    done = imported(folder, big_file, int(how), max(1, round(part * statements)))
    assert done.returncode == -how or how == signal.SIGINT, done.stderr.decode()
    with dp.open(folder) as ws:
        warehouse = ws._stores.warehouse
        stored = warehouse.value(warehouse.table("events").count())
        assert stored == sum(report["accepted"] for report in ws.sources.list())
        assert stored in (0, ROWS)
        report = ws.sources.add(big_file)
        assert report["accepted"] + report["known"] == ROWS
        assert ws.analyses.durations().events == ROWS


def test_a_folder_without_settings_is_no_workspace(tmp_path):
    with pytest.raises(WorkspaceError, match="desirepath init"):
        dp.open(tmp_path)


def test_a_workspace_is_not_made_twice(tmp_path):
    dp.create(tmp_path).close()
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        dp.create(tmp_path)


def test_broken_settings_are_a_sentence(tmp_path):
    dp.create(tmp_path).close()
    (tmp_path / "desirepath.toml").write_text("name = [", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"desirepath\.toml cannot be read"):
        dp.open(tmp_path)


def test_the_folder_is_free_again_after_closing(tmp_path):
    with dp.create(tmp_path) as ws:
        assert ws.folder == tmp_path
    with dp.open(tmp_path):
        pass
