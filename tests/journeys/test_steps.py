import random

from desirepath.journeys.stages import STAGES, Proposal
from desirepath.journeys.steps import PER_MAP, PER_STAGE, group
from profiles import profile_of


def proposals(stages):
    return [Proposal(name, stage, None, 1.0, "", "proposal") for name, stage in stages.items()]


def test_few_touchpoints_are_one_step_each_in_the_order_of_the_journeys():
    profile = profile_of([["home", "search", "cart", "order_paid"]] * 3)
    stages = {
        "cart": "Decision",
        "home": "Awareness",
        "order_paid": "Purchase",
        "search": "Awareness",
    }
    found = group(proposals(stages), profile)
    assert [(step.stage, step.name, step.order, step.stage_order) for step in found] == [
        ("Awareness", "Home", 1, 1),
        ("Awareness", "Search", 2, 1),
        ("Decision", "Cart", 3, 2),
        ("Purchase", "Order paid", 4, 3),
    ]
    assert [step.slug for step in found][2:] == ["decision-cart", "purchase-order-paid"]


def test_many_touchpoints_join_the_head_that_shares_their_words():
    heads = ["login", "invoice", "transfer", "settings", "card", "alert", "report", "budget"]
    rare = ["invoice download", "card blocked"]
    journeys = [heads] * 5 + [[*rare, *heads]]
    found = group(proposals(dict.fromkeys(sorted([*heads, *rare]), "Use")), profile_of(journeys))
    by_head = {step.touchpoints[0]: step.touchpoints[1:] for step in found}
    assert by_head["invoice"] == ("invoice download",)
    assert by_head["card"] == ("card blocked",)
    assert len(found) == 8


def test_two_hundred_touchpoints_stay_readable_and_none_is_lost():
    chance = random.Random(3)
    names = [f"tp {chance.choice('abcdefgh') * 4} {number}" for number in range(200)]
    profile = profile_of([chance.sample(names, 12) for _ in range(400)])
    stages = {name: STAGES[number % 9] for number, name in enumerate(sorted(names))}
    found = group(proposals(stages), profile)
    assert len(found) <= PER_MAP
    assert all(sum(step.stage == stage for step in found) <= PER_STAGE for stage in STAGES)
    assert sorted(name for step in found for name in step.touchpoints) == sorted(names)
    assert len({step.slug for step in found}) == len(found)
    assert [step.order for step in found] == list(range(1, len(found) + 1))
    assert found == group(proposals(stages), profile)


def test_heads_that_read_alike_get_slugs_from_their_full_names():
    profile = profile_of([["T02 Check", "T05 Check"]])
    found = group(proposals({"T02 Check": "Use", "T05 Check": "Use"}), profile)
    assert [step.slug for step in found] == ["use-t02-check", "use-t05-check"]


def test_a_touchpoint_without_events_has_a_step_too():
    profile = profile_of([["login"]], also=["Food"])
    found = group(proposals({"Food": "Use", "login": "Use"}), profile)
    assert [step.touchpoints for step in found] == [("login",), ("Food",)]


def test_no_touchpoints_no_steps():
    assert group([], profile_of([])) == []
