"""Pains are traits of a step whose journeys fare worse, by the contract's cost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.analyses import _intervals, ask
from desirepath.analyses import pains as analysis
from desirepath.store.warehouse import Warehouse
from tiny import by_hand
from told import DAY, STAGES, answered, deliveries, told
from tried import tried

LATER = [("zoe", 400 * DAY, "Visit")]


def walks(*journeys):
    """Return events of journeys given as `(times, [(minutes, touchpoint), …])`, and a later one."""
    rows, who = [], 0
    for times, steps in journeys:
        for _ in range(times):
            who += 1
            rows += [(f"c{who:04}", 60 * minute, name) for minute, name in steps]
    return rows + LATER


def pains(warehouse, book, events, feedback=(), goal="Paid", **options):
    tables = told(warehouse, book, events, feedback, goal=goal, stages=STAGES)
    return ask(tables, "pains", options)


def by_signal(result):
    return {(row["step"], row["signal"]): row for row in result.rows}


def test_a_drop_off_has_no_cost_but_the_most_that_those_who_went_on_still_reached(warehouse, book):
    result = pains(warehouse, book, walks(
        (40, [(0, "Visit"), (1, "Form"), (2, "Paid")]),
        (30, [(0, "Visit"), (1, "Form")]),
        (30, [(0, "Visit")]),
    ))  # fmt: skip
    found = by_signal(result)
    visit = found["visit", "drop-off"]
    # zoe is still open: she has not left, so she is in neither group
    assert (visit["affected"], visit["others"]) == (30, 70)
    assert visit["affected_rate"] == 0
    assert visit["others_rate"] == pytest.approx(40 / 70)
    assert (visit["basis"], visit["cost"], visit["size"], visit["low"]) == (
        "bound", None, None, None,
    )  # fmt: skip
    assert visit["bound"] == pytest.approx(30 * 40 / 70)
    low, high = _intervals.wilson(40, 70)
    assert (visit["bound_low"], visit["bound_high"]) == pytest.approx((30 * low, 30 * high))
    form = found["form", "drop-off"]
    assert (form["affected"], form["others"], form["bound"]) == (30, 40, 30)
    assert [(row["step"], row["rank"]) for row in result.rows] == [("form", 1), ("visit", 2)]
    assert {row["share_of_cost"] for row in result.rows} == {0}
    assert ("paid", "drop-off") not in found


def test_repeats_before_the_goal_are_compared_with_the_others_that_came_there(warehouse, book):
    result = pains(warehouse, book, walks(
        (50, [(0, "Visit"), (1, "Form"), (2, "Paid"), (9, "Form"), (10, "Form")]),
        (10, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Paid")]),
        (30, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Visit")]),
    ))  # fmt: skip
    row = by_signal(result)["form", "repeat"]
    # the 50 came back to the form only after the goal
    assert (row["affected"], row["others"]) == (40, 50)
    assert (row["affected_rate"], row["others_rate"], row["size"]) == (0.25, 1.0, 0.75)
    assert row["cost"] == pytest.approx(30)
    assert row["trait"] == "Form more than once"
    assert row["id"] == "form-repeat-form"


def test_a_slow_step_says_its_limit_and_an_exact_comparison(warehouse, book):
    quick = [(1, [(0, "Visit"), (60 + n, "Form"), (200, "Paid")]) for n in range(60)]
    slow = [(1, [(0, "Visit"), (600 + n, "Form")]) for n in range(20)]
    paid = [(1, [(0, "Visit"), (700, "Form"), (900, "Paid")]) for n in range(5)]
    row = by_signal(pains(warehouse, book, walks(*quick, *slow, *paid)))["form", "slow"]
    assert (row["affected"], row["others"]) == (25, 60)
    assert (row["affected_rate"], row["others_rate"]) == (0.2, 1.0)
    unit = {"hours": 60, "minutes": 1}
    *_, number, word = row["trait"].split()
    assert 119 < float(number) * unit[word] <= 600


def test_a_switch_of_channel_and_back_is_named(warehouse, book):
    def walk(who, channels, paid):
        names = ["Visit", "Form", "Call", "Paid"][: 4 if paid else 3]
        return [
            {"customer": who, "at": 60 * n, "touchpoint": name, "channel": channel}
            for n, (name, channel) in enumerate(zip(names, channels, strict=False))
        ]

    events = []
    for n in range(60):
        events += walk(f"a{n}", ["web", "web", "web", "web"], paid=n < 50)
        events += walk(f"b{n}", ["web", "phone", "web", "web"], paid=n < 10)
    events.append({"customer": "zoe", "at": 400 * DAY, "touchpoint": "Visit", "channel": "web"})
    row = by_signal(pains(warehouse, book, events))["form", "channel-switch"]
    assert (row["affected"], row["others"]) == (60, 60)
    assert row["trait"] == "switched from web to phone and back"
    assert row["cost"] == pytest.approx(60 * (50 / 60 - 10 / 60))


def test_late_after_the_goal_is_sized_by_valence_with_the_scores_of_both(warehouse, book):
    events, feedback = deliveries([(80, 5), (20, 2)], [(30, 1), (10, 4)])
    result = pains(warehouse, book, events, feedback)
    row = by_signal(result)["delivered", "late"]
    assert (row["affected"], row["others"], row["size_by"]) == (40, 100, "valence")
    assert (row["score_affected"], row["score_others"]) == pytest.approx((1.75, 4.4))
    assert (row["answers_affected"], row["answers_others"]) == (40, 100)
    assert row["size"] == pytest.approx((4.4 - 1.75) / 2 / 2)
    assert row["cost"] == pytest.approx(40 * row["size"])
    assert row["affected_rate"] is None
    assert row["trait"] == "Delivered later than promised"


def test_low_scores_that_only_measure_themselves_have_a_severity_and_no_cost(warehouse, book):
    events, feedback = deliveries([(80, 5), (20, 2)], [(30, 1), (10, 4)])
    result = pains(warehouse, book, events, feedback)
    assert [(row["signal"], row["basis"]) for row in result.rows] == [
        ("late", "effect"), ("low-score", "severity"),
    ]  # fmt: skip
    row = result.rows[1]
    assert (row["affected"], row["others"], row["trait"]) == (50, 90, "rated 1–2 of 5")
    assert (row["cost"], row["cost_high"], row["share_of_cost"]) == (None, None, 0)
    assert row["severity"] > result.rows[0]["cost"]
    assert result.rows[0]["share_of_cost"] == 1


def test_low_scores_are_sized_by_the_other_answers_of_the_same_people(warehouse, book):
    feedback = []
    for n in range(60):
        bad = n % 3 == 0
        who = {"customer": f"p{n}"}
        feedback.append({**who, "touchpoint": "Food", "score": 1 if bad else 4 + n % 2})
        overall = (4 if bad else 8) + n % 3
        feedback.append({**who, "instrument": "nps", "score": overall, "scale": (0, 10)})
    result = pains(warehouse, book, [], feedback, goal=None)
    row = result.rows[0]
    assert (row["touchpoint"], row["signal"], row["basis"]) == ("Food", "low-score", "effect")
    assert (row["affected"], row["others"]) == (20, 40)
    mean = {True: [], False: []}
    for n in range(60):
        mean[n % 3 == 0].append(((4 if n % 3 == 0 else 8) + n % 3) / 5 - 1)
    short = sum(mean[False]) / 40 - sum(mean[True]) / 20
    assert row["size"] == pytest.approx(short / 2)


def test_a_trait_whose_journeys_fare_better_is_no_pain(warehouse, book):
    result = pains(warehouse, book, walks(
        (50, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Paid")]),
        (40, [(0, "Visit"), (1, "Form"), (2, "Visit")]),
    ))  # fmt: skip
    assert ("form", "repeat") not in by_signal(result)


def test_what_most_journeys_repeat_is_how_it_is_used_and_no_pain(warehouse, book):
    result = pains(warehouse, book, walks(
        (50, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Visit")]),
        (20, [(0, "Visit"), (1, "Form"), (2, "Paid")]),
    ))  # fmt: skip
    assert {row["signal"] for row in result.rows} == {"drop-off"}


def test_a_difference_whose_interval_holds_0_costs_nothing_and_comes_last(warehouse, book):
    result = pains(warehouse, book, walks(
        (11, [(0, "Visit"), (1, "Form"), (2, "Paid")]),
        (9, [(0, "Visit"), (1, "Form"), (2, "Visit")]),
        (9, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Paid")]),
        (11, [(0, "Visit"), (1, "Form"), (2, "Form"), (3, "Visit")]),
    ))  # fmt: skip
    row = by_signal(result)["form", "repeat"]
    assert (row["size"], row["cost"], row["cost_low"]) == (0, 0, 0)
    assert row["low"] < 0 < row["high"]
    assert result.rows[-1]["cost"] == 0


def test_by_ranks_each_segment_for_itself(warehouse, book):
    events = []
    for plan in ("gold", "basic"):
        for n in range(40):
            names = ["Visit", "Form", "Paid"] if n < 20 else ["Visit"]
            events += [
                {"customer": f"{plan}{n}", "at": 60 * k, "touchpoint": name, "plan": plan}
                for k, name in enumerate(names)
            ]
    events.append({"customer": "zoe", "at": 400 * DAY, "touchpoint": "Visit"})
    result = pains(warehouse, book, events, by="plan")
    assert [(row["segment"], row["rank"], row["signal"]) for row in result.rows] == [
        ("basic", 1, "drop-off"), ("gold", 1, "drop-off")
    ]  # fmt: skip
    assert {row["affected"] for row in result.rows} == {20}


def test_surveys_are_no_part_of_the_journey(warehouse, book):
    result = pains(warehouse, book, walks(
        (20, [(0, "Visit"), (1, "Form"), (2, "Paid")]),
        (20, [(0, "Visit"), (5, "Survey sent")]),
    ))  # fmt: skip
    visit = by_signal(result)["visit", "drop-off"]
    assert (visit["affected"], visit["others"]) == (20, 20)
    assert all(row["touchpoint"] != "Survey sent" for row in result.rows)


@pytest.mark.parametrize("goal", [None, "Paid"])
def test_without_journeys_there_are_no_pains_but_a_note(warehouse, book, goal):
    result = pains(warehouse, book, LATER, goal=None if goal is None else "Visit")
    assert result.rows == ()
    assert result.notes


walk = st.lists(st.sampled_from(["Visit", "Form", "Call", "Paid"]), min_size=1, max_size=6)


@tried(12, smaller=False)
@given(st.lists(walk, min_size=1, max_size=4), st.lists(st.integers(5, 30), min_size=4, max_size=4))
def test_drop_offs_and_repeats_equal_a_plain_twin(shapes, counts):
    journeys = [shape for shape, times in zip(shapes, counts, strict=False) for _ in range(times)]
    with Warehouse(None) as warehouse:
        events = walks(*((1, list(enumerate(names))) for names in journeys), (1, [(99, "Paid")]))
        tables = by_hand(warehouse, events, goal="Paid", stages=STAGES)
        rows = analysis.run(replace(tables, answers=answered([])), analysis.Params()).rows
    found = {
        (row["step"], row["signal"]): (
            row["affected"],
            row["others"],
            row["bound"] if row["cost"] is None else row["cost"],
        )
        for row in rows
        if row["signal"] in {"drop-off", "repeat"} and row["size_by"] == "goal"
    }
    expected = _twin([*journeys, ["Paid"], None])
    assert found == {key: pytest.approx(value) for key, value in expected.items()}


def _twin(journeys):
    """Count drop-offs and repeats of journeys by loops; None is one still open at `Visit`."""
    expected = {}
    for place in ("Visit", "Form", "Call", "Paid"):
        for signal in ("drop-off", "repeat"):
            groups = {True: [], False: []}
            at_step = again = 0
            for names in journeys:
                open_, walked = names is None, names or ["Visit"]
                if place not in walked:
                    continue
                goal = walked.index("Paid") if "Paid" in walked else None
                ahead = walked if goal is None else walked[:goal]
                left = walked[-1] == place and goal is None
                if signal == "drop-off" and left and open_:
                    continue
                at_step += 1
                again += (ahead if place in ahead else walked).count(place) > 1
                if place not in ahead:
                    continue
                trait = left if signal == "drop-off" else ahead.count(place) > 1
                groups[trait].append(goal is not None)
            some, others = groups[True], groups[False]
            goals, ahead_n = sum(some) + sum(others), len(some) + len(others)
            if min(len(some), len(others)) < 5 or 2 * ahead_n < at_step or not 0 < goals < ahead_n:
                continue
            if signal == "repeat" and again > at_step * 2 / 3:
                continue
            short = sum(others) / len(others) - sum(some) / len(some)
            if short <= 0:
                continue
            low, _ = _intervals.newcombe(sum(others), len(others), sum(some), len(some))
            cost = len(some) * short if low > 0 or signal == "drop-off" else 0.0
            expected[place.lower(), signal] = (len(some), len(others), cost)
    return expected
