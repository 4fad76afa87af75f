"""What means harm, at every door: a clear refusal or an event put aside, and nothing else changes.

Values that are wrong in one event: `test_hostile_events`; files: `test_hostile_uploads`.
"""

import base64
import hashlib
import hmac
import json
import zlib
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from desirepath.web.app import create_app
from desirepath.web.door import ENTRIES
from signing import sign

SCRIPT = "<script>document.title='broken in'</script>"
TEMPLATES = ("standard", "zendesk", "intercom", "stripe", "hubspot")
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
NOW = "2026-01-05T10:00:00Z"


def packed(wbits):
    """Return 40 MB of blanks, packed into some 40 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    pieces = [packer.compress(b" " * (1 << 20)) for _ in range(40)]
    return b"".join([*pieces, packer.flush()])


def deep(open_, close):
    return open_ * 10_000 + close * 10_000


BODIES = {
    "a bomb": packed(31),
    "damaged gzip": packed(31)[:2000],
    "a deep list": deep(b"[", b"]"),
    "a deep object": deep(b'{"a":', b"").ljust(70_000, b"1"),
    "deep inside": b'{"batch":[' + deep(b"[", b"]") + b'],"data":[' + deep(b"[", b"]") + b"]}",
    "nothing": b"",
    "a number": b"1e999",
    "an endless number": b'{"batch":[' + b"9" * 6000 + b'],"id":' + b"9" * 6000 + b"}",
    "a text": b'"<script>"',
    "no text at all": b"\xff\xfe\x00\x01\x80",
    "NUL": b'{"event":"\\u0000","type":"track","userId":"\\ud800"}',
    "lists for everything": b'{"batch":[[],1,null,"x",{}],"data":[[],1],"events":[[],{}],"id":[1]}',
    "a form": b"data=%%%%",
}  # fmt: skip


@pytest.fixture
def client(workspace):
    # without lifespan: nothing is loaded behind the test's back
    return TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")


@pytest.fixture
def send(client, workspace):
    """Return `send(path, body)`, which says who sends; for a template it signs."""
    live = workspace.sources.live
    key = live.make_key("web")["key"]
    hooks = {
        one: live.make_key("web", template=one, secret=SECRET)["key"] for one in TEMPLATES
    }  # fmt: skip

    def given(path, body=None, params=None):
        if path not in TEMPLATES:
            basic = {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}
            how = "GET" if body is None else "POST"
            return client.request(how, path, content=body, params=params, headers=basic)
        address = f"/v1/webhooks/{hooks[path]}"
        return client.post(address, content=body, headers=signed(path, body, address))

    return given


def signed(template, body, address):
    import time

    now = int(time.time())

    def mac(said, how="sha256"):
        return hmac.new(SECRET.encode(), said, getattr(hashlib, how))

    if template == "standard":
        return sign(SECRET, body, now, hashlib.sha256(body).hexdigest())
    if template == "stripe":
        return {"Stripe-Signature": f"t={now},v1={mac(f'{now}.'.encode() + body).hexdigest()}"}
    if template == "zendesk":
        made = base64.b64encode(mac(NOW.encode() + body).digest()).decode()
        return {"X-Zendesk-Webhook-Signature": made, "X-Zendesk-Webhook-Signature-Timestamp": NOW}
    if template == "intercom":
        return {"X-Hub-Signature": f"sha1={mac(body, 'sha1').hexdigest()}"}
    stamp = str(now * 1000)
    said = f"POSThttp://127.0.0.1:8480{address}".encode() + body + stamp.encode()
    made = base64.b64encode(mac(said).digest()).decode()
    return {"X-HubSpot-Signature-v3": made, "X-HubSpot-Request-Timestamp": stamp}


def touchpoints(workspace):
    rows = workspace.analyses.touchpoints().document()["rows"]
    return {row["touchpoint"]: row["events"] for row in rows}


def test_a_body_that_means_harm_changes_nothing_at_any_door(send, workspace):
    assert send("/v1/events", b'{"touchpoint": "Home", "customer": "u1"}').status_code == 200
    refused = {}
    assert {ENTRIES[path].name for path in GOOD if path in ENTRIES} == {
        entry.name for entry in ENTRIES.values()
    }
    for path in GOOD:
        for name, body in BODIES.items():
            answer = send(path, body)
            assert answer.status_code in {200, 400, 413}, (path, name, answer.text)
            assert answer.status_code == 200 or len(answer.json()["message"]) > 15
            refused.setdefault(name, set()).add(answer.status_code)
    assert refused["a bomb"] == {413}
    for body in (packed(15), b" " * (11 << 20)):
        assert send("/v1/events", body).status_code == 413
    for name in ("damaged gzip", "no text at all"):
        assert refused[name] == {400}, name
    while workspace.sources.live.load():
        pass
    assert touchpoints(workspace) == {"Home": 1}
    (status,) = workspace.sources.live.status()
    assert (status["loaded"], status["waiting"]) == (1, 0)
    assert status["quarantined"] == status["received"] - 1 - status["aside"]
    assert all(entry["reason"] for entry in status["quarantine"])


SEGMENT = {"type": "track", "event": "Home", "userId": "u1", "timestamp": NOW}
POSTHOG = {"event": "Home", "distinct_id": "u1", "timestamp": NOW}
SNOWPLOW = {"e": "se", "se_ac": "Home", "uid": "u1", "dtm": "1767607200000"}
PLAIN = {"touchpoint": "Home", "customer": "u1", "time": NOW}
HOOKS = {
    "standard": {"type": "Home", "timestamp": NOW, "data": {"customer": "u1"}},
    "zendesk": {"type": "Home", "time": NOW, "customer": "u1"},
    "intercom": {"topic": "Home", "created_at": 1767607200, "data": {"item": {"user_id": "u1"}}},
    "stripe": {"type": "Home", "created": 1767607200, "data": {"object": {"customer": "u1"}}},
    "hubspot": {"subscriptionType": "contact.creation", "objectId": "u1",
                "occurredAt": 1767607200000},
}  # fmt: skip
GOOD = {
    "/v1/track": SEGMENT, "/v1/batch": SEGMENT, "/i/v0/e": POSTHOG, "/batch": POSTHOG,
    "/com.snowplowanalytics.snowplow/tp2": SNOWPLOW, "/i": SNOWPLOW, "/v1/events": PLAIN, **HOOKS,
}  # fmt: skip
WHOLE = {"/v1/batch": "batch", "/batch": "batch", "/com.snowplowanalytics.snowplow/tp2": "data"}
TIMES = {"segment": "timestamp", "zendesk": "time", "intercom": "created_at", "stripe": "created",
         "hubspot": "occurredAt", "/i": "dtm", "/v1/events": "time",
         "/com.snowplowanalytics.snowplow/tp2": "dtm"}  # fmt: skip


def sent(send, path, event):
    """Send one event to a door as its clients do; say the status."""
    if path == "/i":
        said = {key: told if isinstance(told, str) else json.dumps(told)
                for key, told in event.items()}  # fmt: skip
        return send(path, None, said).status_code
    whole = {WHOLE[path]: [event]} if path in WHOLE else event
    return send(path, json.dumps(whole).encode()).status_code


def spoiled(value):
    """Return a document with markup in place of every text, and as a name beside it."""
    if isinstance(value, dict):
        return {SCRIPT: SCRIPT, **{name: spoiled(one) for name, one in value.items()}}
    return SCRIPT if isinstance(value, str) else value


def test_markup_in_every_field_at_every_door_is_text(send, client, workspace):
    kept = ("type", "timestamp", "time", "dtm", "e", "created", "created_at", "occurredAt",
            "subscriptionType", "objectId")  # fmt: skip
    for path, event in GOOD.items():
        told = {
            **spoiled(event),
            "door": path,
            **{name: event[name] for name in kept if name in event},
        }
        if path in HOOKS and path != "hubspot":
            told = {**told, **({"topic": SCRIPT} if path == "intercom" else {"type": SCRIPT})}
        assert sent(send, path, told) == 200, path
    while workspace.sources.live.load():
        pass
    assert sum(touchpoints(workspace).values()) == len(GOOD)
    assert [name for name in touchpoints(workspace) if "script" in name.casefold()]
    page = client.get("/api/v1/maps/current.html").text
    assert SCRIPT not in page
    assert "<script>document" not in page
    answer = client.get("/api/v1/analyses/touchpoints")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_wrong_clock_is_put_aside_at_every_door(send, workspace):
    wrong = ("9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", True, {"now": 1}, 10**300, "soon")
    for path, event in GOOD.items():
        name = TIMES.get(path, "timestamp")
        for time_ in wrong:
            assert sent(send, path, {**event, name: time_}) == 200, (path, time_)
        assert sent(send, path, {**event, "id": path, "messageId": path}) == 200
    while workspace.sources.live.load():
        pass
    (status,) = workspace.sources.live.status()
    assert status["loaded"] == len(GOOD)
    reasons = {entry["reason"] for entry in status["quarantine"]}
    assert {"time not understood", "the time lies in the future (a wrong clock)",
            "the time lies before 1990 (a clock that was never set)"} <= reasons  # fmt: skip


def test_nobody_writes_with_a_key_that_is_none(client, workspace):
    named = ({}, {"X-Api-Key": "\x80"}, *(
        {"Authorization": told}
        for told in ("Basic é", "Basic =", "Basic", "Basic /w==", "Bearer ½")
    ))  # fmt: skip
    for headers in named:
        said = {name: told.encode("latin-1") for name, told in headers.items()}
        for path, event in GOOD.items():
            address = f"/v1/webhooks/{path}" if path in TEMPLATES else path
            answer = client.post(address, content=json.dumps(event), headers=said)
            assert answer.status_code == 401, (path, answer.text)
        assert client.get(f"/i?{urlencode(SNOWPLOW)}", headers=said).status_code == 401
    assert workspace.sources.live.status() == []
