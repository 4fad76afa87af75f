"""A million events with ties, read where they lie: the path analyses are equal on every engine.

DuckDB imports the file; Spark reads the folder of Parquet files, ClickHouse a table of its own.
"""

import subprocess
import sys

import pytest

import desirepath as dp
from engines.conftest import on
from engines.questions import PATHS, label
from engines.running import LARGE
from places import ROOT

EVENTS = 1_000_000
SECTION = """
[events]
table = "{table}"
customer = "customer_id"
touchpoint = "touchpoint"
time = "timestamp"
channel = "channel"
order = "line"
attributes = ["plan"]
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Return a Parquet file of the benchmark's events and the line that each stands on."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = tmp_path_factory.mktemp("million") / "events.parquet"
    script = ROOT / "benchmarks" / "generate.py"
    subprocess.run([sys.executable, str(script), str(EVENTS), str(made)], check=True)
    rows = pq.read_table(made)
    pq.write_table(rows.append_column("line", pa.array(range(len(rows)))), made)
    return made


@pytest.fixture(scope="module")
def expected(file, tmp_path_factory):
    """Return what DuckDB answers after importing the file."""
    with dp.create(tmp_path_factory.mktemp("duck") / "shop") as ws:
        roles = {"customer": "customer_id", "touchpoint": "touchpoint", "time": "timestamp"}
        ws.sources.add(file, columns=roles)
        return [ws.analyses.ask(name, **options).document() for name, options in PATHS]


@pytest.mark.parametrize("engine", ["chdb", "spark"])
def test_a_million_events_give_equal_rows(engine, file, expected, tmp_path, request):
    place = tmp_path / "shop"
    dp.create(place).close()
    if engine == "spark":
        url, table = request.getfixturevalue("cluster").url, str(file)
    else:
        url, table = request.getfixturevalue("chdb"), "company.clicks"
        _company(url.removeprefix("chdb:"), file)
    on(url, place, **LARGE)
    with (place / "desirepath.toml").open("a", encoding="utf-8") as settings:
        settings.write(SECTION.format(table=table))
    with dp.open(place) as ws:
        for question, rows in zip(PATHS, expected, strict=True):
            name, options = question
            assert ws.analyses.ask(name, **options).document() == rows, label(question)
        assert ws.sources.list()[0]["accepted"] == EVENTS


def _company(folder, file):
    """Make the table of a company in a folder of chdb."""
    from chdb.session import Session

    with Session(str(folder)) as company:
        company.query("CREATE DATABASE company")
        company.query(
            "CREATE TABLE company.clicks ENGINE = MergeTree ORDER BY timestamp AS SELECT * "
            f"REPLACE (toLowCardinality(touchpoint) AS touchpoint) FROM file('{file}', 'Parquet') "
            "SETTINGS schema_inference_make_columns_nullable = 0"
        )
