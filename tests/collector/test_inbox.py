"""On disk before it is answered, once per source and message id, and never more than the disk."""

import asyncio
import errno

import pytest

from awaited import awaited
from desirepath.collector.intake import Intake
from desirepath.errors import WorkspaceError
from desirepath.store import arrivals
from desirepath.store.arrivals import Arrival, Busy, Full, Message
from desirepath.store.inbox import Inbox

NOW = 1_700_000_000_000_000


def row(number, source="web", received=NOW):
    return (source, f"m{number}", "segment", received, None, b'{"n": %d}' % number, None)


def arrival(number):
    return Arrival("web", "segment", NOW, None, [Message(f"m{number}", b'{"n": %d}' % number)])


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


def test_many_requests_share_a_sync_and_all_are_answered(inbox, monkeypatch):
    written = []
    keep = inbox.keep
    monkeypatch.setattr(inbox, "keep", lambda arrived: written.append(1) or keep(arrived))
    intake = Intake(inbox)

    async def send():
        await asyncio.gather(*(intake.kept(arrival(number)) for number in range(200)))

    awaited(send())
    intake.close()
    assert inbox.arrivals.waiting()["web"][0] == intake.taken == 200
    assert len(written) < 100
    assert intake.told.is_set()


def test_who_comes_when_too_much_waits_is_asked_to_come_again(inbox):
    intake = Intake(inbox, most_bytes=8)

    async def send():
        with pytest.raises(Busy):
            await intake.kept(arrival(10))
        await intake.kept(arrival(2))

    awaited(send())
    intake.close()
    inbox.sort_in()
    assert [each.id for each in inbox.after(0, 10)] == ["m2"]


def test_a_failure_of_the_disk_reaches_whoever_waits(inbox, monkeypatch):
    def fail(_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(arrivals, "_sync", fail)
    intake = Intake(inbox)

    async def send():
        with pytest.raises(WorkspaceError, match="Input/output error"):
            await intake.kept(arrival(1))

    awaited(send())
    intake.close()
