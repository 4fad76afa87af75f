"""Storyboards over HTTP: kept once, harmless, on the map and in every file that leaves."""

import base64
import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pypdf import PdfReader

import desirepath as dp
from desirepath.errors import InputError
from desirepath.maps.readers import read
from desirepath.web.app import create_app
from desirepath.web.map_shapes import DrawnMap, KeptImage
from pictured import jpeg, png

URL = "/api/v1/maps/ours"
IMAGES = "/api/v1/maps/images"
PAID = "purchase/pays"
ALT = "She pays <b>at</b> the till"
BOARD = {"op": "add-lane", "id": "board", "title": "Storyboard", "images": True}


@pytest.fixture
def client(workspace):
    workspace.maps.create("Ours", source="buy")
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as opened:
        yield opened


def bring(client, data=None, name="pays.png"):
    return client.post(IMAGES, params={"file": name}, content=data or png())


def frame(image):
    shown = {"id": image["id"], "alt": ALT}
    at = {"lane": "board", "step": PAID, "title": "At the till"}
    return {"op": "add-card", "id": "frame", **at, "image": shown}


def send(client, seen, *changes):
    body = {"session": "ann", "changes": [
        {"id": f"e{seen}{no}", "change": change} for no, change in enumerate(changes)
    ]}  # fmt: skip
    return client.post(f"{URL}/edits", json=body, headers={"If-Match": f'"{seen}"'})


def cells(document):
    return next((lane["cells"] for lane in document["lanes"] if lane["id"] == "board"), None)


def test_an_image_is_kept_once_and_served_so_that_nothing_in_it_runs(client, workspace):
    first = bring(client)
    assert first.status_code == 201
    kept = KeptImage.model_validate(first.json())
    assert (kept.type, kept.width, kept.height) == ("image/png", 40, 30)
    assert bring(client, name="other.jpg").json() == first.json()
    answer = client.get(f"{IMAGES}/{kept.id}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer.headers["cache-control"]
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert shown.size == (40, 30)
    assert workspace.maps.images.get(kept.id).data == answer.content
    assert client.get(f"{IMAGES}/{'0' * 64}").status_code == 404
    svg = bring(client, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg")
    assert (svg.status_code, "PNG, JPEG or WebP" in svg.json()["detail"]) == (422, True)
    assert bring(client, bytes((12 << 20) + 1)).status_code == 422


def test_a_storyboard_is_drawn_changed_taken_away_and_undone(client):
    image, other = bring(client).json(), bring(client, jpeg(60, 90)).json()
    taken = send(client, 0, BOARD, frame(image))
    assert taken.status_code == 200, taken.text
    drawn = DrawnMap.model_validate(client.get(f"{URL}/layout").json())
    (mark,) = [mark for mark in drawn.sheet.body if mark.t == "picture"]
    assert (mark.name, mark.title, mark.wide, mark.tall) == (image["id"], ALT, 40, 30)
    assert f"At the till. {ALT}, assumed" in str([hit.label for hit in drawn.sheet.hits])
    change = {"op": "edit-card", "card": "frame", "image": {"id": other["id"], "alt": "Pays"}}
    assert send(client, 2, change).status_code == 200
    (cell,) = cells(client.get(URL).json())
    assert cell["content"]["image"] == {"id": other["id"], "alt": "Pays", "width": 60, "height": 90}
    assert send(client, 3, {"op": "edit-card", "card": "frame", "image": {}}).status_code == 200
    assert "image" not in cells(client.get(URL).json())[0]["content"]
    assert send(client, 4, {"op": "undo", "entry": "e30"}).status_code == 200
    assert cells(client.get(URL).json())[0]["content"]["image"]["alt"] == "Pays"
    rows = client.get(f"{URL}/difference", params={"from": "1.2"}).json()
    assert [(row["field"], row["to"]) for row in rows] == [("image", f"Pays ({other['id'][:8]})")]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"image": {"id": "0" * 64, "alt": "x"}}, "no image"),
        ({"image": {"id": "../../etc", "alt": "x"}}, "no image"),
        ({"image": {"id": None, "alt": " "}}, "in words what the image shows"),
        ({"image": {"id": None}}, "in words what the image shows"),
        ({"image": {"id": None, "alt": "x"}, "lane": "quotes"}, "no lane for images"),
        ({"image": {"id": None, "alt": "x"}, "kind": "note"}, "holds words only"),
    ],
)
def test_an_image_needs_to_be_there_words_and_a_lane_of_cards(client, wrong, why):
    image = bring(client).json()
    given = {**wrong["image"], "id": wrong["image"]["id"] or image["id"]}
    answer = send(client, 0, BOARD, {**frame(image), **wrong, "image": given})
    assert (answer.status_code, why in answer.json()["detail"]) == (422, True), answer.text
    assert cells(client.get(URL).json()) is None


def test_every_file_that_leaves_has_the_image_in_it(client, tmp_path):
    image = bring(client, png(200, 150)).json()
    assert send(client, 0, BOARD, frame(image)).status_code == 200
    coded = base64.b64encode(client.get(f"{IMAGES}/{image['id']}").content).decode()
    page = client.get(f"{URL}.html").text
    assert page.count(coded) == 1
    assert page.count(f'<use href="#image-{image["id"][:16]}"') == 2  # the picture, and the phone
    assert "She pays &lt;b&gt;at&lt;/b&gt; the till" in page
    assert coded in client.get(f"{URL}.svg").text
    printed = PdfReader(io.BytesIO(client.get(f"{URL}.pdf").content))
    assert [one.image.size for sheet in printed.pages for one in sheet.images] == [(200, 150)]
    slides = zipfile.ZipFile(io.BytesIO(client.get(f"{URL}.pptx").content))
    assert any(name.endswith(".png") for name in slides.namelist())
    assert f"Image: {ALT}" in client.get(f"{URL}.csv").text
    # the map's own file is whole: another workspace shows the same
    file = tmp_path / "map.json"
    file.write_bytes(client.get(f"{URL}.json").content)
    with dp.create(tmp_path / "other") as other:
        kept = other.maps.load(file)
        (cell,) = cells(kept.document)
        assert cell["content"]["image"] == {**image_of(image), "alt": ALT}
        assert other.maps.images.get(image["id"]).width == 200
        assert "images" not in kept.document
        assert coded in kept.save(tmp_path / "again.html").read_text(encoding="utf-8")


def image_of(told):
    return {key: told[key] for key in ("id", "width", "height")}


def test_a_map_file_cannot_smuggle_another_image_in(client, tmp_path):
    image = bring(client).json()
    assert send(client, 0, BOARD, frame(image)).status_code == 200
    document = json.loads(client.get(f"{URL}.json").content)
    document["images"][image["id"]] = "data:image/svg+xml;base64,PHN2Zy8+"
    document["images"]["../x"] = document["images"][image["id"]]
    cells(document)[0]["content"]["image"]["width"] = "1e9"
    file = tmp_path / "map.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    told = read(file)
    assert "images" not in told.document
    assert "image" not in cells(told.document)[0]["content"]
    assert {one["what"] for one in told.report["left_out"]} >= {"images"}


def test_images_that_no_map_names_go_with_the_last_map(workspace, book_of_yesterday):
    kept, new = (workspace.maps.images.add(png(40, side)) for side in (30, 31))
    used = workspace.maps.create("Ours", source="buy", changes=[BOARD])
    at = {"lane": "board", "stage": "purchase", "title": ""}
    change = {"op": "add-card", "id": "f", **at, "image": {"id": kept["id"], "alt": "x"}}
    workspace.maps.edit(used.id, [change])
    workspace.maps.create("Other", source="buy")
    workspace.maps.delete("other")
    assert workspace.maps.images.get(kept["id"]).height == 30
    book_of_yesterday()
    workspace.maps.delete(used.id)
    for image in (kept, new):
        with pytest.raises(InputError, match="There is no image"):
            workspace.maps.images.get(image["id"])


@pytest.fixture
def book_of_yesterday(workspace):
    """Return a function that makes every image two days old."""
    import sqlalchemy as sa

    from desirepath.store.tables import images

    def age():
        with workspace.maps._stores.book._writing() as connection:
            connection.execute(sa.update(images).values(created="2020-01-01T00:00:00+00:00"))

    return age
