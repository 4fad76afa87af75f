"""A running server owns the workspace, and the command line asks it."""

import json
import shutil

import pytest
from serving import serving

import desirepath as dp
from desirepath.errors import WorkspaceError
from desirepath.store.lock import Lock


@pytest.fixture(scope="module")
def served(prepared_shop, tmp_path_factory):
    """Yield the folder of a served workspace; tests only read."""
    folder = shutil.copytree(prepared_shop, tmp_path_factory.mktemp("served") / "shop")
    with serving(folder) as server:
        assert server.url.startswith("http://127.0.0.1:")
        yield folder


@pytest.fixture
def changing(prepared_shop, tmp_path):
    """Yield the folder of a served workspace of one test."""
    folder = shutil.copytree(prepared_shop, tmp_path / "shop")
    with serving(folder):
        yield folder


@pytest.fixture
def impatient(monkeypatch):
    """Whoever finds the workspace taken does not wait for it."""
    patient = Lock.acquire
    monkeypatch.setattr(Lock, "acquire", lambda *given, **named: patient(*given, **named, wait=0.1))


def test_the_command_line_gets_the_same_answer_through_the_server(served, shell):
    through = shell("analyse", "graph", "-w", served, "--json")
    assert through.returncode == 0, through.stderr
    assert json.loads(through.stdout)["journeys"] == 4


def test_corrections_and_imports_go_through_the_server(changing, call, ask, tmp_path):
    assert call("stages", "--set", "Cart=Use", "-w", changing)[0] == 0
    more = tmp_path / "more.csv"
    more.write_text("user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n")
    assert ask("import", more, "-w", changing)["accepted"] == 1
    rows = ask("stages", "-w", changing)["rows"]
    assert {"touchpoint": "Cart", "stage": "Use"}.items() <= next(
        row for row in rows if row["touchpoint"] == "Cart"
    ).items()
    out = tmp_path / "map.html"
    assert call("map", "-w", changing, "-o", out)[0] == 0
    assert out.stat().st_size > 10_000
    table = tmp_path / "stages.csv"
    assert call("stages", "--export", table, "-w", changing)[0] == 0
    table.write_text(table.read_text().replace("Use", "Purchase"))
    rows = {
        row["touchpoint"]: row for row in ask("stages", "--load", table, "-w", changing)["rows"]
    }
    assert (rows["Cart"]["stage"], rows["Cart"]["set_by"]) == ("Purchase", "you")


def test_python_is_told_who_has_the_workspace(served, impatient):
    with pytest.raises(WorkspaceError, match=r"in use by process \d+ \(desirepath serve"):
        dp.open(served)


def test_a_typo_is_answered_through_the_server_too(served, call):
    code, _, err = call("analyse", "funnel", "--steps", "Crat", "-w", served)
    assert code == 1
    assert "Cart" in err


def test_a_second_server_is_refused_with_a_sentence(served, call, impatient):
    code, _, err = call("serve", "-w", served, "--port", 0)
    assert code == 1
    assert "in use by process" in err
