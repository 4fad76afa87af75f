"""Records that are alike: found without an identifier, explained field by field."""

import random

import pytest

from desirepath.identity import alike


@pytest.fixture(scope="module")
def scored():
    """Sixty people, twenty of them twice with slips, as the CRM and the shop wrote them."""
    from desirepath.store.warehouse import Warehouse

    chance = random.Random(5)
    letters = "bcdfghklmnprst"
    people = []
    for number in range(60):
        first = "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(3))
        last = "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(4))
        birth = f"{1940 + number}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        people.append((f"c{number}", first, last, birth, f"{10000 + number * 37}"))
    doubles = [
        (f"s{name[1:]}", first[:-1] + "x", last, birth, code)
        for name, first, last, birth, code in people[:20]
    ]
    with Warehouse(None) as warehouse:
        warehouse.sql(
            "CREATE TABLE people AS SELECT *, NULL::VARCHAR address, NULL::VARCHAR city FROM "
            "(VALUES " + ", ".join(map(str, people + doubles)) + ") "
            "t(customer, first_name, last_name, birth, postcode)"
        )
        warehouse.sql("CREATE TABLE keys (customer VARCHAR, kind VARCHAR, value VARCHAR)")
        alike.score(warehouse, warehouse.table("people"), warehouse.table("keys"))
        yield warehouse.rows(warehouse.table(alike.PAIRS))


def test_the_same_people_are_found_and_nobody_else(scored):
    found = {(row["one"], row["other"]) for row in scored if row["probability"] >= 0.8}
    assert found == {(f"c{number}", f"s{number}") for number in range(20)}


def test_every_probability_is_explained_by_the_weights_of_its_fields(scored):
    import json

    why = json.loads(scored[0]["why"])
    weights = {one["field"]: one["weight"] for one in why}
    assert weights["last_name"] > 0
    assert weights["birth"] > 0
    assert [abs(one["weight"]) for one in why] == sorted(
        (abs(one["weight"]) for one in why), reverse=True
    )
