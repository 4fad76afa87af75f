"""The truth on DuckDB, and the same workspaces on every other engine.

`make test-engines` sets DESIREPATH_ENGINES=1: then a missing engine is a failure. Without it (the
usual suite has no Java and no chdb) these tests are skipped with the reason.
"""

import os
import shutil
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

import desirepath as dp
from engines import stream
from engines.running import QUICK, Cluster, clickhouse_server

UNITS = {"customer": {"unit": "customer"}, "session": {"gap": "30m"}, "case": {"unit": "case"}}
GOAL = "Order paid"
REQUIRED = os.environ.get("DESIREPATH_ENGINES") == "1"


def pytest_xdist_make_scheduler(config, log):
    """Let one worker ask Spark alone, so that there is one cluster, and the other the rest.

    Marks (`xdist_group`) would say the same, but xdist 3.8 does not hear them under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByEngine(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "spark" if "spark" in nodeid else nodeid.split("/")[1]

    return ByEngine(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items):
    """Last the tests that take an engine away."""
    here = Path(__file__).parent
    own = [item for item in items if item.path.is_relative_to(here)]  # the hook is given all
    own.sort(key=lambda item: ("lost" in item.path.name, str(item.path)))
    items[:] = [item for item in items if not item.path.is_relative_to(here)] + own
    for item in own:
        # PySpark leaves the closing of its sockets to the collector of garbage.
        item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
        unraised = "ignore::pytest.PytestUnraisableExceptionWarning"
        item.add_marker(pytest.mark.filterwarnings(unraised))


@pytest.fixture(scope="session", autouse=True)
def there():
    """Skip, or fail where the engines are required, when a package is not installed."""
    lacking = [
        name for name in ("pyspark", "chdb", "clickhouse_connect") if find_spec(name) is None
    ]
    if lacking:
        said = f"not installed: {', '.join(lacking)}; make test-engines has its own environment"
        if REQUIRED:
            pytest.fail(said)
        pytest.skip(said)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Yield a real standalone Spark cluster: a master and two workers."""
    made = Cluster(tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Yield the url of a ClickHouse behind HTTP; DESIREPATH_CLICKHOUSE names a real one."""
    named = os.environ.get("DESIREPATH_CLICKHOUSE")
    if named:
        yield named
        return
    with clickhouse_server(tmp_path_factory.mktemp("clickhouse") / "data") as (port, _):
        yield f"clickhouse://default@127.0.0.1:{port}"


@pytest.fixture(scope="session")
def chdb(tmp_path_factory):
    """Return the url of the one folder that chdb can open in a process."""
    return f"chdb:{tmp_path_factory.mktemp('chdb') / 'data'}"


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    """Return a workspace on DuckDB with the stream imported."""
    folder = tmp_path_factory.mktemp("stream")
    with dp.create(folder / "shop") as ws:
        for file in stream.write(folder):
            ws.sources.add(file)
    return folder / "shop"


def on(url, folder, **more):
    """Name an engine in the settings of a workspace; `more` are settings of Spark."""
    place = folder / "desirepath.toml"
    before, heading, after = place.read_text("utf-8").partition("[warehouse]\n")
    assert heading
    named = f'url = "{url}"\nschema = "dp_{folder.parent.name.replace("-", "_")}"\n'
    spark = "".join(f'"{name}" = "{value}"\n' for name, value in {**QUICK, **more}.items())
    text = f"{before}{heading}{named}{after}\n[warehouse.spark]\n{spark}"
    place.write_text(text, "utf-8")


@contextmanager
def opened(source, place, url=None, **journeys):
    """Yield a copy of a workspace, on another engine where a url is given."""
    shutil.copytree(source, place)
    if url:
        on(url, place)
    with dp.open(place) as ws:
        ws.journeys.set(goal=GOAL, **journeys)
        yield ws


@pytest.fixture(scope="session")
def workspaces(request, imported, tmp_path_factory):
    """Return a function of engine and unit: the workspace on DuckDB, the same on the engine."""
    known = {}
    with ExitStack() as open_ones:

        def give(engine, unit):
            if (engine, unit) not in known:
                there = {"clickhouse": "server", "spark": "cluster"}.get(engine, engine)
                url = request.getfixturevalue(there)
                place = tmp_path_factory.mktemp(engine)
                known[engine, unit] = [
                    open_ones.enter_context(opened(imported, place / name, at, **UNITS[unit]))
                    for name, at in (("duckdb", None), (unit, getattr(url, "url", url)))
                ]
            return known[engine, unit]

        yield give


@pytest.fixture
def both(request, workspaces):
    """Return the engine's name, the workspace on DuckDB and the same one on that engine."""
    return request.param[0], *workspaces(*request.param)
