import pytest

from desirepath.journeys.names import fold, humanise, slug, unique, words


@pytest.mark.parametrize(
    ("name", "split", "shown"),
    [
        ("add_to_cart", ("add", "to", "cart"), "Add to cart"),
        ("CheckoutStarted", ("checkout", "started"), "Checkout started"),
        ("SIMActivated", ("sim", "activated"), "SIM activated"),
        ("T02 Check document", ("check", "document"), "Check document"),
        ("T07-1 Draft advice", ("draft", "advice"), "Draft advice"),
        ("app.loan-offer.viewed", ("app", "loan", "offer", "viewed"), "App loan offer viewed"),
        ("https://x.com/en/cart?id=7", ("en", "cart"), "En cart"),
        ("/checkout/payment.html", ("checkout", "payment"), "Checkout payment"),
        ("/", ("home",), "Home"),
        ("Create SW anomaly", ("create", "sw", "anomaly"), "Create SW anomaly"),
        ("VERIFIED", ("verified",), "Verified"),
        ("eSIM set up", ("sim", "set", "up"), "eSIM set up"),
        ("eSIMActivated", ("sim", "activated"), "eSIM activated"),
        ("buy_iPhone", ("buy", "phone"), "Buy iPhone"),
        ("iOS", ("os",), "iOS"),
        ("checkout2", ("checkout",), "Checkout2"),
        ("24 hours later", ("hours", "later"), "24 hours later"),
        ("Kündigung eingegangen", ("kundigung", "eingegangen"), "Kündigung eingegangen"),
        ("購入完了", ("購入完了",), "購入完了"),
    ],
)
def test_a_name_is_split_into_words_and_shown_as_people_write(name, split, shown):
    assert words(name) == split
    assert humanise(name) == shown


@pytest.mark.parametrize("name", ["", " ", "3", "!!", "T02", "2024-01-01"])
def test_a_name_without_words_still_shows_something(name):
    assert words(name) == ()
    assert humanise(name)
    assert slug(name)


def test_folding_takes_accents_away():
    assert fold("Größe ÇA Ångström") == "grosse ca angstrom"


def test_slugs_are_ascii_and_unique_whatever_the_script():
    made = [slug(name) for name in ("Zahlung & Kauf", "zahlung-kauf", "購入", "完了")]
    assert made[0] == made[1] == "zahlung-kauf"
    assert made[2] != made[3]
    assert unique(made[:2]) == ["zahlung-kauf", "zahlung-kauf-2"]


def test_a_numbered_slug_never_meets_one_that_was_there():
    assert unique(["a", "a-2", "a"]) == ["a", "a-2", "a-3"]
