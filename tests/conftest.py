"""What all tests share: stores in memory, a fresh workspace, and the real data's folder."""

import json
import os
import shutil
import signal
from contextlib import ExitStack
from functools import wraps
from pathlib import Path

import pytest
from ibis.expr.operations import InMemoryTable

import desirepath as dp
import tried  # noqa: F401 - how laws are tried, where a law says nothing of it
from desirepath.collector.dialects import segment
from desirepath.collector.parcel import Asked
from desirepath.store import compiled
from desirepath.store.book import Book
from desirepath.store.warehouse import Warehouse
from filled import filled
from places import ROOT
from shop_rows import SHOP

RECEIVED = 1_700_000_000_000_000
"""When live events of tests are received: 2023-11-14 22:13:20 UTC."""
# a suite in the background ignores Ctrl-C, and the servers it starts would inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def built_as_it_would_be_now():
    """Whatever is built once equals what would be built now: its key leaves nothing out."""
    built = compiled.built

    @wraps(built)
    def compared(name, of, make):
        found, now = built(name, of, make), make()
        small = found.op().find(InMemoryTable)  # has another name each time, and is built each time
        assert small or found.op() == now.op(), f"{name} follows from more than its key"
        return found

    compiled.built = compared
    yield
    compiled.built = built


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data, or skip with a reason."""
    folder = Path(os.environ.get("DESIREPATH_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; set DESIREPATH_REAL_DATA")
    return folder


@pytest.fixture
def warehouse():
    """Yield an empty warehouse in memory."""
    with Warehouse(None) as opened:
        yield opened


@pytest.fixture
def book():
    """Yield an empty book in memory."""
    opened = Book(None)
    yield opened
    opened.close()


@pytest.fixture
def workspace(tmp_path):
    """Yield a fresh, empty workspace."""
    with dp.create(tmp_path / "shop") as opened:
        yield opened


@pytest.fixture(scope="session")
def prepared_shop(tmp_path_factory) -> Path:
    """Return the folder of a workspace with the small file, its map drawn; to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    with filled(folder, events=SHOP) as made:
        made.maps.build()
    return folder / "shop"


@pytest.fixture
def copied(tmp_path):
    """Return a function that opens a copy of a prepared workspace: the test's own."""
    with ExitStack() as opened:

        def given(prepared):
            shutil.copytree(prepared, tmp_path / "shop")
            return opened.enter_context(dp.open(tmp_path / "shop"))

        yield given


@pytest.fixture
def stocked(prepared_shop, copied):
    """Return a workspace of its own with the small file."""
    return copied(prepared_shop)


@pytest.fixture
def shop_file(tmp_path) -> Path:
    """Return a small file of events: four customers, five channels, a goal."""
    file = tmp_path / "events.csv"
    file.write_text(SHOP, encoding="utf-8")
    return file


@pytest.fixture
def put():
    """Return a function that puts calls of the Segment specification into an inbox."""

    def given(inbox, *calls, source="web", received=RECEIVED):
        parcel = segment.split(json.dumps({"batch": calls}).encode(), Asked("batch"))
        return inbox.add(
            [
                (source, one.id, "segment", received, parcel.sent, one.body, one.fault)
                for one in parcel.messages
            ]
        )

    return given


@pytest.fixture
def track():
    """Return a function that makes one track call."""

    def made(event, user, number, **more):
        at = f"2023-11-14T10:{number // 60 % 60:02d}:{number % 60:02d}Z"
        return {
            "type": "track", "event": event, "userId": user, "messageId": f"m{number}",
            "timestamp": at, **more,
        }  # fmt: skip

    return made
