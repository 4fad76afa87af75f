"""On disk before it is answered, once per source and message id, and never more than the disk."""

import asyncio
import sqlite3

import pytest

from awaited import awaited
from desirepath.collector.intake import Busy, Intake
from desirepath.store.inbox import Full, Inbox

NOW = 1_700_000_000_000_000


def row(number, source="web", received=NOW):
    return (source, f"m{number}", "segment", received, None, b'{"n": %d}' % number, None)


def test_an_id_is_taken_once_per_source(inbox):
    assert inbox.add([row(1), row(2), row(1)]) == 2
    assert inbox.add([row(2), row(3)]) == 1
    assert inbox.add([row(1, source="app")]) == 1
    assert [(each.source, each.id) for each in inbox.after(0, 10)] == [
        ("web", "m1"), ("web", "m2"), ("web", "m3"), ("app", "m1"),
    ]  # fmt: skip
    assert inbox.totals() == {"web": (3, NOW), "app": (1, NOW)}


def test_the_id_is_known_after_the_body_is_forgotten(inbox):
    inbox.add([row(1, received=NOW - 10), row(2)])
    assert inbox.thin(before=NOW, upto=inbox.last()) == 1
    assert [each.body for each in inbox.after(0, 10)] == [None, b'{"n": 2}']
    assert inbox.add([row(1)]) == 0


def test_what_is_tried_again_gets_a_new_number_and_keeps_its_id(inbox):
    inbox.add([row(1), row(2)])
    first, second = (each.seq for each in inbox.after(0, 10))
    assert inbox.again("web", [first, 99]) == 1
    tried = inbox.after(second, 10)
    assert [(each.id, each.was) for each in tried] == [("m1", first)]
    assert inbox.add([row(1)]) == 0


def test_a_full_disk_refuses_recovers_and_loses_nothing(tmp_path):
    inbox = Inbox(tmp_path / "inbox.sqlite")
    inbox.add([row(1)])
    with inbox.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    inbox._connections[0].execute(f"PRAGMA max_page_count = {pages + 2}")
    large = ("web", "large", "segment", NOW, None, b"x" * 100_000, None)
    with pytest.raises(Full, match="disk"):
        inbox.add([row(2), large])
    assert [each.id for each in inbox.after(0, 10)] == ["m1"]
    inbox._connections[0].execute("PRAGMA max_page_count = 1000000")
    assert inbox.add([row(2), large]) == 2
    inbox.close()


def test_every_sync_is_a_full_one(inbox):
    inbox.add([row(1)])
    for connection in inbox._connections:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_many_requests_share_a_transaction_and_all_are_answered(inbox, monkeypatch):
    written = []
    add = inbox.add
    monkeypatch.setattr(inbox, "add", lambda rows: written.append(1) or add(rows))
    intake = Intake(inbox)

    async def send():
        await asyncio.gather(*(intake.put([row(number)], 10) for number in range(200)))

    awaited(send())
    intake.close()
    assert inbox.totals()["web"][0] == 200
    assert len(written) < 100
    assert intake.told.is_set()


def test_who_comes_when_too_much_waits_is_asked_to_come_again(inbox):
    intake = Intake(inbox, most_bytes=100)

    async def send():
        with pytest.raises(Busy):
            await intake.put([row(1)], 101)
        await intake.put([row(2)], 100)

    awaited(send())
    intake.close()
    assert [each.id for each in inbox.after(0, 10)] == ["m2"]


def test_a_failure_of_the_disk_reaches_whoever_waits(inbox, monkeypatch):
    def fail(rows):
        list(rows)
        with inbox._translated():
            raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(inbox, "add", fail)
    intake = Intake(inbox)

    async def send():
        with pytest.raises(Exception, match="disk I/O"):
            await intake.put([row(1)], 10)

    awaited(send())
    intake.close()
