"""How texts are read here, language by language, and how good that is on this workspace's texts.

`method` is `learned/1`, a classifier of the workspace's own rated texts; `vader/3.3`, an English
lexicon; or null: texts of this language have no valence. A classifier takes over when it is
surely better on texts that were held out (five-fold cross-validation; the methods stand at the
enricher `sentiment`). Quality is measured on exactly those texts: `macro_f1` and `ece` of the
classifier, whether or not it is in force, `lexicon_macro_f1` of the lexicon on the same texts.
`confusion` has one row per true label and one column per label it is called, in the order
negative, neutral, positive (`labels` where one of them never occurs).

A model of sentence vectors that you name (`DESIREPATH_EMBED_MODEL`, a folder with `model.onnx` and
`tokenizer.json`, and `pip install "desirepath[embed]"`; or an endpoint of yours,
`DESIREPATH_EMBED_URL`, which gets texts with personal data masked) joins the candidates from which
cross-validation chooses. Without one nothing is downloaded and nothing leaves.

Selections change how many texts a row counts, never the quality: that is the workspace's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _read_by

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "language": "ISO 639 code; null: cannot be told",
    "texts": "answers with a text in it",
    "method": "how they are read; null: they are not",
    "badge": "how they are read and how good that is, in one sentence",
    "labelled": "distinct texts with a rating or a person's label",
    "macro_f1": "of the classifier on held-out texts, 0…1; null: too few labelled texts",
    "ece": "expected calibration error of its confidence, 0…1",
    "lexicon_macro_f1": "of the lexicon on the same texts; null: it does not know the language",
    "negative": "labelled texts that are negative",
    "neutral": "labelled texts that are neutral",
    "positive": "labelled texts that are positive",
    "labels": "labels that the classifier knows",
    "confusion": "texts per true label (rows) and label they are called (columns)",
    "features": "what it is learned from: words, own (lexicon and vectors), or the mean of both",
    "embedding": "the model of sentence vectors that it was offered; null: none",
    "reason": "why this method is in force",
}


UNUSED = (
    "Sentence vectors are not used: no model is named (DESIREPATH_EMBED_MODEL). What they would "
    "add here is not measured."
)


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return one row per language of the answers' texts, most texts first."""
    answers = tables.answers
    answers = answers.filter(answers.text.notnull() & (answers.text.strip() != ""))
    keys = ["language"] if tables.by is None else ["segment", "language"]
    found = tables.execute(answers.group_by(*keys).aggregate(texts=answers.count()))
    found.sort(key=lambda row: (-row["texts"], row["language"] or "~"))
    forces = {force["language"]: force for force in tables.sentiment}
    rows = [_row(row, forces.get(row["language"]) or {}) for row in found]
    used = {force["embedding"] for force in tables.sentiment if force.get("embedding")}
    notes = [f"Sentence vectors: {title}." for title in sorted(used)] or [UNUSED]
    return Answer(rows, notes if rows else ["There are no answers with a text."])


def _row(row: Mapping[str, Any], force: Mapping[str, Any]) -> dict[str, Any]:
    made = {
        **row,
        "method": force.get("method"),
        "badge": _read_by.badge(force),
        "labelled": force.get("labelled", 0),
        **{name: force.get(name) for name in ("macro_f1", "ece", "lexicon_macro_f1")},
        **{name: force.get(f"labelled_{name}", 0) for name in ("negative", "neutral", "positive")},
        **{name: force.get(name) for name in ("labels", "confusion", "features", "embedding")},
        "reason": force.get("reason") or "the language of these texts cannot be told",
    }
    return {name: made[name] for name in (*row, *ROW) if name in made}
