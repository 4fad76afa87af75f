"""People edit the map in a real browser: with the mouse, with keys alone, two at a time, and while
the server is killed under them."""

import json
import urllib.request

import pytest
from serving import serving

import desirepath as dp
from browser.pages import api, axe, ready, until
from shop_rows import SHOP

NAMED = (
    "(name) => [...document.querySelectorAll('.hit')].some((one) => one.ariaLabel.includes(name))"
)
SAID = "(words) => document.body.textContent.includes(words)"
FOCUSED = "(label) => document.activeElement.ariaLabel?.startsWith(label)"
UNNAMED = f"(name) => !({NAMED})(name)"
PAID = "Step Order paid"


@pytest.fixture
def map_of_its_own(server):
    """Return a function that makes a living map and gives its id."""
    made = []

    def make(title="Ours", **more):
        body = json.dumps({"title": f"{title} {len(made)}", **more}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{server}/api/v1/maps/new", body, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            made.append(json.loads(answer.read())["id"])
        return made[-1]

    yield make
    for id_ in made:
        url = f"{server}/api/v1/maps/{id_}"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=30).close()  # noqa: S310


def place(page, label):
    return page.locator(f'.hit[aria-label*="{label}"]').first


def steps(server, id_):
    return [
        step["name"] for stage in api(server, f"/maps/{id_}")["stages"] for step in stage["steps"]
    ]


def saved(page):
    until(page, "document.querySelector('.saved').textContent.includes('All changes saved')")


def test_everything_can_be_done_with_the_keyboard_alone(server, story, map_of_its_own):
    id_ = map_of_its_own()
    page = story(f"/maps/{id_}")
    place(page, PAID).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Pays at last")
    page.keyboard.press("Enter")
    until(page, NAMED, "Step Pays at last")
    until(page, FOCUSED, "Step Pays at last")
    # N adds a card in an empty cell, Alt and an arrow move it, and it is said where to
    place(page, "Empty: Needs, Decision").focus()
    page.keyboard.press("n")
    page.keyboard.type("One page with all prices")
    page.keyboard.press("Enter")
    until(page, NAMED, "One page with all prices")
    page.keyboard.press("Alt+ArrowRight")
    until(page, SAID, "Moved to Purchase, Pays at last, Needs, 1 of 1")
    until(page, FOCUSED, "Need: One page with all prices, assumed")
    # "Move to…" gives the same result as dragging
    page.keyboard.press("m")
    page.get_by_role("dialog").wait_for()
    page.get_by_role("combobox", name="In the lane").click()
    page.get_by_role("option", name="Solutions").click()
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    until(page, SAID, "Pays at last, Solutions, 1 of 1")
    page.get_by_role("dialog").wait_for(state="detached")
    # undo goes all the way back, however fast the keys are pressed; redo goes forward again
    for _ in range(4):
        page.keyboard.press("Control+z")
    until(page, NAMED, PAID)
    assert "One page" not in json.dumps(api(server, f"/maps/{id_}")["lanes"])
    page.keyboard.press("Control+Shift+z")
    until(page, NAMED, "Step Pays at last")
    # every action of a place is in its menu
    place(page, "Step Pays at last").focus()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Merge into the step before").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("menu").wait_for(state="detached")


def test_a_step_and_a_card_are_moved_with_the_mouse(server, story, map_of_its_own):
    id_ = map_of_its_own(source="support")
    page = story(f"/maps/{id_}")
    place(page, "Empty: Pains, Support, Waits").click()
    page.keyboard.type("Nobody says how long")
    page.keyboard.press("Enter")
    until(page, NAMED, "Nobody says how long")
    saved(page)
    drag(
        page,
        place(page, "Nobody says how long"),
        place(page, "Empty: Pains, Support, Gets in touch"),
    )
    until(page, SAID, "Moved to Support, Gets in touch, Pains")
    # a measured point, or a place that is not legal, takes nothing; Escape ends a drag
    drag(
        page,
        place(page, "Nobody says how long"),
        place(page, "Empty: Pains, Support, Waits"),
        end="Escape",
    )
    saved(page)
    cells = [c for lane in api(server, f"/maps/{id_}")["lanes"] for c in lane["cells"]]
    assert [(c["step"], c["content"]["title"]) for c in cells] == [
        ("gets-in-touch", "Nobody says how long")
    ]
    drag(page, place(page, "Step Waits"), place(page, "Step Looks for help"), part=0.1)
    until(page, SAID, "Moved to Support, Waits, 1 of 5")
    assert steps(server, id_)[2:4] == ["Waits", "Looks for help"]


def drag(page, what, to, *, end=None, part=0.5):
    start, goal = what.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 14, steps=3)
    page.mouse.move(goal["x"] + goal["width"] * part, goal["y"] + 8, steps=4)
    until(page, "document.querySelector('.slotmark')?.hidden === false")
    if end:
        page.keyboard.press(end)
    page.mouse.up()


def test_two_browsers_see_each_other_and_lose_nothing(server, browse, map_of_its_own):
    id_ = map_of_its_own()
    ann, bob = browse(f"/maps/{id_}"), browse(f"/maps/{id_}")
    # the page is told: it asks once, when there is something new, and never on a clock
    bob.requests.clear()
    rename(ann, PAID, "By Ann")
    until(bob, NAMED, "Step By Ann")
    asked = [url for url in bob.requests if "/layout" in url]
    assert len(asked) == 1, bob.requests
    rename(bob, "Step Cart", "By Bob")
    until(ann, NAMED, "Step By Bob")
    assert {"By Ann", "By Bob"} <= set(steps(server, id_))
    # both write into one place at once: the second is asked, and both stand there
    bob.context.set_offline(True)
    rename(bob, "Step Catalog", "Bob's catalog")
    until(bob, SAID, "Not saved yet: 1 change")
    rename(ann, "Step Catalog", "Ann's catalog")
    saved(ann)
    bob.context.set_offline(False)
    bob.get_by_role("dialog", name="Changed by somebody else").wait_for()
    both = bob.get_by_role("dialog").inner_text()
    assert "Ann's catalog" in both
    assert "Bob's catalog" in both
    bob.get_by_role("button", name="Keep mine").click()
    until(ann, NAMED, "Step Bob's catalog")
    assert "Bob's catalog" in steps(server, id_)


def rename(page, label, words):
    place(page, label).focus()
    page.keyboard.press("F2")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_killed_server_loses_nothing_that_the_page_still_holds(browse, built, tmp_path):
    (tmp_path / "events.csv").write_text(SHOP, encoding="utf-8")
    with dp.create(tmp_path / "shop") as made:
        made.sources.add(tmp_path / "events.csv")
        made.maps.build()
    with serving(tmp_path / "shop") as first:
        page = browse("/maps/current", at=first.url)
        rename(page, PAID, "Was saved")
        saved(page)
        first.process.kill()
        until(page, "fetch('/api/v1/sources').then(() => false, () => true)")
        rename(page, "Step Cart", "Not yet saved")
        page.get_by_role("alert").filter(has_text="Not saved yet: 1 change").wait_for()
        with serving(tmp_path / "shop", "--port", first.url.rpartition(":")[2]) as again:
            saved(page)
            until(page, NAMED, "Step Not yet saved")
            assert {"Was saved", "Not yet saved"} <= set(steps(again.url, "current"))
            assert len(api(again.url, "/maps/current/edits")) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_accessible_and_its_names_make_sense(browse, map_of_its_own, scheme):
    id_ = map_of_its_own(source="buy")
    page = browse(f"/maps/{id_}", scheme=scheme)
    place(page, "Empty: Pains, Purchase, Pays").click()
    page.keyboard.type("Card refused")
    page.keyboard.press("Enter")
    until(page, NAMED, "Card refused")
    assert axe(page) == []
    tree = page.get_by_role("grid").aria_snapshot()
    for line in (
        'rowheader "Lane Pains, actions"',
        'button "Stage Purchase"',
        'button "Step Pays"',
        'button "Pain: Card refused, assumed"',
        'button "Empty: Gains, Purchase, Pays. Press N to add a card"',
    ):
        assert line in tree, line
    place(page, "Card refused").press("m")
    page.get_by_role("dialog").wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    until(page, FOCUSED, "Pain: Card refused, assumed")
    page.get_by_role("button", name="Lanes").click()
    page.get_by_role("checkbox", name="Gains").wait_for()
    assert axe(page) == []
    page.get_by_role("checkbox", name="Gains").click()
    until(page, UNNAMED, "Gains")
    assert page.problems == []


def test_a_reload_keeps_what_was_not_saved_and_what_can_be_undone(server, browse, map_of_its_own):
    id_ = map_of_its_own()
    page = browse(f"/maps/{id_}")
    rename(page, PAID, "Kept")
    saved(page)
    page.reload()
    ready(page)
    page.keyboard.press("Control+z")
    until(page, NAMED, PAID)


def test_a_version_is_kept_compared_and_restored(server, story, map_of_its_own):
    id_ = map_of_its_own()
    page = story(f"/maps/{id_}")
    rename(page, PAID, "Before")
    saved(page)
    page.get_by_role("button", name="Versions").click()
    page.get_by_role("textbox", name="Name of the version").fill("After the workshop")
    page.get_by_role("button", name="Keep as version").click()
    page.get_by_role("button", name="Restore: After the workshop").wait_for()
    rename(page, "Step Before", "After")
    saved(page)
    page.get_by_role("button", name="Compare with now: After the workshop").click()
    row = page.locator("table.difference tr.changed")
    row.wait_for()
    assert row.locator(".old").inner_text() == "Before"
    assert row.locator(".new").inner_text() == "After"
    assert axe(page) == []
    page.get_by_role("button", name="Restore: After the workshop").click()
    until(page, NAMED, "Step Before")
    page.get_by_role("button", name="Undo").click()
    until(page, NAMED, "Step After")
    assert "After" in steps(server, id_)


def test_a_card_gets_words_links_and_evidence_in_the_drawer(server, browse, map_of_its_own):
    id_ = map_of_its_own()
    page = browse(f"/maps/{id_}")
    place(page, "Empty: Needs, Purchase").click()
    page.keyboard.type("Know the price")
    page.keyboard.press("Enter")
    until(page, NAMED, "Know the price")
    place(page, "Know the price").click()
    form = page.get_by_role("region", name="What the card says")
    form.get_by_role("textbox", name="More").fill("See https://example.org/1 javascript:alert(1)")
    form.get_by_role("textbox", name="Customers expect").fill("One price")
    form.get_by_role("button", name="Save").click()
    form.get_by_role("link").wait_for()
    hrefs = form.get_by_role("link").evaluate_all("all => all.map((one) => one.href)")
    assert hrefs == ["https://example.org/1"]
    form.get_by_role("combobox", name="Attach evidence").fill("Cart: journeys")
    page.get_by_role("option", name="Cart: journeys").first.click()
    form.get_by_role("button", name="Attach evidence").click()
    until(page, NAMED, "Know the price, measured")
    assert axe(page) == []
    (cell,) = next(one for one in api(server, f"/maps/{id_}")["lanes"] if one["id"] == "needs")[
        "cells"
    ]
    assert cell["content"]["expected"] == "One price"
    assert (cell["evidence"]["class"], cell["evidence"]["value"]) == ("measured", 2)
    assert page.problems == []


def test_the_gallery_makes_shows_compares_and_deletes_maps(server, browse):
    page = browse("/maps")
    page.get_by_role("button", name="New map").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Title").fill("Support as it shall be")
    dialog.get_by_role("combobox", name="Begin with").click()
    page.get_by_role("option", name="Solving a problem").click()
    assert axe(page) == []
    dialog.get_by_role("button", name="Make the map").click()
    until(page, NAMED, "Step Waits")
    page.get_by_role("button", name="Compare with").click()
    page.get_by_role("menuitem", name="Journey to").click()
    page.get_by_role("columnheader", name="Support as it shall be").wait_for()
    assert "only in" in page.locator("table.beside").inner_text()
    assert axe(page) == []
    page.goto(f"{server}/maps")
    ready(page)  # a button that moves while pictures come is not hit
    page.get_by_role("button", name="Delete “Support as it shall be”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert "support-as-it-shall-be" not in [one["id"] for one in api(server, "/maps")]
    assert page.problems == []
