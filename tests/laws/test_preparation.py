"""The engine's preparation equals the one written in plain Python, whatever the order of rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.journeys import assemble
from desirepath.store.warehouse import Warehouse
from tiny import by_hand, tables_of
from tried import tried

events = st.fixed_dictionaries(
    {
        "customer": st.sampled_from("pqrst"),
        "at": st.integers(0, 9),
        "touchpoint": st.sampled_from("ABC"),
        "a1": st.sampled_from(["x", "y", None]),
    }
)
TABLES = {
    "events": ["journey", "position"],
    "journeys": ["journey"],
    "variants": ["variant"],
}


@pytest.fixture(scope="module")
def engine():
    with Warehouse(None) as opened:
        yield opened


def contents(tables):
    return {
        name: [
            dict(sorted(row.items()))
            for row in tables.execute(getattr(tables, name).order_by(*order))
        ]
        for name, order in TABLES.items()
    }


@tried(8)
@given(st.lists(events, min_size=1, max_size=40), st.sampled_from([None, "A"]), st.booleans())
def test_preparing_equals_its_twin_also_slice_by_slice(engine, rows, goal, sliced):
    named = {row["touchpoint"] for row in rows}
    goal = goal if goal in named else None
    engine.sql("DELETE FROM events")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "SLICE", 3 if sliced else 1_000_000)
        made = tables_of(engine, rows, goal=goal, attributes=["a1"])
    assert contents(made) == contents(by_hand(engine, rows, goal=goal, attributes=["a1"]))
    assert made.newest == max(row["at"] for row in rows) * 1_000_000


@tried(4)
@given(st.lists(events, min_size=1, max_size=20, unique_by=lambda row: row["at"]), st.randoms())
def test_the_order_of_rows_does_not_matter_where_times_differ(engine, rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    found = []
    for order in (rows, shuffled):
        engine.sql("DELETE FROM events")
        made = contents(tables_of(engine, order, attributes=["a1"]))
        for event in made["events"]:
            del event["seq"]
        found.append(made)
    assert found[0] == found[1]
