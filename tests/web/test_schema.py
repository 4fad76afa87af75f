"""Whatever fits the OpenAPI, and much that does not: the server answers and never breaks."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.strategies import booleans

from desirepath.web.app import create_app
from filled import filled
from shop_rows import SHOP

EXAMPLES = 6
ENDLESS = {"/api/v1/live"}
"""A stream has no end that a test could wait for; `tests/web/test_live.py` reads it."""
KNOWN = {"name": "touchpoints", "customer": "ann", "id": "current", "suffix": "csv", "version": "1"}
"""Half of the requests name something that is there: behind a 404 nothing would be tried."""
HOSTILE = (
    "",
    "\x00",
    "A > ",
    "'; DROP TABLE events; --",
    "9" * 400,
    "-1",
    "nan",
    "2024-13-45",
    "💥|=",
)
BASE = "http://127.0.0.1:8480"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schema")
    with filled(folder, events=SHOP) as workspace:
        app = create_app(workspace)
        with TestClient(app, base_url=BASE, raise_server_exceptions=False) as opened:
            yield opened


@pytest.fixture(scope="module")
def operations(client):
    import schemathesis

    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    found = [result.ok() for result in schema.get_all_operations()]
    return [one for one in found if one.path not in ENDLESS]


def test_the_schema_names_every_area(operations):
    areas = {one.path.split("/")[3] for one in operations}
    assert {"analyses", "customers", "journeys", "maps", "sources", "stages", "uploads"} <= areas


def test_no_value_of_any_option_breaks_an_analysis(client):
    answers = []
    for listed in client.get("/api/v1/analyses").json():
        needed = {"steps": "Catalog > Cart"} if listed["name"] == "funnel" else {}
        for place, option in enumerate(listed["options"]):
            at = place + len(listed["name"])
            numbers = ("9" * 400, "nan") if option["kind"] in {"integer", "number"} else ()
            for value in (HOSTILE[at % len(HOSTILE)], *numbers):
                answer = client.get(
                    f"/api/v1/analyses/{listed['name']}", params={**needed, option["name"]: value}
                )
                answers.append((answer.status_code, listed["name"], option["name"], value))
    assert len(answers) > 100
    assert [one for one in answers if one[0] >= 500] == []


def test_no_request_that_can_be_made_of_the_schema_breaks_the_server(client, operations):
    broken = []
    for operation in operations:

        @seeded(7)
        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), there=booleans())
        def ask(case, there):
            if there:
                known = KNOWN.items() & {(name, KNOWN.get(name)) for name in case.path_parameters}
                case.path_parameters |= dict(known)
            sent = case.as_transport_kwargs(base_url=BASE)
            sent.pop("cookies", None)
            answer = client.request(**sent)
            if answer.status_code >= 500:
                broken.append((sent["method"], sent["url"], str(sent)[:300], answer.text[:300]))
            elif answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert json.loads(answer.text)["detail"]

        ask()
    assert broken == []
    assert client.get("/api/v1/journeys").status_code == 200
