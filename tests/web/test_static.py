"""The pages are served from one folder, and nothing outside it."""

import gzip

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
    (built / "assets" / "main-abc.js.gz").write_bytes(gzip.compress(b"1"))
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


def test_a_script_is_sent_packed_to_who_takes_it_packed(client):
    for wanted, packed in (("gzip, br", "gzip"), ("identity", None)):
        answer = client.get("/assets/main-abc.js", headers={"Accept-Encoding": wanted})
        assert answer.text == "1"
        assert answer.headers.get("content-encoding") == packed
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/assets/main-abc.js.gz",
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
