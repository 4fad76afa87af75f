"""The doors over HTTP say the same as in Python, and let nobody else in."""

import pytest
from fastapi.testclient import TestClient

from desirepath.web.app import create_app


@pytest.fixture
def workspace(stocked):
    return stocked


@pytest.fixture
def client(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def test_an_analysis_over_http_is_the_same_document(client, workspace):
    answer = client.get("/api/v1/analyses/funnel", params={"steps": "Catalog > Cart"})
    assert answer.status_code == 200
    expected = workspace.analyses.funnel(steps="Catalog > Cart").document()
    assert answer.json() == expected
    assert [row["journeys"] for row in expected["rows"]] == [4, 2]


def test_repeated_options_arrive_as_a_list(client, workspace):
    answer = client.get("/api/v1/analyses/durations?where=plan=gold&where=channel=web")
    assert (
        answer.json() == workspace.analyses.durations(where=["plan=gold", "channel=web"]).document()
    )


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/analyses/funel", 400, "funnel"),
        ("/api/v1/analyses/funnel?stepps=A", 400, "steps"),
        ("/api/v1/analyses/funnel?steps=Catalgo", 404, "Catalog"),
        ("/api/v1/customers/nobody", 422, "nobody"),
        ("/api/v1/nothing", 404, "Not Found"),
        ("/api/v1/maps/current.docx", 400, "html"),
    ],
)
def test_errors_are_problem_details_with_our_sentence(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_an_upload_is_an_import(client, workspace):
    body = "user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n"
    answer = client.post("/api/v1/sources", params={"file": "more.csv"}, content=body)
    assert answer.status_code == 201
    assert answer.json()["accepted"] == 1
    assert client.get("/api/v1/customers/eve").json()[0]["touchpoint"] == "Catalog"
    assert not list(workspace.folder.glob("upload-*"))


def test_a_file_that_is_wrong_changes_nothing(client, workspace):
    before = workspace.sources.list()
    answer = client.post("/api/v1/sources", params={"file": "a.csv"}, content=b"%PDF-1.7 ...")
    assert answer.status_code == 422
    assert "PDF" in answer.json()["detail"]
    assert workspace.sources.list() == before


def test_the_file_name_of_an_upload_cannot_leave_its_folder(client, tmp_path):
    body = "user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n"
    params = {"file": "../../../evil.csv"}
    assert client.post("/api/v1/sources", params=params, content=body).status_code == 201
    assert not list(tmp_path.parent.rglob("evil.csv"))


def test_another_page_cannot_change_anything(client, workspace):
    answer = client.put(
        "/api/v1/stages", json={"Cart": "Use"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert workspace._stores.book.corrections() == {}


def test_a_rebound_name_is_refused(client):
    answer = client.get("/api/v1/journeys", headers={"Host": "evil.example"})
    assert answer.status_code == 403


def test_every_answer_carries_the_policy(client):
    for path in ("/api/v1/journeys", "/api/v1/nothing", "/api/v1/maps/current.html"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_stages_can_be_corrected(client):
    rows = client.put("/api/v1/stages", json={"Cart": "Use"}).json()
    cart = next(row for row in rows if row["touchpoint"] == "Cart")
    assert (cart["stage"], cart["set_by"]) == ("Use", "you")


def test_the_map_leaves_in_every_format(client):
    document = client.get("/api/v1/maps/current").json()
    assert document["format"] == "desirepath-map/1"
    assert "<svg" in client.get("/api/v1/maps/current.svg").text
    assert client.get("/api/v1/maps/current.json").json()["stages"] == document["stages"]


def test_openapi_names_every_route(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/v1/analyses/{name}", "/api/v1/maps/current", "/api/v1/sources"} <= set(paths)


def test_rows_put_aside_are_shown_with_line_reason_and_content(client, workspace):
    bad = "user_id,event,timestamp\neve,Cart,never\neve,Cart,2024-03-05 10:00:00\neve,,2024-03-05\n"
    client.post("/api/v1/sources", params={"file": "bad.csv"}, content=bad)
    report = workspace.sources.list()[-1]
    page = client.get("/api/v1/sources/quarantine", params={"source": "bad"}).json()
    assert page["total"] == report["quarantined"] == 2
    assert [(row["file"], row["line"]) for row in page["rows"]] == [("bad.csv", 2), ("bad.csv", 4)]
    assert "never" in page["rows"][0]["content"]
    assert {row["reason"] for row in page["rows"]} == {
        row["reason"] for row in report["quarantine"]
    }
    second = client.get("/api/v1/sources/quarantine", params={"limit": 1, "offset": 1}).json()
    assert second["rows"] == page["rows"][1:]
    assert client.get("/api/v1/sources/quarantine?source=bda").status_code == 404


def test_who_left_a_funnel_and_how_far_two_selections_are_apart_come_over_http(client, workspace):
    asked = {"steps": "Catalog > Cart", "step": 1, "left": True}
    page = client.get("/api/v1/customers", params=asked).json()
    assert page == workspace.customers.page(**asked)
    assert page["journeys"] == 2
    answer = client.get(
        "/api/v1/analyses/durations/compared?where=plan=gold&other_where=plan=basic"
    )
    assert answer.json() == workspace.analyses.compare(
        "durations", {"where": "plan=basic"}, where="plan=gold"
    )
    asked = client.get("/api/v1/analyses/durations/sql?where=plan=gold").json()["sql"]
    assert asked == workspace.analyses.sql("durations", where="plan=gold")
    assert client.get("/api/v1/journeys/period").json() == {
        "from": "2024-03-01",
        "to": "2024-04-20",
    }


def test_a_stage_and_a_channel_are_set_and_forgotten_again(client):
    before = {row["touchpoint"]: row for row in client.get("/api/v1/stages").json()}
    rows = client.put("/api/v1/stages", json={"Cart": {"channel": "shop"}, "Catalog": "Use"}).json()
    now = {row["touchpoint"]: row for row in rows}
    assert (now["Cart"]["channel"], now["Cart"]["set_by"]) == ("store", "you")
    assert now["Catalog"]["stage"] == "Use"
    rows = client.put("/api/v1/stages", json={"Cart": None, "Catalog": None}).json()
    assert {row["touchpoint"]: row for row in rows} == before
    assert client.put("/api/v1/stages", json={"Cart": {"colour": "red"}}).status_code == 422
