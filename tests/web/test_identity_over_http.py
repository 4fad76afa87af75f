"""Who is who and privacy over HTTP: the same documents as the doors give."""

import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from desirepath.web.app import create_app

WEB = "visitor_id,email,timestamp,page\n" + "".join(
    f"v{n},{'ann@mail.example' if n == 1 else ''},2025-01-0{n} 10:00,Home\n" for n in range(1, 5)
)
CRM = "crm_no,name,email\n100,Ann Abel,ann@mail.example\n101,Ben Baker,ben@mail.example\n"


@pytest.fixture
def client(workspace, tmp_path):
    for name, text in (("web.csv", WEB), ("crm.csv", CRM)):
        (tmp_path / name).write_text(text)
        workspace.sources.add(tmp_path / name)
    return TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")


def test_links_decisions_and_their_undoing_export_and_erasure(client):
    who = client.get("/api/v1/identity/customers/v1").json()
    assert (who["customer"], [link["kind"] for link in who["links"]]) == ("100", ["email"])
    wanted = {"kind": "merge", "one": "v2", "other": "101"}
    made = client.post("/api/v1/identity/decisions", json=wanted).json()
    assert client.get("/api/v1/identity/customers/v2").json()["customer"] == "101"
    client.post(f"/api/v1/identity/decisions/{made['id']}/undo")
    assert client.get("/api/v1/identity/customers/v2").json()["customer"] == "v2"
    archive = client.get("/api/v1/privacy/customers/v1").content
    assert "person.json" in zipfile.ZipFile(io.BytesIO(archive)).namelist()
    gone = client.delete("/api/v1/privacy/customers/v1", params={"reason": "asked"}).json()
    assert (gone["reason"], gone["removed"]["events"]) == ("asked", 1)
    refused = client.get("/api/v1/identity/customers/v1")
    assert refused.status_code == 422
    assert "no customer" in refused.json()["detail"]
