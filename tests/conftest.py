"""What all tests share: stores in memory, a fresh workspace, and the real data's folder."""

import os
from pathlib import Path

import pytest

import desirepath as dp
from desirepath.store.book import Book
from desirepath.store.warehouse import Warehouse
from places import ROOT
from shop_rows import SHOP


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


@pytest.fixture
def shop_file(tmp_path) -> Path:
    """Return a small file of events: four customers, five channels, a goal."""
    file = tmp_path / "events.csv"
    file.write_text(SHOP, encoding="utf-8")
    return file
