"""The script for web pages: from another origin, without cookies, and it stores nothing unasked."""

import json
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from serving import PATIENCE, serving

import desirepath as dp
from browser.pages import api, until

PAGE = """<!doctype html>
<title>Home</title><script>desirepath = [["track", "Early"]]</script>
<script src="{url}/d.js" data-key="{key}"></script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def shop(tmp_path):
    """Serve a web page of another origin; yield its address and the workspace's."""
    with dp.create(tmp_path / "shop") as ws:
        key = ws.sources.live.make_key("page")["key"]
    with serving(tmp_path / "shop") as made:
        site = tmp_path / "site"
        site.mkdir()
        (site / "index.html").write_text(PAGE.format(url=made.url, key=key), encoding="utf-8")
        handler = partial(Quiet, directory=site)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/", made.url
            server.shutdown()


def test_a_web_page_sends_without_cookies_and_remembers_after_consent_only(shop, window):
    address, url = shop
    page = window()
    page.goto(f"{address}index.html?secret=1")
    until(page, "typeof desirepath.track === 'function'")
    page.evaluate("desirepath.track('<b>Cart</b>', {value: 2}); desirepath.identify('u1')")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        (status,) = api(url, "/live-sources")
        if status["received"] == 4 and not status["waiting"]:
            break
        page.wait_for_timeout(100)
    assert (status["received"], status["quarantined"]) == (4, 0)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    page.evaluate("desirepath.consent(true)")
    assert page.evaluate("localStorage.length") == 1
    page.evaluate("desirepath.consent(false)")
    assert page.evaluate("localStorage.length") == 0
    told = api(url, "/customers/u1")
    assert sorted(row["touchpoint"] for row in told) == ["<b>Cart</b>", "Early", "Home"]
    assert "secret" not in json.dumps(told)
