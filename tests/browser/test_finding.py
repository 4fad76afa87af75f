"""From a word to a customer, and from page to page of what was said: by keyboard, in numbers."""

import pytest
from serving import serving

from browser.pages import api, axe, ready, until

ROWS = "".join(
    f"f{no:03},{'ann' if no % 2 else 'zoe'},2024-03-{1 + no % 28:02} 10:00:00,Catalog,{no % 11},"
    f"{'Wonderful and quick' if no % 11 > 8 else 'Terrible waiting time' if no % 11 < 5 else ''}\n"
    for no in range(120)
)


@pytest.fixture(scope="module")
def told(built, tmp_path_factory):
    """Yield the address of a server on 120 answers of two customers."""
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("told")
    (folder / "answers.csv").write_text(
        "answer_id,user_id,answered,touchpoint,nps,comment\n" + ROWS, encoding="utf-8"
    )
    with create(folder / "shop") as made:
        made.sources.add(folder / "answers.csv")
    with serving(folder / "shop") as server:
        yield server.url


def test_answers_come_page_by_page_and_every_number_is_the_analysis(browse, told):
    page = browse("/feedback", at=told)
    everything = api(told, "/analyses/feedback?order=newest")
    assert everything["total"] == len(everything["rows"]) == 120
    listed = []
    for at in range(3):
        first, last = 50 * at + 1, min(50 * at + 50, 120)
        until(
            page,
            "words => document.querySelector('.pager')?.innerText.includes(words)",
            f"{first} to {last} of 120",
        )
        listed += page.locator(".answerlist small").all_inner_texts()
        if at < 2:
            page.get_by_role("button", name="Next").click()
    ids = [row["feedback_id"] for row in everything["rows"]]
    assert [next(word for word in text.split(" · ") if word in set(ids)) for text in listed] == ids
    moods = page.locator(".filters .mantine-SegmentedControl-label").all_inner_texts()
    counts = [int(text.split()[-1]) for text in moods]
    assert counts == [120, *everything["sentiments"].values()]
    page.locator(".mantine-SegmentedControl-root").get_by_text("Unhappy").click()
    unhappy = everything["sentiments"]["negative"]
    until(page, "n => document.querySelector('.pager').innerText.includes('of ' + n)", unhappy)
    assert "page=" not in page.url
    assert page.problems == []


def test_a_customer_is_found_by_keyboard_and_their_way_is_shown(browse, server):
    page = browse("/maps/current")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("bo")
    page.wait_for_selector('[role="option"]:has-text("bob")')
    ready(page)
    assert axe(page) == []
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    until(page, "location.pathname === '/customers/bob'")
    ready(page)
    story = api(server, "/customers/bob/story")
    assert page.locator(".moments li").count() == len(story["moments"]) == 5
    assert "Decision, Cart" in page.get_by_label("Last seen here").inner_text()
    assert page.problems == []


def test_the_list_of_customers_is_searched_and_leads_to_one(browse, server):
    page = browse("/customers")
    rows = api(server, "/customers")["rows"]
    shown = page.locator("table.customers tbody tr").all_inner_texts()
    assert [text.split("\t")[0] for text in shown] == [row["customer"] for row in rows]
    page.get_by_label("Part of an id").fill("an")
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('table.customers tbody tr').length === 2")
    page.get_by_role("link", name="ann").click()
    until(page, "location.pathname === '/customers/ann'")
