"""How soon open pages show an event while others stream in: what `collector.py browser` runs.

First the map is open in Chromium, whose headline counts customers, and a probe is an event of a
customer nobody knew; then one customer's page, and a probe is one of theirs. The clock starts when
the door has answered 200 and stops when the number stands in the page.
"""

import json
import multiprocessing
import os
import statistics
import time
import urllib.request

from live_server import event, served
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

CUSTOMERS, EACH, BATCH = 5000, 4, 100
PATIENCE = 60.0
"""Seconds after which a number that did not come is counted as that late."""
SEEN = """(count) => {
    window.seen = {}
    setInterval(() => { window.seen[count()] ??= Date.now() / 1000 }, 20)
}"""
ON_THE_MAP = r"""() => Number((document.body.textContent.match(
    /(\d[\d\s\u202f\u00a0,.]*) customers/) ?? ['', '0'])[1].replace(/\D/g, ''))"""
OF_ONE = "() => document.querySelectorAll('ol.moments > li').length"
PAGES = {
    "map": ("/", ON_THE_MAP, CUSTOMERS + 1),
    "customer": ("/customers/probe", OF_ONE, 1),
}
"""Where each page is, what its number is, and what that is at least when all is loaded."""


def post(url, key, events):
    body = json.dumps({"writeKey": key, "batch": events}).encode()
    urllib.request.urlopen(f"{url}/v1/batch", body).read()


def stream(url, key, rate):
    """Send events of known customers at a rate until the process is ended."""
    begun = time.monotonic()
    for number in range(10**9):
        time.sleep(max(0.0, begun + number * BATCH / rate - time.monotonic()))
        post(url, key, [event(f"stream-{number}-{place}") for place in range(BATCH)])


def browser(folder, key, rate, seconds):
    """Return how late the numbers of probes were on the map, then on a customer's page."""
    late = {"map": [], "customer": []}
    with served(folder) as (_, url), sync_playwright() as playwright:
        for first in range(0, CUSTOMERS * EACH, BATCH):
            known = range(first, first + BATCH)
            post(url, key, [{**event(f"f{n}"), "userId": f"u{n % CUSTOMERS}"} for n in known])
        post(url, key, [{**event("first"), "userId": "probe"}])
        while json.load(urllib.request.urlopen(f"{url}/api/v1/live-sources"))[0]["waiting"]:
            time.sleep(0.2)
        chromium = os.environ.get("DESIREPATH_CHROMIUM")
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        sender = multiprocessing.Process(target=stream, args=(url, key, rate), daemon=True)
        for name, (place, count, least) in PAGES.items():
            # what is looked for is a function of ours, which the page's own rules would not run
            page = opened.new_page(bypass_csp=True)
            page.goto(url + place)
            page.wait_for_function(f"({count})() >= {least}", timeout=PATIENCE * 1000)
            page.evaluate(f"({SEEN})({count})")
            before = page.evaluate(f"({count})()")
            if not sender.is_alive():
                sender.start()
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                number = len(late[name]) + 1
                whose = "probe" if name == "customer" else f"new-{number}"
                post(url, key, [{**event(f"{name}-{number}"), "userId": whose}])
                late[name].append(_shown(page, before + number, time.time()))
            page.close()
        sender.terminate()
        opened.close()
    return {
        "customers": CUSTOMERS,
        "events_before": CUSTOMERS * EACH,
        "events_per_second_beside": rate,
        **{
            f"{name}_{what}": round(value(found), 2)
            for name, found in late.items()
            for what, value in (("probes", len), ("median_s", statistics.median), ("worst_s", max))
        },
        "load_average": round(os.getloadavg()[0], 1),
    }


def _shown(page, wanted, answered):
    """Return after how many seconds a page showed a number, or a greater one."""
    first = f"Object.entries(window.seen).find(([seen]) => seen >= {wanted})"
    try:
        found = page.wait_for_function(f"() => {first}?.[1]", timeout=PATIENCE * 1000)
    except Late:
        return PATIENCE
    return float(found.json_value()) - answered
