"""The web app in a real browser: a real workspace, served by a process of its own."""

import urllib.request
from pathlib import Path

import pytest

from browser.pages import PRESS, api, ready, still, until


def overlap(one, other):
    """Say whether two boxes on the page share more than an edge."""
    return all(
        min(one[at] + one[size], other[at] + other[size]) - max(one[at], other[at]) > 1
        for at, size in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("width", [1440, 1101, 1024, 390])
def test_a_long_title_and_label_leave_every_part_of_the_heading_whole(browse, width):
    page = browse("/maps/current", width=width)
    page.evaluate(
        """() => {
            const titled = document.querySelector('.titled')
            titled.querySelector('h1').textContent = 'Larkspur Mobile: from first visit to advice'
            titled.querySelector('.banner')?.remove()
            const label = document.createElement('span')
            label.className = 'banner'
            label.textContent = 'Synthetic company: everything in it is invented'
            titled.append(label)
        }"""
    )
    parts = page.locator(".titlebar").locator("h1, .banner, .chip, .acts")
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert parts.evaluate_all(cut) == 0
    boxes = [box for part in parts.all() if (box := part.bounding_box())]
    assert len(boxes) >= 4
    for number, box in enumerate(boxes):
        assert box["x"] + box["width"] <= width
        assert not any(overlap(box, other) for other in boxes[number + 1 :])


def test_evidence_opens_by_keyboard_and_gives_the_focus_back(browse):
    page = browse("/maps/current")
    hits = page.locator(".hit")
    hits.first.focus()
    page.keyboard.press("ArrowRight")
    first = page.evaluate("document.activeElement.dataset.path")
    assert first != hits.first.get_attribute("data-path")
    page.keyboard.press("e")
    page.wait_for_selector(".drawer")
    until(page, "document.activeElement.className === 'drawer'")
    assert f"open={first}" in page.url.replace("%23", "#")
    title = page.locator(".drawer h2").inner_text()
    page.keyboard.press("ArrowDown")
    until(page, "old => document.querySelector('.drawer h2').innerText !== old", title)
    page.keyboard.press("Escape")
    page.wait_for_selector(".drawer", state="detached")
    until(page, "document.activeElement.classList.contains('hit')")
    assert page.problems == []


def test_a_link_leads_to_the_same_evidence(browse):
    page = browse("/maps/current?open=stages.0.steps.0")
    assert page.locator(".drawer").is_visible()


def test_every_number_of_the_map_is_the_answer_of_its_analysis(browse, server):
    page = browse("/maps/current")
    places = page.locator('.hit:not([data-path*="|"])')  # without empty cells and heads of lanes
    paths = places.evaluate_all("all => all.map(one => one.dataset.path)")
    document = api(server, "/maps/current")
    asked = 0
    for path in paths[:: max(1, len(paths) // 12)]:
        page.locator(f'.hit[data-path="{path}"]').first.click()
        page.wait_for_selector(f'.hit.chosen[data-path="{path}"]')
        if not page.get_by_test_id("answer").count():
            continue
        shown = page.get_by_test_id("answer").inner_text()
        claim = claims_at(document, path)
        query = "&".join(f"{key}={urllib.request.quote(str(value))}"
                         for key, value in claim["params"].items())  # fmt: skip
        rows = api(server, f"/analyses/{claim['analysis']}?{query}")["rows"]
        matching = [
            row for row in rows
            if all(row.get(key) == value for key, value in claim["where"].items())
        ]  # fmt: skip
        assert len(matching) == 1, claim
        answer = matching[0][claim["field"]]
        assert shown == (answer if isinstance(answer, str) else pytest.approx(answer)) or (
            float(shown) == pytest.approx(answer)
        )
        asked += 1
    assert asked > 5


def claims_at(document, path):
    """Return the first claim of a path of the document, as the drawer does."""
    place = path.partition("#")
    found = document
    for key in place[0].split("."):
        found = found[int(key)] if isinstance(found, list) else found[key]
    if place[2]:  # an entry of a touchpoint cell shows the touchpoint's own evidence
        name = found["content"]["items"][int(place[2])]["name"]
        found = next(
            point
            for stage in document["stages"]
            for step in stage["steps"]
            for point in step["touchpoints"]
            if point["name"] == name
        )
    claim = found["evidence"]
    return claim[0] if isinstance(claim, list) else claim


def decided(page, touchpoint, words=""):
    """Wait until decisions are saved and the row of a touchpoint says so."""
    until(page, "!document.querySelector('.keysline [role=status]').innerText.includes('saving')")
    page.locator(f'tr[data-touchpoint="{touchpoint}"]', has_text=words).wait_for()


def test_a_stage_is_corrected_on_the_page(browse, server):
    page = browse("/data")
    page.get_by_label("Stage of Support call").select_option("Retention")
    decided(page, "Support call", "set by you")
    rows = {row["touchpoint"]: row for row in api(server, "/stages")}
    assert (rows["Support call"]["stage"], rows["Support call"]["set_by"]) == ("Retention", "you")


def test_proposals_are_confirmed_chosen_and_taken_back_by_keyboard_alone(browse, server):
    page = browse("/data")
    before = {row["touchpoint"]: row for row in api(server, "/stages")}
    places = page.locator("tr[data-touchpoint]").evaluate_all(
        "all => all.map(one => one.dataset.touchpoint)"
    )
    first, second = [name for name in places if before[name]["set_by"] == "proposal"][:2]
    page.locator(f'tr[data-touchpoint="{first}"] button.confirm').focus()
    page.keyboard.press("Enter")
    focused = "next => document.activeElement.closest('tr')?.dataset.touchpoint === next"
    until(page, focused, places[places.index(first) + 1])
    page.locator(f'tr[data-touchpoint="{second}"] button.confirm').focus()
    page.evaluate(PRESS, list("adv"))
    decided(page, first, "set by you")
    rows = {row["touchpoint"]: row for row in api(server, "/stages")}
    assert (rows[first]["stage"], rows[first]["set_by"]) == (before[first]["stage"], "you")
    assert (rows[second]["stage"], rows[second]["set_by"]) == ("Advocacy", "you")
    while not page.get_by_role("button", name="Take back", exact=True).is_visible():
        page.keyboard.press("Backspace")
    decided(page, first)
    after = {row["touchpoint"]: row for row in api(server, "/stages")}
    assert {name: after[name]["stage"] for name in (first, second)} == {
        name: before[name]["stage"] for name in (first, second)
    }
    assert {after[name]["set_by"] for name in (first, second)} == {"proposal"}
    assert page.problems == []


def test_texts_of_the_data_stay_texts(browse):
    page = browse("/feedback")
    assert "<img src=x" in page.locator(".answerlist").inner_text()
    assert page.locator(".answerlist img").count() == 0
    assert "broken in" not in page.title()


def test_the_theme_is_chosen_and_kept(browse):
    page = browse("/maps/current")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator("[data-scheme]")
    button.click()
    button.click()
    page.wait_for_selector('[data-scheme="dark"]')
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    ready(page)
    assert page.evaluate(ground) == dark


def test_a_picture_has_its_table_and_downloads_as_csv(browse, server):
    page = browse("/journeys/touchpoints")
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="CSV").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    rows = api(server, "/analyses/touchpoints")["rows"]
    assert len(lines) == len(rows) + 1
    page = browse("/journeys/graph")
    page.get_by_text("Table", exact=True).click()
    until(page, "document.querySelectorAll('table.grid tbody tr').length > 3")


def test_every_analysis_has_a_page_without_an_edit_here(browse, server):
    page = browse("/journeys")
    named = page.locator(".tabs a").evaluate_all("all => all.map(one => one.pathname)")
    listed = [one["name"] for one in api(server, "/analyses")]
    assert named[1:] == [f"/journeys/{name}" for name in listed]
    for name in listed:
        page.locator(f'.tabs a[href="/journeys/{name}"]').click()
        until(page, f"location.pathname === '/journeys/{name}'")
        ready(page)
        assert page.locator(".failed").count() == 0, name
    assert page.problems == []


def test_a_split_and_a_filter_live_in_the_address(browse, server):
    page = browse("/journeys/durations?by=plan&where=channel%3Dweb")
    rows = api(server, "/analyses/durations?by=plan&where=channel%3Dweb")["rows"]
    assert page.locator("table.grid tbody tr").count() == len(rows)
    page.locator('.tabs a[href^="/journeys/variants"]').click()
    until(page, "location.search.includes('by=plan')")


def test_the_keys_lead_to_pages_and_the_text_speaks_german(browse):
    page = browse("/maps/current")
    page.evaluate(PRESS, ["g", "d"])
    until(page, "location.pathname === '/data'")
    page.get_by_role("button", name="DE, Deutsch").click()
    page.wait_for_selector("text=Dateien hier ablegen")
    assert page.evaluate("document.documentElement.lang") == "de"


def test_on_a_phone_steps_are_cards_and_evidence_covers_the_screen(browse):
    page = browse("/maps/current", width=390, height=844, has_touch=True)
    assert page.locator(".stepcard").count() >= 3
    assert page.locator(".map").count() == 0
    page.locator(".counts").first.click()
    page.wait_for_selector(".drawer")
    still(page)
    box = page.locator(".drawer").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    small = page.evaluate(
        "[...document.querySelectorAll('.stepcard button, .stops button')]"
        ".filter(one => one.getBoundingClientRect().height < 43).map(one => one.innerText)"
    )
    assert small == []


def test_an_unknown_address_says_so(browse):
    page = browse("/maps/current")
    page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new Event('popstate'))")
    page.wait_for_selector("text=There is no page here")
