"""Stories of a person who reads and explores the map, in a real Chromium, in light and dark.

Each ends accessible in both themes and without a word on the console. The stories of editing
stand in `test_editing.py`.
"""

from pathlib import Path
from urllib.parse import quote

import pytest
from serving import serving

import firm
from browser.pages import PRESS, api, ready, until

STEPS = "Plan page > ID check > Order paid"
ASKED = quote(STEPS)


@pytest.fixture
def place(firm_server):
    """Return the address of the served firm."""
    return firm_server


@pytest.fixture
def told(story, place):
    """Return a function that opens a page of the firm; see `story` for how it ends."""
    return lambda path, **options: story(path, at=place, **options)


def test_a_file_of_orders_becomes_a_map(browse, built, tmp_path_factory):
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("orders")
    (folder / "olist_orders_dataset.csv").write_text(firm.orders(), encoding="utf-8")
    create(folder / "shop").close()
    with serving(folder / "shop") as server:
        page = browse("/maps/current", at=server.url)
        assert "Bring in data" in page.locator("main").inner_text()
        page.get_by_role("link", name="Bring in data").click()
        page.set_input_files("input[type=file]", str(folder / "olist_orders_dataset.csv"))
        page.wait_for_selector('.upload[data-state="preview"]')
        page.get_by_role("button", name="Import", exact=True).click()
        page.wait_for_selector('.upload[data-state="done"]')
        assert "60 accepted" in page.locator(".upload .sum").inner_text()
        page.evaluate(PRESS, ["g", "m"])
        until(page, "location.pathname === '/maps'")
        page.get_by_text("Open the map").first.click()
        page.wait_for_selector(".hit")
        stages = {stage["name"] for stage in api(server.url, "/maps/current")["stages"]}
        assert {"Purchase", "Onboarding"} <= stages
        names = page.locator(".hit").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert all(any(stage in name for name in names) for stage in stages)
        assert page.problems == []


def test_the_worst_pain_opens_with_quotes_and_leads_to_one_customer(told, place):
    page = told("/maps/current")
    document = api(place, "/maps/current")
    lane = next(no for no, one in enumerate(document["lanes"]) if one["id"] == "pains")
    cells = document["lanes"][lane]["cells"]
    worst = min(range(len(cells)), key=lambda no: cells[no]["content"].get("rank") or 99)
    assert cells[worst]["content"]["touchpoint"] == "ID check"
    page.locator(f'.hit[data-path="lanes.{lane}.cells.{worst}"]').click()
    page.wait_for_selector(".drawer")
    ready(page)
    row = next(row for row in api(place, "/analyses/pains")["rows"] if row["rank"] == 1)
    said = page.locator(".drawer").inner_text()
    assert f"n {row['affected']}" in said
    assert "Share that comes again within a week" in said
    quotes = page.locator(".drawer blockquote")
    assert quotes.count() >= 3
    assert "my photo" in quotes.nth(0).inner_text()
    page.get_by_role("button", name="Show the SQL").click()
    page.wait_for_selector(".sql pre")
    assert "SELECT" in page.locator(".sql").inner_text()
    customer = page.locator(".somepeople a").first
    name = customer.inner_text()
    customer.click()
    until(page, "location.pathname.startsWith('/customers/')")
    ready(page)
    assert page.locator("h1").inner_text() == name
    assert "ID check" in page.locator(".moments").inner_text()


def test_a_funnel_is_built_and_who_left_is_opened(told, place):
    page = told("/journeys/funnel")
    while page.locator(".funnelbuilder .chip").count():
        page.locator(".funnelbuilder .chip button[aria-label^=Remove]").first.click()
        if page.locator(".funnelbuilder .chip").count() == 1:
            break
    for step in STEPS.split(" > "):
        page.get_by_role("combobox", name="Add a step").fill(step)
        page.get_by_role("option", name=step, exact=True).click()
    page.locator(".funnelbuilder .chip button[aria-label^=Remove]").first.click()
    ready(page)
    counts = [row["journeys"] for row in api(place, f"/analyses/funnel?steps={ASKED}")["rows"]]
    rows = page.locator("table.funnel tbody tr")
    assert [row.split("\t")[2] for row in rows.all_inner_texts()] == [str(n) for n in counts]
    left = counts[1] - counts[2]
    rows.nth(1).get_by_role("link", name=f"{left} left at ID check").click()
    until(page, "location.pathname === '/customers'")
    ready(page)
    asked = f"/customers?steps={ASKED}&step=2&left=true&limit=1000"
    listed = {row["customer"] for row in api(place, asked)["rows"]}
    assert len(listed) == left
    assert f"{left} journeys of theirs" in page.locator("main").inner_text()
    while page.get_by_role("button", name="Show more").count():
        page.get_by_role("button", name="Show more").click()
        ready(page)
    shown = page.locator("table.customers tbody th").all_inner_texts()
    assert set(shown) == listed


def test_two_segments_stand_side_by_side_with_the_gap_and_its_interval(told, place):
    page = told(f"/journeys/funnel?steps={ASKED}&where=device%3Dmobile")
    page.get_by_role("button", name="Compare").click()
    second = page.get_by_role("group", name="The journeys to compare with")
    second.get_by_role("button", name="Remove device = mobile").click()
    second.get_by_role("button", name="Filter").click()
    page.get_by_role("combobox", name="Column").fill("device")
    page.get_by_role("option", name="device").click()
    page.get_by_role("button", name="desktop", exact=True).click()
    until(page, "new URLSearchParams(location.search).get('other_where') === 'device=desktop'")
    ready(page)
    tables = page.locator("table.funnel")
    for place_no, device in enumerate(("mobile", "desktop")):
        asked = f"/analyses/funnel?steps={ASKED}&where=device%3D{device}"
        expected = [str(row["journeys"]) for row in api(place, asked)["rows"]]
        rows = tables.nth(place_no).locator("tbody tr").all_inner_texts()
        assert [row.split("\t")[2] for row in rows] == expected
    asked = f"steps={ASKED}&where=device%3Dmobile&other_where=device%3Ddesktop"
    gap = next(
        row for row in api(place, f"/analyses/funnel/compared?{asked}")["rows"]
        if row["name"] == "3. Order paid"
    )  # fmt: skip
    line = page.locator("table.gaps tr", has_text="Order paid").inner_text()
    for value in (gap["difference"], gap["low"], gap["high"]):
        assert f"{abs(100 * value):.1f}" in line
    page.reload()
    ready(page)
    assert page.locator("table.funnel").count() == 2


def test_a_step_is_brushed_by_mouse_and_by_keyboard_and_holds_on_the_next_page(told, place):
    page = told("/journeys/paths")
    node = page.get_by_role("button", name="ID check").first
    node.focus()
    page.keyboard.press("Enter")
    until(page, "new URLSearchParams(location.search).get('through') === 'ID check'")
    ready(page)
    expected = api(place, "/analyses/paths?through=ID%20check")["journeys"]
    assert f"{expected} journeys" in page.locator("main").inner_text()
    page.locator('.tabs a[href^="/journeys/graph"]').click()
    until(page, "location.search.includes('through')")
    ready(page)
    page.get_by_role("button", name="Delivery").click()
    until(page, "new URLSearchParams(location.search).getAll('through').length === 2")
    ready(page)
    page.get_by_role("button", name="Remove touches Delivery").click()
    until(page, "new URLSearchParams(location.search).getAll('through').length === 1")


def test_the_journey_is_walked_through_month_by_month(told, place):
    page = told("/journeys/touchpoints")
    page.get_by_role("button", name="Time-lapse").click()
    page.get_by_text("Months").click()
    until(page, "new URLSearchParams(location.search).get('from') === '2024-04-01'")
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    until(page, "new URLSearchParams(location.search).get('to') === '2024-01-31'")
    ready(page)
    expected = api(place, "/analyses/touchpoints?from=2024-01-01&to=2024-01-31")
    assert f"{expected['journeys']} journeys" in page.locator("main").inner_text()
    assert page.locator("table.grid tbody tr").count() == len(expected["rows"])


@pytest.mark.parametrize("name", ["paths", "funnel", "trends"])
def test_a_picture_is_saved_as_vectors_and_as_pixels(told, place, name):
    page = told(f"/journeys/{name}")
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Picture (SVG)").click()
    drawn = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "var(" not in drawn
    words = {"paths": "Search ad", "funnel": "Left here", "trends": "The whole journey"}
    assert words[name] in " ".join(drawn.replace(">", " ").replace("<", " ").split())
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Picture (PNG)").click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        assert picture.width > 400
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 20


def test_the_map_leaves_as_pdf(told):
    page = told("/maps/current")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="PDF").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")


def test_on_a_phone_the_pain_is_found_and_who_left_is_opened(told, place):
    page = told("/maps/current", width=390, height=844, has_touch=True)
    page.locator(".slip.pain").first.click()
    page.wait_for_selector(".drawer")
    ready(page)
    page.locator(".drawer .more").click()
    until(page, "location.pathname === '/customers'")
    ready(page)
    assert page.locator("table.customers tbody tr").count() > 0
    page = told(f"/journeys/funnel?steps={ASKED}", width=390, height=844, has_touch=True)
    page.get_by_role("link", name="left at Plan page").click()
    until(page, "location.search.includes('left=true')")
