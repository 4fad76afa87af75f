"""Maps that people wrote in a real browser: brought in by hand, drawn without overlaps."""

import pytest

from browser.pages import axe, ready
from browser.test_map_page import CLIPPED, TROUBLE
from desirepath.maps import readers
from places import ROOT

EXAMPLES = sorted((ROOT / "examples" / "maps").iterdir())
CARD = ROOT / "examples" / "maps" / "library-card.mmd"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_told_map_is_drawn_without_overlaps(show, example):
    page = show(readers.read(example).document)
    assert page.evaluate(TROUBLE) == []
    assert page.evaluate(CLIPPED) == []
    assert page.problems == []


def test_a_map_from_a_file_is_kept_and_opened(browse):
    page = browse("/maps")
    page.set_input_files("input[type=file]", CARD)
    page.wait_for_selector("text=is kept as version 1: 9 steps, 18 cells")
    page.click("a.mapcard:has-text('Getting a library card')")
    ready(page)
    page.wait_for_selector("h1:has-text('Getting a library card')")
    assert "assumption debt 100" in page.inner_text(".chips")
    assert axe(page) == []
    page.locator(".hit").first.click()
    page.wait_for_selector("text=Nobody measured this")
    assert page.problems == []


def test_a_file_that_is_no_map_says_what_to_do(browse, tmp_path):
    broken = tmp_path / "plan.mmd"
    broken.write_text("journey\nsection A\nB <img src=x onerror=alert(1)>\n", encoding="utf-8")
    page = browse("/maps")
    page.set_input_files("input[type=file]", broken)
    page.wait_for_selector(".wrong:has-text('line 3')")
    assert "<img src=x" in page.inner_text(".wrong")
    assert page.locator(".wrong img").count() == 0
    assert axe(page) == []
