"""How long it takes to erase one person, and whether a byte of them is left in any file.

    python benchmarks/erasing.py [--events 10_000_000] [--file LOG.parquet] [--folder KEPT]

A workspace with a large log, a list of customers, answers, an inbox with bodies, kept maps (drawn,
edited, with an image), consent, a decision about who is who, and files on their way. The person is
in all of them. Timed is the erasure alone; afterwards every file is read, whatever the case of
letters, and every text of every table (which the engine keeps compressed) is asked.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ibis

import desirepath as dp

PERSON = "C00100000"
NAME, EMAIL, PHONE = "Zora Quimby", "zora.quimby@mail.example", "+31 20 999 55 44"
SAID = "The parcel that Zora waited for never came"
COOKIE = "visitor-zq-77"
WORDS = (NAME, EMAIL, PHONE, "+31209995544", SAID, COOKIE)
STEP = 10
"""Every tenth customer is in the list."""
CHUNK = 64 << 20


def lists(folder: Path, customers: int, answers: int) -> Iterator[tuple[Path, str]]:
    """Write customers, visits and answers; yield each file with its kind."""
    chance = random.Random(7)
    people = [(f"C{number:08d}", f"Given{number} Family{number % 977}", f"c{number}@mail.example",
               f"+31 20 {number:07d}") for number in range(0, customers, STEP)]  # fmt: skip
    people = [(PERSON, NAME, EMAIL, PHONE) if row[0] == PERSON else row for row in people]
    header: tuple[str, ...] = ("customer_id", "name", "email", "phone")
    yield _written(folder / "crm.csv", header, people), "customers"
    visits = [(f"v{n}", "", f"2024-02-01 10:{n % 60:02d}", "Home page") for n in range(answers)]
    visits += [(COOKIE, EMAIL, "2024-02-01 10:00", "Cart")]
    yield _written(folder / "web.csv", ("visitor_id", "email", "time", "page"), visits), "events"
    said = [
        (f"c{chance.randrange(0, customers, STEP)}@mail.example", "2024-03-01 09:00",
         chance.randrange(11), f"Answer {n}: delivery was fine")
        for n in range(answers)
    ]  # fmt: skip
    told = f"My neighbour {NAME} told me of it"
    said += [(EMAIL, "2024-03-01 09:00", 1, SAID),
             ("c10@mail.example", "2024-03-02 09:00", 9, told)]  # fmt: skip
    header = ("email", "answered_at", "nps (0-10)", "comment")
    yield _written(folder / "nps.csv", header, said), "feedback"


def _written(file: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return file


def made(folder: Path, log: Path, customers: int, bodies: int) -> None:
    """Make the workspace with the person everywhere."""
    with tempfile.TemporaryDirectory() as scratch, dp.create(folder) as workspace:
        stores = workspace._stores  # noqa: SLF001 - the inbox and the book are filled here
        workspace.customers.identity.set(compare="never")
        for file, kind in lists(Path(scratch), customers, 2_000):
            workspace.sources.add(file, kind=None if kind == "events" else kind)
        workspace.customers.privacy.consent(PERSON, "marketing", granted=False)
        workspace.customers.identity.decide("merge", "v1", COOKIE)
        drawn = dict(workspace.maps.build().document)
        stores.book.maps.keep("drawn", drawn, "1", state="a")
        stores.book.maps.keep("drawn", {**drawn, "note": f"“{SAID}”, says {NAME}"}, "2", state="b")
        workspace.maps.create(f"What {NAME} met", source="empty")
        stores.book.images.add("image/png", 1, 1, os.urandom(200_000))
        rows = [("live", f"m{n}", "segment", n, n, _body(n), None) for n in range(bodies)]
        stores.inbox.add(rows)
        workspace.sources.add(log)
        workspace.analyses.ask("durations")
    for place in ("spool", "pulls"):
        (folder / place).mkdir(exist_ok=True)
        (folder / place / "half.csv").write_text(f"{EMAIL},{NAME}", encoding="utf-8")


def _body(number: int) -> bytes:
    who = EMAIL.upper() if number % 20_000 == 7 else f"user{number}@mail.example"
    said = {"type": "track", "userId": who, "event": "Page viewed", "messageId": f"m{number}"}
    return json.dumps(said | {"properties": {"page": "/catalog", "price": number % 100}}).encode()


def in_files(folder: Path) -> list[tuple[str, str]]:
    """Return (file, word) of every byte sequence of the person."""
    words = [word.lower().encode() for word in WORDS]
    longest = max(map(len, words))
    found = set()
    for file in filter(Path.is_file, sorted(folder.rglob("*"))):
        with file.open("rb") as handle:
            before = b""
            while part := handle.read(CHUNK):
                read = before + part.lower()
                found |= {(file.name, word.decode()) for word in words if word in read}
                before = read[-longest:]
    return sorted(found)


def in_tables(folder: Path) -> list[tuple[str, str]]:
    """Return (table, column) of every text of the warehouse that holds a word of the person."""
    found = []
    with dp.open(folder) as workspace:
        warehouse = workspace._stores.warehouse  # noqa: SLF001 - the tables themselves are asked
        for name in warehouse.names(""):
            table = warehouse.table(name)
            for column, kind in table.schema().items():
                if kind.is_string():
                    low = table[column].lower()
                    holds = ibis.or_(*(low.contains(word.lower()) for word in (*WORDS, PERSON)))
                    if warehouse.value(table.filter(holds).count()):
                        found.append((name, column))
    return found


def main() -> None:
    """Make, erase, look."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--file", type=Path, help="a log that generate.py wrote, to be used again")
    parser.add_argument("--folder", type=Path, help="where the workspace is made, and stays")
    parser.add_argument("--bodies", type=int, default=200_000, help="events in the inbox")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        log = args.file
        if log is None:
            import generate
            import pyarrow.parquet as pq

            log = Path(scratch) / "events.parquet"
            pq.write_table(generate.events(args.events), log)
        folder = (args.folder or Path(scratch)) / "erasing"
        if not folder.exists():
            begun = time.process_time()
            made(folder, log, max(args.events // 20, 200_000), args.bodies)
            print(f"made: {time.process_time() - begun:.0f} CPU s", flush=True)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"before: {size / 1e6:.0f} MB, words in files: {len(in_files(folder))}", flush=True)
        with dp.open(folder) as workspace:
            wall, cpu = time.perf_counter(), time.process_time()
            told = workspace.customers.privacy.erase(PERSON, reason="asked")
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"erased: {wall:.1f} s, {cpu:.1f} CPU s; {told['removed']}")
        print(f"left in files: {in_files(folder) or 'nothing'}")
        print(f"left in tables: {in_tables(folder) or 'nothing'}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
