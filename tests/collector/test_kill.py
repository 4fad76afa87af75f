"""A server that is killed in the middle: nothing that was answered is lost, nothing is twice."""

import json
import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from serving import PATIENCE, serving

import desirepath as dp


def send_until_it_dies(url, key, name, answered):
    """Send batches of five, one after the other; keep the ids of those answered with 200."""
    address = urlsplit(url).netloc
    with closing(HTTPConnection(address, timeout=PATIENCE)) as connection:  # as clients keep it
        for number in range(100_000):
            ids = [f"{name}-{number}-{place}" for place in range(5)]
            batch = [
                {"type": "track", "event": "Cart", "userId": name, "messageId": each}
                for each in ids
            ]
            body = json.dumps({"writeKey": key, "batch": batch}).encode()
            try:
                connection.request("POST", "/v1/batch", body)
                with connection.getresponse() as answer:
                    answer.read()
            except (OSError, HTTPException):
                return
            assert answer.status == 200
            answered.extend(ids)


def test_no_answered_event_is_lost_and_none_is_twice_when_the_server_is_killed(tmp_path):
    folder = tmp_path / "shop"
    with dp.create(folder) as ws:
        key = ws.sources.live.make_key("web")["key"]
    answered: list[str] = []
    for round_, least in enumerate((40, 400)):
        with serving(folder) as server:
            senders = [
                threading.Thread(
                    target=send_until_it_dies, args=(server.url, key, f"u{round_}{n}", answered)
                )
                for n in range(3)
            ]
            for sender in senders:
                sender.start()
            wanted = len(answered) + least
            deadline = time.monotonic() + PATIENCE
            while len(answered) < wanted and time.monotonic() < deadline:
                time.sleep(0.005)
            server.process.kill()
            for sender in senders:
                sender.join()
    assert len(answered) >= 440
    with dp.open(folder) as ws:  # loads what was left in the inbox
        table = ws._stores.warehouse.table("events")
        stored = [row["event_id"] for row in ws._stores.warehouse.rows(table.select("event_id"))]
        assert len(stored) == len(set(stored))
        assert set(answered) <= set(stored)
        assert len(stored) - len(answered) <= 2 * 3 * 5  # on disk, but killed before the answer
        assert ws.analyses.touchpoints().document()["rows"][0]["events"] == len(stored)
