"""The demo: a labelled company in the web application, built once and all or nothing."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from desirepath.cli import demo
from desirepath.errors import InputError
from desirepath.model.progress import silent


@pytest.fixture
def small(monkeypatch):
    """A company that is built in seconds."""
    monkeypatch.setattr(demo, "CUSTOMERS", 60)


@contextmanager
def running(folder, home, *words):
    command = [sys.executable, "-m", "desirepath", "demo", "--no-open", *words]
    with subprocess.Popen(
        [*command, "--json", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(home), "HOME": str(home)},
        # a suite in the background ignores Ctrl-C, and its children would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        try:
            yield json.loads("".join(lines))
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False)


def fetched(url):
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def test_the_demo_serves_a_labelled_company_and_keeps_it_for_the_next_time(tmp_path):
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    with running(folder, home) as told:
        assert "Synthetic company" in told["label"]
        assert '<div id="root">' in fetched(told["url"])
        drawn = json.loads(fetched(f"{told['url']}api/v1/maps/current"))
        assert drawn["label"] == told["label"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetched(f"{told['url']}api/../../etc/passwd")
        again = subprocess.run(
            [sys.executable, "-m", "desirepath", "demo", "--no-open", "-w", told["workspace"]],
            capture_output=True,
            text=True,
            check=True,
        )
        assert told["url"] in again.stdout
    with running(folder, home) as second:
        assert second["workspace"] == told["workspace"]
    assert list(folder.iterdir()) == []


def test_a_company_is_built_in_a_new_folder_only_and_whole(small, tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(InputError, match="new or empty"):
        demo.build(tmp_path / "mine", silent)
    monkeypatch.setattr("desirepath.doors.maps.Maps.build", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo.build(tmp_path / "new", silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_a_company_of_an_older_version_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept = demo._kept()
    older = kept.with_name("demo-000000000000")
    older.mkdir(parents=True)
    assert demo._kept() == kept
    assert not older.exists()
