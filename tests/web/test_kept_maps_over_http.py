"""Told maps over HTTP: loaded, listed, drawn, removed; a wrong file is a problem document."""

import pytest
from fastapi.testclient import TestClient

from desirepath.maps.edit import identified
from desirepath.maps.readers import LIMIT
from desirepath.web.app import create_app
from desirepath.web.map_shapes import KeptMap, MapDocument, MapListed
from places import ROOT

CARD = (ROOT / "examples" / "maps" / "library-card.mmd").read_bytes()
URL = "/api/v1/maps"


@pytest.fixture
def client(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def test_a_map_that_was_sent_is_kept_listed_and_drawn(client, workspace):
    answer = client.post(URL, params={"file": "card.mmd"}, content=CARD)
    assert answer.status_code == 201
    kept = KeptMap.model_validate(answer.json())
    assert (kept.id, kept.version, kept.report.steps) == ("getting-a-library-card", 1, 9)
    (listed,) = client.get(URL).json()
    assert MapListed.model_validate(listed).kind == "told"
    document = client.get(f"{URL}/{kept.id}").json()
    assert MapDocument.model_validate(document).kind == "told"
    assert document == dict(workspace.maps.get(kept.id).document)
    drawn = client.get(f"{URL}/{kept.id}/layout").json()
    assert drawn["document"] == identified(document)
    assert drawn["sheet"]["columns"] == 9
    page = client.get(f"{URL}/{kept.id}.html")
    assert "assumption debt" in page.text
    assert "sandbox" in page.headers["content-security-policy"]
    assert client.delete(f"{URL}/{kept.id}").status_code == 204
    assert client.get(URL).json() == []
    assert not list((workspace.folder / "spool").rglob("*.*"))


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.mmd", b"journey\nsection A\nB\n", "line 3"),
        ("a.mmd", b"", "is empty"),
        ("a.csv", b"user_id,event,timestamp\nu,Cart,2024-01-01\n", "no map that can be read"),
        ("a.json", b'{"rows": []}', "no map that can be read"),
        ("a.json", b'{"format": "desirepath-map/1", "a": ' + b"[" * 9000, "JSON"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.csv", bytes(range(256)) * 40, "binary"),
        ("a.csv", b"<html><body>Log in</body></html>", "web page"),
        ("a.ojf", b"x" * (LIMIT + 1), "16 MB"),
    ],
)
def test_a_file_that_is_no_map_is_a_problem_and_keeps_nothing(client, workspace, name, body, said):
    answer = client.post(URL, params={"file": name}, content=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert workspace.maps.list() == []
    assert not list((workspace.folder / "spool").rglob("*.*"))


@pytest.mark.parametrize("path", ["nobody", "nobody/layout", "nobody.html"])
def test_a_map_that_is_not_there_is_answered_with_what_is(client, path):
    client.post(URL, params={"file": "card.mmd"}, content=CARD)
    answer = client.get(f"{URL}/{path}")
    assert answer.status_code == 404
    assert "getting-a-library-card" in answer.json()["detail"]


def test_versions_are_of_one_map_and_a_selection_is_another_map(client, workspace, shop_file):
    workspace.sources.add(shop_file)
    client.get(f"{URL}/current")
    client.get(f"{URL}/current", params={"where": "plan=gold"})
    client.get(f"{URL}/current", params={"title": "Another title"})
    listed = {one["id"]: (one["versions"], one["params"]) for one in client.get(URL).json()}
    filtered = next(id_ for id_ in listed if id_ != "current")
    assert listed == {"current": (2, {}), filtered: (1, {"where": ["plan=gold"]})}
    first = client.get(f"{URL}/{filtered}", params={"version": 1})
    assert first.json()["stages"]
    assert client.get(f"{URL}/{filtered}", params={"version": 2}).status_code == 404
