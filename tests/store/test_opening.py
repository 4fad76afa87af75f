"""The url of the settings opens an engine, or one sentence says what to install or check."""

import socket

import pytest

import desirepath as dp
from desirepath.errors import WorkspaceError
from desirepath.store import opening, spark_session


@pytest.mark.parametrize("settings", [{}, {"url": ""}, {"url": "duckdb:"}])
def test_without_a_url_the_warehouse_is_the_file_of_the_workspace(tmp_path, settings):
    assert opening.open_engine(tmp_path, settings) is None


def test_an_unknown_url_is_answered_with_those_that_work(tmp_path):
    with pytest.raises(WorkspaceError, match=r'"snowflake://x" .* names no engine.*spark://'):
        opening.open_engine(tmp_path, {"url": "snowflake://x"})


@pytest.mark.parametrize(
    ("url", "package", "extra"),
    [
        ("spark://10.0.0.1:7077", "pyspark", "spark"),
        ("local[*]", "pyspark", "spark"),
        ("clickhouse://me:secret@host:8123", "clickhouse-connect", "clickhouse"),
        ("chdb:", "chdb", "clickhouse"),
    ],
)
def test_a_missing_package_is_named_with_its_extra_and_without_the_password(
    tmp_path, monkeypatch, url, package, extra
):
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    with pytest.raises(WorkspaceError) as told:
        opening.open_engine(tmp_path, {"url": url})
    assert package in str(told.value)
    assert f"desirepath[{extra}]" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_master_that_does_not_answer_is_one_sentence_at_once():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    with pytest.raises(
        WorkspaceError, match=f"No Spark master answers at spark://127.0.0.1:{port}"
    ):
        spark_session._reach(f"spark://127.0.0.1:{port}")


def test_without_java_spark_says_what_to_install(monkeypatch):
    monkeypatch.setattr(spark_session.shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(WorkspaceError, match="Spark needs Java 17"):
        spark_session.Session("local[1]", {})


def test_settings_of_spark_may_be_nested_or_quoted():
    given = {"spark": {"sql": {"ansi": {"enabled": True}}}, "spark.cores.max": 4}
    assert dict(opening._flat(given)) == {"spark.sql.ansi.enabled": True, "spark.cores.max": 4}


def test_own_tables_without_a_url_are_refused_with_what_to_do(tmp_path):
    dp.create(tmp_path).close()
    with (tmp_path / "desirepath.toml").open("a") as file:
        file.write('[events]\ntable = "a.b"\ncustomer = "c"\ntouchpoint = "t"\ntime = "ts"\n')
    with pytest.raises(WorkspaceError, match="Say under \\[warehouse\\] which one that is"):
        dp.open(tmp_path)
    assert not (tmp_path / "warehouse.json").exists()
