import pytest

from desirepath.journeys.channels import CHANNELS, canonical, propose, propose_all
from profiles import profile_of


@pytest.mark.parametrize(
    ("raw", "word"),
    [("Internet", "web"), ("e-mail", "email"), ("E-Mail", "email"), ("Desk", "store"),
     ("Post", "letter"), ("SMS", "message"), ("WhatsApp", "message"), ("Filiale", "store"),
     ("Telefon", "phone"), ("Call-Center", "phone"), ("HOTLINE", "phone"), ("iOS", "app"),
     ("Intern", "Intern"), ("", ""), *((word, word) for word in CHANNELS)],
)  # fmt: skip
def test_raw_channels_become_the_contracts_words_and_unknown_ones_stay(raw, word):
    assert canonical([raw]) == {raw: word}


@pytest.mark.parametrize(
    ("name", "channel"),
    [("Email opened", "email"), ("Store visit", "store"), ("Support call", "phone"),
     ("product_page", "web"), ("app_open", "app"), ("Live chat", "chat"), ("SMS sent", "message"),
     ("Filialbesuch", "store"), ("Anruf Hotline", "phone"), ("Courriel ouvert", "email"),
     ("Llamada a soporte", "phone"), ("NPS survey answered", "survey"), ("Search ad", "ad"),
     ("Parcel delivered", "letter"), ("Wait", None), ("", None)],
)  # fmt: skip
def test_a_channel_is_read_from_the_words_of_a_name(name, channel):
    found = propose(name)
    assert found.channel == channel
    assert (found.confidence > 0) == (channel is not None)
    assert found.reason


def test_the_data_win_over_the_words():
    found = propose_all(profile_of([["Email opened"]], channels={"Email opened": "App"}))
    assert found["Email opened"].channel == "app"
    assert "100 % of its events" in found["Email opened"].reason


def test_what_happens_seconds_after_a_web_page_was_on_the_web():
    found = propose_all(profile_of([["home page", "wuzzle", "cart"]]))
    assert found["wuzzle"].channel == "web"
    assert found["wuzzle"].confidence < found["cart"].confidence + 0.2


def test_what_happens_days_after_a_web_page_has_no_channel():
    found = propose_all(profile_of([["home page", "wuzzle", "cart"]], seconds=200_000.0))
    assert found["wuzzle"].channel is None
