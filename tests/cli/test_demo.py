"""The demo: a labelled company in the web application, built once and all or nothing."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from serving import PATIENCE, running

from desirepath.cli import demo
from desirepath.errors import InputError
from desirepath.model.progress import silent


@pytest.fixture
def small(monkeypatch):
    """A company that is built in seconds."""
    monkeypatch.setattr(demo, "CUSTOMERS", 60)


@contextmanager
def shown(folder):
    """Run the demo in a folder until Ctrl-C; yield what it told."""
    with running("demo", "--no-open", stderr=subprocess.PIPE, cwd=folder) as begun:
        assert '<div id="root">' in fetched(begun.told["url"])
        yield begun.told
        begun.process.send_signal(signal.SIGINT)
        _, err = begun.process.communicate(timeout=PATIENCE)
        assert (begun.process.returncode, "Traceback" in err) == (0, False)


def fetched(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def test_the_demo_serves_a_labelled_company_and_keeps_it_for_the_next_time(
    call, small, tmp_path, monkeypatch
):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with monkeypatch.context() as patch:
        served = []
        patch.setattr(demo, "serve", lambda place, *_: served.append(place))
        assert call("demo", "--no-open", "--port", 0)[0] == 0
    with shown(folder) as told:
        assert told["workspace"] == str(served[0]), "the company that was built is kept"
        assert "Synthetic company" in told["label"]
        drawn = json.loads(fetched(f"{told['url']}api/v1/maps/current"))
        assert drawn["label"] == told["label"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetched(f"{told['url']}api/../../etc/passwd")
        assert told["url"] in call("demo", "--no-open", "-w", told["workspace"])[1]
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
