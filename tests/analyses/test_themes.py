"""Themes are found in texts, counted where they are spoken of, and changed by people."""

import json

import pytest

import desirepath as dp
from desirepath.enrichers import _themes
from desirepath.errors import UnknownName
from filled import filled

ABOUT = {
    "parcel": ("delivery", "courier", "late", "doorstep", "tracking"),
    "invoice": ("amount", "charged", "fee", "statement", "unexplained"),
    "hotline": ("queue", "music", "holding", "agent", "department"),
}
DAYS = {"parcel": 1, "invoice": 1, "hotline": 28}
"""Day of March on which each begins to be spoken of."""


def said(thing):
    """Return sentences about a thing with every three of its words."""
    words = ABOUT[thing]
    return [
        f"The {thing}: {one} {other} {third}."
        for one in words for other in words for third in words
        if one < other < third or one > other > third
    ] * 4  # fmt: skip


def rows():
    lines = ["customer,time,touchpoint,rating,comment,language"]
    for thing in ABOUT:
        for no, text in enumerate(said(thing)):
            day = min(DAYS[thing] + no % 28, 31)
            ask = "Why? " if thing == "invoice" else ""
            told = f"{text} Number {no}. {ask}".strip()
            lines.append(f"c{no},2024-03-{day:02d},{thing.title()},{1 + no % 2 * 4},{told},en")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("themes")
    with filled(folder, answers=rows()) as workspace:
        workspace.analyses.themes(hidden=True)
    return folder / "shop"


@pytest.fixture
def told(prepared, copied):
    return copied(prepared)


def theme_of(workspace, thing):
    """Return the theme that most answers about a thing have."""
    found = workspace.analyses.themes(hidden=True).rows
    touched = [row for row in found if row["touchpoints"][0]["touchpoint"] == thing.title()]
    return max(touched, key=lambda row: row["n"])


def test_a_theme_speaks_of_one_thing_and_says_where_and_how_good_it_is(told):
    found = told.analyses.themes(hidden=True).rows
    assert len(found) >= 3
    for row in found:
        assert row["touchpoints"][0]["n"] == row["n"], "no theme mixes two things"
        assert row["low"] < row["share"] < row["high"]
        assert row["liked"] + row["disliked"] <= row["n"]
        assert len(row["quotes"]) == len(row["feedback_ids"]) == min(3, row["n"])
        assert 0 < row["coherence"] <= 1
    assert {row["touchpoints"][0]["touchpoint"] for row in found} == {
        "Parcel", "Invoice", "Hotline",
    }  # fmt: skip


def test_what_is_spoken_of_since_lately_is_announced_and_questions_are_collected(told):
    result = told.analyses.themes(hidden=True, recent=7)
    new = theme_of(told, "hotline")
    told_new = next(row for row in result.rows if row["id"] == new["id"])
    assert told_new["trend"] == "new"
    assert any("is new" in note for note in result.notes)
    asked = [row for row in result.rows if row["questions"]]
    assert {row["touchpoints"][0]["touchpoint"] for row in asked} == {"Invoice"}
    assert asked[0]["question"].endswith("?")
    assert any(note.startswith("Candidate for a help page") for note in result.notes)


def test_answers_carry_their_theme_and_are_chosen_by_it(told):
    theme = theme_of(told, "parcel")
    chosen = told.analyses.feedback(theme=theme["id"]).rows
    assert len(chosen) == theme["n"]
    assert {tuple(row["themes"]) for row in chosen} == {(theme["theme"],)}
    with pytest.raises(UnknownName):
        told.analyses.feedback(theme="weather")


def test_people_rename_join_split_pin_and_hide_themes_and_take_it_back(told):
    before = {row["id"]: row for row in told.analyses.themes(hidden=True).rows}
    parcel, invoice = theme_of(told, "parcel")["id"], theme_of(told, "invoice")["id"]
    told.journeys.edit_theme(parcel, name="Late parcels", pin=True)
    told.journeys.edit_theme(invoice, split=True)
    rows = told.analyses.themes(hidden=True).rows
    assert (rows[0]["id"], rows[0]["theme"], rows[0]["set_by"]) == (parcel, "Late parcels", "you")
    halves = [row for row in rows if row["id"].startswith(f"{invoice}-")]
    assert sum(row["n"] for row in halves) == before[invoice]["n"]
    told.journeys.edit_theme(invoice, undo=True)
    told.journeys.edit_theme(invoice, into=parcel)
    joined = told.analyses.themes().rows[0]
    assert (joined["id"], joined["n"]) == (parcel, before[parcel]["n"] + before[invoice]["n"])
    told.journeys.edit_theme(parcel, hide=True)
    assert parcel not in {row["id"] for row in told.analyses.themes().rows}
    for theme in (parcel, invoice):
        told.journeys.edit_theme(theme, undo=True)
    assert {row["id"]: row for row in told.analyses.themes(hidden=True).rows} == before
    with pytest.raises(UnknownName):
        told.journeys.edit_theme("en-weather", pin=True)


def test_themes_that_people_give_to_texts_are_learned_and_take_over(told):
    answers = told.analyses.feedback().rows
    names = {"Parcel": "Delivery", "Invoice": "Money"}
    given = {
        row["feedback_id"]: names[row["touchpoint"]]
        for row in answers
        if row["touchpoint"] in names
    }
    untold = [id_ for no, id_ in enumerate(sorted(given)) if no % 4 == 0]
    told.journeys.label({id_: given[id_] for id_ in given if id_ not in untold}, "theme")
    found = told.analyses.themes().rows
    assert {row["theme"] for row in found} == {"Delivery", "Money"}
    after = {row["feedback_id"]: row["themes"] for row in told.analyses.feedback().rows}
    assert all(after[id_] == [given[id_]] for id_ in untold)


def test_what_people_say_stands_beside_what_they_did_and_need(told):
    found = told.analyses.themes(per="step", hidden=True).rows
    invoice = [row for row in found if row["touchpoints"][0]["touchpoint"] == "Invoice"]
    assert all(row["needs"] == row["n"] for row in invoice), "each of them asks why"
    assert all(row["need"].endswith("Why?") for row in invoice)
    assert all(row["needs"] == 0 for row in found if row not in invoice)
    assert all(row["goal_rate"] is None for row in found), "there is no goal without events"
    cells = next(lane for lane in told.maps.build().document["lanes"] if lane["id"] == "needs")
    assert {cell["step"] for cell in cells["cells"]} == {invoice[0]["step"]}
    assert all(cell["evidence"][0]["value"] >= 3 for cell in cells["cells"])


def test_few_texts_have_no_themes(tmp_path):
    (tmp_path / "answers.csv").write_text("\n".join(rows().splitlines()[:40]) + "\n")
    with dp.create(tmp_path / "shop") as workspace:
        workspace.sources.add(tmp_path / "answers.csv")
        result = workspace.analyses.themes()
        assert result.rows == ()
        assert "100 are needed" in result.notes[0]
        assert workspace.analyses.feedback().rows[0]["themes"] is None


def test_the_same_texts_have_the_same_themes_and_words_of_one_text_alone_are_not_told():
    texts = sorted({text for thing in ABOUT for text in said(thing)})
    texts[0] += " Zwiebelkuchen"
    themes, given = _themes.found(texts)
    assert _themes.found(texts) == (themes, given)
    assert "zwiebelkuchen" not in json.dumps([theme.terms for theme in themes])
