"""The pages are served from one folder, and nothing outside it."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from desirepath.web import problems, static


@pytest.fixture
def client(tmp_path):
    built = tmp_path / "static"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<title>the page</title>")
    (built / "assets" / "main-abc.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    app = FastAPI()
    static.install(app, built)
    problems.install(app)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/maps/current", "/journeys/funnel?by=plan"])
def test_every_address_of_a_page_is_the_page(client, path):
    answer = client.get(path)
    assert "the page" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_hashed_files_are_kept_by_the_browser(client):
    assert "immutable" in client.get("/assets/main-abc.js").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/assets/gone.js",
        "/robots.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
    ],
)
def test_what_is_no_page_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_without_a_build_the_map_itself_is_shown(tmp_path):
    app = FastAPI()
    static.install(app, tmp_path)
    answer = TestClient(app).get("/", follow_redirects=False)
    assert answer.headers["location"] == "/api/v1/maps/current.html"
