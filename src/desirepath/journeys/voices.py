"""What the text of an answer says besides how good it is: emotions, effort, what it asks for.

Read by the enrichers `emotion`, `effort` and `actionability`, each in the languages it knows, or as
a person labelled it. `emotions` is JSON, strongest first; null: the text is not read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desirepath import registry
from desirepath.enrichers import actionability, effort, emotion
from desirepath.journeys import readings
from desirepath.model.progress import Progress

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

NONE = "none"
"""The label of a text that has no emotion, effort or request."""
PARTS = {"emotion": "emotions", "effort": "effort", "actionability": "actionability"}
"""Enricher → column of `answers`; the enricher is the kind of a label too."""
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
    told = answers.filter(answers.text.notnull() & (answers.text.strip() != ""))
    told = told.select("seq", "text", "language", text_key=readings.key(told.text))
    told = warehouse.create(HEARD, told, temp=True)
    for kind, column in PARTS.items():
        enricher = registry.load("enrichers", kind)
        spoken = told.filter(told.language.isin(enricher.LANGUAGES))
        read = readings.read(warehouse, spoken.select("text"), readings.of(kind), progress)
        found = spoken.select("seq", "text_key").left_join(read, "text_key").drop("text_key_right")
        if labels.get(kind):
            found = _corrected(told, found, column, _spelled(kind, labels[kind]))
        answers = answers.left_join(found.select("seq", column), "seq").drop("seq_right")
    return answers


def _corrected(told: Any, found: Any, column: str, given: Mapping[str, str | None]) -> Any:
    """Return `seq` and the column, with what people said before what was read."""
    import ibis

    from desirepath.journeys.assemble import small

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
