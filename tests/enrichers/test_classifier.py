"""A classifier learns from labelled texts, always the same, and says how good it is."""

import numpy as np
import pytest

from desirepath.enrichers import _calibrated, _classifier, sentiment

GOOD = ("schnell", "freundlich", "prima", "gut", "pünktlich")
BAD = ("langsam", "unhöflich", "kaputt", "schlecht", "verspätet")
THINGS = ("Lieferung", "Hotline", "Rechnung", "Beratung", "App", "Filiale", "Karte")


def lessons(words=((GOOD, "positive"), (BAD, "negative"))):
    """Return texts and labels: every thing with every two words of a kind."""
    pairs = [
        (f"{thing} {one} und {other}, Nummer {no}", label)
        for kind, label in words
        for no, thing in enumerate(THINGS)
        for one in kind
        for other in kind
        if one != other
    ]
    return [text for text, _ in pairs], [label for _, label in pairs]


@pytest.fixture(scope="module")
def learned():
    return _classifier.learn(*lessons(), sentiment.LABELS)


def test_a_text_that_was_not_seen_is_called_by_its_words(learned):
    shares = learned.classifier.shares(["Filiale heute prima", "Filiale heute kaputt"])
    assert [learned.classifier.labels[no] for no in learned.classifier.said(shares)] == [
        "positive",
        "negative",
    ]
    assert shares.sum(axis=1) == pytest.approx([1, 1])


def test_the_order_of_the_texts_does_not_matter(learned):
    texts, labels = lessons()
    turned = _classifier.learn(texts[::-1], labels[::-1], sentiment.LABELS)
    assert turned.classifier.to_bytes() == learned.classifier.to_bytes()
    assert np.array_equal(turned.held[::-1], learned.held)


def test_a_classifier_comes_back_from_its_bytes(learned):
    again = _classifier.from_bytes(learned.classifier.to_bytes())
    texts = ["Rechnung verspätet", "App gut", ""]
    assert np.array_equal(again.shares(texts), learned.classifier.shares(texts))
    assert again.quality == learned.classifier.quality


def test_no_word_of_a_text_stands_in_the_bytes(learned):
    block = learned.classifier.to_bytes()
    assert not any(word.encode() in block for word in (*GOOD, *BAD, *THINGS))


def test_held_out_shares_know_nothing_of_the_text_itself():
    texts, labels = lessons()
    odd = ["Zwiebelkuchen", *texts]
    said = [
        _classifier.learn(odd, [label, *labels], sentiment.LABELS).held[0]
        for label in ("positive", "negative")
    ]
    # whoever had seen it would be sure: no other text shares a word with it
    assert all(0.2 < shares.max() < 0.8 for shares in said)


def test_too_few_texts_or_too_much_of_one_label_teach_nothing():
    texts, labels = lessons()
    few = _calibrated.judge(texts[:40], labels[:40], sentiment.LABELS)
    assert (few.classifier, few.better) == (None, False)
    assert "100 are needed" in few.reason
    one = _calibrated.judge(texts, ["positive"] * 138 + ["negative"] * 142, sentiment.LABELS)
    assert one.classifier is not None
    same = _calibrated.judge(texts, ["positive"] * len(texts), sentiment.LABELS)
    assert (same.classifier, same.reason) == (None, "nearly all labelled texts are positive")


def test_labels_that_the_texts_do_not_tell_leave_things_as_they_were():
    texts, _ = lessons()
    labels = [("positive", "negative", "neutral")[len(text) % 3] for text in texts]
    mixed = [f"{no} xx" for no in range(len(texts))]
    judged = _calibrated.judge(mixed, labels, sentiment.LABELS)
    assert judged.classifier is not None
    assert not judged.better


def test_a_learned_valence_reads_as_the_label_it_is_called():
    judged = sentiment.learn(*lessons(), "de")
    assert judged.better
    readings = sentiment.read(judged.classifier, ["Karte gut", "Karte schlecht"], "de")
    assert [sentiment.label(reading["valence"]) for reading in readings] == ["positive", "negative"]
    assert all(0.5 < reading["confidence"] <= 1 for reading in readings)
