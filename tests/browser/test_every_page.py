"""Every page, full and empty, wide and narrow, light and dark: accessible, quiet, whole."""

import pytest
from serving import serving

from browser.pages import axe_in_both_themes, ready, until
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
wide_and_narrow = pytest.mark.parametrize("width", [1440, 390])


@pytest.fixture(scope="module")
def empty(built, tmp_path_factory):
    """Yield the address of a server on a workspace without any data."""
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("empty") / "shop"
    create(folder).close()
    with serving(folder) as server:
        yield server.url


def check(page, server):
    assert axe_in_both_themes(page) == []
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith((server, "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator(".failed").count() == 0


@wide_and_narrow
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_quiet_and_whole(browse, server, path, width):
    check(browse(path, width=width, height=844), server)


@wide_and_narrow
def test_every_analysis_is_accessible_quiet_and_whole(browse, server, width):
    page = browse("/journeys", width=width, height=844)
    for name in registry.names("analyses"):
        page.locator(f'.tabs a[href="/journeys/{name}"]').click()
        until(page, f"location.pathname === '/journeys/{name}'")
        ready(page)
        check(page, server)


@wide_and_narrow
def test_the_drawer_is_accessible_quiet_and_whole(browse, server, width):
    page = browse("/maps/current?open=stages.0", width=width, height=844)
    assert page.locator(".drawer").is_visible()
    check(page, server)


@wide_and_narrow
def test_a_workspace_without_data_says_on_every_page_what_to_do(browse, empty, width):
    for path in ("/maps", "/maps/current", "/journeys", "/customers", "/feedback", "/data"):
        page = browse(path, at=empty, width=width, height=844)
        check(page, empty)
        words = page.locator("main").inner_text()
        assert "Bring in data" in words or "Drop files here" in words, path


@wide_and_narrow
def test_what_cannot_be_answered_is_one_sentence_on_an_accessible_page(browse, width):
    page = browse("/data", width=width, height=844)
    for path, words in (
        ("/customers/nobody", 'no customer "nobody"'),
        ("/journeys/funnel?steps=Catalgo%20%3E%20Cart", "Catalog"),
        ("/maps/current?where=colour%3Dred", "colour"),
        ("/nowhere", "There is no page here"),
    ):
        page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new Event('popstate')) }", path
        )
        until(page, "words => document.querySelector('main').innerText.includes(words)", words)
        ready(page)
        assert axe_in_both_themes(page) == []
