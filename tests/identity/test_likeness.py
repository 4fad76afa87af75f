"""Records that are alike: found without an identifier, explained field by field."""

import random

import pytest

from desirepath.identity import alike


@pytest.fixture(scope="module")
def scored():
    """Sixty people, twenty of them twice with slips, as the CRM and the shop wrote them."""
    from desirepath.store.warehouse import Warehouse

    chance = random.Random(5)
    firsts = ["anna", "bela", "carl", "dora", "emil", "fritz", "gerda", "hanno", "ida", "jonas"]
    lasts = [a + b for a in ("bau", "schro", "lind", "kra", "wes") for b in ("mann", "der", "berg")]
    people = []
    for number in range(60):
        birth = f"19{50 + number % 20}-0{chance.randrange(1, 4)}-1{chance.randrange(3)}"
        name = (chance.choice(firsts), chance.choice(lasts))
        people.append((f"c{number}", *name, birth, f"{10000 + number // 2 * 37}"))
    doubles = [
        (f"s{name[1:]}", first, last[:-1] + "x", birth, code)
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
