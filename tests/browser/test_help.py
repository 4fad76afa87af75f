"""The help pages in a real browser, under the policy of the app: quiet, accessible, searchable."""

import socket
import threading

import help_site
import pytest
import uvicorn
from fastapi import FastAPI

from browser.pages import axe_in_both_themes, until
from desirepath.web import help_pages
from desirepath.web.guard import Guard

PAGES = ("", "getting-started.html", "reference/analyses/pains.html", "adr/index.html")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yield the address of a server of the help pages alone, with the headers of the app."""
    folder = tmp_path_factory.mktemp("help")
    help_site.build(folder)
    app = FastAPI()
    help_pages.install(app, folder)
    app.add_middleware(Guard, hosts={"127.0.0.1"})
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def browse(window, server):
    """Return a function that opens a help page."""

    def opened(path, *, width=1440, scheme="light"):
        page = window(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.goto(f"{server}/help/{path}", wait_until="networkidle")
        return page

    return opened


@pytest.mark.parametrize("width", [1440, 390])
def test_help_pages_are_accessible_quiet_and_whole(browse, server, width):
    for path in PAGES:
        page = browse(path, width=width)
        assert axe_in_both_themes(page) == []
        assert page.problems == []
        assert [url for url in page.requests if not url.startswith(server)] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate("[...document.images].every(one => one.alt !== null)")


def test_the_search_is_walked_by_keyboard(browse):
    page = browse("")
    page.keyboard.press("/")
    page.keyboard.type("lost goal journeys")
    page.wait_for_selector(".found a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.found') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "query"
    assert not page.locator(".found").is_visible()
    page.keyboard.type("funnel")
    page.wait_for_selector(".found a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reference/analyses/funnel.html*")
    assert page.problems == []


def test_nothing_found_is_said(browse):
    page = browse("")
    page.fill("#query", "xylophone")
    said = "document.querySelector('[role=status]')?.innerText === 'Nothing found'"
    until(page, said)


def test_the_theme_chosen_in_the_app_holds_in_the_help(browse):
    page = browse("")
    page.evaluate("localStorage.setItem('mantine-color-scheme-value', 'dark')")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Theme: dark").click()
    assert page.evaluate("localStorage.getItem('mantine-color-scheme-value')") == "auto"
    assert page.evaluate("document.documentElement.dataset.theme") is None
