"""Requests on disk before they are answered: whole or not at all, sorted in once."""

import errno
import os

import pytest

from desirepath.store import arrivals
from desirepath.store.arrivals import Arrival, Arrivals, Busy, Full, Message, read
from desirepath.store.inbox import Inbox

NOW = 1_700_000_000_000_000


@pytest.fixture
def opened(tmp_path):
    made = Arrivals(tmp_path / "arrivals")
    yield made
    made.close()


def arrival(*numbers, source="web", received=NOW):
    messages = [Message(f"m{number}", b'{"n": %d}' % number) for number in numbers]
    return Arrival(source, "segment", received, None, messages)


def held(inbox):
    while inbox.sort_in():
        pass
    return [(row.source, row.id, row.body) for row in inbox.after(0, 1000)]


def test_what_was_kept_is_read_by_whoever_comes_next(inbox):
    inbox.keep([arrival(1, 2), arrival(3, source="app")])
    inbox.keep([arrival(4)])
    killed = Inbox(inbox.path)  # opened where the first was never closed
    assert killed.arrivals.waiting() == {"web": (3, NOW), "app": (1, NOW)}
    assert held(killed) == [
        ("web", "m1", b'{"n": 1}'), ("web", "m2", b'{"n": 2}'),
        ("app", "m3", b'{"n": 3}'), ("web", "m4", b'{"n": 4}'),
    ]  # fmt: skip
    assert not killed.arrivals.size
    killed.close()


def test_an_id_that_comes_again_is_found_out_when_it_is_sorted_in(inbox):
    inbox.keep([arrival(1, 2), arrival(2)])
    inbox.sort_in()
    inbox.keep([arrival(1, 3)])
    assert [name for _, name, _ in held(inbox)] == ["m1", "m2", "m3"]
    assert inbox.known == 2
    assert inbox.totals()["web"][0] == 3


def test_a_file_that_is_sorted_in_twice_changes_nothing(inbox, monkeypatch):
    inbox.keep([arrival(1, 2)])
    with monkeypatch.context() as patched:
        patched.setattr(inbox.arrivals, "remove", lambda _: 1 / 0)  # killed after the commit
        with pytest.raises(ZeroDivisionError):
            inbox.sort_in()
    assert len(held(inbox)) == 2
    assert not inbox.arrivals.size


@pytest.mark.parametrize("lost", range(1, 40, 3))
def test_what_a_killed_process_left_half_written_ends_the_file(opened, lost):
    opened.append([arrival(1)])
    opened.append([arrival(2)])
    path = opened.oldest()
    path.write_bytes(path.read_bytes()[:-lost])
    assert [each.messages[0].id for each in read(path)] == ["m1"]


def test_bytes_that_are_not_those_that_were_written_are_no_request(opened):
    opened.append([arrival(1), arrival(2)])
    path = opened.oldest()
    spoilt = bytearray(path.read_bytes())
    spoilt[-1] ^= 1
    path.write_bytes(spoilt + bytes(100))
    assert [each.messages[0].id for each in read(path)] == ["m1"]


def test_a_file_is_closed_when_it_is_large_and_the_next_has_the_next_number(
    opened, tmp_path, monkeypatch
):
    monkeypatch.setattr(arrivals, "LARGEST_FILE", 100)
    for number in range(6):
        opened.append([arrival(number, number + 100)])
    names = sorted(path.name for path in (tmp_path / "arrivals").iterdir())
    assert names == ["000000000001", "000000000002", "000000000003"]
    seen = []
    while path := opened.oldest():
        seen += [each.messages[0].id for each in read(path)]
        opened.remove(path)
    assert seen == [f"m{number}" for number in range(6)]


class Disk:
    """Writes so many bytes, then is full."""

    def __init__(self, handle, room):
        self.handle, self.room = handle, room

    def write(self, data):
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = self.handle.write(data[: self.room])
        self.room -= taken
        return taken

    def __getattr__(self, name):
        return getattr(self.handle, name)


def test_a_full_disk_refuses_recovers_and_loses_nothing(inbox):
    inbox.keep([arrival(1)])
    file, handle = inbox.arrivals._growing
    inbox.arrivals._growing = file, Disk(handle, 10)
    with pytest.raises(Full, match="disk"):
        inbox.keep([arrival(2), arrival(3)])
    assert list(read(file.path)) == [arrival(1)]
    inbox.keep([arrival(3), arrival(4)])
    assert [name for _, name, _ in held(inbox)] == ["m1", "m3", "m4"]


def test_who_comes_when_too_much_waits_to_be_loaded_is_asked_to_come_again(opened, monkeypatch):
    monkeypatch.setattr(opened, "_most", 60)
    opened.append([arrival(1)])
    with pytest.raises(Busy, match="again"):
        opened.append([arrival(2)])
    opened.remove(opened.oldest())
    opened.append([arrival(2)])


def test_every_answer_waits_for_a_sync_of_the_file_and_of_its_name(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(arrivals, "_sync", lambda number: synced.append(os.fstat(number).st_size))
    folders = []
    monkeypatch.setattr(arrivals, "_sync_folder", lambda folder: folders.append(folder.name))
    opened = Arrivals(tmp_path / "shop" / "arrivals")
    (tmp_path / "shop").mkdir()
    opened.append([arrival(1)])
    opened.append([arrival(2)])
    opened.close()
    assert len(synced) == 2
    assert synced[1] == opened.oldest().stat().st_size
    assert folders == ["shop", "arrivals"]
