"""A file is sent once, looked at, corrected and imported; at any moment it can be cancelled."""

import shutil
import threading
import time

import pytest
from fastapi.testclient import TestClient

import desirepath as dp
from awaited import awaited
from desirepath.errors import WorkspaceError
from desirepath.store import spool
from desirepath.store.spool import Spool
from desirepath.web import uploads
from desirepath.web.app import create_app

MORE = "user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\neve,Cart,2024-03-05 10:01:00\n"


@pytest.fixture
def workspace(stocked):
    return stocked


@pytest.fixture
def client(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def sent(client, text=MORE, name="more.csv"):
    answer = client.post("/api/v1/uploads", params={"file": name}, content=text)
    assert answer.status_code == 201, answer.text
    return answer.json()


def rested(client, upload):
    """Return the upload once nothing works on it."""
    client.app.state.uploads.find(upload["id"]).idle.wait(20)
    return client.get(f"/api/v1/uploads/{upload['id']}").json()


def do(client, upload, what, **choice):
    assert client.post(f"/api/v1/uploads/{upload['id']}/{what}", json=choice).status_code == 202
    return rested(client, upload)


def contents(workspace):
    """Return every row of every table, and what the book knows of imports."""
    warehouse = workspace._stores.warehouse
    tables = {
        name: sorted(map(repr, warehouse.rows(warehouse.table(name))))
        for name in ("events", "feedback", "customers", "quarantine")
    }
    return tables, workspace.sources.list()


def lying(workspace):
    return list((workspace.folder / spool.NAME).glob("*"))


def test_one_upload_is_previewed_corrected_and_imported(client, workspace):
    before = contents(workspace)
    upload = sent(client)
    assert upload["state"] == "received"
    looked = do(client, upload, "preview")
    assert (looked["state"], looked["report"]["accepted"], looked["report"]["cut"]) == (
        "previewed", 2, False,
    )  # fmt: skip
    assert [(one["column"], one["examples"]) for one in looked["report"]["table"]] == [
        ("user_id", ["eve"]),
        ("event", ["Catalog", "Cart"]),
        ("timestamp", ["2024-03-05 10:00:00", "2024-03-05 10:01:00"]),
    ]
    assert contents(workspace) == before
    corrected = do(client, upload, "preview", columns={"touchpoint": "user_id"})
    assert corrected["report"]["columns"]["touchpoint"]["column"] == "user_id"
    done = do(client, upload, "import")
    assert (done["state"], done["report"]["accepted"]) == ("done", 2)
    assert workspace.sources.list()[-1]["source"] == "more"
    assert lying(workspace) == []


def test_a_preview_looks_at_the_first_rows_only_and_says_so(client, monkeypatch):
    monkeypatch.setattr(uploads, "PREVIEW_ROWS", 3)
    rows = "".join(f"p{no},Catalog,2024-03-05 10:00:0{no}\n" for no in range(8))
    upload = sent(client, "user_id,event,timestamp\n" + rows)
    report = do(client, upload, "preview")["report"]
    assert (report["rows"], report["cut"]) == (3, True)
    assert report["notes"][0] == "Only the first 3 rows were looked at; an import reads all."
    assert do(client, upload, "import")["report"]["accepted"] == 8


def test_an_upload_that_waits_is_cancelled_without_a_trace(client, workspace):
    before = contents(workspace)
    upload = sent(client)
    do(client, upload, "preview")
    assert len(lying(workspace)) == 1
    assert client.delete(f"/api/v1/uploads/{upload['id']}").json()["state"] == "cancelled"
    assert (lying(workspace), contents(workspace)) == ([], before)
    gone = client.get(f"/api/v1/uploads/{upload['id']}")
    assert (gone.status_code, "upload" in gone.json()["detail"]) == (404, True)


@pytest.mark.parametrize("phase", ["Reading more.csv", "Reading the rows", "Storing"])
def test_an_import_is_cancelled_in_every_phase_and_the_rows_stay_equal(
    client, workspace, monkeypatch, phase
):
    before = contents(workspace)
    upload = sent(client)
    listen, reached, go_on = uploads.Upload.listen, threading.Event(), threading.Event()

    def held(self, sentence, share=None):
        if sentence.startswith(phase):
            reached.set()
            go_on.wait(20)
        listen(self, sentence, share)

    monkeypatch.setattr(uploads.Upload, "listen", held)
    client.post(f"/api/v1/uploads/{upload['id']}/import", json={})
    assert reached.wait(20)
    found = client.app.state.uploads.find(upload["id"])
    found.stopping.set()
    go_on.set()
    assert client.delete(f"/api/v1/uploads/{upload['id']}").json()["state"] == "cancelled"
    assert (lying(workspace), contents(workspace)) == ([], before)
    again = sent(client)
    assert do(client, again, "import")["report"]["accepted"] == 2


def test_a_running_query_is_stopped(client, workspace):
    """A cancel does not wait until the engine is done."""
    warehouse = workspace._stores.warehouse
    upload = sent(client)
    endless = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b"
    workspace.sources.add = lambda *_files, progress, **_options: (
        progress("Storing", None), warehouse.sql(endless),
    )  # fmt: skip
    client.post(f"/api/v1/uploads/{upload['id']}/import", json={})
    found = client.app.state.uploads.find(upload["id"])
    ends = time.monotonic() + 20
    while found.doing != "Storing" and time.monotonic() < ends:
        threading.Event().wait(0.01)
    assert client.delete(f"/api/v1/uploads/{upload['id']}").json()["state"] == "cancelled"
    assert client.get("/api/v1/analyses/graph").json()["journeys"] == 4


def test_an_import_that_is_done_stays_when_it_is_dismissed(client, workspace):
    upload = sent(client)
    do(client, upload, "import")
    assert client.delete(f"/api/v1/uploads/{upload['id']}").json()["state"] == "done"
    assert len(workspace.sources.list()) == 2


def test_a_file_that_is_wrong_says_why_and_can_be_tried_otherwise(client, workspace):
    before = contents(workspace)
    upload = sent(client, "a,b\n1,2\n3,4\n")
    looked = do(client, upload, "preview")
    assert looked["state"] == "failed"
    assert "more.csv" in looked["error"]
    assert contents(workspace) == before
    assert len(lying(workspace)) == 1
    wrong = client.post(f"/api/v1/uploads/{upload['id']}/preview", json={"column": {}})
    assert wrong.status_code == 422


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(client, workspace, monkeypatch):
    workspace._stores.book.set_setting("upload_limit", "20 B")
    answer = client.post("/api/v1/uploads", params={"file": "a.csv"}, content=MORE)
    assert (answer.status_code, "upload_limit" in answer.json()["detail"]) == (422, True)
    assert client.get("/api/v1/uploads").json() == {"room": 20, "uploads": []}
    chunked = client.post(
        "/api/v1/uploads", params={"file": "a.csv"}, content=iter([MORE.encode()])
    )
    assert chunked.status_code == 422
    assert lying(workspace) == []


def test_a_full_disk_is_one_sentence(client, workspace, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: shutil._ntuple_diskusage(9, 9, 0))
    answer = client.post("/api/v1/uploads", params={"file": "a.csv"}, content=MORE)
    assert (answer.status_code, "no room" in answer.json()["detail"]) == (409, True)
    assert lying(workspace) == []


def test_a_disk_that_fills_up_on_the_way_is_the_same_sentence(tmp_path):
    class Full(Spool):
        def check(self, size):
            if size > 3:
                raise OSError(28, "No space left on device")

    async def body():
        yield b"12"
        yield b"345"

    full = Full(tmp_path, 100)
    path = full.make("a.csv")
    with pytest.raises(WorkspaceError, match="no room"):
        awaited(uploads.receive(body(), path, full))


def test_a_body_goes_to_disk_in_pieces_not_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "PIECE", 4)
    at_most = 0

    async def body():
        nonlocal at_most
        for no in range(100):
            written = path.stat().st_size if path.exists() else 0
            at_most = max(at_most, 2 * no - written)
            yield b"xy"

    place = Spool(tmp_path, 1 << 20)
    path = place.make("../../a b?.csv")
    assert path.name == "a b_.csv"
    assert awaited(uploads.receive(body(), path, place)) == 200
    assert path.read_bytes() == b"xy" * 100
    assert at_most <= 4


def test_what_a_killed_server_left_is_gone_at_the_next_open(tmp_path):
    with dp.create(tmp_path / "shop") as made:
        left = made.sources.spool().make("half.csv")
        left.write_bytes(b"half of it")
    with dp.open(tmp_path / "shop"):
        assert not left.exists()


def test_a_server_that_ends_takes_its_uploads_along(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as client:
        sent(client)
        assert len(lying(workspace)) == 1
    assert lying(workspace) == []


@pytest.mark.parametrize(
    ("text", "size"), [("10GB", 10 << 30), ("1.5 mb", 3 << 19), ("77", 77), ("2 KiB", 2048)]
)
def test_sizes_are_read_as_people_write_them(text, size):
    assert spool.parsed(text) == size


def test_a_wrong_size_in_the_settings_is_named():
    with pytest.raises(WorkspaceError, match="upload_limit"):
        spool.parsed("much")
