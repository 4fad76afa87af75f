"""What the text of an answer says besides how good it is: feelings, effort, requests, names.

Read by the enrichers of `PARTS`, each in the languages it knows; emotions, effort and requests
also as a person labelled them. `emotions` is JSON, strongest first; `phrases` and `entities` have
one per line; null: the text is not read, or has none. What people listed (book labels of kind
`name`, name → kind) is found among the entities; another list is another method, whose texts are
read anew. Emotions that people corrected teach (`felt.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desirepath import registry
from desirepath.enrichers import actionability, effort, emotion, entities
from desirepath.journeys import felt, readings
from desirepath.model.progress import Progress
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

NONE = felt.NONE
"""The label of a text that has no emotion, effort or request."""
PARTS = {
    "emotion": "emotions",
    "effort": "effort",
    "actionability": "actionability",
    "phrases": "phrases",
    "entities": "entities",
}
"""Enricher → column of `answers`; the first three are kinds of labels too."""
NAMES = "name"
"""The kind of label that lists a name; every other text may hold it."""
LABELS: dict[str, tuple[str, ...]] = {
    "emotion": emotion.GROUPS,
    "effort": effort.LEVELS,
    "actionability": actionability.KINDS,
}
HEARD = "answers_heard"
FIRM = 0.6
"""Intensity of an emotion that a person named."""


def add(
    warehouse: Warehouse, answers: Any, labels: Mapping[str, Mapping[str, str]], progress: Progress
) -> Any:
    """Return answers with `emotions, effort, actionability`; `labels`: kind → text key → label."""
    import ibis

    told = answers.filter(answers.text.notnull() & (answers.text.strip() != ""))
    told = told.select("seq", "text", "language", text_key=readings.key(told.text))
    told = warehouse.create(HEARD, told, temp=True)
    for kind, column in PARTS.items():
        parts = []
        for spoken, reader in _readers(warehouse, told, kind, labels):
            read = readings.read(warehouse, spoken.select("text"), reader, progress)
            found = spoken.select("seq", "text_key").left_join(read, "text_key")
            parts.append(found.select("seq", column))
        found = parts[0] if len(parts) == 1 else ibis.union(*parts)
        if labels.get(kind):
            found = _corrected(told, found, column, _spelled(kind, labels[kind]))
        answers = answers.left_join(found.select("seq", column), "seq").drop("seq_right")
    return answers


def _readers(
    warehouse: Warehouse, told: Any, kind: str, labels: Mapping[str, Mapping[str, str]]
) -> list[tuple[Any, readings.Reader]]:
    """Return which texts are read by what, for one of `PARTS`; forget what others have read."""
    languages = registry.load("enrichers", kind).LANGUAGES
    spoken = told.filter(told.language.isin(languages)) if languages else told
    reader, keys = readings.of(kind), told.select("text_key")
    if kind == "entities":
        reader = _listing(reader, labels.get(NAMES, {}))
        readings.forget(warehouse, keys, {reader.method}, entities.METHOD)
    if kind != "emotion":
        return [(spoken, reader)]
    learned = felt.readers(warehouse, told, labels.get(kind, {}))
    readings.forget(warehouse, keys, {one.method for one in learned.values()}, felt.METHOD)
    rest = spoken.filter(~spoken.language.isin(sorted(learned))) if learned else spoken
    own = [(told.filter(told.language == language), one) for language, one in learned.items()]
    return [(rest, reader), *own]


def _listing(reader: readings.Reader, names: Mapping[str, str]) -> readings.Reader:
    """Return the reader of entities that knows the names of a list."""
    if not names:
        return reader
    listed = dict(sorted(names.items()))
    mark = hashlib.sha256(canonical(listed).encode()).hexdigest()[:12]
    return replace(
        reader, method=f"{reader.method} {mark}", read=lambda texts: entities.read(texts, listed)
    )


def _corrected(told: Any, found: Any, column: str, given: Mapping[str, str | None]) -> Any:
    """Return `seq` and the column, with what people said before what was read."""
    import ibis

    from desirepath.store.compiled import small

    kinds = {"given_key": "string", "given": "string"}
    table = small({"given_key": list(given), "given": list(given.values())}, kinds)
    labelled = told.inner_join(table, told.text_key == table.given_key)
    labelled = labelled.select("seq", **{column: labelled.given})
    rest = found.anti_join(labelled, "seq").select("seq", column)
    return ibis.union(labelled, rest)


def _spelled(kind: str, labels: Mapping[str, str]) -> dict[str, str | None]:
    """Return labels as they stand in the column."""
    if kind != "emotion":
        return {key: None if label == NONE else label for key, label in labels.items()}
    return {
        key: json.dumps(
            [] if label == NONE else [{"emotion": label, "intensity": FIRM}], separators=(",", ":")
        )
        for key, label in labels.items()
    }
