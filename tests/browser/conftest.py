"""A real Chromium. Where there is none these tests fail and say so: they are never skipped."""

import os
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

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
