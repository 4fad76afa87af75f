"""The OpenAPI says what the routes really answer, and the front end's copy of it is this one."""

import openapi
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

import desirepath as dp
from desirepath.web import map_shapes, shapes
from desirepath.web.app import create_app
from filled import filled
from shop_rows import SHOP

ANSWERS = """\
user_id,answered,touchpoint,nps,comment
ann,2024-03-02 10:00:00,Order paid,9,Wonderful and quick
bob,2024-03-03 10:00:00,Support call,2,Terrible waiting time
"""
ROUTES = {
    "/maps/current": map_shapes.MapDocument,
    "/maps/current/layout": map_shapes.DrawnMap,
    "/maps/formats": list[map_shapes.Format],
    "/analyses": list[shapes.AnalysisListed],
    "/analyses/touchpoints": shapes.ResultDocument,
    "/analyses/metrics": shapes.ResultDocument,
    "/journeys": shapes.JourneySetting,
    "/journeys/columns": list[shapes.ColumnRow],
    "/stages": list[shapes.StageRow],
    "/labels": list[shapes.LabelRow],
    "/names": list[shapes.NameRow],
    "/analyses/sentiment": shapes.ResultDocument,
    "/sources": list[shapes.Report],
    "/sources/audit": shapes.AuditDocument,
    "/customers": shapes.CustomerPage,
    "/customers/ann": list[shapes.Moment],
    "/customers/ann/story": shapes.Story,
    "/sources/quarantine": shapes.QuarantinePage,
    "/uploads": shapes.UploadRoom,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shapes")
    with (
        filled(folder, events=SHOP, answers=ANSWERS) as workspace,
        TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with (
        dp.create(tmp_path_factory.mktemp("empty") / "shop") as workspace,
        TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened,
    ):
        yield opened


@pytest.mark.parametrize("path", ROUTES)
def test_an_answer_has_the_shape_that_the_openapi_promises(client, path):
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200
    TypeAdapter(ROUTES[path]).validate_python(answer.json())


@pytest.mark.parametrize("path", [path for path in ROUTES if "ann" not in path])
def test_an_empty_workspace_answers_in_the_same_shapes(empty, path):
    answer = empty.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    TypeAdapter(ROUTES[path]).validate_python(answer.json())


def test_every_place_that_opens_has_its_evidence(client):
    drawn = client.get("/api/v1/maps/current/layout").json()
    paths = {hit["path"] for hit in drawn["sheet"]["hits"]}
    assert len(paths) > 10
    assert paths <= set(drawn["evidence"])


def test_the_picture_is_as_wide_as_asked_where_the_map_allows_it(client):
    narrow, wide = (
        client.get("/api/v1/maps/current/layout", params={"width": width}).json()["sheet"]["width"]
        for width in (1000, 1400)
    )
    assert narrow < wide
    assert client.get("/api/v1/maps/current/layout?width=10").status_code == 422


def test_columns_are_listed_with_their_values(client):
    rows = {row["name"]: row for row in client.get("/api/v1/journeys/columns").json()}
    assert rows["plan"] == {"name": "plan", "values": 2, "filled": 0.75, "top": ["gold", "basic"]}


def test_the_front_end_was_generated_from_these_routes():
    same = openapi.TARGET.read_text(encoding="utf-8") == openapi.document()
    assert same, "run `make api` and look at the difference"


def test_an_upload_answers_with_a_report(client):
    body = "user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n"
    answer = client.post("/api/v1/sources", params={"file": "more.csv"}, content=body)
    assert shapes.Report.model_validate(answer.json()).accepted == 1
