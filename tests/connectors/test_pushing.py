"""Writing back: a diff first, only what differs, and nothing of it comes back as news."""

import json

import pytest
from fastapi.testclient import TestClient

from desirepath.cli.main import run
from desirepath.web.app import create_app
from played import START, TOKEN, HubSpot, iso, told

SITE = "https://journeys.example.com"


def in_toml(table, path=()):
    """Return a table as TOML, values as inline JSON-like ones; enough for a description."""

    def value(one):
        if isinstance(one, dict):
            inside = ", ".join(f"{json.dumps(key)} = {value(part)}" for key, part in one.items())
            return "{" + inside + "}"
        if isinstance(one, list):
            return "[" + ", ".join(map(value, one)) + "]"
        return json.dumps(one)

    return "\n".join(f"{json.dumps(key)} = {value(one)}" for key, one in table.items())


def values(system, id_):
    contact = system.contacts[id_]
    return {key: told_ for key, told_ in contact.items() if key.startswith("journey_")}


def test_only_differences_are_written_by_command_and_none_come_back(
    shop, play, tmp_path, monkeypatch, capsys
):
    system = play(HubSpot(4))
    system.contacts["101"]["hs_lifecyclestage_customer_date"] = iso(START)
    shop.close()
    (tmp_path / "hub.toml").write_text(in_toml(told("hubspot")), encoding="utf-8")
    monkeypatch.setenv("DESIREPATH_HUB", TOKEN)
    monkeypatch.setenv("DESIREPATH_WORKSPACE", str(shop.folder))

    def said(*words):
        assert run(["connect", *words]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    said("add", str(tmp_path / "hub.toml"), "--url", system.url, "--secret-env", "DESIREPATH_HUB",
         "--site", SITE)  # fmt: skip
    report = json.loads(said("pull", "--json"))
    assert report["pulled"][0]["streams"][0]["accepted"] == 4
    shown = said("push", "hub")
    assert f"(nothing) -> {SITE}/customers/hubspot%3A100" in shown
    assert "12 values of 4 customers to write (nothing was written; --write does it)." in shown
    assert values(system, "100") == {}
    found = json.loads(said("push", "hub", "--write", "--json"))
    assert found["written"]
    assert {change["name"] for change in found["changes"]} == {"stage", "risk", "link"}
    first = values(system, "100")
    assert first == {change["field"]: change["new"] for change in found["changes"]
                     if change["id"] == "100"}  # fmt: skip
    again = json.loads(said("push", "hub", "--write", "--json"))
    assert again["changes"] == []
    # the writing changed every contact there: they are read again, and nothing is new
    report = json.loads(said("pull", "--json"))["pulled"][0]["streams"][0]
    assert (report["records"], report["accepted"]) == (4, 0)
    system.contacts["103"]["journey_risk"] = "0.99"
    del system.contacts["102"]
    found = json.loads(said("push", "hub", "--json"))
    assert [(one["id"], one["old"]) for one in found["changes"]] == [("103", "0.99")]
    assert found["unknown"] == ["102"]
    assert run(["connect", "push", "hub", "--field", "mood"]) == 1
    assert "There is no field" in capsys.readouterr().err
    assert TOKEN.encode() not in b"".join(
        path.read_bytes() for path in shop.folder.rglob("*") if path.is_file()
    )


def test_risk_and_stage_are_the_numbers_of_the_analyses(shop, play):
    system = play(HubSpot(4))
    system.contacts["101"]["hs_lifecyclestage_customer_date"] = iso(START)
    door = shop.sources.connections
    door.add("hubspot", url=system.url, secret=TOKEN, description=told("hubspot"))
    door.pull()
    rows = {row["touchpoint"]: row for row in shop.analyses.touchpoints().rows}
    found = {(one["id"], one["name"]): one["new"] for one in door.push("hubspot")["changes"]}
    created = rows["Contact created"]
    assert float(found["100", "risk"]) == pytest.approx(created["exit_share"], abs=0.005)
    assert found["100", "stage"] == created["stage"]
    assert not any(name in {"emotion", "link"} for _, name in found)


def test_connections_over_http_are_those_of_the_command_line(shop, play):
    system = play(HubSpot(2))
    app = create_app(shop)
    with TestClient(app, base_url="http://127.0.0.1:8480") as client:
        kinds = client.get("/api/v1/connections/kinds").json()
        assert [one["kind"] for one in kinds] == ["hubspot", "tryton", "zendesk"]
        wanted = {"kind": "hub", "url": system.url, "secret": TOKEN, "description": told("hubspot")}
        made = client.post("/api/v1/connections", json=wanted)
        assert made.status_code == 201
        assert TOKEN not in made.text
        pulled = client.post("/api/v1/connections/pull", params={"name": "hub"}).json()
        assert pulled["pulled"][0]["streams"][0]["accepted"] == 2
        (shown,) = client.get("/api/v1/connections").json()
        assert (shown["rows"], shown["last"]["pull"]["error"]) == (2, None)
        system.refusals = [(403, {"message": "scope is missing"})]
        refused = client.post("/api/v1/connections/pull")
        assert (refused.status_code, refused.json()["title"]) == (502, "Another system failed")
        (shown,) = client.get("/api/v1/connections").json()
        assert "scope is missing" in shown["last"]["pull"]["error"]
        assert client.delete("/api/v1/connections/hub").status_code == 204
        assert client.get("/api/v1/connections").json() == []
