"""Emotions learned from what people corrected: per language, once 100 texts have a label.

A classifier takes over from the words of `cues.toml` when it is surely better on labelled texts
that were held out (`_calibrated.py`). It names a feeling only from the share on that was right in
`RIGHT` of the held-out texts, else none; `intensity` is that share. Labels are few, so it is
learned again whenever texts or labels changed, and no weight of it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desirepath.enrichers import _calibrated, emotion
from desirepath.journeys.readings import Reader
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.enrichers._calibrated import Judged
    from desirepath.store.warehouse import Warehouse

NONE = "none"
METHOD = "emotion-learned/1"
ORDER = (*emotion.GROUPS, NONE)
RIGHT = 0.7


def readers(warehouse: Warehouse, told: Any, labels: Mapping[str, str]) -> dict[str, Reader]:
    """Return language → the reader that was learned for it; `labels`: text key → emotion."""
    if len(labels) < _calibrated.ENOUGH:
        return {}
    known = told.filter(told.language.notnull() & told.text_key.isin(sorted(labels)))
    rows = warehouse.rows(known.select("language", "text_key", "text").distinct())
    taught: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted(rows, key=lambda row: row["text_key"]):
        lesson = (row["text_key"], row["text"], labels[row["text_key"]])
        taught.setdefault(row["language"], []).append(lesson)
    found = {language: _learned(language, lessons) for language, lessons in taught.items()}
    return {language: reader for language, reader in found.items() if reader is not None}


def _learned(language: str, lessons: Sequence[tuple[str, str, str]]) -> Reader | None:
    texts, given = [text for _, text, _ in lessons], [label for *_, label in lessons]
    cued = None
    if language in emotion.LANGUAGES:
        cued = [read[0]["emotion"] if read else NONE for read in map(emotion.read, texts)]
    judged = _calibrated.judge(texts, given, ORDER, cued)
    if judged.classifier is None or not judged.better:
        return None
    sure = _sure(judged, given)
    mark = canonical([language, [[key, label] for key, _, label in lessons]])
    name = hashlib.sha256(mark.encode()).hexdigest()[:12]
    classifier = judged.classifier

    def read(texts: Sequence[str]) -> list[dict[str, Any]]:
        shares = classifier.shares(texts)
        said = classifier.said(shares)
        return [
            {"emotions": _spelled(classifier.labels[int(no)], float(row[int(no)]), sure)}
            for no, row in zip(said, shares, strict=True)
        ]

    return Reader(f"{METHOD} {name}", emotion.adds, read)


def _sure(judged: Judged, given: Sequence[str]) -> float:
    """Return the least share from which on feelings named on held-out texts are right enough."""
    import numpy as np

    classifier, held = judged.classifier, judged.held
    if classifier is None:
        return 1.0
    seen = np.flatnonzero(~np.isnan(held[:, 0]))
    said = classifier.said(held[seen])
    named = [(float(held[no, label]), classifier.labels[label] == given[int(no)])
             for no, label in zip(seen, said, strict=True)
             if classifier.labels[label] != NONE]  # fmt: skip
    for edge in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        right = [ok for share, ok in named if share >= edge]
        if right and sum(right) >= RIGHT * len(right):
            return edge
    return 1.0


def _spelled(label: str, share: float, sure: float) -> str:
    feels = label != NONE and share >= sure
    read = [{"emotion": label, "intensity": round(share, 2)}] if feels else []
    return json.dumps(read, separators=(",", ":"))
