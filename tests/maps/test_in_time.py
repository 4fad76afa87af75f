"""The map says when something was unusual, and how many contacts a step has per period."""

import drawn
from desirepath.exports._page.drawer import items
from desirepath.exports.html import page
from desirepath.maps import build
from desirepath.maps.in_time import said
from desirepath.maps.layout import lay_out
from desirepath.maps.marks import Words
from desirepath.maps.numbers import span


def lane(document, id_="metrics"):
    return next(lane for lane in document["lanes"] if lane["id"] == id_)


def test_an_incident_stands_at_its_step_with_its_days_and_its_series():
    document = build(drawn.asker(), drawn.tables())
    (cell,) = [c for c in lane(document)["cells"] if c["content"].get("tone") == "incident"]
    assert cell["content"]["title"] == "5–11 Oct: ID photo: repeats 8 ×"
    assert cell["content"]["trend"].count(0.4) == 1
    assert len(cell["content"]["starts"]) == len(cell["content"]["trend"]) == 13
    first = cell["evidence"][0]
    assert (first["analysis"], first["field"], first["value"]) == ("incidents", "value", 0.4)
    assert first["where"] == {"id": cell["content"]["id"]}
    assert (first["low"], first["high"], first["n"]) == (0.34, 0.463, 240)
    place = next(
        stage["id"]
        for stage in document["stages"]
        for step in stage["steps"]
        for point in step["touchpoints"]
        if point["name"] == "ID photo"
    )
    assert cell["stage"] == place
    drawn_words = [mark.text for mark in lay_out(document).body if isinstance(mark, Words)]
    assert "5–11 Oct" in drawn_words
    assert "ID photo: repeats 8 ×" in " ".join(drawn_words)


def test_each_step_has_its_last_whole_week_with_the_weeks_before():
    document = build(drawn.asker(), drawn.tables())
    items = [
        item
        for cell in lane(document)["cells"]
        for item in cell["content"].get("items", [])
        if item.get("trend")
    ]
    assert {item["label"] for item in items} == {"Contacts a week"}
    # the thirteenth week is not whole
    assert {(len(item["trend"]), item["trend"][-1] == item["value"]) for item in items} == {
        (12, True)
    }


def test_a_span_of_days_is_short_within_a_month():
    assert span("2025-05-17", "2025-05-27") == "17–27 May"
    assert span("2025-05-28", "2025-06-03") == "28 May – 3 Jun"
    assert span("2025-12-28", "2026-01-03") == "28 Dec 2025 – 3 Jan 2026"
    assert span("2025-05-04", "2025-05-04") == "4 May"


def test_what_never_was_before_has_no_ratio_in_words():
    row = {"touchpoint": "pay", "metric": "end_share", "direction": "more", "ratio": None}
    assert said(row) == "Pay: journeys end, none before"
    assert said({**row, "metric": "events", "direction": "less", "ratio": 0.3}) == (
        "Pay: contacts only 0.3 ×"
    )


def test_the_phone_and_the_table_tell_the_incident_too():
    written = page(build(drawn.asker(), drawn.tables()))
    assert written.count("5–11 Oct: ID photo: repeats 8 ×") >= 2


def test_the_drawer_of_an_incident_says_its_share_and_what_was_usual():
    document = build(drawn.asker(), drawn.tables())
    found = items(document)
    made = next(
        one
        for one in found.values()
        if not isinstance(one, str) and one["kicker"] == "Unusual days"
    )
    assert made["title"] == "5–11 Oct: ID photo: repeats 8 ×"
    said_of = {row[0]: row[1:4] for row in made["numbers"]}
    assert said_of["Value"] == ["40\u202f%", "34\u202f% to 46\u202f%", "240"]
    assert said_of["Usual"][0] == "5\u202f%"
    assert said_of["Times the usual"][0] == "8 ×"
