"""The list of customers when there are a million of them: time of a page, and the server's memory.

python benchmarks/customers.py [CUSTOMERS] [WORKSPACE]

Makes a log of about three events a customer, imports it, serves it, and asks for pages as the page
Customers does: the first one (which makes the list), the next ones, one deep inside, a search, a
stage, who left a funnel. A workspace that is named is kept, and used again the next time.
"""

import json
import os
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from generate import TOUCHPOINTS

import desirepath as dp

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from serving import serving

EACH = 3
SEED = 7
DEEP = 1_709_000_000_000_000
"""A time in the middle of the log, in microseconds."""


def log(customers):
    """Return a table of three events a customer, spread over 120 days."""
    random = np.random.default_rng(SEED)
    count = customers * EACH
    owners = np.repeat(np.arange(customers), EACH)
    names = np.char.add("C", np.char.zfill(np.arange(customers).astype(str), 8))
    start = np.repeat(random.integers(0, 120 * 86_400, customers), EACH)
    seconds = 1_704_067_200 + start + np.tile(np.arange(EACH), customers) * 3600
    steps = np.tile(np.arange(EACH) * 4, customers) + random.integers(0, 6, count)
    return pa.table(
        {
            "customer_id": pa.array(names).take(pa.array(owners)),
            "touchpoint": pa.array(TOUCHPOINTS).take(pa.array(steps)),
            "timestamp": pa.array(seconds * 1_000_000, pa.timestamp("us")),
        }
    )


def made(folder, customers):
    """Make the workspace."""
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "events.parquet"
        pq.write_table(log(customers), file)
        with dp.create(folder) as workspace:
            workspace.sources.add(file)
    print(f"made       {customers} customers, {time.process_time() - begun:.0f} s of processor")


def main():
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else scratch) / "million"
        if not folder.exists():
            made(folder, customers)
        with serving(folder) as server:
            ask(server.url, psutil.Process(server.process.pid))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def ask(url, server):
    """Ask for pages and print wall time, the server's processor time and its memory."""

    def page(name, **options):
        spent, begun = sum(server.cpu_times()[:2]), time.monotonic()
        asked = f"{url}/api/v1/customers?{urllib.parse.urlencode(options)}"
        with urllib.request.urlopen(asked) as answer:
            found = json.loads(answer.read())
        took = time.monotonic() - begun
        work = sum(server.cpu_times()[:2]) - spent
        memory = server.memory_info().rss / 1e6
        figures = f"{took * 1000:6.0f} ms, {work * 1000:6.0f} ms of processor, {memory:5.0f} MB"
        print(f"{name:22} {figures}, {found['total']} customers")
        return found

    first = page("first page")
    page("first page again")
    second = page("second page", after=first["after"])
    page("third page", after=second["after"])
    page("a page deep inside", after=json.dumps([DEEP, ""]))
    page("search for 4711", search="4711")
    page("search for nobody", search="nobody")
    page("by stage", stage=first["rows"][0]["stage"])
    steps = " > ".join(f'"{one}"' for one in (TOUCHPOINTS[2], TOUCHPOINTS[8]))
    page("who left a funnel", steps=steps, step=1, left="true")
    page("who left, next page", steps=steps, step=1, left="true", search="99")


if __name__ == "__main__":
    main()
