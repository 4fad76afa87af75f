"""A real Chromium. Where there is none these tests fail and say so: they are never skipped."""

import shutil

import pytest
from chromium import find
from playwright.sync_api import Error, sync_playwright
from serving import PATIENCE, serving

import firm
from browser.pages import COUNTED, axe_in_both_themes, ready
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
    program = find()
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
def window(chromium):
    """Return a function that opens a window of its own and returns its page.

    The page keeps `requests` (everything it asked for) and `problems`: its errors, and what it
    says on the console in one of `levels`, or at all.
    """
    contexts = []

    def opened(levels=None, **options):
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.requests, page.problems = [], []

        def heard(message):
            if levels is None or message.type in levels:
                page.problems.append(message.text)

        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", heard)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def show(window, tmp_path):
    """Return a function that writes a map, opens it from disk and returns the page."""
    from desirepath.exports import save

    shown = []

    def opened(document, *, width=1600, height=1000, scheme="light", suffix=".html"):
        shown.append(save(document, tmp_path / f"map-{len(shown)}{suffix}"))
        viewport = {"width": width, "height": height}
        page = window(viewport=viewport, color_scheme=scheme, offline=True)
        page.goto(shown[-1].as_uri())
        page.evaluate("document.fonts && document.fonts.ready.then(() => null)")
        return page

    return opened


@pytest.fixture(scope="session")
def built():
    """Fail, with what to do, when the pages were not built."""
    if not (HERE / "index.html").is_file():
        pytest.fail("The pages are not built. Run `make pages`.")


@pytest.fixture(scope="session")
def drawn_shop(tmp_path_factory):
    """Return the folder of a workspace of five customers and three answers; to be copied."""
    from desirepath.workspace import create

    folder = tmp_path_factory.mktemp("drawn")
    (folder / "events.csv").write_text(SHOP, encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    with create(folder / "shop") as made:
        made.sources.add(folder / "events.csv", folder / "answers.csv")
        made.maps.build()
    return folder / "shop"


@pytest.fixture(scope="module")
def shop(drawn_shop, tmp_path_factory):
    """Return the folder of a copy of it that the tests of a file may change."""
    return shutil.copytree(drawn_shop, tmp_path_factory.mktemp("app") / "shop")


@pytest.fixture(scope="module")
def server(built, shop):
    """Yield the address of a server on the small shop."""
    with serving(shop) as made:
        yield made.url


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
    with serving(firm_folder) as made:
        yield made.url


@pytest.fixture
def browse(window, request):
    """Return a function that opens a page of the app and waits until it is there."""

    def opened(path, *, width=1440, height=900, scheme="light", at=None, **options):
        server = at or request.getfixturevalue("server")
        page = window(
            ("error", "warning"),
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        page.add_init_script(COUNTED)
        page.goto(server + path)
        ready(page)
        return page

    return opened


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
        assert axe_in_both_themes(page) == []
        assert page.problems == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
