"""A question is compiled once in a process, whoever asks it, and nothing of it is kept too long."""

import ibis
import pyarrow as pa
import pytest

from desirepath.store import compiled
from desirepath.store.warehouse import Warehouse
from tiny import fill


@pytest.fixture(autouse=True)
def afresh():
    compiled.forget()
    yield
    compiled.forget()


def question(warehouse):
    events = warehouse.table("events")
    return events.filter(events.customer == "ann").count()


def test_workspaces_share_the_text_and_not_the_answer(tmp_path, monkeypatch):
    with Warehouse(tmp_path / "one") as one, Warehouse(tmp_path / "two") as two:
        fill(two, [{"customer": "ann", "at": 0, "touchpoint": "Home"}])
        assert one.value(question(one)) == 0
        monkeypatch.setattr(two.con, "compile", None)
        assert two.value(question(two)) == 1


def test_another_table_of_that_name_is_another_question(tmp_path):
    with Warehouse(tmp_path / "one") as one, Warehouse(tmp_path / "two") as two:
        one.sql("CREATE TABLE colours AS SELECT 'red' AS name")
        two.sql("CREATE TABLE colours AS SELECT 'blue' AS name, 1 AS number")
        assert one.rows(one.table("colours")) == [{"name": "red"}]
        assert two.rows(two.table("colours")) == [{"name": "blue", "number": 1}]


def test_what_was_asked_longest_ago_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(compiled, "MOST", 2)
    made = []

    def ask(name):
        return compiled.once(name, lambda: made.append(name) or name.upper())

    for name in "abacab":
        assert ask(name) == name.upper()
    assert made == ["a", "b", "c", "b"]


@pytest.fixture
def warehouse():
    with Warehouse(None) as made:
        yield made


def test_a_recipe_builds_an_expression_once_for_equal_arguments(warehouse):
    built = []

    @compiled.recipe
    def of(events, names, least=0):
        built.append(least)
        return events.filter(events.customer.isin(names) & (events.seq > least))

    first = of(warehouse.table("events"), ["ann"])
    warehouse.create("other", "SELECT 1 AS one")
    assert of(warehouse.table("events"), ["ann"]) is first
    assert of(warehouse.table("events"), ["ann"], least=1) is not first
    assert of(warehouse.table("events"), ["ann"], least=1.0) is not first
    warehouse.sql("ALTER TABLE events ADD COLUMN a1 VARCHAR")
    assert "a1" in of(warehouse.table("events"), ["ann"]).columns
    assert built == [0, 1, 1.0, 0]


def test_what_is_named_is_built_once_of_the_same_things(warehouse):
    built, made = compiled.built.__wrapped__, []

    def count(least, few=None):
        events = warehouse.table("events")

        def make():
            made.append(least)
            chosen = events.filter(events.seq > least)
            return chosen if few is None else chosen.inner_join(few, "seq")

        return built("count", (events, least, few), make)

    first = count(1)
    assert count(1) is first
    assert count(2) is not first
    warehouse.sql("ALTER TABLE events ADD COLUMN a1 VARCHAR")
    assert "a1" in count(1).columns
    assert made == [1, 2, 1]
    rows = ibis.memtable(pa.table({"seq": [1]}))
    assert count(3, rows) is not count(3, rows)  # its name is not given again
    lasting = compiled.small({"seq": [1]}, {"seq": "int64"})
    assert count(4, lasting) is count(4, lasting)


def test_equal_rows_from_python_are_one_table_whose_sql_is_kept(warehouse, monkeypatch):
    def answer(number):
        few = compiled.small({"number": [number], "name": ["x"]}, {"number": "int32"})
        return warehouse.rows(few.mutate(twice=few.number * 2))

    assert answer(4) == [{"number": 4, "twice": 8}]
    assert answer(5) == [{"number": 5, "twice": 10}]
    monkeypatch.setattr(warehouse.con, "compile", None)
    assert answer(4) == [{"number": 4, "twice": 8}]
    with Warehouse(None) as other:
        monkeypatch.setattr(other.con, "compile", None)
        few = compiled.small({"number": [5]}, {"number": "int32"})
        assert other.rows(few.mutate(twice=few.number * 2)) == [{"number": 5, "twice": 10}]


def test_numbers_that_differ_each_time_leave_the_expression_as_it_is(warehouse, monkeypatch):
    def after(number):
        noted = warehouse.note("noted", {"least": number})
        events = warehouse.table("events")
        return warehouse.value(events.filter(events.seq > noted.least.as_scalar()).count())

    fill(warehouse, [{"customer": "ann", "at": at, "touchpoint": "Home"} for at in range(3)])
    seqs = sorted(row["seq"] for row in warehouse.rows(warehouse.table("events").select("seq")))
    assert after(seqs[0]) == 2
    monkeypatch.setattr(warehouse.con, "compile", None)
    assert after(seqs[1]) == 1


def test_what_is_there_is_known_after_every_change(warehouse):
    warehouse.create("one", "SELECT 1 AS a")
    warehouse.view("seen", warehouse.table("one"))
    assert (warehouse.has("one"), warehouse.has("seen")) == (True, False)
    warehouse.create("one", "SELECT 'x' AS b")
    assert warehouse.table("one").columns == ("b",)
    warehouse.drop("seen")
    warehouse.drop("one")
    warehouse.drop("one")
    assert not warehouse.has("one")
    warehouse.create("one", "SELECT 1 AS a")
    with pytest.raises(ValueError, match="three"):
        in_between(warehouse)
    assert warehouse.table("one").columns == ("a",)
    assert not warehouse.has("two")


def in_between(warehouse):
    with warehouse.transaction():
        warehouse.create("two", "SELECT 1 AS a")
        warehouse.create("one", "SELECT 2 AS b")
        raise ValueError("three")
