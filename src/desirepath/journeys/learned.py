"""Which method reads the sentiment of each language here, and what was learned for it.

    models
    | name      | language | fingerprint | facts                               | block  |
    | sentiment | en       | 5d0c…       | {"better": true, "macro_f1": 0.71 …} | AQBh…  |
    | sentiment | nl       | 91aa…       | {"better": false, "reason": …}       | null   |

Texts with a rating, or which a person labelled, teach; a person goes before a rating. The
fingerprint is that of the labelled texts: while it holds, nothing is learned again. A text that
taught is read by the regression that did not see it, else its rating would count twice. Where the
user named a model of sentence vectors, it is one more candidate, and another fingerprint.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.enrichers import sentiment
from desirepath.enrichers._calibrated import ENOUGH, Judged
from desirepath.enrichers._classifier import MOST, Classifier, from_bytes
from desirepath.journeys import embedded, readings
from desirepath.journeys.embedded import Embedded
from desirepath.journeys.readings import Reader
from desirepath.model.progress import Progress
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

TABLE = "models"
NAME = "sentiment"
PREFIX = f"{sentiment.LEARNED} "
"""How the methods of models begin in `readings`."""
COLUMNS = ("name", "language", "fingerprint", "facts", "block")
LOW, HIGH = -0.3, 0.3
"""Valence of a rating up to which, and from which on, its text is negative and positive."""
SAID_VALENCE = {"negative": -2 / 3, "neutral": 0.0, "positive": 2 / 3}
"""Where a text lies that a person labelled: in the middle of its third of −1…1."""


@dataclass(frozen=True)
class Force:
    """The method in force for one language; `reader` None: its texts cannot be read."""

    language: str
    method: str | None
    reader: Reader | None
    facts: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"language": self.language, "method": self.method, **self.facts}


def methods(
    warehouse: Warehouse, texts: Any, labels: Mapping[str, str], progress: Progress
) -> list[Force]:
    """Return the method of every language among `texts` (`text, language, of_score`).

    `labels` are those of people, text key → label. Learns where the labelled texts are others
    than before, keeps the readings of the texts that taught, and the models in the warehouse.
    """
    spoken = texts.filter(texts.language.notnull())
    counted = spoken.group_by("language").aggregate(texts=spoken.text.nunique())
    sizes = {row["language"]: row["texts"] for row in warehouse.rows(counted)}
    lessons = _lessons(warehouse, spoken, labels)
    known, model = _known(warehouse), embedded.of(warehouse)
    made, kept = [], []
    for language in sorted(sizes):
        rows = lessons.get(language, [])
        row = known.get(language)
        mark = _fingerprint(rows, model)
        if len(rows) < ENOUGH:
            row = _row(language, mark, Judged(reason=_few(len(rows))), rows)
        elif row is None or row["fingerprint"] != mark:
            progress(f"Learning sentiment from {len(rows)} texts ({language})", None)
            row = _learn(warehouse, spoken, language, rows, mark, model)
        if len(rows) >= ENOUGH:
            kept.append(row)
        made.append(_force(row, language, sizes[language], model))
    _keep(warehouse, kept, known)
    return made


def _few(n: int) -> str:
    return f"{n} labelled texts; {ENOUGH} are needed"


def _lessons(
    warehouse: Warehouse, spoken: Any, labels: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """Return language → (text key, label) of the texts that teach, by key, at most `MOST`."""
    import ibis

    from desirepath.store.compiled import small

    texts = spoken.mutate(text_key=readings.key(spoken.text))
    texts = texts.group_by("language", "text_key").aggregate(
        rated=texts.of_score.mean().round(6), given=ibis.null("string")
    )
    if labels:
        given = small(
            {"given_key": list(labels), "label": list(labels.values())},
            {"given_key": "string", "label": "string"},
        )
        texts = texts.left_join(given, texts.text_key == given.given_key)
        texts = texts.mutate(given=texts.label).drop("given_key", "label")
    label = ibis.cases(
        (texts.given.notnull(), texts.given),
        (texts.rated <= LOW, "negative"),
        (texts.rated >= HIGH, "positive"),
        (texts.rated.notnull(), "neutral"),
    )
    texts = texts.mutate(taught=label)
    texts = texts.filter(texts.taught.notnull())
    place = ibis.row_number().over(group_by=texts.language, order_by=texts.text_key)
    texts = texts.mutate(place=place)
    texts = texts.filter(texts.place < MOST).order_by("language", "text_key")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in warehouse.rows(texts.select("language", "text_key", "taught")):
        found.setdefault(row["language"], []).append((row["text_key"], row["taught"]))
    return found


def _fingerprint(rows: Sequence[tuple[str, str]], model: Embedded | None) -> str:
    by = [] if model is None else [model.mark]
    document = canonical([sentiment.LEARNED, [list(row) for row in rows], *by])
    return hashlib.sha256(document.encode()).hexdigest()


def _learn(  # noqa: PLR0917 - what one model is made of, said once
    warehouse: Warehouse,
    spoken: Any,
    language: str,
    rows: Sequence[tuple[str, str]],
    mark: str,
    model: Embedded | None,
) -> dict[str, Any]:
    texts = spoken.filter(spoken.language == language).select("text").distinct()
    texts = texts.mutate(text_key=readings.key(texts.text))
    label = dict(rows)
    there = {row["text_key"]: row["text"] for row in warehouse.rows(texts)}
    keys = [key for key, _ in rows]
    vectors = None if model is None else model.vectors
    known = [there[key] for key in keys]
    judged = sentiment.learn(known, [label[key] for key in keys], language, vectors)
    row = _row(language, mark, judged, rows, model)
    if judged.better and judged.classifier is not None:
        held = sentiment.readings_of(judged.classifier, judged.held)
        readings.keep(warehouse, _method(row), keys, held)
    return row


def _row(
    language: str,
    mark: str,
    judged: Judged,
    rows: Sequence[tuple[str, str]],
    model: Embedded | None = None,
) -> dict[str, Any]:
    labels = [label for _, label in rows]
    facts: dict[str, Any] = {
        "better": judged.better,
        "reason": judged.reason,
        "labelled": len(rows),
        **{f"labelled_{name}": labels.count(name) for name in sentiment.LABELS},
    }
    block = None
    if judged.classifier is not None:
        quality = judged.classifier.quality
        facts |= {
            "features": judged.classifier.method,
            "embedding": None if model is None else model.title,
            "labels": list(judged.classifier.labels),
            "macro_f1": quality.macro_f1,
            "ece": quality.ece,
            "confusion": [list(row) for row in quality.confusion],
            "lexicon_macro_f1": judged.before if language in sentiment.LANGUAGES else None,
        }
        if judged.better:
            block = base64.b64encode(judged.classifier.to_bytes()).decode()
    return {
        "name": NAME,
        "language": language,
        "fingerprint": mark,
        "facts": canonical(facts),
        "block": block,
    }


def _method(row: Mapping[str, Any]) -> str:
    return f"{PREFIX}{row['language']} {row['fingerprint'][:12]}"


def _force(row: Mapping[str, Any], language: str, texts: int, model: Embedded | None) -> Force:
    facts = {"texts": texts, **json.loads(row["facts"])}
    if facts["better"]:
        classifier: list[Classifier] = []  # unpacked when a text is read that did not teach

        def read(texts: Sequence[str]) -> list[dict[str, Any]]:
            if not classifier:
                classifier.append(from_bytes(base64.b64decode(row["block"])))
            vectors = None if model is None else model.vectors
            return sentiment.read(classifier[0], texts, language, vectors)

        reader = Reader(_method(row), sentiment.adds, read)
        return Force(language, sentiment.LEARNED, reader, facts)
    if language in sentiment.LANGUAGES:
        return Force(language, sentiment.METHOD, readings.of("sentiment"), facts)
    return Force(language, None, None, facts)


def _known(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    if not warehouse.has(TABLE):
        return {}
    table = warehouse.table(TABLE)
    rows = warehouse.rows(table.filter(table.name == NAME))
    return {row["language"]: row for row in rows}


def _keep(
    warehouse: Warehouse, rows: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write the models anew where one is new or gone."""
    from desirepath.store.compiled import small

    if {row["language"]: row["fingerprint"] for row in rows} == {
        language: row["fingerprint"] for language, row in known.items()
    }:
        return
    columns = {column: [row[column] for row in rows] for column in COLUMNS}
    warehouse.create(TABLE, small(columns, dict.fromkeys(COLUMNS, "string")))
