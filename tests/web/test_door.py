"""The live door: who may send, what is answered, and that 200 means on disk."""

import base64
import errno
import gzip
import json
import time

import pytest
from fastapi.testclient import TestClient

from desirepath.store import arrivals
from desirepath.store.inbox import Inbox
from desirepath.web.app import create_app

CARD = "4111 1111 1111 1111"
EVENT = {"type": "track", "event": "Cart", "userId": "u1", "messageId": "m1"}
ORIGIN = {"Origin": "https://shop.example"}


@pytest.fixture
def client(workspace):
    # without lifespan: nothing is loaded behind the test's back
    return TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")


@pytest.fixture
def key(workspace):
    return workspace.sources.live.make_key("web")["key"]


def basic(key):
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


def held(inbox):
    inbox.sort_in()
    return [(row.source, row.id) for row in inbox.after(0, 1000)]


def test_what_was_answered_with_200_is_on_disk_once(client, workspace, key):
    for _ in range(2):
        answer = client.post("/v1/batch", json={"batch": [EVENT]}, headers=basic(key) | ORIGIN)
        assert (answer.status_code, answer.json()) == (200, {"success": True})
        assert answer.headers["access-control-allow-origin"] == "*"
    (status,) = workspace.sources.live.status()
    assert (status["received"], status["waiting"]) == (0, 2)  # whether it came again is seen later
    other = Inbox(workspace.folder / "inbox.sqlite")  # as if this process had been killed
    assert held(other) == [("web", "m1")]
    other.close()


@pytest.mark.parametrize(
    ("path", "send"),
    [
        ("/v1/track", {"json": EVENT}),
        ("/v1/import/", {"json": {"batch": [EVENT]}}),
        ("/v1/batch", {"content": gzip.compress(json.dumps({"batch": [EVENT]}).encode())}),
        ("/v1/events", {"json": {"customer": "u1", "touchpoint": "Cart", "id": "m1"}}),
        ("/i/v0/e/", {"json": {"event": "Cart", "uuid": "m1", "distinct_id": "u1"}}),
    ],
)
def test_addresses_of_clients_take_the_key_in_a_header(client, workspace, key, path, send):
    answer = client.post(path, headers={"Authorization": f"Bearer {key}"}, **send)
    assert answer.status_code == 200
    assert held(workspace.sources.live.inbox) == [("web", "m1")]


def test_the_key_in_the_body_or_the_query_will_do(client, workspace, key):
    event = {"event": "Cart", "distinct_id": "u1"}
    sent = [
        client.post("/v1/batch", json={"batch": [EVENT], "writeKey": key}),
        client.post("/batch/", json={"api_key": key, "batch": [{**event, "uuid": "m2"}]}),
        client.post("/e/", json={**event, "uuid": "m3", "properties": {"token": key}}),
        client.post(
            "/com.snowplowanalytics.snowplow/tp2",
            json={"schema": "iglu:x", "data": [{"e": "pv", "eid": "m4", "aid": key}]},
        ),
        client.get("/i", params={"e": "pv", "eid": "m5", "aid": key}),
        client.post("/v1/events", params={"key": key}, json={"touchpoint": "A", "id": "m6"}),
    ]
    assert [answer.status_code for answer in sent] == [200] * 6
    assert sent[4].headers["content-type"] == "image/gif"
    assert held(workspace.sources.live.inbox) == [("web", f"m{number}") for number in range(1, 7)]


def test_nobody_writes_without_a_key_that_counts(client, workspace, key):
    live = workspace.sources.live
    hook = live.make_key("bills", template="standard")["key"]
    known = next(row for row in live.keys() if row["template"] is None)  # noqa: SIM118
    assert client.post("/v1/batch", json={"batch": [EVENT]}).status_code == 401
    for wrong in ("", "nonsense", key[:-1], hook):
        answer = client.post("/v1/batch", json={"batch": [EVENT]}, headers=basic(wrong))
        assert answer.status_code == 401
    live.revoke_key(known["id"])
    answer = client.post("/v1/batch", json={"batch": [EVENT]}, headers=basic(key))
    assert answer.status_code == 401
    assert held(workspace.sources.live.inbox) == []
    assert key not in (workspace.folder / "book.sqlite").read_bytes().decode("latin-1")


def test_a_write_key_reads_and_changes_nothing_else(client, key):
    assert client.put("/api/v1/stages", json={}, headers=basic(key) | ORIGIN).status_code == 403
    assert client.get("/v1/batch", headers=basic(key)).status_code == 405


def test_a_page_of_another_origin_may_ask_first(client):
    answer = client.options(
        "/v1/batch", headers=ORIGIN | {"Access-Control-Request-Headers": "authorization"}
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == "authorization"


@pytest.mark.parametrize(
    ("send", "status", "words"),
    [
        ({"content": b"{"}, 400, "no call"),
        ({"content": gzip.compress(b"\0" * (40 << 20))}, 413, "32 MB"),
        ({"content": b"\0" * (11 << 20)}, 413, "10 MB"),
        ({"content": b"\x1f\x8bnonsense"}, 400, "damaged"),
    ],
)
def test_a_hostile_body_is_refused(client, workspace, key, send, status, words):  # noqa: PLR0917
    answer = client.post("/v1/batch", headers=basic(key), **send)
    assert answer.status_code == status
    assert words in answer.json()["message"]
    assert held(workspace.sources.live.inbox) == []


def test_a_full_disk_is_said_with_a_time_to_come_again(client, workspace, key, monkeypatch):
    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(arrivals, "_sync", fail)
        answer = client.post("/v1/track", json=EVENT, headers=basic(key))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    later = {**EVENT, "messageId": "m2"}
    assert client.post("/v1/track", json=later, headers=basic(key)).status_code == 200
    assert held(workspace.sources.live.inbox) == [("web", "m2")]


def test_card_numbers_and_parts_of_addresses_never_reach_the_disk(client, workspace, key):
    said = {**EVENT, "userId": "4111111111111111", "context": {"ip": "192.0.2.77"},
            "properties": {"note": f"paid with {CARD}", "six": "2001:db8:1:2::3"}}  # fmt: skip
    batch = [EVENT | {"messageId": "m0"}, said]
    client.post("/v1/batch", json={"batch": batch}, headers=basic(key))
    packed = {"data": [{"schema": "iglu:x/user/jsonschema/1-0-0", "data": {"note": "192.0.2.78"}}]}
    pixel = base64.urlsafe_b64encode(json.dumps(packed).encode()).decode()
    client.get("/i", params={"e": "pv", "eid": "m2", "aid": key, "cx": pixel})
    raw = b"".join(file.read_bytes() for file in (workspace.folder / "arrivals").iterdir())
    assert b"paid with [card number]" in raw
    assert b"4111 1111" not in raw
    assert raw.count(b"4111111111111111") == 1  # who it is, is no card
    for kept, gone in ((b"192.0.2.0", b"192.0.2.7"), (b"2001:db8:1::", b"2001:db8:1:2")):
        assert kept in raw
        assert gone not in raw
    assert pixel.encode() not in raw
    assert held(workspace.sources.live.inbox) == [("web", "m0"), ("web", "m1"), ("web", "m2")]
    workspace._stores.book.set_setting("privacy", {"ip": "keep"})
    client.post("/v1/batch", json={"batch": [said | {"messageId": "m3"}]}, headers=basic(key))
    raw = b"".join(file.read_bytes() for file in (workspace.folder / "arrivals").iterdir())
    assert b"192.0.2.77" in raw
    assert b"[card number]" in raw


def test_a_key_with_a_rate_is_told_to_wait(client, workspace):
    key = workspace.sources.live.make_key("slow", rate=2)["key"]
    calls = [{**EVENT, "messageId": f"m{number}"} for number in range(3)]
    answers = [client.post("/v1/track", json=call, headers=basic(key)) for call in calls]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"


def test_a_signed_webhook_is_taken_and_an_unsigned_one_is_not(client, workspace):
    from signing import sign

    made = workspace.sources.live.make_key("bills", template="standard")
    body = json.dumps({"type": "invoice.paid", "data": {"customer": "u1"}}).encode()
    path = f"/v1/webhooks/{made['key']}"
    assert client.post(path, content=body).status_code == 401
    headers = sign(made["secret"], body, time.time())
    assert client.post(path, content=body, headers=headers).status_code == 200
    assert client.post(path, content=body, headers=headers).status_code == 200
    assert held(workspace.sources.live.inbox) == [("bills", "msg_1")]


def test_a_sender_may_ask_whether_a_webhook_is_there(client, workspace, key):
    made = workspace.sources.live.make_key("talk", template="intercom", secret="client")["key"]  # noqa: S106 - of nobody
    there = client.head(f"/v1/webhooks/{made}")
    assert (there.status_code, there.content) == (200, b"")
    for other in (key, "dpk_unknown"):
        assert client.head(f"/v1/webhooks/{other}").status_code == 401
    assert client.head("/v1/events").status_code == 405


def test_what_posthog_asks_beside_sending_is_answered(client):
    assert client.post("/flags/?v=2", json={"token": "any"}).json()["flags"] == {}
    assert client.post("/decide/?v=3", json={}).json()["featureFlags"] == {}


def test_events_reach_the_warehouse_while_a_server_runs(workspace, key):
    app = create_app(workspace)
    with TestClient(app, base_url="http://127.0.0.1:8480") as client:
        told = []
        app.state.live.publish = lambda topic, payload: told.append((topic, payload))
        client.post("/v1/track", json=EVENT, headers=basic(key))
        deadline = time.monotonic() + 20
        while len(told) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert told == [
            ("received", {"events": 1}),
            ("data", {"live": {"web": 1}, "upto": 1}),
        ]
        (status,) = client.get("/api/v1/live-sources").json()
        assert (status["received"], status["loaded"], status["waiting"]) == (1, 1, 0)
        metrics = client.get("/metrics").text
        assert 'desirepath_live_loaded_total{source="web"} 1' in metrics
        assert "desirepath_door_arrived_bytes 0" in metrics
        assert client.get("/api/v1/customers/u1").json()[0]["touchpoint"] == "Cart"


def test_keys_are_made_and_revoked_over_http(client):
    made = client.post("/api/v1/keys", json={"source": "web"})
    assert made.status_code == 201
    assert made.json()["key"].startswith("dpk_")
    (shown,) = client.get("/api/v1/keys").json()
    assert "key" not in shown
    assert client.delete(f"/api/v1/keys/{shown['id']}").status_code == 204
    assert client.get("/api/v1/keys").json() == []
    assert client.delete("/api/v1/keys/nothing").status_code == 404
