"""What is planted is there: causes, confounding, incident, bias; and the scorers count right."""

import csv

import numpy as np
import pytest

from desirepath.worlds import make_world, scores
from desirepath.worlds.draws import Draws, chance
from desirepath.worlds.truth import Truth


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return make_world("bank", 2, 6000, tmp_path_factory.mktemp("bank"), bias=2.0, hidden=0.0)


def _pain(truth, name):
    return next(pain for pain in truth.pains if pain["id"] == name)


def test_lost_goals_are_the_difference_of_both_lives_of_each_customer(bank):
    rows = bank.table("customers")
    for pain in bank.pains:
        without = sum(int(row[f"goal without {pain['id']}"]) for row in rows)
        assert without - sum(int(row["goal"]) for row in rows) == pain["lost_goals"]
        assert sum(int(row[f"met {pain['id']}"]) for row in rows) == pain["met"]
        untouched = [row for row in rows if row[f"met {pain['id']}"] == "0"]
        assert all(row["goal"] == row[f"goal without {pain['id']}"] for row in untouched)


def test_the_decoy_costs_nothing_and_looks_dear(bank):
    decoy = _pain(bank, "calculator_reset")
    assert decoy["lost_goals"] == 0
    naive = decoy["goal_rate_others"] - decoy["goals_met"] / decoy["met"]
    error = (0.25 / decoy["met"] + 0.25 / (decoy["passed"] - decoy["met"])) ** 0.5
    assert naive > 3 * error


def test_the_intervention_helped_as_the_truth_says(bank):
    helped = bank.document["intervention"]
    rows = [row for row in bank.table("customers") if row["treated"] == "1"]
    assert len(rows) == helped["treated"]
    assert {row["region"] for row in rows} == {"West"}
    assert helped["gained_goals"] > 5
    assert helped["effect"] == pytest.approx(helped["gained_goals"] / helped["treated"])


def test_an_incident_shows_in_its_days_only(clean):
    incident = _pain(clean, "payment_outage")
    per = {True: [0, set()], False: [0, set()]}
    with (clean.folder / "web.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["page"] == incident["touchpoint"]:
                inside = incident["from"] <= row["timestamp"][:10] <= incident["to"]
                per[inside][0] += 1
                per[inside][1].add(row["customer_id"])
    during, normal = (per[inside][0] / len(per[inside][1]) for inside in (True, False))
    assert normal < 1.15
    assert during > 1.4


def test_the_unhappy_answer_more_and_scores_carry_no_bias_of_their_own(bank, tmp_path):
    for survey in bank.document["surveys"]:
        assert survey["emotion_of_answerers"] < survey["emotion_of_invited"] - 0.04
        assert survey["valence_of_answers"] == pytest.approx(
            survey["emotion_of_answerers"], abs=0.04
        )
    fair = make_world("bank", 2, 6000, tmp_path, bias=0.0)
    csat = fair.document["surveys"][0]
    assert csat["emotion_of_answerers"] == pytest.approx(csat["emotion_of_invited"], abs=0.03)


def test_true_emotion_is_known_for_everybody(clean):
    rows = clean.table("emotions")
    # who comes in the last hours may do nothing before the period ends
    assert 1490 <= len({row["customer_id"] for row in rows}) <= 1500
    sums = {}
    for row in rows:
        n, total = sums.get(row["touchpoint"], (0, 0.0))
        events = int(row["events"])
        sums[row["touchpoint"]] = (n + events, total + events * float(row["emotion"]))
    for row in clean.document["touchpoints"]:
        n, total = sums[row["name"]]
        assert n == row["events"]
        assert total / n == pytest.approx(row["emotion"], abs=1e-3)


def test_named_draws_depend_on_name_seed_and_customer_only():
    who = np.arange(20_000)
    numbers = Draws("a").uniform("x", who)
    assert Draws("a").uniform("x", who[[5, 3]]).tolist() == numbers[[5, 3]].tolist()
    assert numbers.mean() == pytest.approx(0.5, abs=0.01)
    assert numbers.std() == pytest.approx(12**-0.5, abs=0.01)
    for other in (Draws("b").uniform("x", who), Draws("a").uniform("y", who)):
        assert abs(np.corrcoef(numbers, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 0.03
    assert Draws("a").normal("n", who).std() == pytest.approx(1, abs=0.03)
    shares = np.bincount(Draws("a").pick("p", who, np.array([1.0, 3.0]))) / len(who)
    assert shares.tolist() == pytest.approx([0.25, 0.75], abs=0.02)
    assert chance(0.5, np.array([0.0, 50.0])).tolist() == pytest.approx([0.5, 1.0])


class _Told(Truth):
    """A truth written by hand."""

    def table(self, name):
        return self.document[f"table {name}"]


def _told(**document):
    return _Told(folder=None, document=document)


def test_stages_are_scored_by_macro_f1():
    touchpoints = [
        {"name": "Ad", "stage": "Awareness"},
        {"name": "Parcel delivered", "stage": "Onboarding"},
        {"name": "Call", "stage": "Support"},
        {"name": "Chat", "stage": "Support"},
    ]
    truth = _told(touchpoints=touchpoints)
    proposed = {"Ad": "Awareness", "Delivered": "Onboarding", "Call": "Support", "Chat": "Use"}
    rows = [{"touchpoint": name, "stage": stage} for name, stage in proposed.items()]
    result = scores.stages(truth, rows)
    assert result["right"] == 0.75
    assert result["macro_f1"] == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert result["wrong"] == [("Chat", "Support", "Use")]


def test_pains_are_scored_by_rank_cost_and_decoys():
    def planted(name, at, lost, kind="pain"):
        row = {"id": name, "touchpoint": at, "kind": kind, "lost_goals": lost}
        return row | {"harmful": kind != "decoy"}

    truth = _told(
        pains=[planted("a", "Cart", 100), planted("b", "Pay", 50), planted("d", "Map", 0, "decoy")]
    )
    rows = [
        {"touchpoint": None, "step": "buy", "cost": 200.0},
        {"touchpoint": "Cart", "step": "decide", "cost": 90.0},
        {"touchpoint": "Map", "step": "look", "cost": 5.0},
    ]
    result = scores.pains(truth, rows)
    assert result["ranks"] == {"a": 2, "b": None}
    assert result["recall"] == 0.5
    assert result["cost_error"] == pytest.approx(0.1)
    assert result["decoys"] == ["d"]
    assert scores.pains(truth, rows, members={"buy": ["Pay"]})["ranks"]["b"] == 1


def test_emotions_are_scored_per_touchpoint_stage_and_step():
    touchpoints = [
        {"name": "A", "stage": "Use", "events": 1, "emotion": 0.5},
        {"name": "B", "stage": "Use", "events": 3, "emotion": -0.5},
    ]
    truth = _told(touchpoints=touchpoints)
    row = {"valence": -0.05, "low": -0.3, "high": 0.1}
    result = scores.emotions(truth, [row | {"stage": "Use"}], per="stage")
    assert result == {"error": pytest.approx(0.2), "coverage": 1.0, "n": 1}
    result = scores.emotions(truth, [row | {"touchpoint": "A"}])
    assert result == {"error": pytest.approx(0.55), "coverage": 0.0, "n": 1}
    result = scores.emotions(truth, [row | {"step": "s"}], per="step", members={"s": ["B"]})
    assert result["error"] == pytest.approx(0.45)


def test_identity_is_scored_by_pairs():
    rows = [
        {"customer_id": person, "kind": "email", "value": value, "shared": "0"}
        for person, value in (("x", "1"), ("x", "2"), ("x", "3"), ("y", "4"))
    ]
    truth = _told(**{"table identifiers": rows})
    entity = {("email", "1"): 1, ("email", "2"): 1, ("email", "4"): 1}
    result = scores.identity(truth, entity)
    # Claimed pairs 12 14 24, true pairs 12 13 23.
    assert result["precision"] == result["recall"] == pytest.approx(1 / 3)
    assert scores.glued(entity, truth) == 1.0
    assert scores.identity(truth, {})["recall"] == 0.0
    perfect = {("email", row["value"]): row["customer_id"] for row in rows}
    assert scores.identity(truth, perfect)["f1"] == 1.0


def test_texts_themes_and_intervention_are_scored():
    rows = [
        {"file": "f", "id": str(n), "touchpoint": "Cart", "theme": theme}
        for n, theme in enumerate(("price", "price", "waiting", "waiting"))
    ]
    truth = _told(**{"table texts": rows}, intervention={"effect": 0.1})
    keys = [("f", str(n)) for n in range(4)]
    linked = dict(zip(keys, ["Cart", "cart", "Pay", "Cart"], strict=True))
    assert scores.texts(truth, linked) == {"right": 0.75, "n": 4}
    assert scores.themes(truth, dict(zip(keys, "aabb", strict=True)))["nmi"] == pytest.approx(1)
    assert scores.themes(truth, dict(zip(keys, "abab", strict=True)))["nmi"] == pytest.approx(0)
    result = scores.intervention(truth, 0.12, 0.05, 0.2)
    assert result["covered"]
    assert result["error"] == pytest.approx(0.02)


def test_incidents_are_scored_by_place_days_and_false_alarms():
    planted = {"kind": "incident", "touchpoint": "Pay", "from": "2025-05-10", "to": "2025-05-19"}
    truth = _told(pains=[planted])
    hit = {"kind": "incident", "touchpoint": "pay", "rank": 2, "group": "a",
           "from": "2025-05-11", "to": "2025-05-21"}  # fmt: skip
    along = {**hit, "touchpoint": "Call", "rank": 3}
    alarm = {**hit, "touchpoint": "Call", "rank": 1, "group": "b",
             "from": "2025-08-01", "to": "2025-08-02"}  # fmt: skip
    drift = {**alarm, "kind": "drift", "group": "c"}
    assert scores.incidents(truth, [alarm, hit, along, drift]) == {
        "rank": 2, "off": 3, "alarms": 1,
    }  # fmt: skip
    assert scores.incidents(truth, [alarm])["rank"] is None


def test_a_cost_that_other_differences_explain_is_no_cost_of_a_decoy():
    decoy = {"id": "d", "kind": "decoy", "touchpoint": "Map", "harmful": False, "lost_goals": 0}
    row = {"touchpoint": "Map", "cost": 44.0, "basis": "explained"}
    truth = _told(pains=[decoy])
    assert scores.pains(truth, [row])["decoys"] == []
    assert scores.pains(truth, [{**row, "basis": "effect"}])["decoys"] == ["d"]
