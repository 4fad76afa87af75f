"""The map document: its shape, its evidence, its coverage."""

import json
from datetime import UTC, datetime

import pytest

import drawn
import drawn_maps
from desirepath.maps import build, lanes
from desirepath.maps.build import counted, coverage, weakest

EVERY = drawn_maps.everything()
MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
KEYS = {
    "class", "analysis", "params", "where", "field", "value", "n", "low", "high", "sources",
    "from", "to", "digest",
}  # fmt: skip


def test_the_document_has_the_shape_of_the_contract():
    document = drawn_maps.phone_plan()
    assert document["format"] == "desirepath-map/1"
    for key in ("title", "created", "period", "journey", "persona", "stages", "lanes", "sources"):
        assert key in document
    assert document["period"] == {"from": "2026-08-23", "to": "2026-11-20"}
    assert document["journey"] == {"unit": "customer", "goal": "Payment"}
    assert [lane["id"] for lane in document["lanes"]] == list(lanes.ORDER)


def test_every_touchpoint_stands_in_the_map_once_with_its_exact_numbers():
    document = drawn_maps.long_map()
    found = [p for s in document["stages"] for step in s["steps"] for p in step["touchpoints"]]
    assert len(found) == 200
    assert len({point["name"] for point in found}) == 200
    drawn_again = {
        item["name"]: item
        for lane in document["lanes"]
        if lane["id"] == "touchpoints"
        for cell in lane["cells"]
        for item in cell["content"]["items"]
    }
    for point in found:
        assert drawn_again[point["name"]]["events"] == point["events"]
        assert drawn_again[point["name"]]["journeys"] == point["journeys"]


@pytest.mark.parametrize("name", ["plan", "unanswered", "ratings", "two"])
def test_all_evidence_that_names_an_analysis_recomputes_to_its_value(name):
    document = EVERY[name]
    askers = {"plan": drawn.asker()}
    checked = 0
    for claim in drawn_maps.evidence(document):
        assert set(claim) == KEYS
        assert claim["class"] in {"measured", "inferred", "assumed"}
        if name not in askers:
            continue
        result = askers[name](claim["analysis"], claim["params"])
        rows = [
            row
            for row in result.rows
            if all(row.get(key) == value for key, value in claim["where"].items())
        ]
        assert len(rows) == 1
        assert rows[0][claim["field"]] == claim["value"]
        assert result.digest() == claim["digest"]
        checked += 1
    assert checked > 150 or name not in askers


def test_a_stage_counts_what_the_funnel_reached():
    purchase = next(s for s in drawn_maps.phone_plan()["stages"] if s["id"] == "purchase")
    assert purchase["journeys"] == 6794
    claim = purchase["evidence"][0]
    assert claim["analysis"] == "funnel"
    assert claim["params"]["mode"] == "reached"
    assert claim["params"]["steps"].startswith("stage:Awareness > stage:Consideration")
    assert claim["where"] == {"step": 4}


def test_coverage_adds_up_to_one_over_the_cells_that_are_drawn():
    for document in EVERY.values():
        parts = document["coverage"]
        assert list(parts) == ["measured", "inferred", "assumed"]
        assert sum(parts.values()) == pytest.approx(1)
        cells = document["cells"]
        assert cells["total"] == sum(len(lane["cells"]) for lane in document["lanes"])
        assert sum(cells.values()) == 2 * cells["total"]


def test_a_cell_is_known_as_well_as_its_weakest_evidence():
    assert weakest([{"class": "measured"}, {"class": "inferred"}]) == "inferred"
    assert weakest({"class": "measured"}) == "measured"
    assert weakest([]) == "assumed"


def test_an_empty_map_knows_nothing():
    assert coverage(counted([])) == {"measured": 0, "inferred": 0, "assumed": 1}
    assert EVERY["empty"]["stages"] == []
    assert EVERY["empty"]["title"] == "A journey map without data yet"


def test_only_created_depends_on_the_clock():
    first = build(drawn.asker(), drawn.tables(), created=MOMENT)
    second = build(drawn.asker(), drawn.tables())
    assert first.pop("created") != second.pop("created")
    assert json.dumps(first) == json.dumps(second)


def test_at_most_two_moments_of_truth_each_with_its_reason():
    moments = next(lane for lane in EVERY["plan"]["lanes"] if lane["id"] == "moments")["cells"]
    assert [cell["step"] for cell in moments] == ["proves-identity", "activates-the-sim"]
    assert moments[0]["content"]["reason"] == "43\u202f% of pain cost"
    assert {cell["evidence"]["class"] for cell in moments} == {"inferred"}
    few = next(lane for lane in EVERY["long"]["lanes"] if lane["id"] == "moments")["cells"]
    assert len(few) <= 2


def test_a_quote_is_verbatim_and_near_the_mood_of_its_step():
    quotes = next(lane for lane in EVERY["plan"]["lanes"] if lane["id"] == "quotes")["cells"]
    cell = next(cell for cell in quotes if cell["step"] == "pays")
    first = cell["content"]["quotes"][0]
    rows = {row["feedback_id"]: row for row in drawn.asker()("feedback", {}).rows}
    assert first["text"] == rows[first["id"]]["text"]
    assert first["text"].startswith("Abgelehnt, ohne Grund. Meine Bank sah nichts. <b>Warum</b>?")
    assert first["language"] == "de"
    assert first["valence"] == -0.5  # the clearest of three on the side of the step’s −0.3
    assert cell["evidence"][0]["where"] == {"feedback_id": first["id"]}
    assert cell["evidence"][0]["value"] == first["text"]


def test_an_opportunity_answers_a_pain_with_a_cost_and_its_effort_is_open():
    opportunities = next(lane for lane in EVERY["plan"]["lanes"] if lane["id"] == "opportunities")[
        "cells"
    ]
    assert len(opportunities) == 6
    worst = next(c for c in opportunities if c["step"] == "proves-identity")
    assert worst["content"]["impact"] == 5
    assert worst["content"]["effort"] is None
    assert worst["evidence"]["class"] == "inferred"


def test_what_texts_ask_for_is_a_measured_need_from_three_texts_on():
    needs = next(lane for lane in EVERY["asking"]["lanes"] if lane["id"] == "needs")["cells"]
    told = [(cell["step"], cell["content"]["theme"], cell["content"]["n"]) for cell in needs]
    assert told == [
        ("compares-plans", "en-explain-bill", 9),
        ("compares-plans", "en-dark-bill", 4),
        ("checks-coverage", "en-longer-bill", 3),
    ]
    titles = [cell["content"]["title"] for cell in needs]
    start, end = "“</script><img src=x onerror=alert(1)> & “so” it goes on", "blah …”"
    assert titles[0].startswith(start)
    assert titles[0].endswith(f"{end} and 8 more")
    assert titles[1].startswith(f"dark, bill: {start}"), "a person gave the theme this name"
    assert {claim["class"] for cell in needs for claim in cell["evidence"]} == {"measured"}


def test_what_more_complain_about_than_before_is_announced_at_its_step():
    pains = next(lane for lane in EVERY["asking"]["lanes"] if lane["id"] == "pains")["cells"]
    rising = {cell["step"]: cell["content"] for cell in pains if cell["content"]["tone"] == "theme"}
    quote = "“The page says nothing of the price.”"
    assert {step: content["title"] for step, content in rising.items()} == {
        "compares-plans": f"Getting worse: dark, bill: {quote}",
        "checks-coverage": f"Growing: 12 % of texts here, 5 % before {quote}",
    }


def test_what_people_wrote_is_assumed_unless_they_say_otherwise():
    document = EVERY["written"]
    needs = next(lane for lane in document["lanes"] if lane["id"] == "needs")["cells"]
    assert needs[0]["evidence"]["class"] == "assumed"
    assert document["cells"]["assumed"] == 3
    assert document["label"] == "Synthetic example data"


def test_a_map_of_answers_only_shows_ratings_lowest_first():
    touchpoints = EVERY["ratings"]["lanes"][0]["cells"]
    arriving = touchpoints[0]["content"]["items"]
    assert {item["name"] for item in arriving} == {"Signage", "Parking"}
    assert all("events" not in item for item in arriving)
    assert touchpoints[0]["evidence"][0]["analysis"] == "metrics"
    assert EVERY["ratings"]["overall"][0]["value"] == 39.84


def test_the_headline_leaves_out_questions_about_one_touchpoint_and_begins_with_nps():
    def row(metric, question, touchpoint, n, value):
        return {
            "metric": metric, "question": question, "touchpoint": touchpoint, "n": n,
            "value": value, "low": None, "high": None, "scale": "1-5", "formula": f"{metric}/1",
        }  # fmt: skip

    asked = [
        row("mean", "Signs", None, 90, 4.1),
        row("mean", "Signs", "Signage", 90, 4.1),
        row("mean", "Stay", None, 80, 3.9),
        row("mean", "Stay", "Parking", 30, 3.0),
        row("nps", "Recommend", None, 70, 12.0),
        row("nps", "Recommend", "Parking", 70, 12.0),
    ]
    document = build(drawn.asker(ratings=asked), drawn.tables(), created=MOMENT)
    found = [entry["question"] for entry in document["overall"] if "question" in entry]
    assert found == ["Recommend", "Stay"]


def test_all_channels_of_a_step_stand_on_the_map_not_only_the_main_one_of_each_touchpoint():
    steps = [("Purchase", "Pays", 9, None, [("Payment", "web", 9, 9)], None)]
    asker = drawn.asker(steps, pains=[], gains=[])

    def ask(name, options):
        result = asker(name, options)
        if name == "steps":
            result.rows[0]["channels"] = "web, store"
        return result

    document = build(ask, drawn.tables(steps), created=MOMENT)
    (cell,) = next(lane for lane in document["lanes"] if lane["id"] == "channels")["cells"]
    assert [item["channel"] for item in cell["content"]["items"]] == ["web", "store"]
    assert (cell["evidence"]["field"], cell["evidence"]["value"]) == ("channels", "web, store")
