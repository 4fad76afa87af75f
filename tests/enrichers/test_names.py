"""Phrases, names and numbers of texts; and what is blotted out before a text may leave."""

import pytest

from desirepath import registry
from desirepath.enrichers import _masks, entities, phrases

TELLING = """
Order no. 48120-7 never came|order number
My order 4711889 is late|order number
Ticket #90210 is still open|order number
Bestellnummer: AB-123456 fehlt|order number
Pedido 30221989 não chegou|order number
Rechnung Nr. 2024/0815 ist falsch|order number
The tracking code is JJD0146000123|order number
Write to ann.miller@mail.example please|e-mail
Call me: +49 170 123 45 67|phone
Ring 0711 4567 8901 after five|phone
My number is (212) 555-0142|phone
My IBAN is DE12 5001 0517 0648 4898 90|account
They charged 4111 1111 1111 1111 twice|account
See https://shop.example/cart?id=9|web address
It cost €29.90 too much|money
Paid 1.299,00 EUR for nothing|money
R$ 45,90 de frete|money
Nur 15 € Gutschrift|money
20 dollars for a bag|money
It came on 3 March|date
Am 12. März 2024 bestellt|date
Since 2024-03-02 nothing works|date
Pedi em 5 de maio|date
Era para chegar 07 03 2018|date
Promised for 24/12/2023|date
The 2 agents were kind in 2024|
I waited 45 minutes on 3 days|
Flight LH 400 had 3 delays|
Room 214 was cold, 5 stars for the staff|
May I have 2 of them|
Version 4.0 of the app crashes|
It is 100 % their fault|
Covid19 rules at gate B12|
"""


def test_things_of_a_form_are_found_and_nothing_else():
    lines = [line.split("|") for line in TELLING.strip().splitlines()]
    found = [reading["entities"] for reading in entities.enrich(text for text, _ in lines)]
    kinds = [(lines_of or "").split("\t")[0] for lines_of in found]
    assert list(zip([text for text, _ in lines], kinds, strict=True)) == [
        (text, kind) for text, kind in lines
    ]
    assert all("\n" not in (one or "") for one in found), "one thing each"


@pytest.mark.parametrize("name", ["phrases", "entities"])
def test_the_example_is_read_as_it_says(name):
    module = registry.load("enrichers", name)
    found = [reading[name] for reading in module.enrich(module.EXAMPLE["texts"])]
    assert found == module.EXAMPLE["expected"]


def test_listed_names_are_whole_words_the_longest_first_and_called_as_listed():
    listed = {"Fibre 100": "product", "Fibre": "product", "Acme+": "competitor"}
    texts = ["fibre 100 is slower than ACME+ was", "a fibreglass fibre", "Fibre 1000"]
    assert [reading["entities"] for reading in entities.read(texts, listed)] == [
        "product\tFibre 100\ncompetitor\tAcme+", "product\tFibre", "product\tFibre",
    ]  # fmt: skip


def test_what_tells_who_wrote_is_blotted_out_and_what_it_is_about_stays():
    text = (
        "My name is Ann Miller, order no. 48120-7 of 3 March cost €29.90. Write to "
        "ann@mail.example or call +49 170 1234567; my pin is 123456."
    )
    assert _masks.masked(text) == (
        "[name], [order number] of 3 March cost €29.90. Write to [e-mail] or call [phone]; "
        "my pin is [number]."
    )


def test_phrases_stop_at_words_that_say_little_and_a_judgement_alone_is_none():
    (told,) = phrases.enrich(["The credit card was declined at the self-checkout desk; awful, 3x!"])
    assert told["phrases"].split("\n") == [
        "credit card", "card", "declined", "self-checkout", "self-checkout desk", "desk",
    ]  # fmt: skip
