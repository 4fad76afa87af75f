"""Clients of other products, unmodified: everything they send is stored once and on the map."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from serving import serving

import desirepath as dp

HERE = Path(__file__).parent


@pytest.fixture
def served(tmp_path):
    """Yield the address of a served workspace, and a write key."""
    folder = tmp_path / "served"
    with dp.create(folder) as ws:
        key = ws.sources.live.make_key("clients")["key"]
    with serving(folder) as server:
        yield server.url, key


def get(url, path):
    with urllib.request.urlopen(f"{url}/api/v1{path}", timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def status_once_loaded(url, received):
    """Return the live source's status once that many events are received and none waits."""
    deadline = time.monotonic() + 120
    while True:
        (status,) = get(url, "/live-sources")
        done = status["received"] >= received and status["waiting"] == 0
        if done or time.monotonic() > deadline:
            return status
        time.sleep(0.1)


def events(url):
    rows = get(url, "/analyses/touchpoints")["rows"]
    return {row["touchpoint"]: (row["events"], row["customers"]) for row in rows}


def sent(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_python_clients_of_segment_posthog_and_snowplow(served):
    url, key = served
    sent(sys.executable, str(HERE / "send.py"), url, key)
    status = status_once_loaded(url, 62)
    assert (status["received"], status["quarantined"], status["waiting"]) == (62, 0, 0)
    assert status["aside"] == 1  # PostHog tells that it looked up a flag
    assert events(url) == {
        "Segment Python": (50, 2), "Home": (2, 2), "PostHog Python": (2, 1),
        "Snowplow page": (1, 1), "Snowplow Python": (1, 1), "snowplow_order": (1, 1),
        "Snowplow GET": (1, 1),
    }  # fmt: skip
    drawn = get(url, "/maps/current")
    named = json.dumps(drawn["stages"])
    assert all(name in named for name in ("Segment Python", "PostHog Python", "snowplow_order"))


def test_node_clients_of_segment_rudderstack_and_posthog(served):
    if not (HERE / "node_modules").is_dir():
        pytest.skip("the Node clients are not installed: make test does it")
    sys.path.insert(0, str(HERE.parents[1]))
    from hatch_build import tools

    url, key = served
    sent(str(tools()[0]), str(HERE / "send.mjs"), url, key)
    status = status_once_loaded(url, 42)
    assert (status["received"], status["quarantined"], status["waiting"]) == (42, 0, 0)
    assert events(url) == {
        "Segment Node": (20, 1), "RudderStack Node": (12, 1), "PostHog Node": (8, 1),
    }  # fmt: skip
