"""Whose journey it is: the customer's, their account's or their household's."""

import pytest

import desirepath as dp
from desirepath.errors import InputError, UnknownName, UsageError

EVENTS = """customer_id,company_id,timestamp,page
u1,Acme,2025-01-01 10:00,Home
u1,,2025-01-01 11:00,Order paid
u2,Acme,2025-01-02 10:00,Cart
u3,Bolt,2025-01-03 10:00,Home
u3,Acme,2025-01-04 10:00,Cart
u3,,2025-01-05 10:00,Home
u4,n/a,2025-01-06 10:00,Home
u5,42,2025-01-07 10:00,Home
42,,2025-01-08 10:00,Cart
"""
PEOPLE = """customer_id,name,address,postcode
u1,Ann Abel,"12 High Street",1234 AB
u2,Ben Abel,"12, High street",1234 AB
u3,Cleo Carter,"12 High Street",9999 XY
""" + "".join(f"w{n},Will Work{n},1 Office Park,5555 ZZ\n" for n in range(9))


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    """Yield the workspace of a firm whose customers are firms; whoever changes it changes back."""
    folder = tmp_path_factory.mktemp("firm")
    (folder / "events.csv").write_text(EVENTS)
    (folder / "people.csv").write_text(PEOPLE)
    with dp.create(folder / "firm") as workspace:
        workspace.sources.add(folder / "events.csv")
        workspace.sources.add(folder / "people.csv", kind="customers")
        yield workspace
        workspace.journeys.set(subject="customer")


def walks(workspace):
    """Return the touchpoints of every journey by whose it is."""
    found = workspace.customers.page(limit=1000)["rows"]
    names = [row["customer"] for row in found if row["events"]]
    return {
        name: [row["touchpoint"] for row in workspace.customers.timeline(name)] for name in names
    }


def test_the_people_of_an_account_walk_one_journey_and_rows_go_to_the_account_they_name(firm):
    holds = firm.journeys.set(subject="account")
    assert (holds["unit"], holds["subject"], holds["account"]) == (
        "customer", "account", "company_id",
    )  # fmt: skip
    assert "company_id" in holds["reason"]
    assert walks(firm) == {
        "Acme": ["Home", "Order paid", "Cart", "Cart"],
        "Bolt": ["Home"],
        "u3": ["Home"],  # who works for two, and here says for neither
        "u4": ["Home"],
        "account 42": ["Home"],  # a number alone could be a customer's
        "42": ["Cart"],
    }
    assert firm.customers.timeline("u2") == firm.customers.timeline("Acme")
    assert firm.customers.identity.links("Acme")["members"] == ["u1", "u2"]
    assert firm.customers.identity.links("u2")["subject"] == "Acme"


def test_a_household_is_a_few_people_at_one_address_and_an_office_is_none(firm):
    firm.journeys.set(subject="household")
    assert walks(firm)["household of u1"] == ["Home", "Order paid", "Cart"]
    assert "u3" in walks(firm)
    assert firm.customers.identity.links("w1")["subject"] is None


def test_back_to_customers_every_journey_and_number_is_what_it_was(firm):
    firm.journeys.set(subject="customer")
    before, rows = walks(firm), firm.analyses.ask("touchpoints").rows
    people = firm.customers.identity.summary()
    for subject in ("account", "household"):
        firm.journeys.set(subject=subject)
        assert walks(firm) != before
        told = firm.customers.identity.summary()
        assert (told["customers"], told["named"]) == (people["customers"], people["named"])
    firm.journeys.set(subject="customer")
    assert walks(firm) == before
    assert firm.analyses.ask("touchpoints").rows == rows
    assert not firm._stores.warehouse.has("who_subjects")


def test_the_map_says_whose_journeys_it_counts(firm):
    from desirepath.exports._page.words import headline

    firm.journeys.set(subject="account")
    document = firm.maps.build().document
    assert document["journey"]["subject"] == "account"
    assert headline(document).startswith("6 accounts")
    firm.journeys.set(subject="customer")
    assert "subject" not in firm.maps.build().document["journey"]


def test_new_rows_find_their_account(firm, tmp_path):
    firm.journeys.set(subject="account")
    before = len(walks(firm)["Acme"])
    file = tmp_path / "more.csv"
    file.write_text("customer_id,company_id,timestamp,page\nu9,Acme,2025-02-01 10:00,Home\n")
    firm.sources.add(file)
    assert len(walks(firm)["Acme"]) == before + 1


def test_what_cannot_be_is_refused_with_what_to_do(firm, workspace, shop_file):
    with pytest.raises(UnknownName, match="company_id"):
        firm.journeys.set(account="compny_id")
    with pytest.raises(UsageError, match="customer, account, household"):
        firm.journeys.set(subject="tribe")
    with pytest.raises(UsageError, match="--subject account"):
        firm.journeys.set(subject="household", account="company_id")
    workspace.sources.add(shop_file)
    with pytest.raises(InputError, match="--account COLUMN"):
        workspace.journeys.set(subject="account")
    with pytest.raises(InputError, match="addresses"):
        workspace.journeys.set(subject="household")
    assert workspace.journeys.show()["subject"] == "customer"
