"""Events that mean harm: refused or put aside with a reason, and nothing else changes."""

import json

import pytest
from fastapi.testclient import TestClient

from desirepath.web.app import create_app

SCRIPT = "<script>alert(1)</script>"
GOOD = {"type": "track", "event": "Home", "userId": "u1", "messageId": "good",
        "timestamp": "2024-01-01T10:00:00Z"}  # fmt: skip


@pytest.fixture
def client(workspace):
    # without lifespan: nothing is loaded behind the test's back
    return TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")


@pytest.fixture
def send(client, workspace):
    """Return a function that sends a batch after a good event and loads; it gives the status."""
    key = workspace.sources.live.make_key("web")["key"]

    def given(events):
        said = client.post("/v1/batch", json={"writeKey": key, "batch": [GOOD, *events]})
        workspace.sources.live.load()
        return said.status_code

    return given


def touchpoints(workspace):
    rows = workspace.analyses.touchpoints().document()["rows"]
    return {row["touchpoint"]: row["events"] for row in rows}


WRONG = {
    "a list for a name": {**GOOD, "messageId": "a", "event": ["Home"]},
    "an object for a name": {**GOOD, "messageId": "b", "event": {"a": 1}},
    "a time that is an object": {**GOOD, "messageId": "c", "timestamp": {"now": True}},
    "a flag for a time": {**GOOD, "messageId": "d", "timestamp": True},
    "an endless number for a time": {**GOOD, "messageId": "e", "timestamp": 10**300},
    "a clock in the year 9999": {**GOOD, "messageId": "f", "timestamp": "9999-12-31T23:59:59Z"},
    "a clock that was never set": {**GOOD, "messageId": "g", "timestamp": "1970-01-01T00:00:00Z"},
    "nobody": {**GOOD, "messageId": "h", "userId": None},
    "a customer of a million letters": {**GOOD, "messageId": "i", "userId": "u" * 100_000},
    "an unknown call": {**GOOD, "messageId": "j", "type": "drop table"},
    "deep": {**GOOD, "messageId": "k", "properties": json.loads("[" * 400 + "]" * 400)},
}


def test_values_of_the_wrong_type_are_put_aside_and_their_neighbour_is_taken(send, workspace):
    assert send(list(WRONG.values())) == 200
    status = workspace.sources.live.status()[0]
    counted = touchpoints(workspace)
    assert status["received"] == 1 + len(WRONG)
    assert status["loaded"] + status["quarantined"] == status["received"]
    assert set(counted) == {"Home"}
    # depth alone is no fault: what lies deep in a property is one long text
    assert counted["Home"] == status["loaded"] <= 2
    assert status["quarantined"] >= len(WRONG) - 1


def test_markup_in_every_field_is_text(send, client, workspace):
    told = dict.fromkeys(("event", "userId", "anonymousId", "messageId", "channel"), SCRIPT)
    told |= {"properties": {SCRIPT: SCRIPT, "text": SCRIPT}, "context": {SCRIPT: [SCRIPT]}}
    assert send([{**GOOD, **told}]) == 200
    assert touchpoints(workspace) == {"Home": 1, SCRIPT: 1}
    answer = client.get("/api/v1/analyses/touchpoints")
    assert answer.headers["content-type"].startswith("application/json")
    assert SCRIPT in [row["touchpoint"] for row in answer.json()["rows"]]
    page = workspace.folder / "map.html"
    workspace.maps.build().save(page)
    assert SCRIPT not in page.read_text(encoding="utf-8")


def test_names_that_are_statements_are_names(send, workspace):
    name = 'Home"; DROP TABLE events; --'
    assert send([{**GOOD, "messageId": "x", "event": name, "properties": {name: "'; --"}}]) == 200
    assert touchpoints(workspace) == {"Home": 1, name: 1}
