"""English texts get a valence in -1…1 with a modest confidence."""

from desirepath.enrichers import sentiment


def label(valence):
    return "negative" if valence <= -0.05 else "positive" if valence >= 0.05 else "neutral"


def test_the_example_reads_as_it_says():
    found = [label(reading["valence"]) for reading in sentiment.enrich(sentiment.EXAMPLE["texts"])]
    assert found == sentiment.EXAMPLE["expected"]


def test_negation_turns_a_word_round():
    good, bad = sentiment.enrich(["The support was good", "The support was not good"])
    assert bad["valence"] < 0 < good["valence"]


def test_the_name_of_a_department_is_no_praise():
    (reading,) = sentiment.enrich(["customer support was slow to answer"])
    assert reading["valence"] <= 0


def test_a_text_without_known_words_is_neutral_and_less_certain():
    known, unknown = sentiment.enrich(["terrible", "the parcel came on monday"])
    assert unknown["valence"] == 0
    assert unknown["confidence"] < known["confidence"] <= 0.5


def test_the_same_text_reads_the_same_wherever_it_stands():
    text = "I hate waiting, but the agent was lovely."
    first, *_, last = sentiment.enrich([text, "awful", "great", text])
    assert first == last
