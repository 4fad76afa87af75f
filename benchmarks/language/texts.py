"""How well texts are read: sentiment, emotions, themes; measured on labelled texts.

    DESIREPATH_REAL_DATA=…/data python benchmarks/language/texts.py [tweets reviews olist curve
                                                                     emotions themes speed]

Nothing of the data is kept. Every learner is the product's own (`enrichers/_classifier.py`,
`_calibrated.py`); “lexicon” is what reads English texts before anything was learned.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from desirepath.enrichers import _classifier, _embedding, _themes, emotion, sentiment
from desirepath.enrichers._quality import confused, macro_f1, measure

ORDER = sentiment.LABELS
LANGUAGES = {"english": ("en", 0.58), "german": ("de", 0.65), "spanish": ("es", 0.55),
             "french": ("fr", 0.59)}  # fmt: skip
GROUPS = {
    "gratitude": ("gratitude",),
    "delight": ("joy", "excitement", "amusement", "love"),
    "satisfaction": ("approval", "admiration", "relief", "pride"),
    "curiosity": ("curiosity",),
    "confusion": ("confusion", "realization", "surprise"),
    "worry": ("fear", "nervousness"),
    "frustration": ("anger", "annoyance", "disgust"),
    "disappointment": ("disappointment", "sadness", "grief", "remorse"),
    "none": ("neutral",),
}
NINE = tuple(GROUPS)
OLIST = {
    "satisfeito_com_pedido": "satisfied",
    "problemas_de_entrega": "delivery",
    "problemas_de_qualidade": "quality",
}


def data(*parts: str) -> Path:
    return Path(os.environ["DESIREPATH_REAL_DATA"]).joinpath(*parts)


def own(language: str):
    return sentiment.features if language in sentiment.LANGUAGES else None


def lexicon(texts) -> list[str]:
    return [sentiment.label(reading["valence"]) for reading in sentiment.enrich(texts)]


def numbers(labels, order=ORDER):
    return np.array([order.index(label) for label in labels])


def f1_of(labels, said, order=ORDER) -> float:
    return macro_f1(confused(numbers(labels, order), numbers(said, order), len(order)))


def row(what: str, value: float, wanted: float | None = None, note: str = "") -> None:
    met = "" if wanted is None else ("met" if value >= wanted else "NOT met")
    goal = "" if wanted is None else f">= {wanted:.2f}"
    print(f"{what:<48}{value:>9.3f}  {goal:<8}{met:<9}{note}", flush=True)


def tweets() -> None:
    for name, (language, wanted) in LANGUAGES.items():
        (texts, labels), (held, truth) = _tweets(name, "train"), _tweets(name, "test")
        made = _classifier.learn(texts, labels, ORDER, own(language)).classifier
        shares = made.shares(held, own(language))
        quality = measure(shares, numbers(truth), made.said(shares))
        before = f", lexicon {f1_of(truth, lexicon(held)):.3f}" if language == "en" else ""
        row(f"tweets, {name}: macro-F1 on test", quality.macro_f1, wanted,
            f"ECE {quality.ece:.3f}{before}")  # fmt: skip
    _with_vectors()


def _with_vectors() -> None:
    """English with sentence vectors, where a model is named."""
    model = _embedding.chosen()
    if model is None:
        print("tweets, english, with sentence vectors: not measured (DESIREPATH_EMBED_MODEL)")
        return
    (texts, labels), (held, truth) = _tweets("english", "train"), _tweets("english", "test")
    judged = sentiment.learn(texts, labels, "en", model.read)
    shares = judged.classifier.shares(held, sentiment.own_of("en", model.read))
    quality = measure(shares, numbers(truth), judged.classifier.said(shares))
    row("tweets, english, with sentence vectors: macro-F1", quality.macro_f1, 0.62, model.title)


def _tweets(language: str, part: str):
    texts = data("tweet_sentiment", language, f"{part}_text.txt").read_text("utf-8").split("\n")
    labels = data("tweet_sentiment", language, f"{part}_labels.txt").read_text().split()
    return texts[: len(labels)], [ORDER[int(label)] for label in labels]


def auc(scores, positive) -> float:
    """Return the area under the ROC curve, by ranks."""
    order = np.argsort(np.argsort(scores, kind="stable"))
    n, other = positive.sum(), (~positive).sum()
    return float((order[positive].sum() - n * (n - 1) / 2) / (n * other))


def reviews() -> None:
    with data("clothing_reviews", "reviews.csv").open(encoding="utf-8-sig") as opened:
        rows = list(csv.DictReader(opened))
    texts = [f"{one['Title']} {one['ReviewText']}".strip() for one in rows]
    stars = [int(one["Rating"]) for one in rows]
    labels = [ORDER[0 if star < 3 else 1 if star == 3 else 2] for star in stars]
    learned = _classifier.learn(texts, labels, ORDER, sentiment.features)
    quality = learned.classifier.quality
    row("reviews, stars, 5-fold: macro-F1", quality.macro_f1, 0.58,
        f"ECE {quality.ece:.3f}, lexicon {f1_of(labels, lexicon(texts)):.3f}")  # fmt: skip
    ends = np.array([label != "neutral" for label in labels])
    lean = learned.held[:, 2] - learned.held[:, 0]
    row("reviews, negative against positive: AUC",
        auc(lean[ends], np.array(labels)[ends] == "positive"), 0.95)  # fmt: skip


def olist() -> None:
    place = data("olist_classified", "olist_classified_public_dataset.csv")
    with place.open(encoding="utf-8") as opened:
        rows = [one for one in csv.DictReader(opened) if one["review_comment_message"].strip()]
    known = [one for one in rows if one["most_voted_class"] in OLIST]
    texts = [one["review_comment_message"] for one in known]
    labels = [OLIST[one["most_voted_class"]] for one in known]
    order = tuple(sorted(set(labels)))
    quality = _classifier.learn(texts, labels, order).classifier.quality
    row("Olist, the crowd's three classes, 5-fold: macro-F1", quality.macro_f1, 0.89,
        f"n {len(texts)}, ECE {quality.ece:.3f}")  # fmt: skip
    texts = [one["review_comment_message"] for one in rows]
    scores = [int(float(one["review_score"])) for one in rows]
    labels = [ORDER[0 if score < 3 else 1 if score == 3 else 2] for score in scores]
    learned = _classifier.learn(texts, labels, ORDER)
    ends = np.array([label != "neutral" for label in labels])
    lean = learned.held[:, 2] - learned.held[:, 0]
    row("Olist, negative against positive scores: AUC",
        auc(lean[ends], np.array(labels)[ends] == "positive"), 0.95,
        f"three classes macro-F1 {learned.classifier.quality.macro_f1:.3f}")  # fmt: skip


def curve() -> None:
    (texts, labels), (held, truth) = _tweets("english", "train"), _tweets("english", "test")
    before = f1_of(truth, lexicon(held))
    for n in (50, 100, 200, 500, 1000):
        judged = sentiment.learn(texts[:n], labels[:n], "en")
        if judged.better:
            shares = judged.classifier.shares(held, sentiment.features)
            said = [judged.classifier.labels[no] for no in judged.classifier.said(shares)]
            row(f"learning curve, tweets, {n} labels: macro-F1", f1_of(truth, said), before,
                "learned")  # fmt: skip
        else:
            row(f"learning curve, tweets, {n} labels: macro-F1", before, before,
                f"lexicon ({judged.reason})")  # fmt: skip


def emotions() -> None:
    train, dev = _comments("train.tsv"), _comments("dev.tsv")
    texts, truth = [text for text, _ in dev], [group for _, group in dev]
    said = [found[0]["emotion"] if found else "none" for found in map(emotion.read, texts)]
    row("GoEmotions dev, words of ours: macro-F1 (nine)", f1_of(truth, said, NINE))
    for group in emotion.GROUPS:
        named = [one for one, given in zip(truth, said, strict=True) if given == group]
        if named:
            right = sum(one == group for one in named) / len(named)
            row(f"  {group}: precision", right, None, f"said {len(named)}")
    made = _classifier.learn(*zip(*train, strict=True), NINE, _felt).classifier
    shares = made.shares(texts, _felt)
    numbers_said, right = made.said(shares), numbers(truth, NINE)
    quality = measure(shares, right, numbers_said)
    row("GoEmotions dev, learned: macro-F1 (nine)", quality.macro_f1, 0.50,
        f"ECE {quality.ece:.3f}, n {len(dev)}")  # fmt: skip
    sure = np.take_along_axis(shares, numbers_said[:, None], axis=1)[:, 0]
    for edge in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = sure >= edge
        row(f"  answered from a share of {edge}: right", (numbers_said == right)[kept].mean(), None,
            f"answered {kept.mean():.0%}")  # fmt: skip


def _comments(file: str):
    """Return comments of exactly one group; labels of no group are left out."""
    names = data("goemotions", "labels.txt").read_text().split()
    group_of = {name: group for group, inside in GROUPS.items() for name in inside}
    found = []
    for line in data("goemotions", file).read_text("utf-8").splitlines():
        text, labels, _ = line.split("\t")
        groups = {group_of.get(names[int(no)]) for no in labels.split(",")} - {None}
        if len(groups) == 1:
            found.append((text, groups.pop()))
    return found


def _felt(texts):
    read = [{one["emotion"]: one["intensity"] for one in emotion.read(text)} for text in texts]
    return np.array([[one.get(group, 0.0) for group in emotion.GROUPS] for one in read])


def themes() -> None:
    from desirepath.worlds import make_world, scores
    from desirepath.worlds.truth import read_truth

    for industry in ("telecom", "shop", "bank"):
        with tempfile.TemporaryDirectory() as scratch:
            made = make_world(industry, 5, 4000, Path(scratch))
            texts = {}
            for file in (Path(one) for one in made.files):
                if file.stem not in {"csat", "ces", "nps"}:
                    continue
                with file.open(encoding="utf-8") as opened:
                    for one in csv.DictReader(opened):
                        text = one.get("comment") or one.get("text")
                        if text:
                            texts[file.name, next(iter(one.values()))] = text
            different = sorted(set(texts.values()))
            found, given = _themes.found(different)
            of = dict(zip(different, given, strict=True))
            result = scores.themes(
                read_truth(Path(scratch)), {key: of[t] for key, t in texts.items()}
            )
            row(f"themes, world {industry}: NMI", result["nmi"], 0.5,
                f"{len(different)} texts, {len(found)} themes")  # fmt: skip
    place = data("olist_classified", "olist_classified_public_dataset.csv")
    with place.open(encoding="utf-8") as opened:
        rows = [one["review_comment_message"] for one in csv.DictReader(opened)]
    different = sorted({text for text in rows if text.strip()})
    found, given = _themes.found(different)
    print("Olist, ten largest themes:")
    shown = [(no, theme) for no, theme in enumerate(found) if not theme.junk][:10]
    for no, theme in shown:
        examples = [text for text, one in zip(different, given, strict=True) if one == no]
        example = min(examples, key=lambda text: abs(len(text) - 60))
        print(f"  {theme.texts:>5}  {', '.join(theme.terms[:5]):<60} “{example[:70]}”")
    print(f"  {sum(theme.junk for theme in found)} of {len(found)} are hidden; "
          f"{Counter(given)[-1]} of {len(different)} texts have none")  # fmt: skip


def speed() -> None:
    texts, labels = [], []
    train = _comments("train.tsv")
    for text, group in train[:10_000]:
        texts.append(text)
        labels.append("positive" if group in emotion.GOOD else
                      "neutral" if group == "none" else "negative")  # fmt: skip
    begun = time.process_time()
    made = _classifier.learn(texts, labels, ORDER, sentiment.features).classifier
    row("speed: training on 10 000 texts, CPU seconds", time.process_time() - begun, None, "<= 20")
    begun = time.process_time()
    many = [text for text, _ in train]
    made.shares(many, sentiment.features)
    row("speed: learned sentiment, texts per CPU second",
        len(many) / (time.process_time() - begun), 1000)  # fmt: skip
    begun = time.process_time()
    _themes.found(sorted(set(many)))
    row(f"speed: themes of {len(set(many))} texts, CPU seconds", time.process_time() - begun)
    hundred = (many * 4)[:100_000]
    for first in range(0, len(hundred), 50_000):
        made.shares(hundred[first : first + 50_000], sentiment.features)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("memory at 100 000 texts, MB at most", peak, None, "<= 600")


def main() -> int:
    parts = {"tweets": tweets, "reviews": reviews, "olist": olist, "curve": curve,
             "emotions": emotions, "themes": themes, "speed": speed}  # fmt: skip
    for name in sys.argv[1:] or parts:
        parts[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
