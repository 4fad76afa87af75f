"""Whoever is put together and taken apart again walks as before, to the last byte."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.identity import told
from desirepath.identity.components import apart
from desirepath.journeys.prepare import prepare
from desirepath.model.progress import silent
from desirepath.store.book import Book, ImportRow
from desirepath.store.warehouse import Warehouse
from tiny import fill
from tried import tried

ROW = ImportRow(
    no=1, id="i", source="s", file="f", content="c", mapping={}, report={},
    facts={"shape": "events", "unit": "customer", "columns": {"customer": "who"},
           "kinds": ["events"], "identifiers": {"mail": "email"}, "customer_kind": "user"},
)  # fmt: skip
PLACES = ["Home", "Cart", "Order paid", "Call"]
events = st.lists(
    st.fixed_dictionaries(
        {
            "customer": st.sampled_from("pqrstu"),
            "at": st.integers(0, 99),
            "touchpoint": st.sampled_from(PLACES),
            "a1": st.sampled_from(["ann@mail.example", "ben@mail.example", None]),
        }
    ),
    min_size=1,
    max_size=14,
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["merge", "forbid", "split"]),
        st.sampled_from("pqrstu"),
        st.sampled_from("pqrstu"),
    ).filter(lambda step: step[1] != step[2]),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def warehouse():
    with Warehouse(None) as opened:
        opened.sql("ALTER TABLE events ADD COLUMN a1 VARCHAR")
        yield opened


def walks(warehouse, tables):
    """Return the hash of every journey: who, when, where, in order."""
    rows = warehouse.rows(
        tables.events.inner_join(tables.journeys.select("journey", "key"), "journey").select(
            "key", "position", "time", "touchpoint", "wait", "dwell", "touch", "passage", "seq"
        )
    )
    found = {}
    for row in sorted(rows, key=lambda row: (row["key"], row["position"])):
        found.setdefault(row.pop("key"), []).append(sorted(row.items()))
    return {
        key: hashlib.sha256(json.dumps(rows).encode()).hexdigest() for key, rows in found.items()
    }


@given(rows=events, decisions=steps)
@tried(8)
def test_every_decision_that_is_undone_gives_back_exactly_the_former_journeys(
    warehouse, rows, decisions
):
    for name in ("events", "prepared"):
        if warehouse.has(name):
            warehouse.sql(f"DELETE FROM {name}")
    fill(warehouse, [{**row, "import_no": 1, "seq": at} for at, row in enumerate(rows)])
    book = Book(None)
    book.commit_import(ROW, attributes={"mail": "a1"})
    before = walks(warehouse, prepare(warehouse, book, silent))
    made = []
    for kind, one, other in decisions:
        made.append(book.decisions.add(kind, one, None if kind == "split" else other))
        between = walks(warehouse, prepare(warehouse, book, silent))
        if kind == "merge":
            assert told.person_of(warehouse, one) == told.person_of(warehouse, other) or [
                step for step in decisions if step[0] == "forbid"
            ]
        assert sum(map(len, between)) <= sum(map(len, before)) + 64 * len(rows)
    for decision in reversed(made):
        book.decisions.undo(decision.id)
    assert walks(warehouse, prepare(warehouse, book, silent)) == before
    book.close()


nodes = st.sampled_from("abcdefg")
edges = st.lists(st.tuples(nodes, nodes, st.sampled_from([0.5, 0.9, 1.0])), max_size=12)


@given(edges=edges, forbidden=st.lists(st.tuples(nodes, nodes).filter(lambda p: p[0] != p[1])))
def test_nobody_who_must_stay_apart_is_together(edges, forbidden):
    parts = apart(edges, forbidden)
    for one, other in forbidden:
        if one in parts and other in parts:
            assert parts[one] != parts[other]


@given(edges=edges)
def test_with_nobody_to_keep_apart_all_that_is_linked_is_together(edges):
    parts = apart(edges, [])
    assert all(parts[one] == parts[other] for one, other, _ in edges)
