"""Journeys, and answers kept of them, brought up to date import by import equal fresh ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.analyses import ask
from desirepath.journeys import brackets, changes, summaries
from desirepath.journeys.prepare import prepare
from desirepath.model.progress import silent
from desirepath.store.book import Book, ImportRow
from desirepath.store.schema import RAW
from desirepath.store.warehouse import Warehouse
from tiny import SECOND, fill
from tried import tried

ROW = ImportRow(
    no=1, id="i", source="s", file="f", content="c", mapping={}, report={},
    facts={"shape": "events", "unit": "customer", "columns": {"customer": "who"}},
)  # fmt: skip
UNITS = {
    "customer": {"unit": "customer"},
    "session": {"unit": "session", "gap": "20s"},
    "session ids": {"unit": "session"},
    "case": {"unit": "case"},
}
events = st.fixed_dictionaries(
    {
        "customer": st.sampled_from("pqrst"),
        "at": st.integers(0, 99),
        "touchpoint": st.sampled_from(["Home", "Cart", "Order paid", "Call"]),
        "case_id": st.sampled_from(["k1", "k2", "p", None]),
        "session": st.sampled_from(["s1", "s2", None]),
        "channel": st.sampled_from(["web", "E-Mail", None]),
        "a1": st.sampled_from(["x", "y", None]),
    }
)
people = st.fixed_dictionaries(
    {"customer": st.sampled_from("pqrstz"), "a2": st.sampled_from(["m", "n"])}
)
said = st.fixed_dictionaries(
    {
        "customer": st.sampled_from("pqr"),
        "time": st.integers(0, 99),
        "touchpoint": st.sampled_from(["Cart", None]),
        "score": st.integers(1, 5),
    }
)
batches = st.lists(
    st.tuples(
        st.lists(events, max_size=8),
        st.lists(people, max_size=2),
        st.lists(said, max_size=2),
    ),
    min_size=2,
    max_size=4,
)


@pytest.fixture(scope="module")
def stores():
    with Warehouse(None) as one, Warehouse(None) as other:
        for warehouse in (one, other):
            for name in ("events", "customers"):
                warehouse.sql(f"ALTER TABLE {name} ADD COLUMN a1 VARCHAR")
                warehouse.sql(f"ALTER TABLE {name} ADD COLUMN a2 VARCHAR")
        yield one, other


def insert(warehouse, number, batch):
    rows, told, replies = batch
    base = number << 42
    fill(warehouse, [{**row, "import_no": number, "seq": base + at} for at, row in enumerate(rows)])
    for at, row in enumerate(told):
        warehouse.sql(
            "INSERT INTO customers (import_no, seq, customer, a2) VALUES "
            f"({number}, {base + at}, '{row['customer']}', '{row['a2']}')"
        )
    for at, row in enumerate(replies):
        about = "NULL" if row["touchpoint"] is None else f"'{row['touchpoint']}'"
        warehouse.sql(
            "INSERT INTO feedback (import_no, seq, feedback_id, customer, time, touchpoint, "
            f"instrument, scale_min, scale_max, score) VALUES ({number}, {base + at}, "
            f"'f{base + at}', '{row['customer']}', {row['time'] * SECOND}, {about}, "
            f"'rating', 1, 5, {row['score']})"
        )


def emptied(warehouse):
    for name in RAW:
        warehouse.sql(f"DELETE FROM {name}")
    warehouse.unremember()
    for name in ("prepared", "customer_numbers", *changes.GONE):
        warehouse.drop(name)
    return warehouse


def commit(book, number):
    book.commit_import(
        replace(ROW, no=number, id=f"i{number}"), attributes=book.planned_attributes(["x", "y"])
    )


ASKED = (
    ("graph", {}),
    ("touchpoints", {}),
    ("steps", {}),
    ("durations", {}),
    ("durations", {"by": "x"}),
    ("touchpoints", {"by": "x", "where": ["x=x|"]}),
    ("graph", {"left_after": "40s"}),
    ("funnel", {"steps": "Home > Cart", "within": "30s"}),
    ("funnel", {"steps": "Cart > Home", "mode": "reached", "by": "x"}),
    ("durations", {"through": "Home | Cart", "without": "Home"}),
    ("touchpoints", {"through": "Cart", "by": "x"}),
    ("variants", {"top": 3}),
    ("pains", {}),
    ("pains", {"by": "x"}),
    ("trends", {"period": "day"}),
    ("incidents", {}),
)


def asked(tables, questions, *, living):
    """Return the answers, kept for the next time where `living`."""
    tables = replace(tables, keeper=replace(tables.keeper, living=True) if living else None)
    both = {"Home", "Cart"} <= set(tables.names)
    known = [
        (name, options)
        for name, options in questions
        if both or not (name == "funnel" or {"through", "without"} & options.keys())
    ]
    return [ask(tables, name, options).document() for name, options in known]


def contents(warehouse, tables):
    """Return all prepared rows, with names in the place of numbers that depend on history."""
    journeys = tables.execute(tables.journeys)
    journeys.sort(key=lambda row: (row["start"], row["key"], row["customer"]))
    number = {row["journey"]: place for place, row in enumerate(journeys)} | {None: None}
    path = {row["variant"]: row["path"] for row in tables.execute(tables.variants)}
    who = number
    if tables.unit != "customer":
        people = tables.execute(warehouse.table("customer_numbers"))
        who = {row["who"]: row["customer"] for row in people}
    walked = [
        {**row, "journey": number[row["journey"]], "customer": who[row["customer"]]}
        for row in tables.execute(tables.events)
    ]
    answered = tables.execute(tables.answers.order_by("seq"))
    draws = [
        {**row, "journey": number[row["journey"]]}
        for row in tables.execute(warehouse.table("draws"))
    ]
    return {
        "draws": sorted(draws, key=lambda row: row["journey"]),
        "events": sorted(walked, key=lambda row: (row["journey"], row["position"])),
        "journeys": [
            {**row, "journey": number[row["journey"]], "variant": path[row["variant"]]}
            for row in journeys
        ],
        "touchpoints": tables.catalog,
        "answers": [{**row, "journey": number[row["journey"]]} for row in answered],
        "rest": (tables.unit, tables.goal, tables.newest, tables.names, tables.shared),
    }


cases = st.fixed_dictionaries(
    {
        "batches": batches,
        "unit": st.sampled_from(sorted(UNITS)),
        "left_after": st.sampled_from(["10s", "30d"]),
        "small": st.sampled_from([2, 64]),
        "most": st.sampled_from([3, 25_000]),
        "questions": st.lists(st.sampled_from(ASKED), min_size=2, max_size=2),
    }
)


@tried(3)
@given(cases)
def test_import_by_import_is_the_same_as_all_at_once(stores, case):
    grown, whole = (emptied(warehouse) for warehouse in stores)
    questions = case["questions"]
    with pytest.MonkeyPatch.context() as patch:
        for share in ("MOST", "KEPT"):
            patch.setattr(changes, share, 100.0)
        patch.setattr(brackets, "SMALL", case["small"])
        patch.setattr(summaries, "MOST", case["most"])
        books = Book(None), Book(None)
        for book in books:
            book.set_setting("journeys", UNITS[case["unit"]])
            book.set_setting("left_after", case["left_after"])
        for number, batch in enumerate(case["batches"], 1):
            insert(grown, number, batch)
            commit(books[0], number)
            made = prepare(grown, books[0], silent)
            answers = asked(made, questions, living=True)
            insert(whole, number, batch)
            commit(books[1], number)
        expected = prepare(whole, books[1], silent)
        assert contents(grown, made) == contents(whole, expected)
        assert answers == asked(expected, questions, living=False)
        for book in books:
            book.close()
