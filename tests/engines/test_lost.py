"""An engine that is not there, or goes away, is one sentence, and nothing is lost."""

import pytest

from desirepath.errors import UnknownName, WorkspaceError
from desirepath.store.clickhouse_line import Server
from desirepath.store.opening import open_engine
from engines.running import QUICK, clickhouse_server, free_port


def test_a_clickhouse_that_does_not_answer(tmp_path):
    url = f"clickhouse://me:secret@127.0.0.1:{free_port()}"
    with pytest.raises(WorkspaceError, match=r"does not answer") as told:
        open_engine(tmp_path, {"url": url})
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_clickhouse_that_dies_between_two_questions(tmp_path):
    with clickhouse_server(tmp_path / "data") as (port, process):
        line = Server("here", "shop", host="127.0.0.1", port=port, username="default", password="")
        assert line.arrow("SELECT 1 AS one").to_pylist() == [{"one": 1}]
        process.kill()
        process.wait(30)
        with pytest.raises(WorkspaceError, match=r"does not answer"):
            line.arrow("SELECT 1 AS one")


def test_what_clickhouse_refuses_is_a_sentence_with_its_words(tmp_path, chdb):
    warehouse = open_engine(tmp_path, {"url": chdb})
    try:
        with pytest.raises(WorkspaceError, match=r"chdb could not do this.*nothing was changed"):
            warehouse._engine.arrow("SELECT nothing FROM nowhere")
        with pytest.raises(UnknownName, match=r"system.column"):
            warehouse.foreign("system.column")
        with pytest.raises(WorkspaceError, match=r"one folder at a time"):
            open_engine(tmp_path, {"url": "chdb:"})
    finally:
        warehouse.close()


def test_a_spark_cluster_without_workers_is_given_up_after_a_stated_time(tmp_path, cluster):
    """The last test of Spark: it takes the workers away."""
    settings = {"url": cluster.url, "patience_seconds": 15, "spark": QUICK}
    warehouse = open_engine(tmp_path, settings)
    try:
        assert warehouse._engine.arrow("SELECT 1 AS one").to_pylist() == [{"one": 1}]
        with pytest.raises(UnknownName, match=r'no table "shop.clicks".* default'):
            warehouse.foreign("shop.clicks")
        with pytest.raises(WorkspaceError, match=r"could not do this"):
            warehouse._engine.arrow("SELECT nothing FROM nowhere")
        cluster.stop(cluster.workers)
        with pytest.raises(WorkspaceError, match=r"had no worker for 15 seconds"):
            warehouse._engine.arrow("SELECT count(*) AS n FROM range(0, 100000, 1, 2)")
    finally:
        warehouse.close()
