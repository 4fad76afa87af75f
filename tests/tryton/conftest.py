"""A Tryton server on this machine, with a thousand parties and their opportunities.

`make test-engines` installs it into .venv-tryton and demands it; elsewhere these tests are skipped
with the reason. Activating the modules takes most of the time, so that the empty database is kept
beside the packages.
"""

import base64
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from places import ROOT

VENV = ROOT / ".venv-tryton"
TRYTON = VENV / "bin"
DATABASE, USER, PASSWORD = "crm", "admin", "round-trip-0815"
PARTIES = 1000
BEGUN, ENDED = (2026, 3, 1), (2026, 3, 20)


class Server:
    """One database, signed in: `call(method, …)` as any client does."""

    def __init__(self, url):
        self.url = url
        self.headers = {"Content-Type": "application/json"}
        user, session, *_ = self.call("common.db.login", USER, {"password": PASSWORD})
        token = base64.b64encode(f"{USER}:{user}:{session}".encode()).decode()
        self.headers["Authorization"] = f"Session {token}"
        self.context = {}

    def call(self, method, *params):
        body = json.dumps({"id": 0, "method": method, "params": list(params)}).encode()
        asked = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}/{DATABASE}/rpc/", data=body, headers=self.headers
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            document = json.load(answer)
        if isinstance(document, dict):
            assert not document.get("error"), document["error"]
            return document["result"]
        return document

    def model(self, method, *params):
        return self.call(f"model.{method}", *params, self.context)


def date(day):
    return {"__class__": "date", "year": day[0], "month": day[1], "day": day[2]}


@pytest.fixture(scope="session")
def empty():
    """Return the file of a database whose modules are active."""
    if not (TRYTON / "trytond").is_file():
        if os.environ.get("DESIREPATH_ENGINES") == "1":
            pytest.fail("Tryton is not installed: python3 tools/bootstrap.py tryton")
        pytest.skip("Tryton is not installed: make test-engines does it")
    kept = VENV / f"{DATABASE}.sqlite"
    if not kept.is_file():
        making = VENV / f"making-{os.getpid()}"
        making.mkdir()
        (making / "password").write_text(PASSWORD)
        (making / f"{DATABASE}.sqlite").touch()
        subprocess.run(
            [TRYTON / "trytond-admin", "-c", settings(making, 0), "-d", DATABASE,
             "-u", "sale_opportunity", "--activate-dependencies", "--email", "a@example.com"],
            env={**os.environ, "TRYTONPASSFILE": str(making / "password")}, check=True, timeout=900,
        )  # fmt: skip
        (making / f"{DATABASE}.sqlite").replace(kept)
        shutil.rmtree(making)
    return kept


def settings(folder, port):
    """Write the server's settings and return the file."""
    file = Path(folder) / "trytond.conf"
    file.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"
    )
    return file


@pytest.fixture
def tryton(empty, tmp_path):
    """Yield a signed-in server with its thousand parties, changed one hour after the other."""
    folder = tmp_path / "tryton"
    folder.mkdir()
    shutil.copy(empty, folder)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [TRYTON / "trytond", "-c", settings(folder, port), "-d", DATABASE],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            server = signed_in(f"http://127.0.0.1:{port}", process)
            fill(server)
            age(folder / f"{DATABASE}.sqlite")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def signed_in(url, process):
    deadline = time.monotonic() + 120
    while True:
        try:
            return Server(url)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def fill(server):
    """Make a company, the parties with their addresses, and an opportunity of each."""
    ours, *parties = server.model(
        "party.party.create",
        [{"name": "Our shop"}, *({"name": f"Person {one}"} for one in range(PARTIES))],
    )
    server.model("party.contact_mechanism.create", [
        {"party": party, "type": "email", "value": f"p{party}@example.com"} for party in parties
    ])  # fmt: skip
    (currency,) = server.model(
        "currency.currency.create", [{"name": "Euro", "code": "EUR", "symbol": "E"}]
    )
    (company,) = server.model("company.company.create", [{"party": ours, "currency": currency}])
    server.model("res.user.write", [1], {"companies": [["add", [company]]], "company": company})
    server.context = server.call("model.res.user.get_preferences", True, {})
    server.model("sale.opportunity.create", [
        {"party": party, "description": "Order", "company": company, "currency": currency,
         "start_date": date(BEGUN), "amount": {"__class__": "Decimal", "decimal": "99.50"}}
        for party in parties
    ])  # fmt: skip


def age(file):
    """Let everything have been made in the past, and every fourth opportunity be won."""
    with closing(sqlite3.connect(file, timeout=60)) as connection, connection:
        for table in ("party_party", "sale_opportunity"):
            connection.execute(
                f"UPDATE {table} SET create_date = "
                "strftime('%Y-%m-%d %H:%M:%f', '2026-02-01', '+' || id || ' minutes'), "
                "write_date = NULL"
            )
        connection.execute(
            "UPDATE sale_opportunity SET state = 'converted', end_date = ? WHERE id % 4 = 0",
            ("{}-{:02}-{:02}".format(*ENDED),),
        )
