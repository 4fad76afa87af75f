"""A real Chromium. Where there is none these tests fail and say so: they are never skipped."""

import os
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

import firm
from browser.pages import axe, ready, serving
from desirepath.web.static import HERE
from shop_rows import SHOP

ANSWERS = """\
user_id,answered,touchpoint,nps,comment
ann,2024-03-02 10:00:00,Order paid,9,Wonderful and quick
bob,2024-03-03 10:00:00,Support call,2,Terrible waiting time
cyd,2024-03-03 11:00:00,Catalog,6,<img src=x onerror="document.title='broken in'">
"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
]


@pytest.fixture(scope="session")
def chromium():
    """Yield a browser: `DESIREPATH_CHROMIUM`, else the system's."""
    program = os.environ.get("DESIREPATH_CHROMIUM") or next(
        (found for name in ("chromium", "chromium-browser", "google-chrome")
         if (found := shutil.which(name))), None,
    )  # fmt: skip
    if program is None:
        pytest.fail("There is no Chromium here. Install one, or set DESIREPATH_CHROMIUM.")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"Chromium at {program} does not start: {error}")
        yield opened
        opened.close()


@pytest.fixture
def show(chromium, tmp_path):
    """Return a function that writes a map, opens it from disk and returns the page.

    The page keeps `requests` (everything it asked for) and `problems` (console and page errors).
    """
    from desirepath.exports import save

    contexts = []

    def opened(document, *, width=1600, height=1000, scheme="light", suffix=".html"):
        path = save(document, tmp_path / f"map-{len(contexts)}{suffix}")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.requests, page.problems = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: page.problems.append(message.text))
        page.goto(path.as_uri())
        page.evaluate("document.fonts && document.fonts.ready.then(() => null)")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def built():
    """Fail, with what to do, when the pages were not built."""
    if not (HERE / "index.html").is_file():
        pytest.fail("The pages are not built. Run `make pages`.")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Return the folder of a workspace of five customers and three answers."""
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("app")
    (folder / "events.csv").write_text(SHOP, encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    with create(folder / "shop") as made:
        made.sources.add(folder / "events.csv", folder / "answers.csv")
    return folder / "shop"


@pytest.fixture(scope="module")
def server(built, shop):
    """Yield the address of a server on the small shop."""
    with serving(shop) as url:
        yield url


@pytest.fixture(scope="session")
def firm_folder(tmp_path_factory):
    """Return the folder of a workspace of 120 customers with one pain that costs."""
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("firm")
    (folder / "events.csv").write_text(firm.events(), encoding="utf-8")
    (folder / "answers.csv").write_text(firm.answers(), encoding="utf-8")
    with create(folder / "firm") as made:
        made.sources.add(folder / "events.csv", folder / "answers.csv")
        made.journeys.set(goal="Order paid")
    return folder / "firm"


@pytest.fixture(scope="session")
def firm_server(built, firm_folder):
    """Yield the address of a server on the firm; tests only read."""
    with serving(firm_folder) as url:
        yield url


@pytest.fixture
def browse(chromium, request):
    """Return a function that opens a page of the app; problems and requests are kept on it."""
    contexts = []

    def opened(path, *, width=1440, height=900, scheme="light", at=None, **options):
        server = at or request.getfixturevalue("server")
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.problems, page.requests = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                message.type in {"error", "warning"} and page.problems.append(message.text)
            ),
        )
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(server + path)
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def story(browse):
    """Return `browse` for the stories of a person: what they end with is looked at.

    Every page that is still open then is accessible in both themes, has said nothing on the
    console, and does not scroll sideways.
    """
    pages = []

    def opened(path, **options):
        pages.append(browse(path, **options))
        return pages[-1]

    yield opened
    for page in pages:
        if page.is_closed():
            continue
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], scheme
        assert page.problems == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
