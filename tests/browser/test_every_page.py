"""Every page, full and empty, in light, dark and narrow: accessible, quiet, whole."""

import pytest

from browser.pages import axe, ready, serving, until
from desirepath import registry

PAGES = [
    "/maps",
    "/maps/current",
    "/journeys",
    "/customers",
    "/customers/bob",
    "/feedback",
    "/data",
]
LOOKS = {"light": (1440, "light"), "dark": (1440, "dark"), "narrow": (390, "light")}


@pytest.fixture(scope="module")
def empty(built, tmp_path_factory):
    """Yield the address of a server on a workspace without any data."""
    from desirepath.workspace import create

    create(tmp_path_factory.mktemp("empty") / "shop").close()
    with serving(tmp_path_factory.getbasetemp() / "empty0" / "shop") as url:
        yield url


def check(page, server):
    assert axe(page) == []
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith((server, "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator(".failed").count() == 0


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_quiet_and_whole(browse, server, path, look):
    width, scheme = LOOKS[look]
    check(browse(path, width=width, height=844, scheme=scheme), server)


@pytest.mark.parametrize("look", LOOKS)
def test_every_analysis_is_accessible_quiet_and_whole(browse, server, look):
    width, scheme = LOOKS[look]
    page = browse("/journeys", width=width, height=844, scheme=scheme)
    for name in registry.names("analyses"):
        page.locator(f'.tabs a[href="/journeys/{name}"]').click()
        until(page, f"location.pathname === '/journeys/{name}'")
        ready(page)
        check(page, server)


@pytest.mark.parametrize("look", LOOKS)
def test_the_drawer_is_accessible_quiet_and_whole(browse, server, look):
    width, scheme = LOOKS[look]
    page = browse("/maps/current?open=stages.0", width=width, height=844, scheme=scheme)
    assert page.locator(".drawer").is_visible()
    check(page, server)


@pytest.mark.parametrize("look", LOOKS)
def test_a_workspace_without_data_says_on_every_page_what_to_do(browse, empty, look):
    width, scheme = LOOKS[look]
    for path in ("/maps", "/maps/current", "/journeys", "/customers", "/feedback", "/data"):
        page = browse(path, at=empty, width=width, height=844, scheme=scheme)
        check(page, empty)
        words = page.locator("main").inner_text()
        assert "Bring in data" in words or "Drop files here" in words, path


@pytest.mark.parametrize("look", LOOKS)
def test_what_cannot_be_answered_is_one_sentence_on_an_accessible_page(browse, look):
    width, scheme = LOOKS[look]
    for path, words in (
        ("/customers/nobody", 'no customer "nobody"'),
        ("/journeys/funnel?steps=Catalgo%20%3E%20Cart", "Catalog"),
        ("/maps/current?where=colour%3Dred", "colour"),
        ("/nowhere", "There is no page here"),
    ):
        page = browse("/data", width=width, height=844, scheme=scheme)
        page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new Event('popstate')) }", path
        )
        until(page, "words => document.querySelector('main').innerText.includes(words)", words)
        assert axe(page) == []
