"""An inbox."""

import pytest

from desirepath.store.inbox import Inbox


@pytest.fixture
def inbox(tmp_path):
    opened = Inbox(tmp_path / "inbox.sqlite")
    yield opened
    opened.close()
