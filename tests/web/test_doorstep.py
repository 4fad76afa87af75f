"""The short way in: what it takes is answered as by the application, the rest is handed over."""

import asyncio
import json

import pytest
import uvicorn
from fastapi.testclient import TestClient
from uvicorn.server import ServerState

from awaited import awaited
from desirepath.store import arrivals
from desirepath.web import doorstep
from desirepath.web.app import create_app
from desirepath.web.doorstep import Doorstep

EVENT = {"type": "track", "event": "Cart", "userId": "u1"}


class Wire(asyncio.Transport):
    """A connection without a network: what was written, and what became of it."""

    def __init__(self):
        super().__init__()
        self.written, self.closed, self.reading, self.protocol = b"", False, True, None
        self.wrote = asyncio.Event()

    def write(self, data):
        self.written += data
        self.wrote.set()

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True

    def set_protocol(self, protocol):
        self.protocol = protocol

    async def answers(self, number):
        async with asyncio.timeout(60):
            while self.written.count(b"HTTP/1.1 ") < number:
                self.wrote.clear()
                await self.wrote.wait()
        return self.written


class Usual(asyncio.Protocol):
    """What a connection is handed to."""

    def __init__(self, *_):
        self.had, self.transport = b"", None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.had += data


@pytest.fixture
def app(workspace):
    made = create_app(workspace)
    yield made
    made.state.door.intake.close()


@pytest.fixture
def key(workspace):
    return workspace.sources.live.make_key("web")["key"]


@pytest.fixture
def begun(app, monkeypatch):
    """Return a function that begins a connection; call it in a running loop."""
    monkeypatch.setattr(doorstep, "AutoHTTPProtocol", Usual)
    state = ServerState()
    state.default_headers = [(b"server", b"test")]

    def begin():
        step = Doorstep(uvicorn.Config(app, log_level="warning"), state, {})
        wire = Wire()
        step.connection_made(wire)
        assert step in state.connections
        return step, wire

    begin.state = state
    return begin


def post(key, *names, path="/v1/batch", **headers):
    batch = [{**EVENT, "messageId": name} for name in names]
    body = json.dumps({"writeKey": key, "batch": batch}).encode()
    told = {"Host": "x", "Content-Length": len(body), **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def held(app):
    inbox = app.state.door.intake.inbox
    inbox.sort_in()
    return [row.id for row in inbox.after(0, 1000)]


def test_a_plain_request_is_on_disk_when_it_is_answered(app, begun, key):
    async def send():
        step, wire = begun()
        step.data_received(post(key, "m1", "m2"))
        assert wire.written == b""
        written = await wire.answers(1)
        assert held(app) == ["m1", "m2"]
        assert begun.state.total_requests == 1
        step.connection_lost(None)
        assert not begun.state.connections
        return written

    head, _, body = awaited(send()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nserver: test" in head
    assert json.loads(body) == {"success": True}


PLAIN = [
    ("/v1/batch", b'{"batch": []}'),
    ("/v1/batch", b"{"),
    ("/v1/track?writeKey=KEY", b'{"event": "Cart", "userId": "u1", "messageId": "m1"}'),
    ("/v1/events?key=KEY", b'[{"touchpoint": "A", "id": "m2"}]'),
    ("/i/v0/e/", b'{"event": "Cart", "uuid": "m3", "api_key": "KEY", "distinct_id": "u1"}'),
    ("/com.snowplowanalytics.snowplow/tp2", b'{"data": [{"e": "pv", "aid": "KEY"}]}'),
    ("/v1/events?key=KEY", b"\x1f\x8bdamaged"),
    ("/v1/events?key=none", b"{}"),
]


def test_an_answer_is_that_of_the_application(app, begun, key):
    async def send(path, body):
        step, wire = begun()
        length = b"%d" % len(body)
        step.data_received(
            b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n" % (path.encode(), length)
        )
        step.data_received(body)
        written = await wire.answers(1)
        step.connection_lost(None)
        return written

    client = TestClient(app, base_url="http://127.0.0.1:8480")
    for address, content in PLAIN:
        path, body = address.replace("KEY", key), content.replace(b"KEY", key.encode())
        usual = client.post(path, content=body)
        head, _, said = awaited(send(path, body)).partition(b"\r\n\r\n")
        status, *told = head.decode().split("\r\n")
        assert (int(status.split()[1]), said) == (usual.status_code, usual.content)
        headers = dict(line.split(": ") for line in told)
        assert headers.pop("server") == "test"
        assert headers == dict(usual.headers)


def test_requests_that_come_at_once_are_answered_in_their_order(app, begun, key):
    async def send():
        step, wire = begun()
        many = post(key, "m1") + post("wrong", "m2") + post(key, "m3")
        step.data_received(many[:-5])
        step.data_received(many[-5:])
        written = await wire.answers(3)
        step.connection_lost(None)
        return written

    assert [int(part[:3]) for part in awaited(send()).split(b"HTTP/1.1 ")[1:]] == [200, 401, 200]
    assert held(app) == ["m1", "m3"]


OTHERS = [
    b"GET /api/v1/map HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-",
    b"POST /v1/batch HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/%62atch HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /api/v1/keys HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    post("k", **{"Content-Encoding": "gzip"}),
    post("k", Expect="100-continue"),
    post("k", Connection="close"),
    post("k", **{"content-length": 3}),
    post("k", **{"Content-Length": "-1"}),
    post("k", **{"Content-Length": doorstep.LARGE + 1}),
    post("k").replace(b"Host: x\r\n", b""),
    post("k").replace(b"Host: x\r\n", b"Host : x\r\n"),
    post("k").replace(b"Host: x\r\n", b"Host: x\r\n folded\r\n"),
]


def test_what_is_not_plain_is_handed_over_with_every_byte_not_answered(begun, key):
    async def send(request_):
        step, wire = begun()
        step.data_received(post(key, "m1") + request_)
        await wire.answers(1)
        assert isinstance(wire.protocol, Usual)
        assert wire.protocol.transport is wire
        assert step not in begun.state.connections
        return wire.protocol.had

    for request_ in OTHERS:
        assert awaited(send(request_)) == request_


def test_what_fails_in_an_unknown_way_is_left_to_the_application(begun, key, monkeypatch):
    monkeypatch.setattr(doorstep, "cut", lambda *_: 1 / 0)

    async def send():
        step, wire = begun()
        step.data_received(post(key, "m1"))
        return wire.written, wire.protocol.had

    assert awaited(send()) == (b"", post(key, "m1"))


def test_a_full_disk_is_said_here_too(begun, key, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(arrivals, "_sync", fail)

    async def send():
        step, wire = begun()
        step.data_received(post(key, "m1"))
        written = await wire.answers(1)
        step.connection_lost(None)
        return written

    written = awaited(send())
    assert written.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nretry-after: 2\r\n" in written


def test_the_server_ends_a_connection_after_its_answer(begun, key):
    async def send():
        step, wire = begun()
        step.data_received(post(key, "m1"))
        step.shutdown()
        assert not wire.closed
        assert b"connection: close\r\n" in await wire.answers(1)
        assert wire.closed
        waiting, quiet = begun()
        waiting.shutdown()
        assert quiet.closed

    awaited(send())


def test_who_reads_no_answers_or_sends_far_ahead_is_read_no_further(begun, key, monkeypatch):
    monkeypatch.setattr(doorstep, "MOST_AHEAD", 100)

    async def send():
        step, wire = begun()
        step.data_received(post(key, "m1"))
        step.data_received(post(key, "m2"))
        assert not wire.reading
        await wire.answers(2)
        assert wire.reading
        step.pause_writing()
        assert not wire.reading
        step.resume_writing()
        assert wire.reading
        step.connection_lost(None)

    awaited(send())
