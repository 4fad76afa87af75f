"""The command line asks a workspace on another engine as it asks one on DuckDB."""

import json
import os
import shutil
import subprocess
import sys

from engines.conftest import on


def desirepath(*words, folder):
    done = subprocess.run(
        [sys.executable, "-m", "desirepath", *words, "-w", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert "Traceback" not in done.stderr
    return done


def test_analyse_and_map_and_import_as_on_duckdb(imported, tmp_path):
    for name in ("duck", "chdb"):
        shutil.copytree(imported, tmp_path / name)
    on("chdb:", tmp_path / "chdb")
    asked = (
        ("journeys", "--goal", "Order paid", "--json"),
        ("analyse", "funnel", "--steps", "Catalog > Cart > Order paid", "--within", "7d", "--json"),
    )
    for words in asked:
        told = [desirepath(*words, folder=tmp_path / name) for name in ("duck", "chdb")]
        assert [one.returncode for one in told] == [0, 0], told
        assert json.loads(told[1].stdout) == json.loads(told[0].stdout)
    # What is imported now lies in the workspace's own file, and counts on the engine.
    file = tmp_path / "more.csv"
    file.write_text("user_id,event,timestamp\nzoe,Return,2024-03-05 10:00:00\n")
    reports = [
        json.loads(desirepath("import", str(file), "--json", folder=tmp_path / name).stdout)
        for name in ("duck", "chdb")
    ]
    assert reports[0] == reports[1]
    drawn = []
    for name in ("duck", "chdb"):
        out = tmp_path / f"{name}.json"
        done = desirepath("map", "-o", str(out), "--title", "Shop", folder=tmp_path / name)
        assert done.returncode == 0, done.stderr
        drawn.append({**json.loads(out.read_text()), "created": None})
    assert drawn[0] == drawn[1]


def test_an_engine_out_of_reach_is_one_sentence_and_exit_1(imported, tmp_path):
    place = tmp_path / "shop"
    shutil.copytree(imported, place)
    on("spark://127.0.0.1:1", place)
    done = desirepath("analyse", "graph", folder=place)
    assert done.returncode == 1
    assert "No Spark master answers at spark://127.0.0.1:1" in done.stderr
