"""Two processes never own one workspace."""

import os
import signal
import subprocess
import sys

import pytest

from desirepath.errors import WorkspaceError
from desirepath.store.lock import Lock

HOLD = """
import sys, time
from pathlib import Path
from desirepath.store.lock import Lock
Lock(Path(sys.argv[1])).acquire("desirepath import")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_process_is_told_who_has_it(tmp_path, holder):
    with pytest.raises(WorkspaceError, match=f"process {holder.pid} .desirepath import."):
        Lock(tmp_path).acquire("desirepath map", wait=0.1)


def test_kill_9_frees_the_workspace(tmp_path, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    lock = Lock(tmp_path)
    lock.acquire("desirepath map", wait=5)
    assert lock.holder()["pid"] == os.getpid()
    lock.release()
    assert lock.holder() == {}


def test_released_is_free(tmp_path):
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.acquire("one")
    first.release()
    first.release()
    second.acquire("two", wait=0)
    second.release()
