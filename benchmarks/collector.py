"""How fast the live door is, how soon a page hears of an event, and what kill -9 costs.

    python benchmarks/collector.py [parts] [load] [page] [browser] [kill] [full] [--seconds 10]

`load`: a server in a process of its own, the load generator beside it on the same machine; every
answer comes after a full sync. `parts`: what an event costs in each part of the way, without a
network. `full`: a disk that fills up (`--full FOLDER` on a small file system). Rates of a machine
that does other work say little, so processor seconds stand beside them. One JSON document on
stdout.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import uvloop
from live_page import browser
from live_server import born, event, nursery, request, served, stored_ids, workspace

import desirepath as dp

BATCH = 100
LANES = 16
"""Connections that send at the same time."""
LENGTH = re.compile(rb"(?i)content-length: (\d+)")
NAME = b"@@@@@@@@@@"
"""Stands in a prebuilt request where its number comes: making bodies costs the sender little."""


class Lane(asyncio.Protocol):
    """One connection: sends the next request when the last one was answered."""

    def __init__(self, template, first, step, ends):
        self.template, self.number, self.step, self.ends = template, first, step, ends
        self.took, self.answered, self.refused = [], 0, 0
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport, self.had = transport, b""
        self.send()

    def send(self):
        self.begun = time.perf_counter()
        self.transport.write(self.template.replace(NAME, b"%010d" % self.number))
        self.number += self.step

    def data_received(self, data):
        self.had += data
        head, found, body = self.had.partition(b"\r\n\r\n")
        if not found or len(body) < int(LENGTH.search(head)[1]):
            return
        self.took.append(time.perf_counter() - self.begun)
        taken = head.startswith(b"HTTP/1.1 200")
        self.answered, self.refused = self.answered + taken, self.refused + (not taken)
        self.had = b""
        if time.monotonic() < self.ends:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, _error):
        self.over.set_result(None)


def load(folder, key, size, seconds, lanes=LANES):
    """Send batches of one size as fast as they are answered; return what was reached."""
    name = NAME.decode()
    template = request(key, [f"{name}-{place}" for place in range(size)])
    with served(folder) as (server, url):
        port = int(url.rpartition(":")[2])
        warmed(url, key)
        sender, before = time.process_time(), spent_by(server)

        async def run():
            loop, ends = asyncio.get_running_loop(), time.monotonic() + seconds
            made = []
            for first in range(lanes):
                _, lane = await loop.create_connection(
                    lambda first=first: Lane(template, first, lanes, ends), "127.0.0.1", port
                )
                made.append(lane)
            await asyncio.gather(*(lane.over for lane in made))
            return made

        begun = time.monotonic()
        made = uvloop.run(run())
        spent, sender = time.monotonic() - begun, time.process_time() - sender
        server_spent = spent_by(server) - before
        (status,) = json.load(urllib.request.urlopen(f"{url}/api/v1/live-sources"))
    took = sorted(one for lane in made for one in lane.took)
    answered = sum(lane.answered for lane in made)
    thousands = answered * size / 1000
    return {
        "batch": size,
        "events_per_second": round(answered * size / spent),
        "requests_per_second": round(answered / spent),
        "p50_ms": round(statistics.median(took) * 1e3, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1e3, 1),
        "server_cpu_seconds_per_1000_events": round(server_spent / thousands, 4),
        "sender_cpu_seconds_per_1000_events": round(sender / thousands, 4),
        "server_cores": round(server_spent / spent, 2),
        "loaded_meanwhile": status["loaded"],
        "refused_requests": sum(lane.refused for lane in made),
        "answered_events": answered * size,
        "received": status["received"],
    }


def warmed(url, key):
    """Let the server load its first events: what is imported once is no part of the cost."""
    body = json.dumps({"writeKey": key, "batch": [event("first")]}).encode()
    urllib.request.urlopen(f"{url}/v1/batch", body).read()
    while json.load(urllib.request.urlopen(f"{url}/api/v1/live-sources"))[0]["waiting"]:
        time.sleep(0.2)


def spent_by(process):
    """Return the processor seconds that a process has used."""
    ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def parts(root, events=20_000):
    """Return processor seconds per 1 000 events of each part of the way."""
    from desirepath.collector.dialects import segment
    from desirepath.collector.parcel import Asked
    from desirepath.collector.reading import read
    from desirepath.store.arrivals import Arrival

    bodies = [
        request("k", [f"{n}-{place}" for place in range(BATCH)]).partition(b"\r\n\r\n")[2]
        for n in range(events // BATCH)
    ]
    found, thousands = {}, events / 1000

    @contextmanager
    def timed(name):
        begun = time.process_time()
        yield
        found[name] = round((time.process_time() - begun) / thousands, 4)

    with dp.create(Path(root) / "parts") as ws:
        inbox = ws.sources.live.inbox
        with timed("cut apart"):
            cut = [segment.split(body, Asked("batch")) for body in bodies]
        now = time.time_ns() // 1000
        arrived = [Arrival("web", "segment", now, one.sent, one.messages) for one in cut]
        with timed("put on disk"):
            for begin in range(0, len(arrived), LANES):
                inbox.keep(arrived[begin : begin + LANES])
        with timed("sort in (part of loading)"):
            while inbox.sort_in():
                pass
        received = inbox.after(0, events)
        with timed("read (part of loading)"):
            for one in received:
                read(one)
        with timed("load"):
            ws.sources.live.load()
        with timed("prepare"):
            ws.analyses.touchpoints()
    return found


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
    with nursery() as parent:
        for number in range(kills):
            server, url = born(parent, folder)

            def send(lane_, url=url, number=number):
                connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
                for k in range(100_000):
                    names = [f"{number}-{lane_}-{k}-{place}" for place in range(20)]
                    body = json.dumps({"writeKey": key, "batch": [event(one) for one in names]})
                    try:
                        connection.request("POST", "/v1/batch", body.encode())
                        answer = connection.getresponse()
                        answer.read()
                    except (OSError, HTTPException):
                        return
                    if answer.status == 200:
                        answered.extend(names)

            lanes = [threading.Thread(target=send, args=(n,)) for n in range(3)]
            for one in lanes:
                one.start()
            time.sleep(chance.uniform(0.05, 1.5))
            os.kill(server, signal.SIGKILL)
            for one in lanes:
                one.join()
            print(f"{number + 1} kills, {len(answered)} answered", file=sys.stderr)
    stored = stored_ids(folder)
    return {
        "kills": kills,
        "answered": len(answered),
        "stored": len(stored),
        "lost": len(set(answered) - set(stored)),
        "twice": len(stored) - len(set(stored)),
    }


def full(folder, key):
    """Send large events until the disk is full, make room, send again; return what was refused."""
    filler = folder.parent / "filler"
    answered, refused, after = [], 0, []

    def post(url, name):
        body = json.dumps({"writeKey": key, "batch": [{**event(name), "x": "y" * 50_000}]})
        try:
            urllib.request.urlopen(f"{url}/v1/batch", body.encode()).read()
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    with served(folder) as (_, url):
        room = os.statvfs(folder)
        filler.write_bytes(b"\0" * max(0, room.f_bavail * room.f_bsize - (6 << 20)))
        for number in range(400):
            code = post(url, f"before-{number}")
            answered += [f"before-{number}"] * (code == 200)
            refused += code == 503
            if refused == 3:
                break
        filler.unlink()
        for number in range(20):
            ends = time.monotonic() + 30
            while (code := post(url, f"after-{number}")) != 200 and time.monotonic() < ends:
                time.sleep(0.2)
            after += [f"after-{number}"] * (code == 200)
    stored = stored_ids(folder)
    return {
        "answered_before": len(answered),
        "refused_with_503": refused,
        "answered_after": len(after),
        "lost": len({*answered, *after} - set(stored)),
        "twice": len(stored) - len(set(stored)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["load", "page", "kill"])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--single", action="store_true", help="of load, only single requests")
    parser.add_argument("--full", metavar="FOLDER", help="a folder on a small file system")
    args = parser.parse_args()
    found = {"cores": os.cpu_count(), "load_average_before": os.getloadavg()[0]}
    for what in args.what:
        with tempfile.TemporaryDirectory() as root:
            folder, key = workspace(args.full if what == "full" else root)
            if what == "parts":
                found["parts"] = parts(root)
            elif what == "load":
                if not args.single:
                    found["batches"] = load(folder, key, BATCH, args.seconds)
                found["single"] = load(*workspace(Path(root) / "1"), 1, args.seconds, lanes=64)
            elif what == "full":
                found["full"] = full(folder, key)
            elif what == "page":
                found["page"] = page(folder, key, args.rate, args.seconds)
            elif what == "browser":
                found["browser"] = browser(folder, key, args.rate, args.seconds)
            else:
                found["kill"] = kill(folder, key, args.kills)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
