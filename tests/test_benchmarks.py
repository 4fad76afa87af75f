"""The benchmark compares rows before times: here its SQL on the raw table is our oracle."""

import sys

import pytest

from places import ROOT

EVENTS = 20_000


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def log(bench):
    import generate

    return generate.events(EVENTS)


@pytest.fixture(scope="module")
def answers(log, tmp_path_factory):
    """Return how both tools answer any question about one log."""
    import pyarrow.parquet as pq
    from peers import desirepath, duckdb
    from work import canonical

    folder = tmp_path_factory.mktemp("bench")
    file = folder / "events.parquet"
    pq.write_table(log, file)
    ours, raw = (tool.load(str(file), str(folder)) for tool in (desirepath, duckdb))

    def both(question):
        pairs = ((desirepath, ours), (duckdb, raw))
        return [canonical(question, tool.rows(question, tool.ask(log, question)))
                for tool, log in pairs]  # fmt: skip

    yield both
    ours.close()
    raw.close()


@pytest.mark.parametrize("which", ["PLAIN", "SEGMENTED", "FILTERED"])
@pytest.mark.parametrize("analysis", ["graph", "funnel", "variants", "paths", "touchpoints"])
def test_hand_written_sql_on_the_raw_table_gives_our_rows(answers, which, analysis):
    import work

    question = next(one for one in getattr(work, which) if one.analysis == analysis)
    ours, raw = answers(question)
    assert len(ours) > 2
    assert ours == raw, work.difference(ours, raw)


def test_the_log_is_skewed_and_has_ties_and_sessions_and_a_tenth_to_filter(log):
    import pyarrow.compute as pc

    sizes = sorted(row["counts"] for row in pc.value_counts(log["customer_id"]).to_pylist())
    assert sum(sizes) == EVENTS
    assert sum(sizes[-len(sizes) // 10 :]) > 0.25 * EVENTS
    seen: dict[str, list[int]] = {}
    for customer, time in zip(log["customer_id"].to_pylist(),
                              log["timestamp"].cast("int64").to_pylist(), strict=True):  # fmt: skip
        seen.setdefault(customer, []).append(time)
    pauses = [after - before for times in seen.values() for before, after in zip(times, times[1:])]  # noqa: B905, RUF007
    assert min(pauses) == 0, "rows of a customer come in order of time, some at the same time"
    assert 0.1 < sum(pause > 1_800_000_000 for pause in pauses) / len(pauses) < 0.25
    kept = pc.sum(pc.equal(log["region"], "R3")).as_py()
    assert 0.07 < kept / EVENTS < 0.13


def test_equal_arguments_give_equal_logs_and_more_events_are_of_known_customers(log):
    import generate

    assert generate.events(EVENTS).equals(log)
    more = generate.events(EVENTS // 100, seed=8, customers=EVENTS // 20)
    assert set(more["customer_id"].to_pylist()) <= set(log["customer_id"].to_pylist())
