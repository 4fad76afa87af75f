"""News reach every listener, from any thread, and never keep a server from ending."""

import asyncio
import signal
import subprocess
import threading
from urllib.request import Request, urlopen

import pytest
from serving import PATIENCE, serving

import desirepath as dp
from awaited import awaited
from desirepath.web.live import BEAT, HELLO, WAITING, Live

MORE = b"user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n"


def heard(*messages, listeners=1, hub=None):
    """Publish from a thread to so many listeners; return what each of them heard."""
    hub = hub or Live()

    async def listen(opened):
        told = []
        async for piece in hub.stream():
            told.append(piece)
            if piece == HELLO:
                opened.release()
        return told

    async def all_of_them():
        opened = threading.Semaphore(0)

        def speak():
            for _ in range(listeners):
                opened.acquire()
            for topic, payload in messages:
                hub.publish(topic, payload)
            hub.close()

        speaker = threading.Thread(target=speak)
        speaker.start()
        found = await asyncio.gather(*(listen(opened) for _ in range(listeners)))
        speaker.join()
        return found

    return awaited(all_of_them())


def test_every_listener_hears_everything_in_the_same_order():
    told = heard(("map", {"id": "a"}), ("data", {"text": "größer\nkleiner"}), listeners=3)
    expected = [
        HELLO,
        b'id: 1\nevent: map\ndata: {"id":"a"}\n\n',
        'id: 2\nevent: data\ndata: {"text":"größer\\nkleiner"}\n\n'.encode(),
    ]
    assert told == [expected] * 3


def test_a_topic_cannot_smuggle_lines():
    with pytest.raises(ValueError, match="one word"):
        Live().publish("map\ndata: x", {})


def test_a_silent_hub_still_beats():
    hub = Live(beat=0.01)

    async def first_two():
        pieces = hub.stream()
        return [await anext(pieces), await anext(pieces)]

    assert awaited(first_two()) == [HELLO, BEAT]


def test_a_listener_that_does_not_read_is_let_go_and_others_are_not():
    hub = Live()

    async def slow():
        lazy = hub.stream()
        await anext(lazy)
        for number in range(WAITING + 1):
            hub.publish("map", {"n": number})
        await asyncio.sleep(0)  # the hand-over runs in this loop
        return [piece async for piece in lazy]

    assert len(awaited(slow())) == WAITING


def test_a_closed_hub_opens_no_stream():
    hub = Live()
    hub.close()
    assert heard(hub=hub, listeners=0) == []

    async def all_of_it():
        return [piece async for piece in hub.stream()]

    assert awaited(all_of_it()) == []


def test_an_import_is_heard_and_ctrl_c_ends_a_server_with_open_streams_at_once(tmp_path):
    with dp.create(tmp_path / "served"):
        pass
    with serving(tmp_path / "served", stderr=subprocess.PIPE) as server:
        stream = urlopen(f"{server.url}/api/v1/live", timeout=PATIENCE)  # noqa: S310
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.readline() == b"retry: 1000\n"
        address = f"{server.url}/api/v1/sources?file=more.csv"
        sent = Request(address, data=MORE, method="POST")  # noqa: S310
        urlopen(sent, timeout=PATIENCE).close()  # noqa: S310
        lines = [stream.readline() for _ in range(6)]
        assert b"event: data\n" in lines
        assert b'data: {"file":"more.csv","accepted":1}\n' in lines
        server.process.send_signal(signal.SIGINT)
        assert stream.read().strip() == b""  # ended, not cut off
        # "graceful shutdown exceeded" would stand here had it waited for the stream
        assert server.process.communicate(timeout=PATIENCE)[1] == ""
