"""Takes the pictures of docs/images from the real app and the real exports.

    python tools/pictures.py [pages] [analyses] [exports]      all of them, or some
    python tools/pictures.py looks [WORD…]   every page in light, dark, narrow, full, empty: to look
                                             at; with words, pictures whose names hold one of them

The company of the demo is made and served; Chromium opens each page; the PDF is drawn by pdftoppm,
the slides by LibreOffice and pdftoppm. What is not installed is said and its old pictures stay.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from chromium import find
from PIL import Image, ImageDraw
from playwright.sync_api import Page, sync_playwright
from reference import TELECOM
from serving import serving

import desirepath as dp
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
LOOKS = {
    "light": (WIDE, "light", "en"),
    "dark": (WIDE, "dark", "en"),
    "narrow": (390, "light", "en"),
    "german": (1280, "light", "de"),
}
PAGES = ("/maps", "/maps/current", "/journeys", "/customers", "/feedback", "/data")
STATES = {
    "evidence": "/maps/current?open=stages.0",
    "compared": "/journeys/funnel?compare=1&where=device%3Dmobile&other_where=device%3Ddesktop",
    "split": "/journeys/funnel?by=device",
    "left": "/customers?steps=stage:Purchase%20%3E%20stage:Use&step=1&left=true",
    "present": "/maps/current?present=3",
    "beside": "/maps/current?beside=buying",
    "storyboard": "/maps/buying",
    "lapse": "/journeys/paths?lapse=month",
}
ACTED = {
    "pain": ("/maps/current", ['.hit[aria-label^="Pain 1"]']),
    "versions": ("/maps/buying", ["text=Versions", "text=Compare with now"]),
    "lanes": ("/maps/buying", ["text=Lanes"]),
    "menu": ("/maps/buying", ["role=rowheader >> role=button >> nth=2"]),
    "people": ("/maps/current", [".people"]),
    "customer": ("/customers", ["table.customers a >> nth=0"]),
}
"""Pages after somebody did something: what is clicked, one after the other."""
LANGUAGE = "localStorage.setItem('desirepath language', '{}')"
SKETCHED = {"awareness": "She hears of us", "decision": "She chooses", "purchase": "She pays"}
CUT = """[...document.querySelectorAll('main :is(button, th, td, h1, h2, .chip)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
        && getComputedStyle(one).overflowX !== 'visible')
    .map(one => one.innerText.slice(0, 60)).slice(0, 5)"""
CALM = "!!document.querySelector('main h1') && !document.querySelector('.skeleton, .busy.on')"


def main() -> int:
    """Take the pictures that were asked for."""
    wanted = sys.argv[1:] or ["pages", "analyses", "exports"]
    if wanted[0] == "looks":
        return looks(wanted[1:])
    with tempfile.TemporaryDirectory(prefix="desirepath-pictures-") as scratch:
        workspace = Path(scratch) / "demo"
        build(workspace, silent)
        if "exports" in wanted:
            exports(workspace, Path(scratch))
        if set(wanted) - {"exports"}:
            with serving(workspace) as server, chromium() as page:
                if "pages" in wanted:
                    pages(page, server.url)
                for name in registry.names("analyses") if "analyses" in wanted else ():
                    analysis(page, server.url, name)
    print(f"{sum(file.stat().st_size for file in IMAGES.rglob('*.png'))} bytes in {IMAGES}")
    return 0


@contextmanager
def chromium() -> Iterator[Page]:
    """Open a page of a real browser."""
    program = find()
    if program is None:
        raise SystemExit("Pictures need Chromium or Chrome: python tools/chromium.py")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        context = browser.new_context(
            viewport={"width": WIDE, "height": 900}, reduced_motion="reduce"
        )
        yield context.new_page()
        browser.close()


def looks(words: list[str]) -> int:
    """Take every page as people may meet it, into build/looks, and say what is cut off."""
    LOOKED.mkdir(parents=True, exist_ok=True)
    wanted = [
        (f"{state}-{look}-{name}", state, look, path, acts)
        for state in ("full", "empty")
        for look in LOOKS
        for name, path, acts in looked_at(state)
    ]
    wanted = [one for one in wanted if not words or any(word in one[0] for word in words)]
    with tempfile.TemporaryDirectory(prefix="desirepath-looks-") as scratch:
        for state in dict.fromkeys(one[1] for one in wanted):
            peopled(Path(scratch) / state, full=state == "full")
            with serving(Path(scratch) / state) as server, chromium() as page:
                for name, of, look, path, acts in wanted:
                    if of == state:
                        to = LOOKED / f"{name}.png"
                        looked(page, server.url + path, LOOKS[look], acts, to)
    print(f"{len(wanted)} pictures in {LOOKED}")
    return 0


def peopled(folder: Path, *, full: bool) -> None:
    """Make the demo with a map that people wrote beside it, or a workspace without anything."""
    if not full:
        dp.create(folder).close()
        return
    build(folder, silent)
    with dp.open(folder) as ws:
        board = {"op": "add-lane", "id": "board", "title": "Storyboard", "images": True}
        made = ws.maps.create("Buying", source="buy", changes=[board])
        for no, (stage, alt) in enumerate(SKETCHED.items()):
            image = ws.maps.images.add(sketch(no))
            shown = {"id": image["id"], "alt": alt}
            card = {"op": "add-card", "id": f"f{no}", "lane": "board", "stage": stage, "title": alt}
            ws.maps.edit(made.id, [{**card, "image": shown}])
        ws.maps.keep(made.id, "After the workshop")
        ws.maps.edit(made.id, [{"op": "rename-stage", "stage": "purchase", "name": "Checkout"}])


def sketch(no: int) -> bytes:
    """Return a drawing of somebody before a screen."""
    drawn = Image.new("RGB", (480, 320), "#f4f1ea")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((90, 60, 170, 140), outline="#33415c", width=6)
    pen.arc((60, 150, 200, 340), 180, 360, fill="#33415c", width=6)
    pen.rounded_rectangle((280, 80, 420, 260), 14, outline="#33415c", width=6)
    for row in range(no + 1):
        pen.line((305, 120 + row * 34, 395, 120 + row * 34), fill="#d9772f", width=8)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def looked(
    page: Page, address: str, look: tuple[int, str, str], acts: list[str], file: Path
) -> None:
    """Open a page in a look, do what is to be done, and keep its picture."""
    width, scheme, language = look
    page.emulate_media(color_scheme=scheme)
    if page.url == "about:blank":
        page.goto(address)
    page.evaluate(LANGUAGE.format(language))
    show(page, address, 900, width)
    for act in acts:
        if page.locator(act).count():
            page.locator(act).first.click()
            settle(page)
    page.screenshot(path=file, full_page=True)
    for words in page.evaluate(CUT):
        print(f"{file.name}: cut off: {words}")


def looked_at(state: str) -> list[tuple[str, str, list[str]]]:
    """Return name, address and clicks of every page; all of them only where there are data."""
    found = [(path.strip("/").replace("/", "-"), path) for path in PAGES]
    if state == "full":
        found += STATES.items()
        found += [(f"analysis-{name}", f"/journeys/{name}") for name in registry.names("analyses")]
    acted = [(name, *told) for name, told in ACTED.items()] if state == "full" else []
    return [*((name, path, []) for name, path in found), *acted]


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
