"""Languages are told from enough text, and not guessed from too little."""

import pytest

from desirepath.enrichers import language


def test_the_example_reads_as_it_says():
    found = [reading["language"] for reading in language.enrich(language.EXAMPLE["texts"])]
    assert found == language.EXAMPLE["expected"]


@pytest.mark.parametrize("text", ["", "12345", "👍👍", "ok", "!!!", "bom"])
def test_too_little_text_has_no_language(text):
    (reading,) = language.enrich([text])
    assert reading["language"] is None
    assert reading["confidence"] < language.SURE


def test_short_portuguese_is_not_taken_for_galician():
    texts = ["produto chegou antes do prazo", "entrega muito rápida, recomendo"]
    assert [reading["language"] for reading in language.enrich(texts)] == ["pt", "pt"]


def test_readings_come_in_order_one_per_text():
    texts = ["Die Rechnung ist falsch und niemand hilft", "The bill is wrong and nobody helps"]
    assert [reading["language"] for reading in language.enrich(texts * 2)] == ["de", "en"] * 2
