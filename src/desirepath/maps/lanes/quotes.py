"""What customers say, word for word: answers that stand for the mood of their step.

Chosen without chance: near the step's mean emotion or clearer in the same direction, long enough
to tell something, short enough to be read; equal ones by id. A text that may speak of another
step stands back behind those that surely speak of this one. What is said at many steps says
little about one: it stands back, and no two steps are drawn with the same words where one of them
has others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.maps.material import Material, Row, Step, cell, felt_by
from desirepath.maps.quoted import captions

title = "Thoughts"
picture = "quotes"
caption = "word for word"

KEPT = 5
TELLING = 50
READABLE = 150
MILD = 0.2
"""How far a wholly neutral answer stands behind the clearest one, on the scale of valence."""
GUESS = 2.0


def draw(material: Material) -> list[dict[str, Any]]:
    """Return one cell per step with text; the first quote is the one that is drawn."""
    said: dict[Step, list[Row]] = {}
    for row in material.rows("feedback"):
        step = material.step_of(row.get("touchpoint"))
        if step and _words(row):
            said.setdefault(step, []).append(row)
    chosen = _chosen(material, said)
    cells = []
    for step in material.steps:
        if step not in said:
            continue
        quotes = [_quote(row) for row in chosen[step]]
        proofs = [
            material.proof("feedback", material.where("feedback", row, ["feedback_id"]), "text")
            for row in chosen[step]
        ]
        cells.append(cell(step, {"quotes": quotes, "of": len(said[step])}, proofs))
    return [*cells, *material.wrote("quotes")]


def _quote(row: Row) -> dict[str, Any]:
    quote = {
        "id": row["feedback_id"],
        "text": row["text"],
        "touchpoint": row.get("touchpoint"),
        "language": row.get("language"),
        "instrument": row.get("instrument"),
        "score": row.get("score"),
        "scale": row.get("scale"),
        "time": row.get("time"),
        "valence": row.get("valence"),
    }
    return {**quote, "origin": captions(quote)[0]}


def _chosen(material: Material, said: Mapping[Step, Sequence[Row]]) -> dict[Step, list[Row]]:
    """Return the quotes of each step; the step with the fewest texts chooses its first one first.

    A text is compared as the customer wrote it, without the blanks around it.
    """
    best: dict[Step, dict[str, tuple[float, Row]]] = {}
    for step, rows in said.items():
        felt = next(iter(material.of_step("emotions", step)), None)
        mean = felt.get(felt_by(felt)[0]) if felt else None
        texts = best.setdefault(step, {})
        for row in rows:
            off, known = _distance(row, mean), texts.get(_words(row))
            if known is None or (off, _id(row)) < (known[0], _id(known[1])):
                texts[_words(row)] = off, row
    places = Counter(text for texts in best.values() for text in texts)
    taken: set[str] = set()
    found = {}
    for step in sorted(best, key=lambda step: (len(best[step]), material.steps.index(step))):
        ranked = sorted(
            (text in taken, off + (places[text] - 1) / len(best), _id(row), text)
            for text, (off, row) in best[step].items()
        )
        kept = [text for *_, text in ranked[:KEPT]]
        taken.add(kept[0])  # only the first is drawn, so only it is taken from the others
        found[step] = [best[step][text][1] for text in kept]
    return found


def _words(row: Row) -> str:
    return str(row.get("text") or "").strip()


def _id(row: Row) -> str:
    return str(row["feedback_id"])


def _distance(row: Row, mean: float | None) -> float:
    """Return how badly an answer stands for a step of this mean emotion (0: best)."""
    text = _words(row)
    valence = row.get("valence")
    off: float = 0.5
    if valence is not None and mean is not None:
        clearer = valence * mean > 0 and abs(valence) > abs(mean)
        off = 0.0 if clearer else abs(valence - mean)
    mild = MILD * (1 - abs(valence or 0.0))
    brief = max(0.0, (TELLING - len(text)) / TELLING)
    long = max(0.0, (len(text) - READABLE) / 400)
    guess = GUESS if row.get("unsure") else 0.0
    distance: float = off + mild + brief + long + guess
    return round(distance, 6)
