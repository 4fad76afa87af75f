import pytest

from desirepath.journeys.goals import Goal, choose, cue, propose
from desirepath.journeys.profile import Profile
from profiles import profile_of


@pytest.mark.parametrize(
    "name",
    ["purchase", "Order paid", "OrderCompleted", "Closed", "Delivered customer", "contract_signed",
     "Bestellung aufgegeben", "Vertragsabschluss", "Commande payée", "Pedido pagado",
     "Compra realizada", "Pagamento confirmado"],
)  # fmt: skip
def test_what_people_call_a_goal_is_a_goal(name):
    assert cue(name).weight > 0


@pytest.mark.parametrize(
    "name",
    ["payment_error", "Order cancelled", "cart_abandoned", "Review of purchase", "order_status",
     "Payment details", "Checkout started", "Closed lost", "Bestellung storniert",
     "Paiement refusé", "Pago rechazado", "Pedido cancelado", "Catalog", "Support call"],
)  # fmt: skip
def test_what_failed_or_is_about_a_goal_is_none(name):
    assert cue(name).weight == 0


def test_the_strongest_cue_wins():
    found = propose(profile_of([["Catalog", "Installed", "Order paid"]] * 3 + [["Catalog"]] * 2))
    assert found.touchpoint == "Order paid"
    assert "60.0 % of the journeys reach it" in found.reason
    assert found.set_by == "proposal"


def test_equal_cues_are_decided_by_standing_late():
    found = propose(profile_of([["Home", "Ticket closed", "Home", "Account closed"]] * 5))
    assert found.touchpoint == "Account closed"


def test_what_every_journey_starts_with_cannot_tell_success():
    journeys = [["Purchase", "Delivered"]] * 9 + [["Purchase"]]
    assert propose(profile_of(journeys)).touchpoint == "Delivered"


def test_the_only_candidate_is_taken_even_when_all_start_with_it():
    assert propose(profile_of([["Purchase", "Use"]] * 5)).touchpoint == "Purchase"


def test_without_a_cue_there_is_no_goal_and_it_says_how_to_set_one():
    found = propose(profile_of([["Home", "Search"]]))
    assert found.touchpoint is None
    assert "--goal" in found.reason
    assert propose(Profile(())).touchpoint is None


def test_the_users_goal_wins(book):
    book.set_setting("journeys", {"goal": "Search"})
    found = choose(book, profile_of([["Search", "Purchase"]]))
    assert found == Goal("Search", "You set Search as the goal.", "you")
