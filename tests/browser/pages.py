"""What tests of the pages share: waiting for what a page shows, asking what it stands on."""

import json
import time
import urllib.request

from serving import PATIENCE

from places import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
COUNTED = """(() => {
    const fetched = window.fetch
    window.underWay = 0
    window.fetch = async (...asked) => {
        window.underWay += 1
        try { return await fetched(...asked) } finally { window.underWay -= 1 }
    }
})()"""
"""Put into a page before anything of its own: how many of its questions are not answered yet."""
OF_COLOURS = ("color-contrast", "link-in-text-block")
CALM = """window.underWay === 0 && !!document.querySelector('main h1')
    && !document.querySelector('.skeleton, .busy.on')"""
STILL = """() => document.getAnimations().every(one =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""


PRESS = """keys => keys.forEach(key => document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))"""
"""Keys pressed in one go: what a page takes for one word does not come apart on a busy machine."""


def until(page, expression, argument=None):
    """Wait until an expression holds; Playwright's own way needs an eval that the CSP forbids."""
    ends = time.monotonic() + PATIENCE
    while not page.evaluate(expression, argument):
        assert time.monotonic() < ends, f"never true: {expression} of {argument!r}"
        page.wait_for_timeout(40)


def drawn(page):
    """Wait until what is known is drawn, and what that asked for is under way."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ready(page):
    """Wait until everything that the page asked for is there."""
    until(page, CALM)
    drawn(page)
    until(page, CALM)


def api(server, path):
    with urllib.request.urlopen(f"{server}/api/v1{path}", timeout=PATIENCE) as answer:  # noqa: S310
        return json.loads(answer.read())


def still(page):
    """Wait until a changed theme is drawn and no colour is on its way to another."""
    drawn(page)
    until(page, STILL)


def axe(page, rules=()):
    """Return what the accessibility checker objects to: rule and places.

    `rules`: the only ones that are asked; its usual ones when there is none.
    """
    still(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", only)["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def axe_in_both_themes(page):
    """Return what it objects to in the light and the dark theme, which differ in colours alone."""
    page.emulate_media(color_scheme="light")
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    found += axe(page, OF_COLOURS)
    page.emulate_media(color_scheme="light")
    return found
