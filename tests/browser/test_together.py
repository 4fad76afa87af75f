"""Storyboards, and who else is there: what people bring to a map that no data have."""

import pytest

from browser.pages import api, axe, ready, until
from browser.test_editing import NAMED, map_of_its_own, place, saved
from pictured import png

__all__ = ["map_of_its_own"]
LIGHT = "parseFloat(getComputedStyle(document.querySelector('.map'), '::before').width)"
OTHERS = "(words) => document.querySelector('.people')?.ariaLabel === words"


@pytest.fixture
def drawing(tmp_path):
    file = tmp_path / "sketch.png"
    file.write_bytes(png(320, 200))
    return file


def storyboard(page):
    page.get_by_role("button", name="Lanes").click()
    page.get_by_role("button", name="Add a storyboard").click()
    page.keyboard.press("Escape")
    until(page, NAMED, "Empty: Storyboard, Purchase, Pays")


def test_an_image_is_brought_shown_changed_presented_and_removed(
    server, browse, map_of_its_own, drawing
):
    id_ = map_of_its_own(source="buy")
    page = browse(f"/maps/{id_}")
    storyboard(page)
    place(page, "Empty: Storyboard, Purchase, Pays").click()
    dialog = page.get_by_role("dialog", name="Add the image")
    dialog.locator("input[type=file]").set_input_files(drawing)
    assert dialog.get_by_role("button", name="Add the image").is_disabled()
    dialog.get_by_role("textbox", name="What it shows").fill("She pays at the till")
    dialog.get_by_role("textbox", name="Caption").fill("At the till")
    assert axe(page) == []
    dialog.get_by_role("button", name="Add the image").click()
    until(page, NAMED, "Storyboard: At the till. She pays at the till, assumed")
    shown = "document.querySelector('.map image')?.getBoundingClientRect().width > 90"
    until(page, shown)
    saved(page)
    page.get_by_role("button", name="Present").click()
    until(page, f"document.documentElement.dataset.presenting === 'yes' && {shown}")
    page.keyboard.press("ArrowRight")
    until(page, f"{LIGHT} > 0")
    page.reload()  # a link to a stage of the presentation lights it too
    ready(page)
    until(page, f"{LIGHT} > 0 && {shown}")
    page.keyboard.press("Escape")
    place(page, "At the till").click()
    form = page.get_by_role("region", name="What the card says")
    form.get_by_role("img", name="She pays at the till").wait_for()
    assert axe(page) == []
    form.get_by_role("textbox", name="What it shows").fill("She pays with her phone")
    form.get_by_role("button", name="Save").last.click()
    until(page, NAMED, "She pays with her phone")
    form.get_by_role("button", name="Remove the image").click()
    until(page, "!document.querySelector('.map image')")
    page.get_by_role("button", name="Undo").click()
    until(page, shown)
    assert page.problems == []
    phone = browse(f"/maps/{id_}", width=390, height=844)
    phone.get_by_role("img", name="She pays with her phone").wait_for()
    assert phone.problems == []


def test_two_people_see_that_the_other_is_there_and_by_what_name(server, browse, map_of_its_own):
    id_ = map_of_its_own()
    ann = browse(f"/maps/{id_}")
    until(ann, OTHERS, "Nobody else has this map open")
    bob = browse(f"/maps/{id_}")
    until(ann, OTHERS, "1 other person has this map open")
    until(bob, OTHERS, "1 other person has this map open")
    ann.locator(".people").click()
    ann.get_by_role("dialog").get_by_text("another person", exact=True).wait_for()
    ann.get_by_role("textbox", name="What others call you").fill("Ann <b>")
    ann.keyboard.press("Enter")
    assert axe(ann) == []
    bob.locator(".people").click()
    bob.get_by_role("dialog").get_by_text("Ann <b>", exact=True).wait_for()
    # what she writes is signed, and a page that goes away is gone
    ann.keyboard.press("Escape")
    place(ann, "Empty: Needs, Purchase").click()
    ann.keyboard.type("Know the price")
    ann.keyboard.press("Enter")
    until(bob, NAMED, "Know the price")
    assert api(server, f"/maps/{id_}/edits")[-1]["author"] == "Ann <b>"
    ann.goto(f"{server}/maps")
    until(bob, OTHERS, "Nobody else has this map open")
    ann.goto(f"{server}/maps/{id_}")
    ready(ann)
    until(bob, OTHERS, "1 other person has this map open")
    ann.close()
    until(bob, OTHERS, "Nobody else has this map open")
    assert bob.problems == []
