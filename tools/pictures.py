"""Takes the pictures of docs/images from the real app and the real exports.

    python tools/pictures.py [pages] [analyses] [exports]      all of them, or some
    python tools/pictures.py looks      every page in light, dark, narrow, full, empty: to look at

The company of the demo is made and served; Chromium opens each page; the PDF is drawn by pdftoppm,
the slides by LibreOffice and pdftoppm. What is not installed is said and its old pictures stay.
"""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from reference import TELECOM

import desirepath as dp
from browser import find
from desirepath import registry
from desirepath.cli.demo import build
from desirepath.model.progress import silent

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000
WIDE = 1440
SLIDES = (0, 1, 4)
"""Of the deck: the overview, the first stage, and one in the middle with pains."""
LOOKED = ROOT / "build" / "looks"
LOOKS = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "narrow": (390, "light")}
PAGES = ("/maps", "/maps/current", "/journeys", "/customers", "/feedback", "/data")
STATES = {
    "evidence": "/maps/current?open=stages.0",
    "compared": "/journeys/funnel?compare=1&where=device%3Dmobile&other_where=device%3Ddesktop",
    "split": "/journeys/funnel?by=device",
    "left": "/customers?steps=stage:Purchase%20%3E%20stage:Use&step=1&left=true",
}
CUT = """[...document.querySelectorAll('main :is(button, th, td, h1, h2, .chip)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
        && getComputedStyle(one).overflowX !== 'visible')
    .map(one => one.innerText.slice(0, 60)).slice(0, 5)"""
CALM = "!!document.querySelector('main h1') && !document.querySelector('.skeleton, .busy.on')"


def main() -> int:
    """Take the pictures that were asked for."""
    wanted = sys.argv[1:] or ["pages", "analyses", "exports"]
    if wanted == ["looks"]:
        return looks()
    with tempfile.TemporaryDirectory(prefix="desirepath-pictures-") as scratch:
        workspace = Path(scratch) / "demo"
        build(workspace, silent)
        if "exports" in wanted:
            exports(workspace, Path(scratch))
        if set(wanted) - {"exports"}:
            with serving(workspace) as url, chromium() as page:
                if "pages" in wanted:
                    pages(page, url)
                for name in registry.names("analyses") if "analyses" in wanted else ():
                    analysis(page, url, name)
    print(f"{sum(file.stat().st_size for file in IMAGES.rglob('*.png'))} bytes in {IMAGES}")
    return 0


@contextmanager
def serving(workspace: Path) -> Iterator[str]:
    """Serve a workspace and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "desirepath", "serve", "-w", str(workspace)]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/api/v1/sources", timeout=5).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait()


@contextmanager
def chromium() -> Iterator[Page]:
    """Open a page of a real browser."""
    program = find()
    if program is None:
        raise SystemExit("Pictures need Chromium or Chrome: python tools/browser.py")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        context = browser.new_context(
            viewport={"width": WIDE, "height": 900}, reduced_motion="reduce"
        )
        yield context.new_page()
        browser.close()


def looks() -> int:
    """Take every page as people may meet it, into build/looks, and say what is cut off."""
    LOOKED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="desirepath-looks-") as scratch:
        build(Path(scratch) / "full", silent)
        dp.create(Path(scratch) / "empty").close()
        for state in ("full", "empty"):
            with serving(Path(scratch) / state) as url, chromium() as page:
                for look, (width, scheme) in LOOKS.items():
                    page.emulate_media(color_scheme=scheme)
                    for name, path in looked_at(state):
                        show(page, url + path, 900, width)
                        file = LOOKED / f"{state}-{look}-{name}.png"
                        page.screenshot(path=file, full_page=True)
                        for words in page.evaluate(CUT):
                            print(f"{file.name}: cut off: {words}")
    print(f"{len(list(LOOKED.glob('*.png')))} pictures in {LOOKED}")
    return 0


def looked_at(state: str) -> list[tuple[str, str]]:
    """Return name and address of every page; analyses and states only where there are data."""
    found = [(path.strip("/").replace("/", "-"), path) for path in PAGES]
    if state == "empty":
        return found
    analyses = [(f"analysis-{name}", f"/journeys/{name}") for name in registry.names("analyses")]
    return [*found, *STATES.items(), *analyses]


def pages(page: Page, url: str) -> None:
    """Take the pages of the app."""
    for name, path, height in (
        ("map", "/maps/current", 1000),
        ("maps", "/maps", 700),
        ("journeys", "/journeys", 1100),
        ("feedback", "/feedback", 1000),
        ("data", "/data", 1000),
    ):
        show(page, url + path, height)
        keep(page.screenshot(), f"pages/{name}.png")
    show(page, url + "/maps/current", 1000)
    with urllib.request.urlopen(f"{url}/api/v1/maps/current") as answer:  # noqa: S310
        lanes = json.load(answer)["lanes"]
    place = next(number for number, lane in enumerate(lanes) if lane["id"] == "pains")
    page.locator(f'.hit[data-path^="lanes.{place}."]').first.click()
    page.wait_for_selector(".drawer")
    settle(page)
    keep(page.screenshot(), "pages/evidence.png")
    page.emulate_media(color_scheme="dark")
    show(page, url + "/maps/current", 1000)
    keep(page.screenshot(), "pages/map-dark.png")
    page.emulate_media(color_scheme="light")


def analysis(page: Page, url: str, name: str) -> None:
    """Take the picture of one analysis, as its page in the app shows it."""
    module = registry.load("analyses", name)
    options = TELECOM.get(name, module.EXAMPLE)
    query = urlencode({key.rstrip("_"): value for key, value in options.items()})
    show(page, f"{url}/journeys/{name}?{query}", 1000)
    panel = page.locator(".panel").first
    box = panel.bounding_box()
    if box is None:
        raise SystemExit(f"/journeys/{name} shows no picture.")
    clip = {**box, "height": min(box["height"], 900 - box["y"] + 100)}
    keep(page.screenshot(clip=clip), f"analyses/{name}.png")


def show(page: Page, address: str, height: int, width: int = WIDE) -> None:
    """Open a page and wait until everything on it is there."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    settle(page)


def settle(page: Page) -> None:
    """Wait until nothing is loading; Playwright's own way needs an eval that the CSP forbids."""
    ends = time.monotonic() + 120
    calm = 0
    while calm < 3:
        calm = calm + 1 if page.evaluate(CALM) else 0
        if time.monotonic() > ends:
            raise SystemExit(f"{page.url} never came to rest.")
        page.wait_for_timeout(150)
    page.wait_for_load_state("networkidle")


def exports(workspace: Path, scratch: Path) -> None:
    """Draw the sheets of the PDF, some slides, and the map as one picture."""
    with dp.open(workspace) as ws:
        drawn = ws.maps.build()
        printed = drawn.save(scratch / "map.pdf")
        deck = drawn.save(scratch / "map.pptx")
        whole = drawn.save(scratch / "map.png")
    keep(whole.read_bytes(), "map.png", 1600)
    keep(whole.read_bytes(), "exports/png-1.png", 1200)
    if shutil.which("pdftoppm") is None:
        print("No pdftoppm here (Debian: poppler-utils): the pictures of PDF and slides stay.")
        return
    for number, sheet in enumerate(drawn_pages(printed, scratch / "pdf"), 1):
        keep(sheet.read_bytes(), f"exports/pdf-{number}.png")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("No LibreOffice here (Debian: libreoffice-impress): the pictures of slides stay.")
        return
    home = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(scratch / "deck")]
    subprocess.run([*command, str(deck)], check=True, capture_output=True)
    slides = drawn_pages(scratch / "deck" / "map.pdf", scratch / "slides")
    for number, place in enumerate(SLIDES, 1):
        keep(slides[min(place, len(slides) - 1)].read_bytes(), f"exports/pptx-{number}.png", 1200)


def drawn_pages(file: Path, folder: Path) -> list[Path]:
    """Draw each page of a PDF, 1600 pixels wide."""
    folder.mkdir()
    command = ["pdftoppm", "-png", "-scale-to-x", "1600", "-scale-to-y", "-1"]
    subprocess.run([*command, str(file), str(folder / "page")], check=True)
    return sorted(folder.glob("*.png"))


def keep(data: bytes, name: str, width: int | None = None) -> None:
    """Write a picture with few colours, so that it is light."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    if width is not None and picture.width > width:
        size = (width, round(picture.height * width / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    for colours in (256, 96, 48, 24):
        out = io.BytesIO()
        few = picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    path = IMAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    print(f"{path.relative_to(ROOT)}: {picture.width} × {picture.height}, {out.tell()} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
