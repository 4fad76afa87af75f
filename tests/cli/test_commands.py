"""The commands on a small company: shapes of --json as in the contract, tables for people."""

import csv
import json
import shutil
import tempfile
from pathlib import Path

import pytest

REPORT = {
    "source",
    "kind",
    "rows",
    "accepted",
    "quarantined",
    "known",
    "dropped",
    "duplicates",
    "columns",
    "quarantine",
    "notes",
}


@pytest.fixture
def shop(prepared_shop, tmp_path):
    """Return a workspace with the small file imported."""
    return Path(shutil.copytree(prepared_shop, tmp_path / "shop"))


def test_import_reports_one_file_as_itself_and_several_as_a_list(ask, shop_file, tmp_path):
    ask("init", tmp_path / "shop")
    other = tmp_path / "other.csv"
    other.write_text("user_id,event,timestamp\neve,Cart,2024-05-01 10:00:00\n")
    one = ask("import", shop_file, "-w", tmp_path / "shop")
    assert set(one) >= REPORT
    assert (one["rows"], one["accepted"], one["quarantined"]) == (11, 11, 0)
    assert set(one["columns"]["customer"]) == {"column", "confidence", "reason"}
    two = ask("import", shop_file, other, "-w", tmp_path / "shop")
    assert [report["accepted"] for report in two["files"]] == [0, 1]
    assert two["files"][0]["known"] == 11


def test_import_tells_people_which_column_is_what_and_why(call, shop_file, tmp_path):
    call("init", tmp_path / "shop")
    code, out, _ = call("import", shop_file, "-w", tmp_path / "shop", "--dry-run")
    assert code == 0
    assert "dry run" in out
    assert "user_id" in out
    assert "confidence" in out
    assert 'the name "user_id" says customer' in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_dry_run_changes_nothing(ask, shop_file, tmp_path):
    ask("init", tmp_path / "shop")
    assert ask("import", shop_file, "-w", tmp_path / "shop", "--dry-run")["rows"] == 11
    assert ask("analyse", "graph", "-w", tmp_path / "shop")["rows"] == []
    assert ask("import", shop_file, "-w", tmp_path / "shop")["accepted"] == 11


def test_columns_can_be_named(ask, tmp_path):
    ask("init", tmp_path / "shop")
    file = tmp_path / "odd.csv"
    file.write_text('x,"y, z",w,c\nann,Cart,2024-05-01 10:00:00,red\n')
    columns = 'customer=x,touchpoint="y, z",time=w,attribute=c'
    report = ask("import", file, "-w", tmp_path / "shop", "--columns", columns)
    assert report["columns"]["touchpoint"]["column"] == "y, z"
    rows = ask("analyse", "touchpoints", "--by", "c", "-w", tmp_path / "shop")["rows"]
    assert [(row["segment"], row["touchpoint"]) for row in rows] == [("red", "Cart")]


def test_a_column_that_is_not_there_is_a_fault_of_the_data(call, shop_file, tmp_path):
    call("init", tmp_path / "shop")
    answer = call("import", shop_file, "-w", tmp_path / "shop", "--columns", "customer=usr_id")
    assert answer[0] == 1
    assert "user_id" in answer[2]


def test_journeys_are_shown_and_set(ask, call, shop):
    shown = ask("journeys", "-w", shop)
    told = {"unit", "gap", "case", "goal", "set_by", "reason"}
    assert set(shown) == told | {"subject", "account"}
    assert (shown["unit"], shown["goal"], shown["set_by"]) == ("customer", "Order paid", "proposal")
    now = ask("journeys", "-w", shop, "--unit", "session", "--gap", "20m", "--goal", "Cart")
    assert (now["unit"], now["goal"], now["set_by"]) == ("session", "Cart", "you")
    code, _, err = call("journeys", "-w", shop, "--goal", "Chekout")
    assert code == 1
    assert "There are:" in err


def test_stages_are_seen_corrected_exported_and_loaded(ask, call, shop, tmp_path):
    rows = ask("stages", "-w", shop)["rows"]
    assert {"touchpoint", "stage", "channel", "confidence", "reason", "set_by"} <= set(rows[0])
    rows = ask("stages", "-w", shop, "--set", "Catalog=Awareness", "Cart=Decision")["rows"]
    by_you = {row["touchpoint"]: row["stage"] for row in rows if row["set_by"] == "you"}
    assert by_you == {"Catalog": "Awareness", "Cart": "Decision"}
    file = tmp_path / "stages.csv"
    assert call("stages", "-w", shop, "--export", file)[0] == 0
    with file.open(encoding="utf-8", newline="") as opened:
        table = list(csv.DictReader(opened))
    for row in table:
        row["stage"] = "Support" if row["touchpoint"] == "Cart" else row["stage"]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, table[0])
        writer.writeheader()
        writer.writerows(table)
    rows = ask("stages", "-w", shop, "--load", file)["rows"]
    assert next(row["stage"] for row in rows if row["touchpoint"] == "Cart") == "Support"


def test_texts_are_labelled_by_the_id_of_their_answer(ask, call, shop, tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("customer,time,nps,comment\nann,2024-03-04,9,Nobody called back\n")
    ask("import", file, "-w", shop)
    (row,) = ask("analyse", "feedback", "-w", shop)["rows"]
    label = f"{row['feedback_id']}=negative"
    (kept,) = ask("labels", "-w", shop, "--set", label)["labels"]
    assert (kept["kind"], kept["value"], kept["text"]) == (
        "sentiment", "negative", "Nobody called back",
    )  # fmt: skip
    assert ask("analyse", "feedback", "-w", shop)["rows"][0]["text_valence"] < -0.5
    assert call("labels", "-w", shop, "--set", "f0=negative")[0] == 1
    assert call("labels", "-w", shop, "--set", "f0")[0] == 2


def test_names_are_listed_counted_in_texts_and_taken_off(ask, call, shop, tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("customer,time,nps,comment\nann,2024-03-04,9,Better than ACME ever was\n")
    ask("import", file, "-w", shop)
    listed = ask("names", "-w", shop, "--set", "Acme=competitor", "Night Train=product")["names"]
    assert listed == [
        {"name": "Acme", "kind": "competitor", "answers": 1},
        {"name": "Night Train", "kind": "product", "answers": 0},
    ]
    (row,) = ask("analyse", "entities", "--kind", "competitor", "-w", shop)["rows"]
    assert (row["entity"], row["n"]) == ("Acme", 1)
    assert len(ask("names", "-w", shop, "--remove", "Acme")["names"]) == 1
    assert call("names", "-w", shop, "--set", "Acme")[0] == 2


def test_an_unknown_touchpoint_or_stage_is_a_fault_of_the_data(call, shop):
    assert call("stages", "-w", shop, "--set", "Kart=Use")[0] == 1
    assert call("stages", "-w", shop, "--set", "Cart")[0] == 2


def test_an_analysis_is_one_document_or_one_table(ask, call, shop):
    document = ask(
        "analyse", "touchpoints", "-w", shop, "--by", "plan", "--where", "plan=gold|basic"
    )
    assert document["analysis"] == "touchpoints"
    assert document["journeys"] == document["customers"] == 3
    assert {row["segment"] for row in document["rows"]} == {"gold", "basic"}
    code, out, _ = call("analyse", "touchpoints", "-w", shop)
    assert code == 0
    assert "Support call" in out
    assert max(map(len, out.splitlines())) <= 80


def test_params_of_a_result_can_be_given_again(ask, shop):
    words = ("analyse", "funnel", "-w", shop)
    first = ask(*words, "--steps", "Catalog > Cart > Order paid", "--within", "7d")
    again = [word for key, value in first["params"].items() for word in (f"--{key}", value)]
    assert ask(*words, *again) == first
    assert [row["journeys"] for row in first["rows"]] == [4, 2, 1]


def test_an_unknown_touchpoint_in_a_funnel_is_answered_with_suggestions(call, shop):
    code, out, err = call("analyse", "funnel", "-w", shop, "--steps", "Catalogue > Cart")
    assert (code, out) == (1, "")
    assert 'Did you mean "Catalog"?' in err


def test_an_audit_has_sources_findings_and_coverage(ask, call, shop):
    document = ask("audit", "-w", shop)
    assert set(document) >= {"sources", "findings", "coverage"}
    code, out, _ = call("audit", "-w", shop)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("suffix", [".json", ".html", ".svg"])
def test_the_main_job_leaves_nothing_behind_but_the_map(shell, shop_file, tmp_path, suffix):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    done = shell(
        "map", shop_file, "-o", out / f"map{suffix}", cwd=out, env={"TMPDIR": str(scratch)}
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in out.iterdir()] == [f"map{suffix}"]
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(143)])
def test_an_interrupted_main_job_leaves_nothing(call, shop_file, tmp_path, monkeypatch, stop):
    from desirepath.doors.maps import Maps

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def interrupted(*_, **__):
        assert list(scratch.iterdir())
        raise stop

    monkeypatch.setattr(Maps, "build", interrupted)
    assert call("map", shop_file, "-o", tmp_path / "map.html")[0] in {130, 143}
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "map.html").exists()


def test_the_main_job_takes_the_options_of_import_and_journeys(ask, shop_file, tmp_path):
    out = tmp_path / "map.json"
    answer = ask(
        *("map", shop_file, "-o", out, "--title", "A title", "--unit", "session", "--gap", "1h"),
        *("--goal", "Cart", "--columns", "customer=user_id", "--timezone", "Europe/Amsterdam"),
    )
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["format"] == "desirepath-map/1"
    assert document["title"] == answer["title"] == "A title"
    assert document["journey"]["unit"] == "session"
    assert document["journey"]["goal"] == "Cart"


def test_a_wrong_file_makes_no_map(call, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    out = tmp_path / "map.html"
    code, _, err = call("map", tmp_path / "empty.csv", "-o", out)
    assert code == 1
    assert "Traceback" not in err
    assert not out.exists()


def test_the_map_of_a_workspace_equals_the_map_of_its_files(ask, shop, shop_file, tmp_path):
    documents = []
    for words in (("-w", shop), (shop_file,)):
        ask("map", *words, "-o", tmp_path / "map.json", "--title", "The same")
        documents.append(json.loads((tmp_path / "map.json").read_text(encoding="utf-8")))
        del documents[-1]["created"]
    assert documents[0] == documents[1]
