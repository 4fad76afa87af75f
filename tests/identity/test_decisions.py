"""What people say about who is who: merge, pin, forbid, split, and all of it undone."""

import pytest

from desirepath.errors import InputError, UsageError
from desirepath.identity import told
from desirepath.journeys import changes


def person(shop, name):
    return told.person_of(shop._stores.warehouse, name)


def journeys(shop):
    """Return the number of every journey by its customer."""
    warehouse = shop._stores.warehouse
    return {row["key"]: row["journey"] for row in warehouse.rows(warehouse.table("journeys"))}


def walks(shop):
    """Return every customer's way."""
    found = shop.customers.page(limit=1000)["rows"]
    return {row["customer"]: shop.customers.timeline(row["customer"]) for row in found
            if row["events"]}  # fmt: skip


def test_a_merge_joins_two_journeys_alone_and_its_undoing_gives_both_back(shop, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 10)  # in so small a company everything is much
    before, numbers = walks(shop), journeys(shop)
    made = shop.customers.identity.decide(
        "merge", "v5", "v4", note="told on the phone", author="Kim"
    )
    assert person(shop, "v5") == "v4"
    assert len(walks(shop)["v4"]) == len(before["v4"]) + len(before["v5"])
    touched = {key for key in numbers if numbers[key] != journeys(shop).get(key)}
    assert touched == {"v4", "v5"}
    shop.customers.identity.undo(made["id"])
    assert walks(shop) == before
    kept = shop.customers.identity.decisions()[-1]
    assert (kept["note"], kept["author"], kept["undone"] is not None) == (
        "told on the phone", "Kim", True,
    )  # fmt: skip


def test_two_who_must_stay_apart_do_and_a_name_split_off_is_linked_by_hand_only(shop):
    add, undo = shop._stores.book.decisions.add, shop._stores.book.decisions.undo
    made = [add("forbid", "100", "0170 111 22 33"), add("split", "v2"), add("merge", "v2", "104")]
    made.append(add("pin", "ben.abker@mail.example", "101"))
    shop.customers.identity.set(policy="strict")
    shop.analyses.ask("durations")
    assert person(shop, "0170 111 22 33") != person(shop, "100")
    assert person(shop, "v2") == "104"
    assert person(shop, "ben.abker@mail.example") == "101"
    for decision in made:
        undo(decision.id)
    shop.customers.identity.set(policy="balanced")
    assert person(shop, "0170 111 22 33") == person(shop, "v1") == "100"


def test_what_cannot_hold_is_refused_with_the_way_out(shop):
    decide = shop.customers.identity.decide
    with pytest.raises(InputError, match='no customer "nobody"'):
        decide("merge", "nobody", "100")
    with pytest.raises(InputError, match="say merge"):
        decide("pin", "v5", "100")
    with pytest.raises(UsageError, match="two customers"):
        decide("merge", "v5")
    with pytest.raises(InputError, match="no decision 99"):
        shop.customers.identity.undo(99)
    held = shop._stores.book.decisions.add("forbid", "v5", "100")
    with pytest.raises(InputError, match=f"identity undo {held.id}"):
        decide("merge", "100", "v5")
    shop._stores.book.decisions.undo(held.id)
