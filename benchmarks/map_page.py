"""How quick is the map page: the demo, cold; then 12 stages, 60 steps, 12 lanes; then two people.

python benchmarks/map_page.py

Figures come from Chromium: the first contentful paint and the gzipped script of a cold load, and
from its trace the work of the page's main thread per frame (all of it: scripting, style, layout,
paint) and the longest task, while the map is scrolled and while a card is dragged. Another load
on the machine makes every figure worse, so the load average is printed beside them.

The demo is built, served by a new process, and opened by a new browser: `readable` is the moment
the map and its places are there. `the other` is from the answer to an edit in one browser to the
moment another browser shows it.
"""

import gzip
import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

import desirepath as dp
from desirepath.cli.demo import build
from desirepath.model.progress import silent

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from serving import serving

STAGES, STEPS, FRAMES = 12, 60, 90
LANES = ("touchpoints", "emotion", "quotes", "pains", "gains", "needs", "metrics")
LANES = (*LANES, "opportunities", "solutions", "backstage", "systems", "owner")
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline,toplevel,blink"
FRAME = "WebFrameWidgetImpl::BeginMainFrame"
PATIENCE = 180_000
"""Milliseconds; a new server computes its first map, and other loads make that long."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
READABLE = """new MutationObserver(() => {
    if (document.querySelector('.map .hits')) window.readable ??= performance.now()
}).observe(document, {childList: true, subtree: true})"""
SENT = """() => addEventListener('keydown', (event) => {
    if (event.key === 'Enter') window.sent = Date.now()
}, true)"""
SEEN = """() => {
    window.seen = null
    new MutationObserver(() => {
        const hits = [...document.querySelectorAll('.hit')]
        if (hits.some((one) => one.ariaLabel.includes('Changed'))) window.seen ??= Date.now()
    }).observe(document.body, {childList: true, subtree: true})
}"""


def document():
    """Return a told map of that size: a card in every second cell, an emotion at every step."""
    stages = [
        {
            "id": f"s{no}",
            "name": f"Stage {no + 1}",
            "steps": [
                {"id": f"t{no * 5 + at}", "name": f"Step {no * 5 + at + 1}", "touchpoints": []}
                for at in range(STEPS // STAGES)
            ],
        }
        for no in range(STAGES)
    ]
    places = [(stage["id"], step["id"]) for stage in stages for step in stage["steps"]]
    pictures = {"emotion": "curve", "touchpoints": "bars"}

    def content(lane, no):
        if lane == "emotion":
            return {"valence": ((no * 7) % 21 - 10) / 10.5}
        if lane == "touchpoints":
            return {"items": [{"name": f"Point {no}", "channel": "web"}]}
        return {"tone": "written", "title": f"{lane.capitalize()} at step {no + 1}, in a few words"}

    lanes = [
        {
            "id": lane,
            "title": lane.capitalize(),
            "picture": pictures.get(lane, "cards"),
            "cells": [
                {"stage": stage, "step": step, "content": content(lane, no)}
                for no, (stage, step) in enumerate(places)
                if lane in pictures or (no + at) % 2 == 0
            ],
        }
        for at, lane in enumerate(LANES)
    ]
    return {"format": "desirepath-map/1", "title": "Large", "stages": stages, "lanes": lanes}


class Trace:
    """The work of the main thread while something happens."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.page = page

    def of(self, act):
        """Return milliseconds of work for each frame, and all tasks."""
        events = []
        self.session.on("Tracing.dataCollected", lambda piece: events.extend(piece["value"]))
        ended = []
        self.session.on("Tracing.tracingComplete", lambda _: ended.append(True))
        self.session.send("Tracing.start", {"categories": CATEGORIES})
        act()
        self.session.send("Tracing.end")
        while not ended:
            self.page.wait_for_timeout(20)
        return work(events)


def work(events):
    """Return the work per frame and the durations of tasks of the page's main thread, in ms."""
    frames = [one for one in events if one["name"] == FRAME]
    main = statistics.mode((one["pid"], one["tid"]) for one in frames)
    starts = sorted(one["ts"] for one in frames if (one["pid"], one["tid"]) == main)
    tasks = [
        # the thread's own time where Chromium knows it: another load does not count
        (one["ts"], one.get("tdur", one.get("dur", 0)) / 1000)
        for one in events
        if one["name"] == "RunTask" and (one["pid"], one["tid"]) == main
    ]
    spent = [
        sum(took for at, took in tasks if start <= at < end) for start, end in pairwise(starts)
    ]
    return spent, [took for _, took in tasks]


def said(name, found):
    spent, tasks = found
    middle = statistics.median(spent) if spent else 0
    worst = max(tasks, default=0)
    figures = f"median {middle:6.1f} ms a frame, longest task {worst:6.1f} ms"
    print(f"{name:10} {figures}, {len(spent)} frames")


def main():
    program = os.environ.get("DESIREPATH_CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "large.json"
        file.write_text(json.dumps(document()), encoding="utf-8")
        with dp.create(Path(scratch) / "w") as workspace:
            id_ = workspace.maps.load(file).id
        build(Path(scratch) / "demo", silent)
        with serving(Path(scratch) / "demo") as server, sync_playwright() as playwright:
            cold(playwright, program, server.url)
        with serving(Path(scratch) / "w") as server, sync_playwright() as playwright:
            url = server.url
            asked = time.monotonic()
            with urllib.request.urlopen(f"{url}/api/v1/maps/{id_}/layout") as answer:
                size = len(answer.read())
            print(f"layout     {time.monotonic() - asked:.2f} s cold, {size / 1e6:.1f} MB of JSON")
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            measure(browser.new_page(viewport={"width": 1600, "height": 1000}), f"{url}/maps/{id_}")
            together(browser, f"{url}/maps/{id_}")
            browser.close()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def cold(playwright, program, url):
    """Open the demo's map in a browser that knows nothing yet."""
    browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
    first_load(browser.new_page(viewport={"width": 1600, "height": 1000}), f"{url}/maps/current")
    browser.close()


def first_load(page, address):
    """Print when the map can be read, and how much script it took."""
    scripts = []
    page.on("response", lambda one: one.url.endswith(".js") and scripts.append(one))
    page.add_init_script(READABLE)
    page.goto(address)
    page.wait_for_selector(".map .hits", state="attached", timeout=PATIENCE)
    shown = page.evaluate("window.readable")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    weight = sum(len(gzip.compress(one.body(), 9)) for one in scripts)
    print(f"first      {paint / 1000:.2f} s first paint, {shown / 1000:.2f} s readable")
    print(f"script     {weight / 1000:.0f} kB gzipped in {len(scripts)} files")


def together(browser, address):
    """Print how long a change takes from one browser to another."""
    one, other = (browser.new_context().new_page() for _ in range(2))
    for page in (one, other):
        page.goto(address)
        page.wait_for_selector(".map .hits", state="attached")
    other.evaluate(SEEN)
    place = one.locator('.hit[aria-label="Step Step 2"], .hit[aria-label^="Step Step 2,"]').first
    place.focus()
    one.keyboard.press("F2")
    one.keyboard.type("Changed")
    one.evaluate(SENT)
    one.keyboard.press("Enter")
    while other.evaluate("window.seen") is None:
        other.wait_for_timeout(20)
    took = other.evaluate("window.seen") - one.evaluate("window.sent")
    print(f"the other  {took / 1000:.2f} s from Enter to the other browser's picture")


def measure(page, address):
    first_load(page, address)
    print(f"marks      {page.evaluate('document.querySelectorAll(`.map *`).length')} nodes")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    page.mouse.move(800, 600)

    def scroll():
        for _ in range(FRAMES):
            page.mouse.wheel(60, 0)
            page.wait_for_timeout(16)

    said("scrolling", Trace(page).of(scroll))
    page.evaluate("document.querySelector('.scroll').scrollLeft = 0")
    card = page.locator('.hit[aria-label*="Pain"]').nth(1).bounding_box()

    def drag():
        page.mouse.move(card["x"] + 20, card["y"] + 10)
        page.mouse.down()
        for no in range(FRAMES):
            page.mouse.move(card["x"] + 20 + no * 6, card["y"] + 10 + no % 40)
            page.wait_for_timeout(16)
        page.keyboard.press("Escape")
        page.mouse.up()

    said("dragging", Trace(page).of(drag))


if __name__ == "__main__":
    main()
