"""Every route that changes something says which right it needs, and without it changes nothing."""

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.requests import Request

from awaited import awaited
from desirepath.store.kept_keys import SCOPES
from desirepath.web.access import SAFE, while_open
from desirepath.web.app import create_app

OURS = {"base_url": "http://maps.example:8480", "follow_redirects": False}
FILE = {"params": {"file": "more.csv"}, "content": b"user_id,event,timestamp\nu9,A,2024-03-05\n"}


@pytest.fixture
def workspace(stocked):
    return stocked


@pytest.fixture
def made(workspace):
    """Return a guarded app, and a token per scope."""
    tokens = {
        scope: workspace.access.make_token(scope, scopes=[scope])["token"] for scope in SCOPES
    }
    return create_app(workspace, guarded=True, own="own secret"), tokens


def with_token(app, token):
    return TestClient(app, headers={"Authorization": f"Bearer {token}"} if token else {}, **OURS)


def routes(app):
    """Return every route of the API and the metrics, with what it depends on."""
    found = [each for each in iter_route_contexts(app.routes) if each.path]
    return [each for each in found if each.path.startswith(("/api/v1", "/metrics"))]


def state_of(workspace):
    return (
        workspace.sources.list(),
        workspace.journeys.show(),
        workspace.journeys.stages(),
        workspace.sources.live.keys(),
        workspace.access.tokens(),
    )


def rights(route):
    found = {getattr(each.call, "scope", None) for each in route.dependant.dependencies}
    return found - {None}


def test_every_route_that_changes_something_declares_its_right(made):
    app, _ = made
    changing = [route for route in routes(app) if route.methods - SAFE]
    assert len(changing) >= 15
    missing = [route.path for route in changing if len(rights(route)) != 1]
    assert missing == []
    # who says that they are there changes nothing that is kept: a reader may
    reading = [route.path for route in changing if rights(route) == {"read"}]
    assert reading == ["/api/v1/presence"]
    kept = {right for route in changing if route.path not in reading for right in rights(route)}
    assert kept == {"edit", "data", "manage"}


def test_nobody_without_a_token_reads_or_changes_anything(made, workspace):
    app, _ = made
    before = state_of(workspace)
    for token in ("", "dpt_unknown", "own secre"):
        client = with_token(app, token)
        for route in routes(app):
            path = route.path.replace("{", "").replace("}", "")
            for method in route.methods - {"HEAD"}:
                answer = client.request(method, path)
                assert answer.status_code == 401, (method, path)
                assert answer.headers["www-authenticate"] == "Bearer"
    assert state_of(workspace) == before


def test_a_token_opens_what_its_scopes_say_and_a_refused_call_changes_nothing(made, workspace):
    app, tokens = made
    calls = {
        "read": ("GET", "/api/v1/analyses/graph", {}),
        "edit": ("PUT", "/api/v1/stages", {"json": {"Cart": "Use"}}),
        "data": ("POST", "/api/v1/sources", FILE),
        "manage": ("POST", "/api/v1/keys", {"json": {"source": "web"}}),
    }
    for scope, (method, path, more) in calls.items():
        before = state_of(workspace)
        for other, token in tokens.items():
            if other != scope:
                assert with_token(app, token).request(method, path, **more).status_code == 403
        assert state_of(workspace) == before
        answer = with_token(app, tokens[scope]).request(method, path, **more)
        assert answer.status_code in (200, 201), answer.text


def test_a_revoked_token_opens_nothing(made, workspace):
    app, tokens = made
    client = with_token(app, tokens["read"])
    assert client.get("/api/v1/sources").status_code == 200
    first = next(token for token in workspace.access.tokens() if token["name"] == "read")
    workspace.access.revoke_token(first["id"])
    assert client.get("/api/v1/sources").status_code == 401
    assert tokens["read"] not in (workspace.folder / "book.sqlite").read_bytes().decode("latin-1")


def test_pages_lead_to_the_form_and_its_cookie_opens_them(made):
    app, tokens = made
    client = TestClient(app, **OURS)
    assert client.get("/maps/current").headers["location"] == "/sign-in"
    form = client.get("/sign-in", headers={"Accept-Language": "de-CH"})
    assert "Anmelden" in form.text
    assert "<script" not in form.text
    assert client.post("/sign-in", data={"token": "dpt_wrong"}).status_code == 401
    own = {"Origin": "http://maps.example:8480"}
    done = client.post("/sign-in", data={"token": tokens["read"]}, headers=own)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    cookie = done.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/api/v1/sources").status_code == 200
    assert client.get("/sign-in", headers={"Origin": "http://evil.example"}).status_code == 200
    evil = {"Origin": "http://evil.example"}
    assert client.put("/api/v1/stages", json={}, headers=evil).status_code == 403
    assert client.post("/sign-out", headers=own).status_code == 303
    assert client.get("/api/v1/sources").status_code == 401


def test_on_this_machine_nobody_is_asked(workspace):
    client = TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")
    assert client.get("/api/v1/sources").status_code == 200
    assert client.post("/api/v1/tokens", json={"name": "ann"}).status_code == 201


def test_the_door_asks_for_write_keys_only(made, workspace):
    app, _ = made
    key = workspace.sources.live.make_key("web")["key"]
    event = {"touchpoint": "Cart", "customer": "u1"}
    client = TestClient(app, **OURS)
    assert client.post("/v1/events", json=event, params={"key": key}).status_code == 200
    assert client.get("/api/v1/sources", params={"key": key}).status_code == 401
    assert with_token(app, key).get("/api/v1/sources").status_code == 401


def test_a_revoked_token_hears_no_more_news(made, workspace):
    app, tokens = made
    token = next(one for one in workspace.access.tokens() if one["name"] == "read")
    headers = [(b"authorization", f"Bearer {tokens['read']}".encode())]
    request = Request({"type": "http", "app": app, "headers": headers, "method": "GET"})

    async def told():
        yield b"first"
        workspace.access.revoke_token(token["id"])
        yield b"second"

    async def heard():
        return [piece async for piece in while_open(request, told())]

    assert awaited(heard()) == [b"first"]


def test_what_is_no_host_and_no_origin_is_refused(workspace):
    client = TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")
    before = state_of(workspace)
    for host in ("evil.example", "127.0.0.1.evil.example", "[", "127.0.0.1@evil.example", ""):
        assert client.get("/api/v1/sources", headers={"Host": host}).status_code == 403, host
    wrong = {"Origin": "null"}, {"Origin": "http://["}, {"Origin": "http://127.0.0.1:1"}
    for headers in (*wrong, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/api/v1/tokens", json={"name": "eve"}, headers=headers)
        assert answer.status_code == 403, headers
    assert state_of(workspace) == before
    own = {"Origin": "http://127.0.0.1:8480", "Sec-Fetch-Site": "same-origin"}
    assert client.put("/api/v1/stages", json={}, headers=own).status_code == 200


def test_nothing_a_proxy_could_have_said_opens_anything(made, workspace):
    app, _ = made
    before = state_of(workspace)
    client = TestClient(app, **OURS)
    local = {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1", "X-Real-IP": "127.0.0.1",
             "X-Forwarded-Host": "127.0.0.1", "X-HTTP-Method-Override": "GET"}  # fmt: skip
    for path in ("/api/v1/tokens", "//api/v1/tokens", "/api/v1/../v1/tokens", "/API/v1/tokens",
                 "/api/v1/tokens/", "/api/v1/tokens;.css", "/assets/../api/v1/tokens"):  # fmt: skip
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            answer = client.request(method, path, headers=local, json={"name": "eve"})
            assert answer.status_code in {303, 307, 401, 403, 404, 405}, (method, path)
            assert "scopes" not in answer.text
    assert state_of(workspace) == before


def test_a_token_in_an_address_opens_nothing(made):
    app, tokens = made
    client = TestClient(app, **OURS)
    for name in ("token", "access_token", "key", "authorization"):
        answer = client.get("/api/v1/sources", params={name: tokens["manage"]})
        assert answer.status_code == 401


def test_a_write_key_reads_nothing_at_the_door_either(made, workspace):
    app, _ = made
    key = workspace.sources.live.make_key("web")["key"]
    client = TestClient(app, **OURS)
    sent = {"touchpoint": "Cart", "customer": "u1"}
    assert client.post("/v1/events", json=sent, params={"key": key}).json() == {"accepted": True}
    for path in ("/v1/events", "/v1/batch", "/batch/", "/e/", f"/v1/webhooks/{key}"):
        assert client.get(path, params={"key": key}).status_code == 405
    for path in ("/metrics", "/api/v1/sources", "/api/v1/keys", "/api/v1/live"):
        assert with_token(app, key).get(path).status_code == 401


def test_a_book_with_a_secret_is_read_by_its_owner_only(workspace):
    book = workspace.folder / "book.sqlite"
    book.chmod(0o644)
    workspace.sources.live.make_key("web")
    assert book.stat().st_mode & 0o077 == 0o044
    workspace.sources.live.make_key("bills", template="standard")
    files = [path for path in workspace.folder.glob("book.sqlite*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}
    book.chmod(0o644)
    workspace.sources.connections.add("hubspot", secret="pat-eu1")  # noqa: S106 - of nobody
    assert book.stat().st_mode & 0o077 == 0


def test_pages_of_others_show_nothing_of_ours(workspace):
    client = TestClient(create_app(workspace), base_url="http://127.0.0.1:8480")
    for path in ("/api/v1/sources", "/api/v1/maps/current.svg", "/"):
        headers = client.get(path).headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
