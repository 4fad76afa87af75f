"""Servers of a workspace for the benchmark of the live door, and what is sent to them."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import desirepath as dp

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from serving import serving

NURSERY = """
import gc, os, sys
import ibis.backends.duckdb, pyarrow.compute, uvloop
import desirepath.collector.loader, desirepath.doors.live, desirepath.journeys.prepare
import desirepath.store.book, desirepath.web.app, desirepath.web.server
from desirepath.cli.main import run

for folder in sys.stdin:
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        gc.set_threshold(100_000, 50, 100)
        os._exit(run(["serve", "-w", folder.strip(), "--port", "0", "--json"]))
    os.waitpid(child, 0)
"""
"""Has imported what a server imports, and makes one by a fork: a hundred starts cost little."""


@contextmanager
def nursery():
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        yield parent
        parent.stdin.close()


def born(parent, folder):
    """Return process number and address of a server of a workspace."""
    print(folder, file=parent.stdin, flush=True)
    number = int(parent.stdout.readline())
    return number, json.loads("".join(iter(parent.stdout.readline, "}\n")) + "}")["url"]


@contextmanager
def served(folder):
    with serving(folder) as server:
        yield server.process, server.url


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


def stored_ids(folder):
    """Open the workspace, which loads what waits, and return the ids of its events."""
    with dp.open(folder) as ws:
        warehouse = ws._stores.warehouse  # noqa: SLF001 - what is on disk
        table = warehouse.table("events")
        return [row["event_id"] for row in warehouse.rows(table.select("event_id"))]
