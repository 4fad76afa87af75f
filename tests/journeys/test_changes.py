"""Prepared journeys are brought up to date: what is made anew, and what is left as it was."""

import signal
import subprocess
import sys

import pytest

import desirepath as dp
from desirepath import refresh
from desirepath.journeys import brackets, changes, summaries
from desirepath.journeys.brackets import Bracket, Escaped
from filled import filled

HEAD = "customer,touchpoint,time\n"
FIRST = HEAD + "".join(
    f"c{who},{name},2024-01-{day:02}\n"
    for who in range(40)
    for day, name in ((1, "Home"), (2, "Cart"), (5, "Order paid"))
)
LATE = HEAD + "c7,Cart,2024-01-03\nnew,Home,2024-01-04\n"


FILES = {"first": FIRST, "late": LATE, "odd": HEAD + "c1,Call,2024-01-09"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changes")
    with filled(folder, first=FIRST) as workspace:
        workspace.analyses.graph()
    return folder / "shop"


@pytest.fixture
def shop(prepared, copied, tmp_path):
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return copied(prepared)


def numbers(workspace):
    tables = refresh.tables(workspace._stores)
    return {row["customer"]: row["journey"] for row in tables.execute(tables.journeys)}


def test_only_the_journeys_of_customers_with_news_get_a_new_number(shop, tmp_path):
    before = numbers(shop)
    shop.sources.add(tmp_path / "late.csv")
    after = numbers(shop)
    assert {who for who in after if after[who] != before.get(who)} == {"c7", "new"}
    assert min(after["c7"], after["new"]) > max(before.values())
    tables = refresh.tables(shop._stores)
    path = tables.events.filter(tables.events.journey == after["c7"]).order_by("position")
    walked = [tables.names[row["touchpoint"]] for row in tables.execute(path)]
    assert walked == ["Home", "Cart", "Cart", "Order paid"]


def test_what_is_gone_is_forgotten_once_all_is_made_anew(shop, tmp_path):
    warehouse = shop._stores.warehouse
    shop.sources.add(tmp_path / "late.csv")
    numbers(shop)
    assert warehouse.value(warehouse.table("gone_journeys").count()) == 1
    shop.sources.add(tmp_path / "odd.csv")  # a touchpoint that never occurred has no code yet
    assert refresh.tables(shop._stores).names == ("Call", "Cart", "Home", "Order paid")
    assert not any(warehouse.has(name) for name in changes.GONE)


def test_much_news_make_all_anew(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 0.0)
    shop.sources.add(tmp_path / "late.csv")
    assert sorted(numbers(shop).values()) == list(range(1, 42))


@pytest.mark.parametrize("most", [summaries.MOST, 1])
def test_a_map_drawn_before_and_after_news_says_what_a_fresh_one_says(
    shop, tmp_path, monkeypatch, most
):
    """Also where brackets would hold too many values, and medians are counted each time."""
    monkeypatch.setattr(summaries, "MOST", most)
    shop.maps.build()
    shop.sources.add(tmp_path / "late.csv")
    drawn = dict(shop.maps.build().document)
    with dp.create(tmp_path / "fresh") as fresh:
        for name in ("first", "late"):
            fresh.sources.add(tmp_path / f"{name}.csv")
        assert {**fresh.maps.build().document, "created": ""} == {**drawn, "created": ""}


def test_a_process_killed_while_bringing_up_to_date_leaves_what_was_there(shop, tmp_path):
    before = numbers(shop)
    folder = shop.folder
    shop.close()
    script = f"""
import os, signal
import desirepath as dp
workspace = dp.open({str(folder)!r})
def kill(sentence, share=None):
    if sentence == "Proposing goal and stages":
        os.kill(os.getpid(), signal.SIGKILL)
workspace._stores.__dict__["progress"] = kill
workspace.sources.add({str(tmp_path / "late.csv")!r})
workspace.analyses.graph()
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with dp.open(folder) as workspace:
        assert {row.no for row in workspace._stores.book.imports()} == {1, 2}
        held = workspace._stores.warehouse.table("journeys")
        rows = workspace._stores.warehouse.rows(held)
        assert {row["customer"]: row["journey"] for row in rows} == before
        assert len(numbers(workspace)) == 41


def test_a_quantile_that_has_left_its_bracket_asks_for_a_new_one():
    bracket = Bracket(10, 20)
    for value in range(10, 21):
        bracket.count(brackets.INSIDE, value, 1)
    assert (bracket.at(0.5), bracket.at(0.25)) == (15.0, 12.5)
    bracket.count(brackets.UNDER, None, 3)
    assert bracket.at(0.5) == 13.5
    bracket.count(brackets.OVER, None, 20)
    with pytest.raises(Escaped):
        bracket.at(0.9)
    assert Bracket().at(0.5) is None
