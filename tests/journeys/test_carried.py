"""After news, answers that they say nothing about follow their journeys and are not read again."""

import pytest

import desirepath as dp
from desirepath import refresh
from desirepath.journeys import answers

EVENTS = "customer,touchpoint,time,plan\n"
FIRST = EVENTS + "".join(
    f"c{who},{name},2024-01-0{day},{plan}\n"
    for who in range(40)
    for day, name, plan in ((1, "Home", ""), (2, "Cart", "gold" if who % 2 else ""))
)
SAID = "customer,time,score,text\n" + "".join(
    f"c{who},2024-01-03,{who % 5 + 1},The cart was slow today number {who}\n" for who in range(40)
)
LATER = EVENTS + "c2,Cart,2024-01-05,gold\nnew,Home,2024-01-05,\n"
EARLIER = EVENTS + "c2,Home,2024-01-02T12:00:00,\n"
NOTED = "customer,touchpoint,time,note\nc3,Cart,2024-01-06,The page stayed white all day long\n"
SAID_AGAIN = "customer,time,score,text\nc2,2024-01-06,1,Still slow\n"


def imported(workspace, folder, *texts):
    for text in texts:
        file = folder / f"{abs(hash(text))}.csv"
        file.write_text(text, "utf-8")
        workspace.sources.add(file)


def answered(workspace):
    tables = refresh.tables(workspace._stores)
    journeys = {row["journey"]: row["customer"] for row in tables.execute(tables.journeys)}
    rows = tables.execute(tables.answers.order_by("seq"))
    return [{**row, "journey": journeys.get(row["journey"])} for row in rows], tables.sentiment


@pytest.fixture
def shop(tmp_path):
    with dp.create(tmp_path / "shop") as workspace:
        imported(workspace, tmp_path, FIRST, SAID)
        answered(workspace)
        yield workspace


@pytest.fixture
def linked(monkeypatch):
    """Count how often all answers are linked."""
    calls, link = [], answers.link
    monkeypatch.setattr(answers, "link", lambda *given: calls.append(1) or link(*given))
    return calls


def fresh(folder, *texts):
    with dp.create(folder / "fresh") as workspace:
        imported(workspace, folder, *texts)
        return answered(workspace)


def test_answers_follow_their_journeys_and_what_these_turn_out_to_be(shop, tmp_path, linked):
    imported(shop, tmp_path, LATER)
    rows, sentiment = answered(shop)
    assert not linked
    assert (rows, sentiment) == fresh(tmp_path, FIRST, SAID, LATER)
    (of_c2,) = (row for row in rows if row["customer"] == "c2")
    assert of_c2["journey"] == "c2"
    assert "gold" in of_c2.values()


@pytest.mark.parametrize("news", [EARLIER, NOTED, SAID_AGAIN])
def test_news_about_answers_link_them_again(shop, tmp_path, linked, news):
    imported(shop, tmp_path, news)
    found = answered(shop)
    assert linked
    assert found == fresh(tmp_path, FIRST, SAID, news)


def test_a_label_links_them_again(shop, tmp_path, linked):
    imported(shop, tmp_path, LATER)
    shop._stores.book.set_setting("answer_horizon", "1h")
    rows, _ = answered(shop)
    assert linked
    assert {row["link"] for row in rows} == {"none"}
