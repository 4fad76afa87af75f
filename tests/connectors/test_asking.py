"""One request after the other: waiting when asked to, and never giving the secret away."""

# ruff: noqa: ARG002, S106 - the system is asked with all; a name of a variable is no secret

import pytest

from desirepath import connectors
from desirepath.connectors import Account, Asker, asking
from desirepath.connectors.account import checked_url
from desirepath.errors import InputError, RemoteError, UnknownName
from played import TOKEN, Played, told

SYSTEM = {
    "title": "Shop", "prefix": "shop:", "auth": {"kind": "bearer", "needs": "a token"},
    "limit": {"per_second": 2.0},
    "streams": [{"name": "people", "path": "/people", "records": "people",
                 "fields": {"id": "id"}, "layout": {"name": "Shop people", "customer": ["id"]}}],
}  # fmt: skip


class Calm(Played):
    """Answers everything."""

    def answer(self, method, path, query, body):
        return 200, {"people": []}


@pytest.fixture
def calm(play):
    return play(Calm())


def asker(system, description=SYSTEM):
    waits = []
    made = connectors.parsed(description, where="shop.toml")
    found = Asker(made, Account(system.url, secret=TOKEN), wait=waits.append, clock=lambda: 0.0)
    found.sign(TOKEN)
    return found, waits


def ask(found):
    return found.json("GET", found.url("/people", {"page": 1}))[0]


def test_a_refusal_is_waited_for_as_long_as_it_says_then_longer_and_longer(calm):
    calm.refusals = [(429, {}, {"Retry-After": "7"}), (503, {}), (502, {}), None]
    found, waits = asker(calm)
    assert ask(found) == {"people": []}
    pauses = 0.5  # two requests a second
    assert waits == [7.0, pauses, 1.0, pauses, 2.0, pauses]
    assert len(calm.asked) == 4
    assert found.waited == 10.0


def test_who_is_asked_to_wait_for_an_hour_is_told_so(calm):
    calm.refusals = [(429, {}, {"Retry-After": "3600"})]
    found, _ = asker(calm)
    with pytest.raises(RemoteError, match="Shop asks to wait 3600 seconds"):
        ask(found)


def test_after_six_tries_the_systems_own_words_are_told_without_the_secret(calm):
    calm.refusals = [(500, {"message": f"broken for Bearer {TOKEN}"})] * asking.TRIES
    found, _ = asker(calm)
    with pytest.raises(RemoteError, match=r"Shop answered 500 at /people: .*broken") as raised:
        ask(found)
    assert TOKEN not in str(raised.value)
    assert TOKEN not in repr(found)
    assert len(calm.asked) == asking.TRIES


def test_a_refused_account_is_told_what_it_needs(calm):
    calm.refusals = [(401, {"message": "no"})]
    found, waits = asker(calm)
    with pytest.raises(RemoteError, match=r"refuses this account \(401 at /people\).*a token"):
        ask(found)
    assert waits == []


def test_a_redirect_and_a_next_page_elsewhere_are_not_followed(calm, play):
    other = play(Calm())
    calm.refusals = [(302, {}, {"Location": f"{other.url}/people"})]
    found, _ = asker(calm)
    with pytest.raises(RemoteError, match="answered 302"):
        ask(found)
    with pytest.raises(RemoteError, match="not followed"):
        found.own(f"{other.url}/people?page=2")
    assert other.asked == []


def test_what_is_no_json_and_nobody_at_all_are_sentences(calm):
    calm.refusals = [(200, b"<html>hello")]
    found, _ = asker(calm)
    with pytest.raises(RemoteError, match="no JSON"):
        ask(found)
    nobody = Calm()
    nobody.url = "http://127.0.0.1:9"
    with pytest.raises(RemoteError, match="does not answer"):
        ask(asker(nobody)[0])


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://crm.example.com", "over http everybody on the way"),
        ("http://169.254.169.254/latest", "over http everybody on the way"),
        ("ftp://crm.example.com", "is no address"),
        ("https://me:secret@crm.example.com", "holds more than"),
        ("https://crm.example.com/?key=1", "holds more than"),
    ],
)
def test_an_address_over_which_a_secret_must_not_travel_is_refused(url, why):
    with pytest.raises(InputError, match=why):
        checked_url(url)
    assert checked_url("https://crm.example.com/api/") == "https://crm.example.com/api"
    assert checked_url("http://localhost:8000") == "http://localhost:8000"


def test_the_secret_comes_from_the_environment_when_it_is_needed(monkeypatch):
    account = Account("https://crm.example.com", secret_env="DESIREPATH_SHOP")
    with pytest.raises(InputError, match="DESIREPATH_SHOP, which holds the secret"):
        account.password()
    monkeypatch.setenv("DESIREPATH_SHOP", TOKEN)
    assert account.password() == TOKEN


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"streams": []}, r"shop.toml: there are no \[\[streams\]\]"),
        ({"colour": 1}, r'shop.toml: "colour" is not known here'),
        ({"auth": {"kind": "magic"}}, r'auth kind "magic" is not known. There are: bearer'),
        ({"streams": [{"name": "a"}]}, r"shop\.toml, stream a: it lacks"),
        ({"streams": [{**SYSTEM["streams"][0], "name": "../a"}]}, "is no name of a stream"),
        ({"streams": [{**SYSTEM["streams"][0], "paging": {"kind": "x"}}]}, 'paging kind "x"'),
        ({"push": {"fields": {"mood": "m"}}}, r'fields "mood" is not known\. There are: stage'),
    ],
)
def test_a_description_that_is_wrong_says_where(change, why):
    with pytest.raises(InputError, match=why):
        connectors.parsed(SYSTEM | change, where="shop.toml")


def test_every_shipped_description_can_be_read_and_says_what_it_needs():
    assert connectors.kinds() == ("hubspot", "tryton", "zendesk")
    for kind in connectors.kinds():
        assert connectors.shipped(kind) == connectors.parsed(
            told(kind, limit={"per_second": connectors.shipped(kind).limit.per_second}), where=kind
        )
        assert connectors.shipped(kind).auth.needs
    with pytest.raises(UnknownName, match=r'There is no system "hubspit"\. Did you mean "hubspot"'):
        connectors.shipped("hubspit")
