"""A body is read up to a limit, however it is sent."""

import pytest

from awaited import awaited
from desirepath.collector.bodies import TooLarge, receive
from desirepath.collector.parcel import Unusable

MEGABYTE = b"x" * (1 << 20)


def read(messages, announced=""):
    given = []

    async def one():
        given.append(1)
        return next(messages)

    try:
        return awaited(receive(one, announced)), len(given)
    except TooLarge as error:
        return str(error), len(given)


def test_a_stream_without_an_end_is_left_as_soon_as_it_is_too_large():
    endless = iter(lambda: {"type": "http.request", "body": MEGABYTE, "more_body": True}, None)
    said, taken = read(endless)
    assert "10 MB" in said
    assert taken == 11


def test_what_is_announced_too_large_is_not_even_read():
    assert read(iter(()), announced=str(100 << 20))[1] == 0


def test_a_connection_that_breaks_off_gives_nothing():
    messages = [{"type": "http.request", "body": b"{", "more_body": True},
                {"type": "http.disconnect"}]  # fmt: skip
    with pytest.raises(Unusable, match="broke off"):
        read(iter(messages))


def test_pieces_are_put_together():
    messages = [{"type": "http.request", "body": b"{", "more_body": True},
                {"type": "http.request", "body": b"}"}]  # fmt: skip
    assert read(iter(messages)) == (b"{}", 2)
