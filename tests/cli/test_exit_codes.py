"""0 done, 1 your input or data, 2 usage; one sentence on stderr, nothing on stdout, no trace."""

import pytest

from desirepath.cli import main


def assert_refused(answer, code, *words):
    given, out, err = answer
    assert given == code
    assert out == ""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    for word in words:
        assert word in err


def test_no_command_at_all_is_usage(call):
    code, out, err = call()
    assert (code, out) == (2, "")
    assert "commands:" in err


def test_help_and_version_go_to_stdout(call):
    code, out, err = call("--help")
    assert (code, err) == (0, "")
    assert "analyse" in out
    assert call("--version")[:2] == (0, "desirepath 0.1.0\n")


def test_an_unknown_command_names_the_nearest(call):
    assert_refused(call("analyze"), 2, 'Did you mean "analyse"?', "There are:")


def test_an_unknown_option_names_the_nearest(call):
    assert_refused(call("journeys", "--gaol", "x"), 2, 'Did you mean "--goal"?')


def test_a_wrong_choice_names_the_choices(call):
    assert_refused(call("journeys", "--unit", "person"), 2, "customer", "session", "case")


def test_an_unknown_analysis_names_the_nearest(call, tmp_path):
    assert_refused(call("analyse", "funel", "-w", tmp_path), 2, 'Did you mean "funnel"?')


def test_an_analysis_without_a_name_lists_them(call):
    assert_refused(call("analyse"), 2, "graph", "variants")


def test_an_unknown_option_of_an_analysis_is_usage(call, tmp_path):
    assert_refused(call("analyse", "variants", "--topp", 3), 2, 'Did you mean "--top"?')


@pytest.mark.parametrize(
    "words",
    [("import", "events.csv"), ("audit",), ("journeys",), ("stages",), ("analyse", "graph")],
)
def test_a_folder_that_is_no_workspace_names_init(call, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.csv").write_text("customer,event,time\na,b,2024-01-01\n")
    assert_refused(call(*words), 1, "desirepath init")
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


def test_a_file_that_is_not_there_names_its_neighbour(call, tmp_path):
    call("init", tmp_path / "shop")
    (tmp_path / "events.csv").write_text("x")
    answer = call("import", tmp_path / "event.csv", "-w", tmp_path / "shop")
    assert_refused(answer, 1, 'Did you mean "events.csv"?')


def test_a_file_missing_in_the_current_folder_is_missing_in_this_folder(
    call, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text("x")
    code, _, err = call("map", "zzz.csv", "-o", "map.html")
    assert code == 1
    said = 'There is no file "zzz.csv" in this folder. There are: orders.csv.'
    assert said in " ".join(err.split())


def test_a_map_without_a_place_or_a_format_is_usage(call, shop_file, tmp_path):
    assert_refused(call("map", shop_file), 2, "-o OUT")
    assert_refused(call("map", shop_file, "-o", tmp_path / "map.docx"), 2, ".html", ".svg")


def test_a_map_into_a_missing_folder_is_refused_before_the_work(call, shop_file, tmp_path):
    answer = call("map", shop_file, "-o", tmp_path / "nowhere" / "map.html")
    assert_refused(answer, 1, "nowhere")


def test_a_map_of_files_and_of_a_workspace_at_once_is_usage(call, shop_file, tmp_path):
    answer = call("map", shop_file, "-w", tmp_path, "-o", tmp_path / "map.html")
    assert_refused(answer, 2, "not both")


def test_a_persona_that_nobody_made_is_said(call, shop_file, tmp_path):
    answer = call("map", shop_file, "--persona", "Ann", "-o", tmp_path / "map.html")
    assert_refused(answer, 1, "Ann")


def test_a_second_init_is_refused(call, tmp_path):
    assert call("init", tmp_path / "shop")[0] == 0
    assert_refused(call("init", tmp_path / "shop"), 1, "workspace already")


def test_the_options_of_all_commands_may_stand_before_the_command(ask, tmp_path):
    document = ask("-w", tmp_path / "shop", "init")
    assert document == {"workspace": str(tmp_path / "shop")}


def test_the_workspace_may_come_from_the_environment(call, monkeypatch, tmp_path):
    call("init", tmp_path / "shop")
    monkeypatch.setenv("DESIREPATH_WORKSPACE", str(tmp_path / "shop"))
    assert call("journeys")[0] == 0


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (KeyError("x"), 1, "DESIREPATH_DEBUG=1"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (PermissionError(13, "Permission denied", "map.html"), 1, "map.html"),
        (OSError(28, "No space left on device"), 1, "disk is full"),
        (MemoryError(), 1, "memory_limit"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_nobody_expected_becomes_one_sentence(call, monkeypatch, raised, code, words):
    def broken(_argv):
        raise raised

    monkeypatch.setattr(main, "_dispatch", broken)
    monkeypatch.setattr(main.os, "dup2", lambda *_: None)
    given, out, err = call("audit")
    assert (given, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("signalled", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)]
)
def test_a_signal_that_the_engine_wrapped_is_still_a_signal(call, monkeypatch, signalled, code):
    def broken(_argv):
        raise RuntimeError("Query interrupted") from signalled

    monkeypatch.setattr(main, "_dispatch", broken)
    given, out, err = call("audit")
    assert (given, out, err) == (code, "", "Interrupted; nothing was left half done.\n")


def test_the_trace_of_a_bug_is_there_on_request(call, monkeypatch):
    def broken(_argv):
        raise KeyError("x")

    monkeypatch.setattr(main, "_dispatch", broken)
    monkeypatch.setenv("DESIREPATH_DEBUG", "1")
    assert "Traceback" in call("audit")[2]


def test_a_user_sees_the_same_from_a_shell(shell, tmp_path):
    done = shell("analyze", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('There is no command "analyze".')


def test_errors_that_caused_each_other_end_the_search_for_a_signal():
    from desirepath.cli.main import _stopped_by

    first, second = ValueError("one"), ValueError("two")
    first.__cause__, second.__cause__ = second, first
    assert _stopped_by(first) is None
