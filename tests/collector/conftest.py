"""An inbox, and a short way to put events into it as the door does."""

import json

import pytest

from desirepath.collector.dialects import segment
from desirepath.collector.parcel import Asked
from desirepath.store.inbox import Inbox

NOW = 1_700_000_000_000_000
"""When everything in these tests is received: 2023-11-14 22:13:20 UTC."""


@pytest.fixture
def inbox(tmp_path):
    opened = Inbox(tmp_path / "inbox.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def put():
    """Return a function that puts calls of the Segment specification into an inbox."""

    def given(inbox, *calls, source="web", received=NOW):
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
