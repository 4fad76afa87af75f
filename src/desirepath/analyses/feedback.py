"""Every answer with what it is about, in its own words, and how good it sounds.

Rows are ordered by time, then id; answers without a time come last. `link` says how an answer
came to its touchpoint: `named` by the answer, `same row` of the case, `nearest earlier`
interaction, or `none`; `link_seconds` is the time from the touchpoint to the answer (negative:
the answer came first). Texts are verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer
from desirepath.errors import UnknownName

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {}
OPTIONS = {
    "touchpoint": "only answers about this touchpoint",
    "stage": "only answers about this stage",
    "limit": "at most so many rows (default: all)",
}
ROW = {
    "feedback_id": "id of the answer",
    "customer": "who answered",
    "time": "when, ISO 8601 in UTC",
    "touchpoint": "what the answer is about",
    "stage": "stage of the touchpoint",
    "step": "step of the touchpoint",
    "language": "ISO 639 code; null: cannot be told",
    "instrument": "nps, csat, ces, rating or comment",
    "question": "the question, as its wording or column",
    "scale": "scale of the score, min-max",
    "score": "the score on its scale",
    "text": "the text, verbatim",
    "sentiment": "negative, neutral, positive or unknown",
    "valence": "−1…1",
    "confidence": "of the valence, 0…1",
    "method": "what gave the valence: score, the sentiment method, or both",
    "link": "named, same row, nearest earlier or none",
    "link_seconds": "seconds from the touchpoint to the answer",
    "link_confidence": "0…1",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Params:
    """Which answers."""

    touchpoint: str | None = None
    stage: str | None = None
    limit: int | None = None


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per answer. Raises UnknownName for a touchpoint or stage."""
    answers = tables.answers
    if params.touchpoint is not None:
        answers = answers.filter(answers.touchpoint == tables.code(params.touchpoint))
    if params.stage is not None:
        answers = answers.filter(answers.touchpoint.isin(_codes(tables, params.stage)))
    segment = [] if tables.by is None else ["segment"]
    kept = answers.select(
        *segment,
        *("feedback_id", "customer", "time", "touchpoint", "language", "instrument", "question"),
        *("scale_min", "scale_max", "score", "text", "sentiment", "valence", "confidence"),
        *("method", "link", "link_seconds", "link_confidence", "seq"),
    )
    kept = kept.order_by(kept.time.asc(nulls_first=False), "feedback_id", "seq")
    if params.limit is not None:
        kept = kept.limit(max(params.limit, 0))
    rows = [_row(row, tables) for row in tables.execute(kept)]
    return Answer(rows=rows, notes=_notes(tables, answers))


def _codes(tables: Tables, stage: str) -> list[int]:
    codes = [place["code"] for place in tables.catalog if place["stage"] == stage]
    if not codes:
        raise UnknownName("stage", stage, {place["stage"] for place in tables.catalog})
    return codes


def _row(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    place = {} if row["touchpoint"] is None else tables.catalog[row["touchpoint"]]
    low, high = row["scale_min"], row["scale_max"]
    made = {
        "feedback_id": row["feedback_id"],
        "customer": row["customer"],
        "time": _iso(row["time"]),
        "touchpoint": place.get("name"),
        "stage": place.get("stage"),
        "step": place.get("step"),
        "language": row["language"],
        "instrument": row["instrument"],
        "question": row["question"],
        "scale": None if low is None or high is None else f"{low:g}-{high:g}",
        "score": row["score"],
        "text": row["text"],
        "sentiment": row["sentiment"],
        "valence": row["valence"],
        "confidence": row["confidence"],
        "method": row["method"],
        "link": row["link"],
        "link_seconds": row["link_seconds"],
        "link_confidence": row["link_confidence"],
    }
    return made if tables.by is None else {"segment": row["segment"], **made}


def _iso(micros: int | None) -> str | None:
    if micros is None:
        return None
    moment = _EPOCH + timedelta(microseconds=micros)
    return moment.isoformat().replace("+00:00", "Z")


def _notes(tables: Tables, answers: Any) -> list[str]:
    """Say how answers came to their touchpoints, and what could not be told."""
    found = tables.execute(
        answers.group_by("link").aggregate(
            n=answers.count(),
            early=(answers.link_seconds < 0).sum(),
            horizon=answers.link_horizon.max(),
            unheard=(answers.text.notnull() & answers.language.isnull()).sum(),
            unscored=(answers.score.isnull() & (answers.instrument != "comment")).sum(),
        )
    )
    if not found:
        return ["There are no answers."]
    by_link = {row["link"]: row for row in found}
    days = f"{float(found[0]['horizon']) / 86_400:g} days"
    words = {
        "named": "name their touchpoint",
        "same row": "stand in the row of their case and are put to its last milestone",
        "nearest earlier": f"are put to the customer's nearest earlier interaction within {days}",
        "none": f"are put to no touchpoint (none named, no interaction within {days} before)",
    }
    notes = []
    for kind, word in words.items():
        if kind in by_link:
            row = by_link[kind]
            early = f" ({row['early']} of them precede it)" if row["early"] else ""
            notes.append(f"{row['n']} answers {word}{early}.")
    for field, word in (
        ("unheard", "texts are in a language that cannot be told; their sentiment is unknown"),
        ("unscored", "answers have no score (none given, or outside the scale)"),
    ):
        n = sum(row[field] or 0 for row in found)
        if n:
            notes.append(f"{n} {word}.")
    return notes
