"""What a browser that knows nothing yet is sent before it shows a map."""

import gzip
import re

from browser.pages import ready
from desirepath.web.static import HERE

BUDGET = 250_000
"""Bytes of gzipped script for the page of a map."""
CLASS = re.compile(r"m_[0-9a-f]{6,8}\b")


def test_the_map_is_asked_for_before_its_program_and_once(firm_server, browse):
    page = browse("/maps/current", at=firm_server)
    asked = [url.removeprefix(firm_server) for url in page.requests]
    layouts = [place for place, url in enumerate(asked) if "/layout?" in url]
    frame = next(place for place, url in enumerate(asked) if url.startswith("/assets/app-"))
    assert len(layouts) == 1
    assert layouts[0] < frame


def test_the_script_of_the_map_page_stays_within_its_budget(firm_server, browse):
    page = browse("/maps/current", at=firm_server)
    scripts = {url for url in page.requests if url.endswith(".js")}
    files = [HERE / url.removeprefix(firm_server).lstrip("/") for url in scripts]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < BUDGET


def test_words_of_another_language_are_sent_to_those_who_read_it(firm_server, browse):
    page = browse("/data", at=firm_server)
    assert not [url for url in page.requests if "words.de" in url]
    page.get_by_role("button", name="DE, Deutsch").click()
    page.get_by_role("heading", name="Daten", exact=True).wait_for()
    page.reload()
    ready(page)
    assert page.locator("html").get_attribute("lang") == "de"
    page.requests.clear()
    page.goto(f"{firm_server}/maps/current")
    page.locator(".labels text", has_text="Phasen").wait_for()
    assert len([url for url in page.requests if "/layout?" in url]) == 1


def test_every_component_that_is_used_has_its_styles(built):
    def names(suffix):
        return {one for file in HERE.rglob(f"*{suffix}") for one in CLASS.findall(file.read_text())}

    assert names(".js") <= names(".css"), "see frontend/src/ui/mantine.ts"
