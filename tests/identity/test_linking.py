"""People across systems: what links them, what does not, and why."""

import pytest

from desirepath.identity import Moved, resolve, told


def person(workspace, name):
    """Return what somebody is called in the journeys."""
    workspace.analyses.ask("durations")
    return told.person_of(workspace._stores.warehouse, name)


def test_a_customer_seen_on_the_web_on_the_phone_and_in_the_crm_is_one_journey(shop):
    assert {person(shop, name) for name in ("v1", "0170 111 22 33", "100")} == {"100"}
    places = [row["touchpoint"] for row in shop.customers.timeline("100")]
    assert places == ["Home", "Order paid", "Delivery question"]
    assert shop.customers.timeline("v1") == shop.customers.timeline("100")


def test_what_a_visitor_did_before_they_said_who_they_are_is_theirs(shop):
    assert shop.customers.timeline("101")[0]["touchpoint"] == "Home"


def test_a_device_of_two_people_glues_nobody_and_its_named_rows_go_to_whom_they_name(shop):
    assert person(shop, "v3") == "v3"
    assert [row["touchpoint"] for row in shop.customers.timeline("v3")] == ["Home"]
    assert "Order paid" in [row["touchpoint"] for row in shop.customers.timeline("102")]
    reasons = {row["value"]: row["reason"] for row in shop.customers.identity.links("v3")["shared"]}
    assert reasons == {"v3": "several people on one device"}


def test_an_address_of_a_role_links_nobody(shop):
    assert len({person(shop, name) for name in ("v4", "103", "info@firm.example")}) == 3
    assert shop.customers.identity.links("103")["shared"][0]["reason"] == "role address"


def test_a_phone_of_two_people_with_other_names_and_birth_dates_links_nobody(shop):
    assert len({person(shop, name) for name in ("104", "105", "0170 555 66 77")}) == 3


def test_an_address_one_keystroke_from_a_known_one_is_that_customers(shop):
    assert person(shop, "ben.abker@mail.example") == "101"
    links = {link["kind"]: link for link in shop.customers.identity.links("101")["links"]}
    assert links["keystroke"]["reason"] == "one keystroke from ben.baker@mail.example"


def test_every_link_says_why_how_sure_from_where_and_since_when(shop):
    found = shop.customers.identity.links("v1")
    assert found["customer"] == "100"
    by_kind = {link["kind"]: link for link in found["links"]}
    assert by_kind["email"]["value"] == "ann@mail.example"
    assert by_kind["email"]["sources"] == ["crm", "web"]
    assert by_kind["email"]["first"] == "2025-01-01T10:05:00+00:00"
    assert 0.9 < by_kind["email"]["confidence"] <= 1
    assert by_kind["phone"]["value"] == "+491701112233"


def test_the_policy_says_how_much_it_takes(shop):
    shop.customers.identity.set(policy="strict")
    assert person(shop, "0170 111 22 33") == "0170 111 22 33"
    assert person(shop, "v1") == "v1"
    assert "Order paid" in [row["touchpoint"] for row in shop.customers.timeline("100")]
    shop.customers.identity.set(policy="balanced")
    assert person(shop, "v1") == person(shop, "0170 111 22 33") == "100"


def test_a_source_with_one_id_is_as_it_was(workspace, shop_file):
    before = workspace.sources.add(shop_file)
    assert before["identifiers"] == []
    assert not workspace._stores.warehouse.has("who_map")
    summary = workspace.customers.identity.summary()
    assert summary["customers"] == summary["named"] == summary["low"] == summary["high"]


def test_the_number_of_customers_is_told_with_how_sure_it_is(shop):
    found = shop.customers.identity.summary()
    assert found["customers"] < found["named"]
    assert found["low"] <= found["expected"] <= found["high"]
    assert found["low"] <= found["customers"] <= found["high"]
    assert {row["reason"] for row in found["shared"]} == {
        "role address",
        "several people on one device",
        "people contradict each other",
    }


def test_columns_named_by_hand_identify_too(workspace, tmp_path):
    file = tmp_path / "odd.csv"
    rows = "".join(f"c{n},k{n % 2},2025-01-0{n} 10:00,Home\n" for n in range(1, 5))
    file.write_text(f"customer,zz,time,page\n{rows}")
    report = workspace.sources.add(file, columns={"card": "zz"})
    assert report["identifiers"] == [
        {"column": "zz", "kind": "card", "confidence": 1.0, "reason": "you said so"}
    ]
    assert person(workspace, "c3") == "c1"


@pytest.mark.parametrize(
    "column",
    ["agent_email,a@firm.example", "store_phone,+4917012345", "device,phone", "assigned user id,7"],
)
def test_a_column_about_somebody_else_identifies_nobody(workspace, tmp_path, column):
    name, value = column.split(",")
    file = tmp_path / "events.csv"
    rows = "".join(f"c{n},{value}{n},2025-01-0{n} 10:00,Home\n" for n in range(1, 5))
    file.write_text(f"customer,{name},time,page\n{rows}")
    assert workspace.sources.add(file)["identifiers"] == []


def test_numbers_of_another_version_of_the_engine_are_made_anew(shop):
    warehouse = shop._stores.warehouse
    before = {row["customer"]: row["person"] for row in warehouse.rows(warehouse.table("who_map"))}
    warehouse.sql("UPDATE who_state SET spelled = 'x', state = 'x', data = 'x'")
    warehouse.sql("UPDATE who_seen SET one = one // 2, other = other // 2")
    warehouse.create("who_keys", "SELECT 'ann@mail.example' AS value")
    assert resolve(warehouse, shop._stores.book) == Moved(0)
    after = {row["customer"]: row["person"] for row in warehouse.rows(warehouse.table("who_map"))}
    assert after == before
    assert not warehouse.has("who_keys")
