"""A workspace opens after whatever happened to it, and one process owns it at a time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import desirepath as dp
from desirepath.errors import WorkspaceError

IMPORT = (
    "import sys, desirepath as dp\nwith dp.open(sys.argv[1]) as ws: ws.sources.add(sys.argv[2])"
)
ROWS = 120_000


@pytest.fixture(scope="module")
def big_file(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("big") / "events.csv"
    lines = (
        f"c{row % 4000},Step {row % 9},2024-01-{1 + row % 28:02d} 10:{row % 60:02d}:00\n"
        for row in range(ROWS)
    )
    file.write_text("customer_id,event,timestamp\n" + "".join(lines), encoding="utf-8")
    return file


def accepted(folder) -> int:
    """Return the accepted rows that the book tells, after checking the warehouse against it."""
    with dp.open(folder) as ws:
        told = sum(report["accepted"] for report in ws.sources.list())
        result = ws.analyses.durations()
        assert result.events == told
        return told


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("moment", [0.9, 1.3, 1.7, 2.2, 2.8])
def test_an_interrupted_import_leaves_all_or_nothing(tmp_path, big_file, how, moment):
    folder = tmp_path / "ws"
    dp.create(folder).close()
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), str(big_file)], stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(moment)  # the moment of the blow is the test, there is nothing to wait for
        os.kill(process.pid, how)
        process.wait()
    assert accepted(folder) in (0, ROWS)
    with dp.open(folder) as ws:
        report = ws.sources.add(big_file)
        assert report["accepted"] + report["known"] == ROWS
    assert accepted(folder) == ROWS


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
