"""The page: one file, safe against its own data, small enough to send."""

import json
import re
from html.parser import HTMLParser

import pytest

import drawn_maps
from desirepath.exports._page import drawer, table, tokens
from desirepath.exports.html import fragment, page

EVERY = drawn_maps.everything()
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Tags(HTMLParser):
    """Checks that tags are nested and collects attributes that could load something."""

    def __init__(self):
        super().__init__()
        self.open, self.loads, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"src", "srcset", "action"} or (name == "href" and value[:1] != "#"):
                self.loads.append((tag, value))
            if name.startswith("on"):
                self.loads.append((tag, name))
            if name == "id":
                self.ids.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", EVERY)
def test_the_page_is_well_formed_and_loads_nothing(name):
    parser = Tags()
    parser.feed(page(EVERY[name]))
    assert parser.open == []
    assert parser.loads == []
    assert len(parser.ids) == len(set(parser.ids))


def test_a_normal_map_is_smaller_than_a_megabyte():
    assert len(page(EVERY["plan"]).encode()) < 1_000_000


def test_the_page_holds_the_document_lossless():
    found = re.search(r'id="document">(.*?)</script>', page(EVERY["long"]), re.DOTALL)
    assert json.loads(found.group(1)) == json.loads(json.dumps(EVERY["long"]))


def test_the_policy_allows_only_the_script_by_its_hash():
    text = page(EVERY["plan"])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_hostile_text_appears_only_escaped():
    text = page(EVERY["long"])
    assert "<img" not in text
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in text
    assert "\\u003c/script\\u003e" in text


def test_the_synthetic_label_is_shown():
    assert "Synthetic example data" in page(EVERY["written"])
    assert "Synthetic example data" not in page(EVERY["plan"])


def test_a_quote_is_captioned_by_its_question_and_score_and_keeps_its_id():
    text = page(EVERY["plan"])
    quotes = next(lane for lane in EVERY["plan"]["lanes"] if lane["id"] == "quotes")["cells"]
    first = quotes[0]["content"]["quotes"][0]
    shown, data = text.split('<script type="application/json"')[:2]
    assert f'<small title="{first["id"]}">CSAT 3 of 5, 1 Sep 2026</small>' in shown
    assert f"csat {first['id']}" not in shown
    assert f'"id":"{first["id"]}"' in data.replace(" ", "")


def test_metrics_of_several_touchpoints_are_told_apart_on_a_phone():
    shown = re.findall(r'class="measures".*?</button>', page(EVERY["ratings"]), re.DOTALL)
    called = re.findall(r"<span>(.*?)</span>", shown[0])
    assert {"Parking, mean", "Signage, mean"} <= set(called)
    assert len(called) == len(set(called))


def test_the_same_document_gives_the_same_page():
    assert page(EVERY["plan"]) == page(EVERY["plan"])


def test_a_fragment_is_one_sandboxed_frame():
    text = fragment(EVERY["two"])
    assert text.startswith("<iframe")
    assert 'sandbox="allow-scripts"' in text
    assert text.count("<iframe") == 1
    assert "<script" not in text


def test_everything_that_opens_has_something_to_say():
    for document in EVERY.values():
        known = drawer.items(document)
        text = page(document)
        paths = set(re.findall(r'data-path="([^"]+)"', text))
        assert paths <= set(known)
        aliases = {item for item in known.values() if isinstance(item, str)}
        assert all(isinstance(known[alias], dict) for alias in aliases)


def test_the_table_says_what_the_picture_folds():
    said = table.twin(EVERY["long"])
    names = [
        point["name"]
        for stage in EVERY["long"]["stages"]
        for step in stage["steps"]
        for point in step["touchpoints"]
    ]
    assert len(names) == 200
    import html

    assert all(html.escape(name) in said for name in names)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first, second):
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [("ink", "surface", 4.5), ("ink2", "surface", 4.5), ("ink3", "surface", 4.5),
     ("ink3", "band", 4.5), ("ink2", "soft", 4.5), ("neg-ink", "neg-bg", 4.5),
     ("pos-ink", "pos-bg", 4.5), ("warn", "warn-bg", 4.5), ("link", "surface", 4.5),
     ("navy-ink", "navy", 4.5), ("navy-ink2", "navy", 4.5), ("on5", "e1", 3), ("on5", "e5", 3),
     ("on", "e2", 3), ("on", "e3", 3), ("on", "e4", 3), ("e1", "band", 3), ("e2", "surface", 3),
     ("e3", "surface", 3), ("e4", "surface", 3), ("e5", "band", 3), ("bar", "sunk", 3)],
)  # fmt: skip
def test_colours_have_the_contrast_of_wcag(theme, ink, ground, least):
    pair = tokens.TOKENS[ink][theme], tokens.TOKENS[ground][theme]
    assert _contrast(*pair) >= least
