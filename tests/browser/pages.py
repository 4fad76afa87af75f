"""What tests of the pages share: a server of its own, and waiting for what a page shows."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from places import ROOT

STILL = """() => document.getAnimations().every(one =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def serving(folder):
    """Serve a workspace in a process of its own; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "desirepath", "serve", "-w", str(folder)]
    command += ["--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/api/v1/sources", timeout=5).close()  # noqa: S310
                break
            except OSError:
                if process.poll() is not None:
                    pytest.fail(process.stderr.read().decode())
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=20)


def until(page, expression, argument=None):
    """Wait until an expression holds; Playwright's own way needs an eval that the CSP forbids."""
    ends = time.monotonic() + 60
    while not page.evaluate(expression, argument):
        assert time.monotonic() < ends, f"never true: {expression}"
        page.wait_for_timeout(40)


def ready(page):
    """Wait until everything that the page asked for is there."""
    calm = "!!document.querySelector('main h1') && !document.querySelector('.skeleton, .busy.on')"
    until(page, calm)
    page.wait_for_load_state("networkidle")
    until(page, calm)


def api(server, path):
    with urllib.request.urlopen(f"{server}/api/v1{path}", timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read())


def still(page):
    """Wait until a changed theme is drawn and no colour is on its way to another."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    until(page, STILL)


def axe(page):
    """Return what the accessibility checker objects to: rule and places."""
    still(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
