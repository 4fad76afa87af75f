"""What each operation does to a map, and the sentence where it cannot be done."""

import pytest

from desirepath.errors import InputError
from desirepath.maps.edit import OPERATIONS, apply, identified, parse, shown
from desirepath.maps.edit.difference import difference
from drawn_maps import phone_plan

CARD = {"op": "add-card", "id": "c", "lane": "needs", "stage": "use", "title": "x"}


@pytest.fixture
def plan():
    return identified(phone_plan())


def done(document, *changes):
    for change in changes:
        document = apply(document, parse(change))
    return document


def names(document):
    return {s["name"]: [t["name"] for t in s["steps"]] for s in document["stages"]}


def lane(document, id_):
    return next(one for one in document["lanes"] if one["id"] == id_)


def cards(document, id_, step=None):
    return [c for c in lane(document, id_)["cells"] if step is None or c["step"] == step]


def ref(document, name):
    return next(t["ref"] for s in document["stages"] for t in s["steps"] if t["name"] == name)


def test_every_operation_has_a_word_of_its_own():
    assert len(OPERATIONS) == 30
    assert all(kind.__doc__ and kind.op == word for word, kind in OPERATIONS.items())


def test_a_moved_step_takes_its_cards_along_and_stages_lose_numbers_that_no_longer_hold(plan):
    made = done(
        plan,
        {
            "op": "move-step",
            "step": ref(plan, "Pays"),
            "stage": "onboarding",
            "after": ref(plan, "Gets the parcel"),
        },
    )
    assert names(made)["Purchase"] == ["Proves identity"]
    assert names(made)["Onboarding"][:2] == ["Gets the parcel", "Pays"]
    moved = next(t for t in made["stages"][4]["steps"] if t["name"] == "Pays")
    assert moved["journeys"] == 4756
    assert (made["stages"][3]["journeys"], made["stages"][4]["journeys"]) == (None, None)
    was = [c for c in cards(plan, "pains") if c["step"] == moved["id"]]
    now = [c for c in cards(made, "pains") if c["stage"] == "onboarding"]
    assert {c["id"] for c in was} <= {c["id"] for c in now}


def test_merged_steps_show_all_touchpoints_and_no_number_that_nobody_counted(plan):
    pays, proves = ref(plan, "Pays"), ref(plan, "Proves identity")
    made = done(plan, {"op": "merge-steps", "step": pays, "into": proves})
    (step,) = made["stages"][3]["steps"]
    before = {t["name"]: len(t["touchpoints"]) for t in plan["stages"][3]["steps"]}
    assert len(step["touchpoints"]) == sum(before.values())
    assert (step["journeys"], step["median_seconds_wait"]) == (None, None)
    (drawn,) = [c for c in cards(made, "touchpoints") if c["stage"] == "purchase"]
    assert len(drawn["content"]["items"]) == len(step["touchpoints"])
    felt = [c for c in cards(shown(made), "emotion") if c["stage"] == "purchase"]
    assert len(felt) == 1
    # what was said of the step that is gone still finds its place
    card = {"op": "add-card", "id": "c", "lane": "needs", "step": pays, "title": "One form"}
    assert cards(done(made, card), "needs")[-1]["step"] == step["id"]


def test_a_split_step_keeps_the_exact_counts_of_its_touchpoints(plan):
    pays = next(t for t in plan["stages"][3]["steps"] if t["name"] == "Pays")
    first = pays["touchpoints"][0]
    split = {
        "op": "split-step",
        "step": pays["ref"],
        "id": "bank",
        "name": "Pays by bank",
        "touchpoints": [first["name"]],
    }
    made = done(plan, split)
    new = next(t for t in made["stages"][3]["steps"] if t["name"] == "Pays by bank")
    assert [one["name"] for one in new["touchpoints"]] == [first["name"]]
    assert new["journeys"] == first["journeys"]
    assert [one["field"] for one in new["evidence"]] == ["journeys"]


def test_stages_are_split_and_merged_with_everything_in_them(plan):
    made = done(
        plan,
        {"op": "split-stage", "step": ref(plan, "Pays"), "id": "paying", "name": "Paying"},
        {"op": "merge-stages", "stage": "advocacy", "into": "use"},
    )
    assert names(made)["Paying"] == ["Pays"]
    assert "Recommends us" in names(made)["Use"]
    assert {c["stage"] for c in cards(made, "emotion")} <= {s["id"] for s in made["stages"]}


def test_what_data_prove_can_be_hidden_moved_and_retitled_and_keeps_its_numbers(plan):
    pain = cards(plan, "pains")[0]
    made = done(
        plan,
        {"op": "edit-card", "card": pain["id"], "title": "Our words"},
        {"op": "move-card", "card": pain["id"], "lane": "pains", "step": ref(plan, "Pays")},
    )
    moved = next(c for c in cards(made, "pains") if c["id"] == pain["id"])
    assert moved["content"] == {**pain["content"], "title": "Our words"}
    assert moved["evidence"] == pain["evidence"]
    gone = done(made, {"op": "remove-card", "card": pain["id"]})
    drawn = shown(gone)
    assert pain["id"] not in {c["id"] for c in cards(drawn, "pains")}
    assert drawn["hidden"]["cards"] == [{"id": pain["id"], "lane": "pains", "title": "Our words"}]
    assert drawn["cells"]["measured"] == shown(made)["cells"]["measured"] - 1
    assert shown(done(gone, {"op": "show-card", "card": pain["id"]})) == shown(made)


def test_a_hidden_lane_is_in_no_export_and_comes_back_whole(plan):
    hidden = shown(done(plan, {"op": "hide-lane", "lane": "pains"}))
    assert "pains" not in {one["id"] for one in hidden["lanes"]}
    assert hidden["hidden"]["lanes"][0]["title"] == "Pains"
    back = done(plan, {"op": "hide-lane", "lane": "pains"}, {"op": "show-lane", "lane": "pains"})
    assert shown(back) == shown(plan)


def test_a_lane_never_crosses_the_line_of_visibility(plan):
    made = done(
        plan,
        {"op": "add-lane", "id": "ideas", "title": "Ideas", "after": "owner"},
        {"op": "add-lane", "id": "law", "title": "Law", "after": None, "backstage": True},
    )
    order = [one["id"] for one in made["lanes"]]
    assert order.index("ideas") < order.index("law")
    assert order.index("ideas") < order.index("backstage")


def test_solutions_answer_opportunities_that_answer_pains(plan):
    at = ref(plan, "Pays")
    pain = cards(plan, "pains")[0]["id"]
    made = done(
        plan,
        {"op": "add-card", "id": "o", "lane": "opportunities", "step": at, "title": "Say why"},
        {"op": "add-card", "id": "s", "lane": "solutions", "step": at, "title": "Error texts"},
        {"op": "link-cards", "card": "o", "to": pain},
        {"op": "link-cards", "card": "s", "to": "o"},
        {"op": "edit-card", "card": "o", "impact": 4, "effort": 2},
    )
    content = cards(made, "opportunities")[-1]["content"]
    assert (content["links"], content["impact"], content["effort"]) == ([pain], 4, 2)
    gone = done(made, {"op": "remove-card", "card": "o"})
    assert "links" not in {k for k, v in cards(gone, "solutions")[-1]["content"].items() if v}
    with pytest.raises(InputError, match="cannot be linked"):
        done(made, {"op": "link-cards", "card": "s", "to": pain})


def test_an_emotion_that_people_state_is_assumed_and_a_measured_one_stays(plan):
    with pytest.raises(InputError, match="is measured"):
        done(plan, {"op": "feel", "step": ref(plan, "Pays"), "value": 1.0})
    free = ref(plan, "Pays")
    without = {**plan, "lanes": [{**one, "cells": []} for one in plan["lanes"]]}
    made = done(without, {"op": "feel", "step": free, "value": -1.5})
    (point,) = cards(made, "emotion")
    assert point["content"] == {"valence": -0.75}
    assert point["evidence"]["class"] == "assumed"
    assert cards(done(made, {"op": "feel", "step": free}), "emotion") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"op": "rename-stag"}, 'Did you mean "rename-stage"'),
        ({"op": "rename-stage", "stage": "use"}, 'needs "name"'),
        ({"op": "rename-stage", "stage": "use", "name": 4}, "wrong form"),
        ({"op": "rename-stage", "stage": "use", "name": "x", "named": 1}, 'Did you mean "name"'),
        ({"op": "rename-stage", "stage": "uze", "name": "x"}, 'Did you mean "use"'),
        ({"op": "rename-stage", "stage": "use", "name": " \n"}, "needs a name"),
        ({"op": "add-lane", "id": "a b", "title": "x"}, "is no id"),
        ({"op": "add-lane", "id": "pains", "title": "x"}, "is used"),
        ({"op": "merge-stages", "stage": "use", "into": "use"}, "with itself"),
        ({"op": "move-step", "step": "advocacy/recommends-us", "stage": "use"}, "without a step"),
        ({"op": "remove-step", "step": "advocacy/recommends-us"}, "only step"),
        ({"op": "add-card", "id": "c", "lane": "emotion", "stage": "use", "title": "x"}, "counted"),
        ({"op": "add-card", "id": "c", "lane": "needs", "title": "x"}, "Say where"),
        (
            {"op": "add-card", "id": "c", "lane": "needs", "stage": "use", "title": "a" * 6000},
            "5000",
        ),
        ({"op": "set-state", "state": "soon"}, "wrong form"),
        ({"op": "edit-card", "card": "nope", "title": "x"}, "no card"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(plan, change, said):
    with pytest.raises(InputError, match=said):
        done(plan, change)
    assert plan == identified(phone_plan(created=None)) | {"created": plan["created"]}


def test_steps_of_a_stage_with_another_name_have_not_moved(plan):
    newer = done(plan, {"op": "rename-stage", "stage": "use", "name": "Lives with it"})
    (row,) = difference(plan, newer)
    assert (row["what"], row["change"], row["from"], row["to"]) == (
        *("stage", "changed", "Use", "Lives with it"),
    )
