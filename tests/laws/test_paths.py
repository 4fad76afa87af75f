"""The path analyses equal their plain-Python twins, keep what enters, and agree."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin
from desirepath.analyses import ask
from desirepath.store.warehouse import Warehouse
from tiny import by_hand
from tried import tried

NAMES = "ABCD"
# few customers, few moments: most events have ties
events = st.tuples(st.sampled_from("pqrs"), st.integers(0, 9), st.sampled_from(NAMES))
logs = st.lists(events, min_size=1, max_size=28)
steps = st.lists(st.sets(st.sampled_from(NAMES), min_size=1, max_size=2), min_size=1, max_size=4)
law = tried(15)


@pytest.fixture(scope="module")
def engine():
    with Warehouse(None) as opened:
        yield opened


def prepared(engine, rows):
    return by_hand(engine, rows), twin.journeys_of(rows)


@law
@given(logs)
def test_graph_touchpoints_and_variants_equal_their_twins(engine, rows):
    tables, journeys = prepared(engine, rows)
    graph = {
        (row["from"], row["to"]): (
            row["transitions"], row["journeys"], row["median_seconds"],
            row["mean_seconds"] if row["mean_seconds"] is None else round(row["mean_seconds"], 9),
        )
        for row in ask(tables, "graph", {}).rows
    }  # fmt: skip
    assert graph == twin.graph(journeys)
    used = {
        row["touchpoint"]: (
            row["events"], row["journeys"], row["entries"], row["exits"],
            round(row["repeat_share"] * row["journeys"]),
        )
        for row in ask(tables, "touchpoints", {}).rows
    }  # fmt: skip
    assert used == twin.touchpoints(journeys)
    found = ask(tables, "variants", {})
    assert {tuple(row["path"]): row["journeys"] for row in found.rows} == twin.variants(journeys)
    assert found.extra["others"] == {"variants": 0, "journeys": 0}


@law
@given(logs)
def test_what_enters_a_touchpoint_leaves_it_or_ends_there(engine, rows):
    tables, _ = prepared(engine, rows)
    entering, leaving = defaultdict(int), defaultdict(int)
    for row in ask(tables, "graph", {}).rows:
        entering[row["to"]] += row["transitions"]
        leaving[row["from"]] += row["transitions"]
    assert entering == leaving
    used = {row["touchpoint"]: row["events"] for row in ask(tables, "touchpoints", {}).rows}
    assert {name: n for name, n in entering.items() if name is not None} == used
    assert entering[None] == ask(tables, "durations", {}).rows[0]["journeys"]


@law
@given(
    logs,
    st.integers(1, 6),
    st.tuples(*[st.sampled_from([None, *NAMES])] * 2),
    st.integers(1, 3),
)
def test_paths_equal_their_twin_and_every_position_keeps_its_journeys(
    engine, rows, depth, ends, top
):
    start, end = ends
    tables, journeys = prepared(engine, rows)
    chosen = {"depth": depth, "start": start, "end": end}
    if {start, end} - {None} <= set(tables.names):
        full = ask(tables, "paths", chosen | {"top": 99}).rows
        got = {(row["position"], row["from"], row["to"]): row["journeys"] for row in full}
        assert got == twin.paths(journeys, depth, start, end)
        folded = ask(tables, "paths", chosen | {"top": top}).rows
        entering, leaving, beside = defaultdict(int), defaultdict(int), defaultdict(set)
        for row in folded:
            leaving[row["position"], row["from"]] += row["journeys"]
            entering[row["position"] + 1, row["to"]] += row["journeys"]
            beside[row["position"]].add(row["from"])
        for place, number in leaving.items():
            assert place[0] == 1 or entering[place] == number
        assert all(len(names - {"(others)"}) <= top for names in beside.values())
        assert sum(row["journeys"] for row in folded) == sum(got.values())


@law
@given(logs, steps, st.sampled_from([None, 0, 1, 3, 7]))
def test_a_funnel_equals_the_search_through_all_chains(engine, rows, chain, within):
    tables, journeys = prepared(engine, rows)
    chain = [sorted(step & set(tables.names)) or [tables.names[0]] for step in chain]
    text = " > ".join(" | ".join(step) for step in chain)
    options = {"steps": text} | ({} if within is None else {"within": f"{within}s"})
    got = ask(tables, "funnel", options).rows
    expected = twin.funnel(journeys, chain, within)
    assert [(row["journeys"], row["median_seconds_from_previous"]) for row in got] == expected
    counts = [row["journeys"] for row in got]
    assert counts == sorted(counts, reverse=True)
    longer = ask(tables, "funnel", {**options, "steps": f"{text} > {tables.names[-1]}"}).rows
    assert [row["journeys"] for row in longer[:-1]] == counts
    reached = ask(tables, "funnel", {"steps": text, "mode": "reached"}).rows
    assert [row["journeys"] for row in reached] == [
        sum(any(name in step for _, name in events) for events in journeys.values())
        for step in chain
    ]


@law
@given(logs)
def test_all_analyses_give_the_same_number_for_the_same_question(engine, rows):
    tables, _ = prepared(engine, rows)
    graph = ask(tables, "graph", {}).rows
    walked = ask(tables, "paths", {"depth": 1, "top": 99}).rows
    listed = ask(tables, "variants", {}).rows
    for row in ask(tables, "touchpoints", {}).rows:
        name = row["touchpoint"]
        funnel = ask(tables, "funnel", {"steps": [name]}).rows[0]["journeys"]
        assert row["journeys"] == funnel
        assert row["journeys"] == sum(v["journeys"] for v in listed if name in v["path"])
        starts = [e["journeys"] for e in graph if e["from"] is None and e["to"] == name]
        assert row["entries"] == sum(starts)
        assert row["entries"] == sum(p["journeys"] for p in walked if p["from"] == name)
        ends = [e["journeys"] for e in graph if e["to"] is None and e["from"] == name]
        assert row["exits"] == sum(ends)


@tried(5)
@given(st.lists(st.tuples(events, st.sampled_from(["x", "y", None])), min_size=1, max_size=20))
def test_segments_are_the_answers_of_their_journeys_alone(engine, marked):
    first = {}
    for (who, at, _), value in sorted(marked, key=lambda row: row[0][1]):
        if value is not None:
            first.setdefault(who, (at, value))
    rows = [
        {"customer": who, "at": at, "touchpoint": name, "a1": value}
        for (who, at, name), value in marked
    ]
    tables = by_hand(engine, rows, attributes=["a1"])
    plain = [row for row, _ in marked]
    for name, options in (
        ("graph", {}), ("touchpoints", {}), ("paths", {}), ("variants", {}),
        ("funnel", {"steps": tables.names[0]}), ("durations", {}), ("steps", {}),
    ):  # fmt: skip
        parts = ask(tables, name, {**options, "by": "a1"}).rows
        for value in {row["segment"] for row in parts}:
            mine = {who for who, *_ in plain if (first.get(who) or (0, None))[1] == value}
            alone = ask(tables, name, {**options, "where": f"a1={value or ''}"})
            assert alone.journeys == len(mine)
            expected = [row for row in alone.rows if row.get("events") != 0 or name == "steps"]
            left_out = ("segment", "few")
            assert [
                {key: row[key] for key in row if key not in left_out}
                for row in parts
                if row["segment"] == value
            ] == [{key: row[key] for key in row if key not in left_out} for row in expected]
