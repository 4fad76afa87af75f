"""The emotion of all who came, from those who answered: corrected, pooled, with its interval."""

from random import Random

import numpy as np
import pytest

from desirepath import maps
from desirepath.analyses import _curve, _models, ask
from told import STAGES, told


def visits(groups, places=1, off=0.1):
    """Return visits of `(count, how many answer, what they feel, trait)` at each of the places."""
    place, who, felt, trait = [], [], [], []
    for at in range(places):
        for count, answers, value, has in groups[at] if places > 1 else groups:
            place += [at] * count
            who += range(len(who), len(who) + count)
            felt += [value + off * (n % 2 or -1) for n in range(answers)]
            felt += [np.nan] * (count - answers)
            trait += [has] * count
    one = np.ones(len(place))
    columns = np.array(trait, float)[:, None]
    columns = (columns - columns.mean()) / (columns.std() or 1)
    return _models.Visits(
        place=np.array(place), who=np.array(who), weight=one, events=one,
        felt=np.array(felt), traits=columns, family=np.zeros(1, int),
    )  # fmt: skip


def value(made, at=0):
    return _curve.estimate(_curve.felt(made), np.array([at]))


def test_the_silent_are_spoken_for_by_those_alike():
    # 800 content of whom one in ten answers, 200 in trouble of whom every second does
    groups = [(800, 80, 0.4, 0), (200, 100, -0.6, 1)]
    mean = (80 * 0.4 - 100 * 0.6) / 180
    everybody = 0.8 * 0.4 - 0.2 * 0.6
    found = value(visits(groups))
    assert abs(mean - everybody) > 0.3
    assert found.value == pytest.approx(everybody, abs=0.02)
    assert found.answered == pytest.approx(0.18)
    assert 0 < found.error < 0.05


def test_a_thin_place_leans_on_journeys_like_its_own_and_is_less_sure():
    thick = [(300, 60, 0.3, 0), (100, 20, -0.3, 1)]
    lone = [(100, 1, -0.2, 0)]
    made = visits([*[thick] * 5, lone], places=6, off=0.5)
    found = _curve.felt(made)
    thin, sure = (_curve.estimate(found, np.array([at])) for at in (5, 0))
    assert found.direct[5] < -0.6
    assert -0.3 < thin.value < 0.3
    assert thin.error > sure.error
    assert found.share[5] < 0.5 < found.share[0]


def test_places_together_count_by_their_events():
    groups = [[(300, 60, 0.5, 0), (9, 3, 0.5, 1)], [(900, 90, -0.5, 0), (9, 3, -0.5, 1)]]
    found = _curve.felt(visits(groups, places=2))
    both = _curve.estimate(found, np.array([0, 1]))
    alone = [_curve.estimate(found, np.array([at])).value for at in range(2)]
    assert both.value == pytest.approx((309 * alone[0] + 909 * alone[1]) / 1218)


def test_the_order_of_visits_does_not_matter():
    made = visits([(80, 20, 0.4, 0), (40, 20, -0.6, 1)])
    order = np.random.default_rng(1).permutation(len(made.place))
    names = ("place", "who", "weight", "events", "felt", "traits")
    other = _models.Visits(**{n: getattr(made, n)[order] for n in names}, family=made.family)
    assert value(other).value == pytest.approx(value(made).value)
    assert value(other).error == pytest.approx(value(made).error)


def shop(silent=True):
    """Return events and answers: who repeats the form is unhappy and answers four times as often.

    `silent` False: everybody answers.
    """
    chance = Random(3)
    events, feedback = [], []
    for n in range(600):
        who, trouble = f"c{n:04}", n % 4 == 0
        names = ["Visit", "Form", *(["Form"] if trouble else []), "Paid"]
        events += [
            {"customer": who, "at": 3600 * n + 60 * at, "touchpoint": name,
             "plan": "gold" if n % 3 else "basic"}
            for at, name in enumerate(names)
        ]  # fmt: skip
        if not silent or chance.random() < (0.6 if trouble else 0.15):
            score = chance.choice((1, 2)) if trouble else chance.choice((4, 5))
            feedback.append({"customer": who, "touchpoint": "Form", "score": score})
        if chance.random() < 0.3:
            feedback.append({"customer": who, "touchpoint": "Paid", "score": 4})
    return events, feedback


def test_emotions_are_corrected_where_journeys_show_who_answers(warehouse, book):
    tables = told(warehouse, book, *shop(), goal="Paid", stages=STAGES)
    result = ask(tables, "emotions", {"per": "touchpoint"})
    row = next(row for row in result.rows if row["touchpoint"] == "Form")
    # who repeats counts with both events: 150 × 2 of 750
    everybody = 0.4 * -0.75 + 0.6 * 0.75
    assert row["emotion_by"] == "corrected"
    assert abs(row["valence"] - everybody) > 0.15
    assert row["emotion_low"] < everybody < row["emotion_high"]
    assert abs(row["emotion"] - everybody) < abs(row["valence"] - everybody) / 3
    assert row["emotion_2"] == pytest.approx(2 * row["emotion"])
    assert row["emotion_5"] == pytest.approx(5 * row["emotion"])
    assert row["formula"] == "emotion/1"
    assert "troubles so far" in " ".join(result.notes)
    # the step holds this touchpoint alone and says the same
    step = next(row for row in ask(tables, "emotions", {}).rows if row["step"] == "form")
    assert {step[name] for name in ("emotion", "emotion_low")} == {
        row[name] for name in ("emotion", "emotion_low")
    }


def test_segments_have_an_emotion_each(warehouse, book):
    tables = told(warehouse, book, *shop(), goal="Paid", stages=STAGES)
    rows = ask(tables, "emotions", {"by": "plan"}).rows
    form = {row["segment"]: row for row in rows if row["step"] == "form"}
    assert set(form) == {"gold", "basic"}
    for row in form.values():
        assert row["emotion_low"] < 0.15 < row["emotion_high"], row


def test_where_nothing_can_be_corrected_the_emotion_is_the_mean(warehouse, book):
    events, feedback = shop(silent=False)
    tables = told(warehouse, book, events, feedback, goal="Paid", stages=STAGES)
    row = next(row for row in ask(tables, "emotions", {}).rows if row["step"] == "form")
    assert row["n"] == 600
    assert (row["emotion_by"], row["answered"]) == ("mean", None)
    assert [row["emotion"], row["emotion_low"], row["emotion_high"]] == [
        row["valence"], row["low"], row["high"],
    ]  # fmt: skip


def test_few_answers_stay_their_mean_and_the_note_says_so(warehouse, book):
    events, feedback = shop()
    tables = told(warehouse, book, events, feedback[:20], goal="Paid", stages=STAGES)
    result = ask(tables, "emotions", {})
    assert {row["emotion_by"] for row in result.rows} == {"mean"}
    assert all(row["emotion"] == row["valence"] for row in result.rows)
    assert "Too few journeys answered" in " ".join(result.notes)


def test_the_map_draws_the_corrected_emotion_and_proves_both(warehouse, book):
    tables = told(warehouse, book, *shop(), goal="Paid", stages=STAGES)
    document = maps.build(lambda name, options: ask(tables, name, options), tables, title="Shop")
    lane = next(lane for lane in document["lanes"] if lane["id"] == "emotion")
    cell = next(cell for cell in lane["cells"] if cell["step"] == "form")
    row = next(row for row in ask(tables, "emotions", {}).rows if row["step"] == "form")
    assert cell["content"]["valence"] == row["emotion"]
    assert cell["content"]["mean"] == row["valence"]
    proofs = {claim["field"]: claim["value"] for claim in cell["evidence"]}
    assert proofs == {"emotion": row["emotion"], "valence": row["valence"]}
