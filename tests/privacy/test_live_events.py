"""What comes in live is kept as sparingly as what comes in files."""

import pytest

CARD, WRONG = "4111 1111 1111 1111", "4111111111111112"


@pytest.fixture
def send(workspace, put):
    """Return a function that puts calls into the inbox and loads them."""

    def given(*calls):
        put(workspace.sources.live.inbox, *calls)
        workspace.sources.live.load()

    return given


def bodies(workspace):
    kept = {row.id: row.body for row in workspace.sources.live.inbox.after(0, 100)}
    return {name: None if body is None else body.decode() for name, body in kept.items()}


def test_events_of_somebody_who_was_erased_are_neither_loaded_nor_kept(workspace, send, track):
    who = {"traits": {"email": "Zora@Mail.Example"}}
    told = {"type": "identify", "userId": "u7", **who}
    send(track("Cart", "u7", 1), track("Cart", "u8", 2), told)
    workspace.customers.privacy.erase("u7")
    send(
        track("Cart", "u7", 3),
        track("Cart", "u8", 4),
        track("Cart", "new-id", 5, context=who),
        track("Cart", "zora@mail.example", 6),
        {**track("Cart", "u7", 7), "timestamp": "when?"},
        {**track("Cart", "u8", 8), "timestamp": "when?"},
    )
    assert workspace.analyses.touchpoints().document()["rows"][0]["events"] == 2
    assert [row["customer"] for row in workspace.customers.page()["rows"]] == ["u8"]
    report = workspace.sources.list()[0]
    assert report["dropped"] == 4
    assert "Events of people who were erased are left out." in report["notes"]
    assert "u8" in str(workspace.sources.quarantine()["rows"])
    assert "u7" not in str(workspace.sources.quarantine()["rows"])
    kept = bodies(workspace)
    assert {name for name in kept if kept[name]} == {"m2", "m4", "m8"}


def test_card_numbers_and_parts_of_addresses_are_kept_nowhere(workspace, send, track):
    said = {"properties": {"note": f"paid with {CARD} today", "order": WRONG},
            "context": {"ip": "192.0.2.77", "app": {"version": "1.2.3.4"}}}  # fmt: skip
    send(
        track("Cart", "u1", 1, **said),
        track("Cart", "u1", 2),
        {**track("Cart", "u1", 3, **said), "timestamp": "when?"},
    )
    stores = workspace._stores
    rows = str(stores.warehouse.rows(stores.warehouse.table("events")))
    aside = str(workspace.sources.quarantine()["rows"])
    for told in (rows, aside, str(bodies(workspace))):
        assert "paid with [card number] today" in told
        assert CARD not in told
        assert "192.0.2.0" in told
        assert "192.0.2.77" not in told
        assert WRONG in told
        assert "1.2.3.4" in told
    assert workspace.sources.live.replay("web") == 1


def test_a_number_of_the_form_of_a_card_that_names_somebody_is_left_alone(workspace, send, track):
    number = CARD.replace(" ", "")
    send(track("Cart", number, 1), track("Cart", "4012888888881881", 2))
    assert workspace.analyses.touchpoints().journeys == 2
    assert workspace.customers.timeline(number)


def test_the_settings_keep_both(workspace, send, track):
    workspace._stores.book.set_setting("privacy", {"cards": "keep", "ip": "keep"})
    send(track("Cart", "u1", 1, properties={"note": CARD}, context={"ip": "192.0.2.77"}))
    assert CARD in bodies(workspace)["m1"]
    assert "192.0.2.77" in bodies(workspace)["m1"]
