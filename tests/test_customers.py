"""Customers as a list and one by one: the same people and numbers as a plain count of the rows."""

import csv
import io
from collections import defaultdict

import pytest

import firm
from desirepath.errors import InputError, UnknownName, UsageError
from filled import filled
from shop_rows import SHOP

ANSWERS = """\
user_id,answered,touchpoint,nps,comment
ann,2024-03-02 10:00:00,Order paid,9,Wonderful and quick
zoe,2024-03-03 11:00:00,Catalog,6,so so
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("customers")
    with filled(folder, events=SHOP, answers=ANSWERS) as workspace:
        workspace.customers.page()
    return folder / "shop"


@pytest.fixture
def shop(prepared, copied):
    return copied(prepared)


def counted():
    """Return customer → (events, last time), counted in plain Python, in order of the list."""
    found = defaultdict(list)
    for row in csv.DictReader(io.StringIO(SHOP)):
        found[row["user_id"]].append(row["timestamp"].replace(" ", "T") + "+00:00")
    found["zoe"] = []
    last = {name: max(times, default="2024-03-03T11:00:00+00:00") for name, times in found.items()}
    order = sorted(sorted(found), key=last.get, reverse=True)
    return [(name, len(found[name]), last[name]) for name in order]


def rows_of(page):
    return [(row["customer"], row["events"], row["last"]) for row in page["rows"]]


def test_the_list_counts_what_the_rows_say_those_seen_last_first(shop):
    page = shop.customers.page()
    assert (page["total"], page["after"]) == (5, None)
    assert rows_of(page) == counted()
    assert {type(row["events"]) for row in page["rows"]} == {int}
    by_name = {row["customer"]: row for row in page["rows"]}
    assert (by_name["ann"]["answers"], by_name["ann"]["reached"]) == (1, True)
    assert (by_name["zoe"]["at"], by_name["zoe"]["journeys"]) == (None, 0)
    assert (by_name["bob"]["at"], by_name["bob"]["stage"]) == ("Cart", "Decision")


def test_pages_follow_one_another_without_gap_or_repetition(shop):
    seen, after = [], None
    for _ in range(5):
        page = shop.customers.page(limit=1, after=after)
        assert page["total"] == 5
        seen += rows_of(page)
        after = page["after"]
    assert after is None
    assert seen == counted()


def test_a_part_of_an_id_and_a_stage_find_customers(shop):
    assert [row["customer"] for row in shop.customers.page(search="A")["rows"]] == ["dan", "ann"]
    assert [row["customer"] for row in shop.customers.page(stage="Decision")["rows"]] == ["bob"]
    with pytest.raises(UnknownName, match="Decision"):
        shop.customers.page(stage="Decisio")
    with pytest.raises(UsageError, match="after"):
        shop.customers.page(after="third page")


def test_the_list_is_made_anew_after_an_import(shop, tmp_path):
    assert shop.customers.page()["total"] == 5
    (tmp_path / "more.csv").write_text(
        "user_id,event,timestamp\neve,Catalog,2025-03-05 10:00:00\n", encoding="utf-8"
    )
    shop.sources.add(tmp_path / "more.csv")
    page = shop.customers.page(limit=1)
    assert (page["total"], page["rows"][0]["customer"]) == (6, "eve")


def test_a_story_has_what_was_done_and_said_in_order_and_where_they_are(shop):
    story = shop.customers.story("ann")
    assert [(one["kind"], one["touchpoint"]) for one in story["moments"]] == [
        ("event", "Catalog"), ("event", "Cart"), ("event", "Order paid"), ("answer", "Order paid"),
    ]  # fmt: skip
    assert (story["reached"], story["goal"]) == (True, "Order paid")
    assert story["moments"][-1]["text"] == "Wonderful and quick"


def test_the_ways_on_are_those_of_the_graph(shop):
    here = shop.customers.story("bob")["here"]
    assert (here["touchpoint"], here["stage"]) == ("Cart", "Decision")
    graph = [row for row in shop.analyses.graph().rows if row["from"] == "Cart"]
    assert here["passages"] == sum(row["transitions"] for row in graph) == 3
    assert {(row["to"], row["transitions"]) for row in here["next"]} == {
        (row["to"], row["transitions"]) for row in graph
    }


def test_somebody_who_only_answered_has_a_story_and_nobody_has_none(shop):
    story = shop.customers.story("zoe")
    assert ([one["kind"] for one in story["moments"]], story["here"]) == (["answer"], None)
    with pytest.raises(InputError, match="nobody"):
        shop.customers.story("nobody")


FUNNEL = {"steps": "Catalog > Cart > Order paid"}


def journeys_of(page):
    return {row["customer"] for row in page["rows"]}, page["journeys"]


def test_who_left_a_funnel_at_a_step_is_listed_and_as_many_as_the_funnel_lost(shop):
    counts = [row["journeys"] for row in shop.analyses.funnel(**FUNNEL).rows]
    assert counts == [4, 2, 1]
    left = [shop.customers.page(**FUNNEL, step=step, left=True) for step in (1, 2, 3)]
    assert [page["journeys"] for page in left] == [4 - 2, 2 - 1, 1]
    assert [journeys_of(page)[0] for page in left] == [{"cyd", "dan"}, {"bob"}, {"ann"}]
    came = [shop.customers.page(**FUNNEL, step=step)["journeys"] for step in (1, 2, 3)]
    assert came == counts


def test_the_window_the_mode_and_the_selection_hold_in_the_list_too(shop):
    narrow = {**FUNNEL, "within": "6m"}
    assert [row["journeys"] for row in shop.analyses.funnel(**narrow).rows] == [4, 2, 0]
    assert shop.customers.page(**narrow, step=2, left=True)["journeys"] == 2
    assert journeys_of(shop.customers.page(**FUNNEL, step=1, left=True, where="plan=gold")) == (
        {"dan"}, 1,
    )  # fmt: skip
    reached = {"steps": "Support call > Order paid", "mode": "reached"}
    assert journeys_of(shop.customers.page(**reached, step=1, left=True)) == ({"bob"}, 1)


def test_a_step_is_brushed_to_choose_journeys_everywhere(shop):
    assert journeys_of(shop.customers.page(through="Cart")) == ({"ann", "bob"}, 2)
    assert journeys_of(shop.customers.page(through=["Cart", "Support call"])) == ({"bob"}, 1)
    assert journeys_of(shop.customers.page(without="Cart")) == ({"cyd", "dan"}, 2)
    assert shop.analyses.durations(through="Cart | Search ad").journeys == 3
    answers = shop.analyses.feedback(through="Cart").rows
    assert [row["customer"] for row in answers] == ["ann"]


def test_the_chosen_list_comes_page_by_page_and_is_searched(shop):
    asked = {**FUNNEL, "step": 1}
    first = shop.customers.page(**asked, limit=3)
    second = shop.customers.page(**asked, limit=3, after=first["after"])
    assert (first["total"], len(first["rows"]), len(second["rows"])) == (4, 3, 1)
    assert second["after"] is None
    assert len(journeys_of(first)[0] | journeys_of(second)[0]) == 4
    assert shop.customers.page(**asked, search="an")["total"] == 2


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({**FUNNEL, "step": 4}, UsageError, "1 to 3"),
        ({"step": 1}, UsageError, "steps"),
        ({"stepps": "A"}, UsageError, "steps"),
        ({"through": "Crat"}, UnknownName, "Cart"),
        ({"steps": "Catalog > Crat"}, UnknownName, "Cart"),
    ],
)
def test_a_wrong_choice_of_journeys_is_said(shop, asked, error, words):
    with pytest.raises(error, match=words):
        shop.customers.page(**asked)


def test_a_timeline_names_channels_by_our_words(workspace, tmp_path):
    rows = "user_id,event,timestamp,channel\nann,Cart,2024-03-01 10:00:00,E-mail\n"
    rows += "ann,Support call,2024-03-01 11:00:00,\nbob,Support call,2024-03-01 11:00:00,Phone\n"
    (tmp_path / "events.csv").write_text(rows, encoding="utf-8")
    workspace.sources.add(tmp_path / "events.csv")
    assert [row["channel"] for row in workspace.customers.timeline("ann")] == ["email", "phone"]


def test_who_has_a_pain_is_listed_and_as_many_as_the_pain_affects(workspace, tmp_path):
    (tmp_path / "events.csv").write_text(firm.events(), encoding="utf-8")
    (tmp_path / "answers.csv").write_text(firm.answers(), encoding="utf-8")
    workspace.sources.add(tmp_path / "events.csv", tmp_path / "answers.csv")
    workspace.journeys.set(goal="Order paid")
    pains = workspace.analyses.pains().rows
    assert {row["signal"] for row in pains} >= {"repeat", "drop-off", "low-score", "low-emotion"}
    for row in pains:
        page = workspace.customers.page(pain=row["id"], limit=1000)
        assert page["journeys"] == row["affected"], row["id"]
    # who was asked for the photo twice, counted by hand
    again = next(row["id"] for row in pains if row["signal"] == "repeat")
    page = workspace.customers.page(pain=again, where="device=mobile", limit=1000)
    twice = {f"c{no:03}" for no in range(120) if no % 3 and no % 2 == 0}
    assert {row["customer"] for row in page["rows"]} == twice
    with pytest.raises(UnknownName, match=again):
        workspace.customers.page(pain=f"{again}s")
    with pytest.raises(UsageError, match="two ways"):
        workspace.customers.page(pain=again, steps="Plan page > Order paid")
