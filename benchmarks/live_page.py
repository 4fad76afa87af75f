"""How soon open pages show an event while others stream in: what `collector.py browser` runs.

Two pages of one Chromium are open: the map, whose headline counts customers, and one customer. A
probe is two events in one request: one of a customer nobody knew, one of the open customer. The
clock starts when the door has answered 200 and stops when the number stands in the page.
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
    """Return how late the numbers of probes were on the map and on a customer's page."""
    late = {"map": [], "customer": []}
    with served(folder) as (_, url), sync_playwright() as playwright:
        for first in range(0, CUSTOMERS * EACH, BATCH):
            known = range(first, first + BATCH)
            post(url, key, [{**event(f"f{n}"), "userId": f"u{n % CUSTOMERS}"} for n in known])
        post(url, key, [{**event("first"), "userId": "probe"}])
        chromium = os.environ.get("DESIREPATH_CHROMIUM")
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = {"map": opened.new_page(), "customer": opened.new_page()}
        wait = PATIENCE * 1000
        while json.load(urllib.request.urlopen(f"{url}/api/v1/live-sources"))[0]["waiting"]:
            time.sleep(0.2)
        pages["map"].goto(url)
        pages["customer"].goto(f"{url}/customers/probe")
        pages["map"].wait_for_function(f"({ON_THE_MAP})() > {CUSTOMERS}", timeout=wait)
        pages["customer"].wait_for_function(f"({OF_ONE})() > 0", timeout=wait)
        pages["map"].evaluate(f"({SEEN})({ON_THE_MAP})")
        pages["customer"].evaluate(f"({SEEN})({OF_ONE})")
        sender = multiprocessing.Process(target=stream, args=(url, key, rate), daemon=True)
        sender.start()
        ends, probes = time.monotonic() + seconds, 0
        while time.monotonic() < ends:
            probes += 1
            news = [{**event(f"new-{probes}"), "userId": f"new-{probes}"}]
            post(url, key, [*news, {**event(f"probe-{probes}"), "userId": "probe"}])
            answered = time.time()
            for name, wanted in (("map", CUSTOMERS + 1 + probes), ("customer", 1 + probes)):
                late[name].append(_shown(pages[name], wanted, answered))
        sender.terminate()
        opened.close()
    return {
        "customers": CUSTOMERS,
        "events_before": CUSTOMERS * EACH,
        "events_per_second_beside": rate,
        "probes": probes,
        **{
            f"{name}_{what}_s": round(value(found), 2)
            for name, found in late.items()
            for what, value in (("median", statistics.median), ("worst", max))
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
