"""How fast the live door is, how soon a page hears of an event, and what kill -9 costs.

    python benchmarks/collector.py [load] [page] [kill] [--seconds 10] [--kills 100]

A server in a process of its own, the load generator beside it on the same machine; every answer
comes after a full sync. One JSON document on stdout.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import desirepath as dp

DESIREPATH = [sys.executable, "-m", "desirepath"]
BATCH = 100
LANES = 16
"""Connections that send at the same time."""


@contextmanager
def served(folder):
    server = subprocess.Popen(
        [*DESIREPATH, "serve", "-w", str(folder), "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads("".join(iter(server.stdout.readline, "}\n")) + "}")
    try:
        yield server, told["url"]
    finally:
        if server.poll() is None:
            server.terminate()
        server.wait(60)


def workspace(root):
    folder = Path(root) / "shop"
    with dp.create(folder) as ws:
        return folder, ws.sources.live.make_key("load")["key"]


def event(name):
    at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    return {
        "type": "track", "event": f"Step {hash(name) % 12}", "userId": f"u{hash(name) % 5000}",
        "messageId": name, "timestamp": at, "properties": {"value": 9.9, "plan": "gold"},
    }  # fmt: skip


def request(key, names):
    body = json.dumps({"writeKey": key, "batch": [event(name) for name in names]}).encode()
    head = f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def lane(port, made, ends, took):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    for raw in made:
        if time.monotonic() > ends:
            break
        begun = time.perf_counter()
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(size)
        took.append(time.perf_counter() - begun)
        answered += head.startswith(b"HTTP/1.1 200")
    writer.close()
    return answered


def load(folder, key, size, seconds, lanes=LANES):
    """Send batches of one size as fast as they are answered; return what was reached."""
    many = max(20, int(120_000 / size / lanes * seconds / 2)) if size > 1 else 1500 * int(seconds)
    made = [
        [request(key, [f"{size}-{n}-{k}-{place}" for place in range(size)]) for k in range(many)]
        for n in range(lanes)
    ]
    with served(folder) as (_, url):
        port, took = int(url.rpartition(":")[2]), []

        async def run():
            ends = time.monotonic() + seconds
            return await asyncio.gather(*(lane(port, mine, ends, took) for mine in made))

        begun = time.monotonic()
        answered = sum(asyncio.run(run()))
        spent = time.monotonic() - begun
        (status,) = json.load(urllib.request.urlopen(f"{url}/api/v1/live-sources"))
    took.sort()
    return {
        "batch": size,
        "events_per_second": round(answered * size / spent),
        "requests_per_second": round(answered / spent),
        "p50_ms": round(statistics.median(took) * 1e3, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1e3, 1),
        "answered_events": answered * size,
        "received": status["received"],
    }


def page(folder, key, rate, seconds):
    """Return how soon `GET /live` says `data` after an event, and the customer's page has it."""
    waits, shown = [], []
    with served(folder) as (_, url):
        stream = urllib.request.urlopen(f"{url}/api/v1/live")
        heard = threading.Event()

        def listen():
            for line in stream:
                if line.startswith(b"event: data"):
                    heard.set()

        threading.Thread(target=listen, daemon=True).start()

        def post(names):
            body = json.dumps({"writeKey": key, "batch": [event(name) for name in names]})
            urllib.request.urlopen(f"{url}/v1/batch", body.encode()).read()

        stop = threading.Event()

        def background():
            for second in range(10_000):
                if stop.wait(0.1):
                    return
                post([f"bg-{second}-{n}" for n in range(rate // 10)])

        threading.Thread(target=background, daemon=True).start()
        ends, number = time.monotonic() + seconds, 0
        while time.monotonic() < ends:
            name = f"probe-{number}"
            number += 1
            heard.clear()
            begun = time.perf_counter()
            body = json.dumps([{"customer": name, "touchpoint": "Step 1", "id": name}]).encode()
            urllib.request.urlopen(f"{url}/v1/events?key={key}", body).read()
            heard.wait(30)
            waits.append(time.perf_counter() - begun)
            while True:
                try:
                    urllib.request.urlopen(f"{url}/api/v1/customers/{name}").read()
                    break
                except urllib.error.HTTPError:
                    time.sleep(0.05)
            shown.append(time.perf_counter() - begun)
        stop.set()
    return {
        "events_per_second_beside": rate,
        "probes": len(waits),
        "news_median_s": round(statistics.median(waits), 2),
        "news_worst_s": round(max(waits), 2),
        "customer_page_median_s": round(statistics.median(shown), 2),
        "customer_page_worst_s": round(max(shown), 2),
    }


def kill(folder, key, kills):
    """Kill the server at random moments under load; return what was lost and what is twice."""
    answered, chance = [], random.Random(7)
    for number in range(kills):
        with served(folder) as (server, url):

            def send(lane_, url=url, number=number):
                for k in range(100_000):
                    names = [f"{number}-{lane_}-{k}-{place}" for place in range(20)]
                    body = json.dumps({"writeKey": key, "batch": [event(one) for one in names]})
                    try:
                        urllib.request.urlopen(f"{url}/v1/batch", body.encode(), timeout=20).read()
                    except OSError:
                        return
                    answered.extend(names)

            lanes = [threading.Thread(target=send, args=(n,)) for n in range(3)]
            for one in lanes:
                one.start()
            time.sleep(chance.uniform(0.05, 1.5))
            server.send_signal(signal.SIGKILL)
            for one in lanes:
                one.join()
    with dp.open(folder) as ws:
        warehouse = ws._stores.warehouse  # noqa: SLF001 - what is on disk
        table = warehouse.table("events")
        stored = [row["event_id"] for row in warehouse.rows(table.select("event_id"))]
    return {
        "kills": kills,
        "answered": len(answered),
        "stored": len(stored),
        "lost": len(set(answered) - set(stored)),
        "twice": len(stored) - len(set(stored)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["load", "page", "kill"])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rate", type=int, default=1000)
    args = parser.parse_args()
    found = {"cores": os.cpu_count(), "load_average_before": os.getloadavg()[0]}
    for what in args.what:
        with tempfile.TemporaryDirectory() as root:
            folder, key = workspace(root)
            if what == "load":
                found["batches"] = load(folder, key, BATCH, args.seconds)
                found["single"] = load(folder, key, 1, args.seconds, lanes=64)
            elif what == "page":
                found["page"] = page(folder, key, args.rate, args.seconds)
            else:
                found["kill"] = kill(folder, key, args.kills)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
