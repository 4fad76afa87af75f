"""A question is compiled once in a process, whoever asks it, and nothing of it is kept too long."""

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
