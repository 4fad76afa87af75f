"""The help pages: whole, linked, served with a strict policy, and what keeps them so."""

import json
import re
import shutil
from html.parser import HTMLParser

import help_site
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from desirepath.web import help_pages, problems
from places import ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("help")
    help_site.build(folder)
    return folder


@pytest.fixture(scope="session")
def client(site):
    app = FastAPI()
    help_pages.install(app, site)
    problems.install(app)
    return TestClient(app)


class Links(HTMLParser):
    """Collects what a page points to, loads, and can be pointed to."""

    def __init__(self, file):
        super().__init__()
        self.to, self.loads, self.ids, self.inline = [], [], set(), []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.add(found.get("id"))
        if tag == "a":
            self.to.append(found["href"])
        if tag in {"img", "script"} or (tag == "link"):
            self.loads.append(found.get("src") or found.get("href"))
        if (tag == "script" and "src" not in found) or any(k.startswith("on") for k in found):
            self.inline.append(tag)
        if tag == "img" and not found.get("alt") and "logo" not in found["src"]:
            self.inline.append("picture without words")


def test_every_page_of_docs_is_in_the_site_and_in_its_search(site):
    sources = list((ROOT / "docs").rglob("*.md"))
    assert len(list(site.rglob("*.html"))) == len(sources) > 60
    index = json.loads((site / "search.json").read_text())
    assert {entry["to"].partition("#")[0] for entry in index} == {
        file.relative_to(site).as_posix() for file in site.rglob("*.html")
    }


def test_every_link_and_picture_leads_somewhere_inside(site):
    pages = {file: Links(file) for file in site.rglob("*.html")}
    for file, page in pages.items():
        for to in (*page.to, *page.loads):
            if re.match("https?:", to) or to == "/":
                assert to not in page.loads, f"{file} loads {to}"
                continue
            path, _, part = to.partition("#")
            there = (file.parent / path).resolve() if path else file
            assert there.is_file(), f"{file} points to {to}"
            if part:
                assert part in pages[there].ids, f"{file} points to {to}"
        assert page.inline == [], file


def test_it_is_small_enough_for_the_package(site):
    assert sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) < 5_000_000


def test_pages_are_served_and_nothing_else(client):
    assert "Desirepath help" in client.get("/help/").text
    assert client.get("/help").url.path == "/help/"
    assert client.get("/help/adr/").status_code == 200
    answer = client.get("/help/reference/analyses/funnel.html")
    assert "text/html" in answer.headers["content-type"]
    for path in ("/help/nothing.html", "/help/..%2f..%2fpyproject.toml", "/help/%2e%2e/app.py"):
        assert client.get(path).status_code == 404, path


def test_without_a_build_the_way_to_get_one_is_said(tmp_path):
    app = FastAPI()
    help_pages.install(app, tmp_path / "nothing")
    problems.install(app)
    assert "make docs" in TestClient(app).get("/help/").json()["detail"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\n[b](b.md)\n", "b.md, which is not there"),
        ("# A\n\n[b](README.md#no)\n", "no such heading"),
        ("# A\n\n![b](b.png)\n", "b.png, which is not there"),
        ("A\n", "does not begin with a heading"),
    ],
)
def test_a_page_that_points_nowhere_is_not_built(tmp_path, monkeypatch, text, said):
    shutil.copytree(help_site.THEME, tmp_path / "_theme")
    (tmp_path / "README.md").write_text("# Home\n")
    (tmp_path / "a.md").write_text(text)
    monkeypatch.setattr(help_site, "DOCS", tmp_path)
    with pytest.raises(SystemExit, match=said):
        help_site.build(tmp_path / "out")


def test_a_new_page_and_a_new_folder_appear_by_themselves(tmp_path, monkeypatch):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "README.md").write_text("# Home\n\n<b>no markup</b>\n")
    (tmp_path / "recipes" / "soup.md").write_text("<!-- written by hand -->\n# Soup & salt\n")
    monkeypatch.setattr(help_site, "DOCS", tmp_path)
    help_site.build(tmp_path / "out")
    home = (tmp_path / "out" / "index.html").read_text()
    assert '<a href="recipes/soup.html">Soup &amp; salt</a>' in home
    assert "&lt;b&gt;no markup" in home


def test_every_analysis_has_an_example_its_output_and_a_picture():
    for file in (ROOT / "docs" / "reference" / "analyses").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        assert re.search(r"```sh\ndesirepath analyse .*\n```\n\n```text first=\d+\n.+", text), file
        assert f"](../../images/analyses/{file.stem}.png)" in text, file


def test_pictures_are_light_enough_for_a_repository():
    pictures = list((ROOT / "docs").rglob("*.png"))
    assert [one.name for one in pictures if one.stat().st_size > 150_000] == []
    assert sum(one.stat().st_size for one in pictures) < 3_000_000
