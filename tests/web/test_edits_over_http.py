"""Edits over HTTP: acknowledged when on disk, merged where they can be, never lost."""

import json

import pytest
from fastapi.testclient import TestClient

import desirepath as dp
from desirepath.errors import EditConflict, InputError
from desirepath.web.app import create_app
from desirepath.web.edit_shapes import ColumnsCompared, Differs, LogEntry, Template, VersionListed
from desirepath.web.map_shapes import DrawnMap, MapListed

URL = "/api/v1/maps/current"
CART = "decision/decision-cart"
PAID = "purchase/purchase-order-paid"
RENAME = {"op": "rename-step", "step": CART, "name": "Fills the basket"}
CARD = {"op": "add-card", "id": "c1", "lane": "pains", "step": CART, "title": "Basket is lost"}
MORE = "user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\neve,Cart,2024-03-05 10:01:00\n"
CLAIM = {
    "analysis": "touchpoints",
    "params": {},
    "where": {"touchpoint": "Cart"},
    "field": "journeys",
}


@pytest.fixture
def workspace(stocked):
    return stocked


@pytest.fixture
def client(workspace):
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def send(client, seen, *changes, session="ann", url=URL):
    body = {"session": session, "author": session, "changes": [
        {"id": id_, "change": change} for id_, change in changes
    ]}  # fmt: skip
    return client.post(f"{url}/edits", json=body, headers={"If-Match": f'"{seen}"'})


def step_names(document):
    return [step["name"] for stage in document["stages"] for step in stage["steps"]]


def test_an_edit_is_taken_once_however_often_it_is_sent(client):
    first = send(client, 0, ("e1", RENAME))
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    assert first.json() == {"revision": 1, "undo": "e1", "redo": None}
    assert send(client, 0, ("e1", RENAME)).json() == first.json()
    assert "Fills the basket" in step_names(client.get(URL).json())
    assert "Fills the basket" in client.get(f"{URL}.md").text
    drawn = client.get(f"{URL}/layout", params={"session": "ann"})
    assert drawn.headers["etag"] == '"1"'
    shape = DrawnMap.model_validate(drawn.json())
    assert (shape.revision, shape.undo, shape.waiting) == (1, "e1", [])
    (entry,) = client.get(f"{URL}/edits").json()
    assert LogEntry.model_validate(entry).change == RENAME
    assert client.get(f"{URL}/edits?after=1").json() == []


def test_edits_of_others_are_merged_where_both_can_stand(client):
    assert send(client, 0, ("a1", RENAME)).status_code == 200
    merged = send(client, 0, ("b1", CARD), session="bob")
    assert merged.json()["revision"] == 2
    document = client.get(URL).json()
    assert "Fills the basket" in step_names(document)
    assert "Basket is lost" in json.dumps(document["lanes"])


def test_a_true_conflict_shows_both_and_takes_nothing(client):
    assert send(client, 0, ("a1", RENAME)).status_code == 200
    other = {**RENAME, "name": "Chooses"}
    refused = send(client, 0, ("b1", CARD), ("b2", other), session="bob")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    (pair,) = problem["conflicts"]
    assert pair["mine"]["change"]["name"] == "Chooses"
    assert (pair["theirs"]["author"], pair["theirs"]["change"]["name"]) == (
        "ann",
        "Fills the basket",
    )
    assert client.get(f"{URL}/layout").json()["revision"] == 1
    # who has seen the other one may choose their own
    assert send(client, problem["revision"], ("b2", other), session="bob").status_code == 200
    assert "Chooses" in step_names(client.get(URL).json())


def test_what_somebody_else_removed_is_a_conflict_and_not_an_error(client):
    assert send(client, 0, ("a1", CARD)).status_code == 200
    assert send(client, 1, ("a2", {"op": "remove-card", "card": "c1"})).status_code == 200
    late = send(client, 1, ("b1", {"op": "edit-card", "card": "c1", "title": "x"}), session="bob")
    assert late.status_code == 409
    assert "c1" in json.dumps(late.json()["conflicts"][0])


def test_everyone_undoes_their_own_changes(client):
    send(client, 0, ("a1", RENAME))
    send(client, 1, ("b1", CARD), session="bob")
    theirs = send(client, 2, ("b2", {"op": "undo", "entry": "a1"}), session="bob")
    assert (theirs.status_code, "their own" in theirs.json()["detail"]) == (422, True)
    undone = send(client, 2, ("a2", {"op": "undo", "entry": "a1"}))
    assert undone.json() == {"revision": 3, "undo": None, "redo": "a1"}
    document = client.get(URL).json()
    assert "Fills the basket" not in step_names(document)
    assert "Basket is lost" in json.dumps(document["lanes"])
    twice = send(client, 3, ("a3", {"op": "undo", "entry": "a1"}))
    assert twice.status_code == 422
    assert send(client, 3, ("a4", {"op": "redo", "entry": "a1"})).json()["undo"] == "a1"


@pytest.mark.parametrize(
    ("headers", "change", "status"),
    [
        ({}, RENAME, 428),
        ({"If-Match": '"9"'}, RENAME, 412),
        ({"If-Match": '"0"'}, {**RENAME, "op": "burn"}, 422),
        ({"If-Match": '"0"'}, {**RENAME, "step": "nowhere"}, 404),
        ({"If-Match": '"0"'}, {"op": "restore", "revision": 7}, 422),
        ({"If-Match": '"0"', "Origin": "https://evil.example"}, RENAME, 403),
    ],
)
def test_what_cannot_be_taken_is_a_problem_and_changes_nothing(client, headers, change, status):
    body = {"session": "ann", "changes": [{"id": "e1", "change": change}]}
    answer = client.post(f"{URL}/edits", json=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert client.get(f"{URL}/layout").json()["revision"] == 0


def test_other_pages_hear_of_an_edit(client):
    heard = []
    client.app.state.live.publish = lambda topic, payload: heard.append((topic, payload))
    send(client, 0, ("a1", RENAME))
    assert heard == [("map", {"id": "current", "revision": 1, "session": "ann"})]


def test_new_data_move_numbers_and_attached_evidence_and_never_what_people_wrote(client):
    send(client, 0, ("a1", RENAME), ("a2", CARD))
    wrong = {**CLAIM, "where": {"touchpoint": "Nothing"}}
    attach = {"op": "attach-evidence", "card": "c1", "claim": wrong}
    assert send(client, 2, ("a3", attach)).status_code == 422
    assert send(client, 2, ("a4", {**attach, "claim": CLAIM})).status_code == 200
    before = client.get(f"{URL}/layout").json()

    def evidence(drawn):
        cells = [cell for lane in drawn["document"]["lanes"] for cell in lane["cells"]]
        return next(cell["evidence"] for cell in cells if cell["id"] == "c1")

    assert (evidence(before)["class"], evidence(before)["value"]) == ("measured", 2)
    sent = client.post("/api/v1/sources", params={"file": "more.csv"}, content=MORE)
    assert sent.status_code == 201
    after = client.get(f"{URL}/layout").json()
    assert "Fills the basket" in step_names(after["document"])
    assert evidence(after)["value"] == 3
    seen = f"{before['version']}.{before['revision']}"
    rows = client.get(f"{URL}/difference", params={"from": seen}).json()
    moved = {row["title"]: (row["from"], row["to"]) for row in rows if row["what"] == "number"}
    assert moved["Catalog"] == (4, 5)
    assert {Differs.model_validate(row).what for row in rows} <= {"number", "card"}
    send(client, 3, ("a5", {"op": "detach-evidence", "card": "c1"}))
    assert evidence(client.get(f"{URL}/layout").json())["class"] == "assumed"


def test_a_change_whose_place_is_gone_waits_and_is_done_again(client):
    send(client, 0, ("a1", CARD))
    assert client.put("/api/v1/stages", json={"Cart": "Use"}).status_code == 200
    kept = client.get(f"{URL}/layout").json()
    # the only step of that name is meant, wherever data put it
    cells = [cell for lane in kept["document"]["lanes"] for cell in lane["cells"]]
    (cell,) = [cell for cell in cells if cell["id"] == "c1"]
    assert (cell["stage"], kept["waiting"]) == ("use", [])
    send(client, 1, ("a2", {"op": "rename-stage", "stage": "use", "name": "Daily life"}))
    client.put("/api/v1/stages", json={"Cart": "Decision"})
    waits = client.get(f"{URL}/layout").json()["waiting"]
    assert [(one["entry"], "use" in one["why"]) for one in waits] == [("a2", True)]
    client.put("/api/v1/stages", json={"Cart": "Use"})
    again = client.get(f"{URL}/layout").json()
    assert again["waiting"] == []
    assert "Daily life" in [stage["name"] for stage in again["document"]["stages"]]


def test_a_named_version_is_restored_as_an_edit(client):
    send(client, 0, ("a1", RENAME))
    named = client.post(f"{URL}/versions", json={"name": "After the workshop"})
    assert named.status_code == 201
    version = VersionListed.model_validate(named.json())
    send(client, 1, ("a2", {**RENAME, "name": "Something else"}))
    listed = client.get(f"{URL}/versions").json()
    assert [one["name"] for one in listed] == ["After the workshop", None]
    rows = client.get(f"{URL}/difference", params={"from": str(version.version)}).json()
    assert [(row["what"], row["from"], row["to"]) for row in rows] == [
        ("step", "Fills the basket", "Something else")
    ]
    by = {"id": "r1", "session": "bob"}
    back = client.post(f"{URL}/versions/{version.version}/restore", json=by)
    assert back.json() == {"revision": 3, "undo": "r1", "redo": None}
    assert "Fills the basket" in step_names(client.get(URL).json())
    old = client.get(URL, params={"version": version.version}).json()
    assert "Fills the basket" in step_names(old)


def test_maps_begin_from_data_a_template_or_another_map(client):
    offered = [Template.model_validate(one) for one in client.get("/api/v1/maps/templates").json()]
    assert [one.name for one in offered] == [
        "buy", "onboarding", "support", "renewal", "aida", "empty",
    ]  # fmt: skip
    wanted = {"title": "Gold customers", "where": ["plan=gold"], "persona": "Maya"}
    made = client.post("/api/v1/maps/new", json=wanted).json()
    assert made == {"id": "gold-customers", "title": "Gold customers"}
    document = client.get(f"/api/v1/maps/{made['id']}").json()
    assert (document["title"], document["persona"]) == ("Gold customers", "Maya")
    copied = {"title": "As it shall be", "source": made["id"], "state": "to-be"}
    to_be = client.post("/api/v1/maps/new", json=copied).json()["id"]
    send(client, 1, ("t1", {**RENAME, "name": "One click"}), url=f"/api/v1/maps/{to_be}")
    rows = client.get(f"/api/v1/maps/{made['id']}/beside/{to_be}").json()
    pairs = [ColumnsCompared.model_validate(row) for row in rows]
    assert [(p.left and p.left.step, p.right and p.right.step) for p in pairs if p.left != p.right]
    assert None in [p.left for p in pairs]
    listed = [MapListed.model_validate(one) for one in client.get("/api/v1/maps").json()]
    assert {one.title for one in listed} >= {"Gold customers", "As it shall be"}
    wrong = client.post("/api/v1/maps/new", json={"title": "x", "source": "bye"})
    assert (wrong.status_code, "buy" in wrong.json()["detail"]) == (404, True)


def test_edits_are_there_after_the_workspace_was_closed_and_in_every_format(workspace):
    edited = workspace.maps.edit("current", [RENAME, CARD], author="Ann", ids=["e1", "e2"])
    assert (edited.revision, edited.document["cells"]["assumed"]) == (2, 1)
    other = {**RENAME, "name": "Else"}
    with pytest.raises(EditConflict) as conflict:
        workspace.maps.edit("current", [other], session="other", revision=0)
    assert conflict.value.revision == 2
    with pytest.raises(InputError, match="undo"):
        workspace.maps.edit("current", [{"op": "undo", "entry": "nothing"}])
    folder = workspace.folder
    workspace.close()
    with dp.open(folder) as again:
        built = again.maps.build()
        assert (built.revision, built.digest) == (2, edited.digest)
        for suffix in ("json", "csv", "md", "html", "svg"):
            text = built.save(folder / f"map.{suffix}").read_text(encoding="utf-8")
            assert "Fills the basket" in text, suffix
        assert [one["change"]["op"] for one in again.maps.history("current")] == [
            "rename-step",
            "add-card",
        ]
