"""Files that mean harm, sent to the server: refused in a sentence, or read as the text they are."""

import csv
import gzip
import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from desirepath.sources import _compression
from desirepath.store import spool
from desirepath.web.app import create_app

SCRIPT = "<script>document.title='broken in'</script>"
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def workspace(stocked):
    return stocked


@pytest.fixture
def client(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def brought(client, content, name, what="import"):
    """Send a file, let it be imported (or looked at), return how the upload ended."""
    answer = client.post("/api/v1/uploads", params={"file": name}, content=content)
    assert answer.status_code == 201, answer.text
    upload = answer.json()["id"]
    assert client.post(f"/api/v1/uploads/{upload}/{what}", json={}).status_code == 202
    client.app.state.uploads.find(upload).idle.wait(60)
    ended = client.get(f"/api/v1/uploads/{upload}").json()
    client.delete(f"/api/v1/uploads/{upload}")
    return ended


def unharmed(client, workspace, before):
    """Say whether the workspace is as it was, nothing lies about and the server answers."""
    assert client.get("/api/v1/sources").json() == before
    assert list((workspace.folder / spool.NAME).glob("*")) == []
    return client.get("/api/v1/journeys").status_code == 200


def bomb(name):
    """Return a small file that unpacks to 24 MB of equal rows."""
    rows = b"user_id,event,timestamp\n" + b"eve,Catalog,2024-03-05 10:00:00\n" * 750_000
    if name.endswith(".gz"):
        return gzip.compress(rows, 9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.csv", rows)
    return packed.getvalue()


@pytest.mark.parametrize("name", ["bomb.csv.gz", "bomb.zip"])
def test_a_zip_bomb_is_refused_and_changes_nothing(client, workspace, monkeypatch, name):
    monkeypatch.setattr(_compression, "BOMB_SIZE", 4 << 20)
    before = client.get("/api/v1/sources").json()
    content = bomb(name)
    assert len(content) < 100_000
    ended = brought(client, content, name)
    assert ended["state"] == "failed"
    assert "times its size" in ended["error"]
    assert unharmed(client, workspace, before)


@pytest.mark.parametrize("what", ["preview", "import"])
def test_a_page_called_csv_is_no_table_and_changes_nothing(client, workspace, what):
    page = f"<!doctype html>\n<html><head><title>x</title></head><body>{SCRIPT}</body></html>\n"
    before = client.get("/api/v1/sources").json()
    ended = brought(client, page * 3, "events.csv", what)
    assert ended["state"] == "failed"
    assert "HTML" in ended["error"]
    assert "broken in" not in ended["error"]
    assert unharmed(client, workspace, before)


def test_a_csv_full_of_scripts_and_formulas_is_text_wherever_it_is_shown(client):
    rows = "".join(
        f"u{no},{SCRIPT if no % 2 else FORMULA},2024-03-0{1 + no % 9} 10:00:00,{FORMULA}\n"
        for no in range(40)
    )
    ended = brought(client, "user_id,event,timestamp,plan\n" + rows, "hostile.csv")
    assert (ended["state"], ended["report"]["accepted"]) == ("done", 40)
    names = {row["touchpoint"] for row in client.get("/api/v1/analyses/touchpoints").json()["rows"]}
    assert {SCRIPT, FORMULA} <= names
    page = client.get("/api/v1/maps/current.html").text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert SCRIPT not in client.get("/api/v1/maps/current.svg").text
    table = csv.reader(io.StringIO(client.get("/api/v1/maps/current.csv").text.lstrip("\ufeff")))
    assert [cell for row in table for cell in row if cell.startswith(("=", "+", "@"))] == []
    answer = client.get("/api/v1/analyses/touchpoints")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
