"""Language and sentiment on labelled tweets are as good as was measured for the methods."""

import pytest

from desirepath.enrichers import language, sentiment


def tweets(real_data, name):
    folder = real_data / "tweet_sentiment" / name
    texts = (folder / "test_text.txt").read_text("utf-8").splitlines()
    return texts, (folder / "test_labels.txt").read_text("utf-8").split()


@pytest.mark.parametrize(
    ("name", "code"), [("english", "en"), ("german", "de"), ("french", "fr"), ("spanish", "es")]
)
def test_the_language_of_tweets(real_data, name, code):
    texts, _ = tweets(real_data, name)
    found = [reading["language"] for reading in language.enrich(texts)]
    assert found.count(code) >= 0.86 * len(texts)
    if code != "en":
        # Only what is taken for English would be scored by an English lexicon.
        assert found.count("en") <= 0.02 * len(texts)


def test_the_sentiment_of_english_tweets(real_data):
    texts, labels = tweets(real_data, "english")
    valences = [reading["valence"] for reading in sentiment.enrich(texts)]
    found = ["0" if v <= -0.05 else "2" if v >= 0.05 else "1" for v in valences]
    scores = []
    for kind in "012":
        both = sum(a == b == kind for a, b in zip(found, labels, strict=True))
        scores.append(2 * both / (found.count(kind) + labels.count(kind)))
    assert sum(scores) / 3 >= 0.52
