"""A running server owns the workspace, and the command line asks it."""

import json
import subprocess
import sys

import pytest

import desirepath as dp
from desirepath.errors import WorkspaceError
from desirepath.store.lock import Lock

DESIREPATH = [sys.executable, "-m", "desirepath"]


@pytest.fixture
def served(tmp_path, shop_file):
    folder = tmp_path / "served"
    with dp.create(folder) as ws:
        ws.sources.add(shop_file)
    with subprocess.Popen(
        [*DESIREPATH, "serve", "-w", str(folder), "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            told = "".join(iter(server.stdout.readline, "}\n")) + "}"
            assert json.loads(told)["url"].startswith("http://127.0.0.1:")
            yield folder
        finally:
            server.terminate()
            server.wait(timeout=20)


def ask(*words):
    return subprocess.run([*DESIREPATH, *words], capture_output=True, text=True, check=False)


def test_the_command_line_gets_the_same_answer_through_the_server(served):
    through = ask("analyse", "graph", "-w", str(served), "--json")
    assert through.returncode == 0, through.stderr
    assert json.loads(through.stdout)["journeys"] == 4


def test_corrections_and_imports_go_through_the_server(served, tmp_path):
    assert ask("stages", "--set", "Cart=Use", "-w", str(served)).returncode == 0
    more = tmp_path / "more.csv"
    more.write_text("user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n")
    report = ask("import", str(more), "-w", str(served), "--json")
    assert json.loads(report.stdout)["accepted"] == 1, report.stderr
    rows = json.loads(ask("stages", "-w", str(served), "--json").stdout)["rows"]
    assert {"touchpoint": "Cart", "stage": "Use"}.items() <= next(
        row for row in rows if row["touchpoint"] == "Cart"
    ).items()
    out = tmp_path / "map.html"
    assert ask("map", "-w", str(served), "-o", str(out)).returncode == 0
    assert out.stat().st_size > 10_000


def test_stages_are_written_and_loaded_through_the_server(served, tmp_path):
    table = tmp_path / "stages.csv"
    assert ask("stages", "--export", str(table), "-w", str(served)).returncode == 0
    table.write_text(table.read_text().replace("Decision", "Purchase"))
    loaded = ask("stages", "--load", str(table), "--json", "-w", str(served))
    rows = {row["touchpoint"]: row for row in json.loads(loaded.stdout)["rows"]}
    assert (rows["Cart"]["stage"], rows["Cart"]["set_by"]) == ("Purchase", "you")


def test_python_is_told_who_has_the_workspace(served, monkeypatch):
    patient = Lock.acquire
    monkeypatch.setattr(Lock, "acquire", lambda *given, **named: patient(*given, **named, wait=0.1))
    with pytest.raises(WorkspaceError, match=r"in use by process \d+ \(desirepath serve"):
        dp.open(served)


def test_a_typo_is_answered_through_the_server_too(served):
    wrong = ask("analyse", "funnel", "--steps", "Crat", "-w", str(served))
    assert wrong.returncode == 1
    assert "Cart" in wrong.stderr


def test_a_second_server_is_refused_with_a_sentence(served):
    second = ask("serve", "-w", str(served), "--port", "0")
    assert second.returncode == 1
    assert "in use by process" in second.stderr
