"""Every answer with what it is about, in its own words, and how good it sounds.

Rows are ordered by time (`order`), then id; answers without a time come last. `limit` and `offset`
cut a page out of them; beside the rows stand `total`, how many answers match, and `sentiments`,
how many of them per sentiment (before `sentiment` chooses). `link` says how an answer
came to its touchpoint: `named` by the answer, `same row` of the case, `likely` (a text, where at
least 30 answers to the same question name their touchpoint and teach which one it is), `nearest
earlier` interaction, or `none`; `link_seconds` is the time from the touchpoint to the answer
(negative: the answer came first), `unsure` marks a guess. Texts are verbatim.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _read_by, _shared
from desirepath.errors import UnknownName
from desirepath.journeys import voices

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
UNSURE, UNSURE_AFTER = 0.6, 2 * 86_400
EXAMPLE: dict[str, Any] = {}
OPTIONS = {
    "touchpoint": "only answers about this touchpoint",
    "stage": "only answers about this stage",
    "channel": "only answers about touchpoints of this channel",
    "instrument": "only answers of this kind: nps, csat, ces, rating or comment",
    "sentiment": "only answers that sound so",
    "theme": "only answers about this theme (id or name)",
    "emotion": "only answers that say this emotion",
    "effort": "only answers that say high or low effort",
    "actionability": "only answers that ask for this: needs response, suggestion, praise …",
    "search": "only answers whose text holds this, in capitals or not",
    "order": "oldest or newest first",
    "limit": "at most so many rows (default: all)",
    "offset": "leave out so many rows before them",
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
    "method": "what gave the valence: score, the sentiment method or you, or both",
    "text_valence": "−1…1 of the text alone; null: it is not read",
    "emotions": "what the writer says to feel: emotion, and intensity 0…1; null: not read",
    "effort": "high or low, where the text says so",
    "actionability": "needs response, suggestion, praise or no content, where the text says so",
    "themes": "names of what the text is about (see `themes`); null: nothing that others speak of",
    "link": "named, same row, likely, nearest earlier or none",
    "link_seconds": "seconds from the touchpoint to the answer",
    "link_confidence": "0…1",
    "unsure": "true where the touchpoint is a guess: not likelier than 0.6, or only near, days ago",
}
INSTRUMENTS = ("nps", "csat", "ces", "rating", "comment")
SENTIMENTS = ("negative", "neutral", "positive", "unknown")


@dataclass(frozen=True)
class Params:
    """Which answers."""

    touchpoint: str | None = None
    stage: str | None = None
    channel: str | None = None
    instrument: str | None = None
    sentiment: Literal["negative", "neutral", "positive", "unknown"] | None = None
    theme: str | None = None
    emotion: str | None = None
    effort: Literal["high", "low"] | None = None
    actionability: Literal["needs response", "suggestion", "praise", "no content"] | None = None
    search: str | None = None
    order: Literal["oldest", "newest"] = "oldest"
    limit: int | None = None
    offset: int = 0


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per answer; raises UnknownName for what no answer can be about."""
    answers = _chosen(tables, params)
    moods = tables.execute(answers.group_by("sentiment").aggregate(n=answers.count()))
    sentiments = {row["sentiment"]: row["n"] for row in moods}
    if params.sentiment is not None:
        answers = answers.filter(answers.sentiment == params.sentiment)
    segment = [] if tables.by is None else ["segment"]
    kept = answers.select(
        *segment,
        *("feedback_id", "customer", "time", "touchpoint", "language", "instrument", "question"),
        *("scale_min", "scale_max", "score", "text", "sentiment", "valence", "confidence"),
        *("method", "text_valence", "emotions", "effort", "actionability", "themes"),
        *("link", "link_seconds", "link_confidence", "seq"),
    )
    down = params.order == "newest"
    time = kept.time.desc(nulls_first=False) if down else kept.time.asc(nulls_first=False)
    kept = kept.order_by(time, "feedback_id", "seq")
    if params.limit is not None or params.offset:
        most = None if params.limit is None else max(params.limit, 0)
        kept = kept.limit(most, offset=max(params.offset, 0))
    rows = [_row(row, tables) for row in tables.execute(kept)]
    extra = {
        "total": sentiments.get(params.sentiment, 0)
        if params.sentiment
        else sum(sentiments.values()),
        "sentiments": {name: sentiments.get(name, 0) for name in SENTIMENTS},
    }
    notes = [*_notes(tables, answers), *_read_by.notes(tables)]
    return Answer(rows=rows, notes=notes, extra=extra)


def _chosen(tables: Tables, params: Params) -> Any:
    answers = tables.answers
    if params.touchpoint is not None:
        answers = answers.filter(answers.touchpoint == tables.code(params.touchpoint))
    for word in ("stage", "channel"):
        if (wanted := getattr(params, word)) is not None:
            answers = answers.filter(answers.touchpoint.isin(_codes(tables, word, wanted)))
    if params.instrument is not None:
        if params.instrument not in INSTRUMENTS:
            raise UnknownName("instrument", params.instrument, INSTRUMENTS)
        answers = answers.filter(answers.instrument == params.instrument)
    if params.theme is not None:
        ids = [one["id"] for one in tables.themes if params.theme in {one["id"], one["name"]}]
        if not ids:
            raise UnknownName("theme", params.theme, [one["id"] for one in tables.themes])
        answers = answers.filter(answers.theme.isin(ids))
    if params.emotion is not None:
        if params.emotion not in voices.LABELS["emotion"]:
            raise UnknownName("emotion", params.emotion, voices.LABELS["emotion"])
        answers = answers.filter(answers.emotions.contains(f'"{params.emotion}"'))
    for word in ("effort", "actionability"):
        if (wanted := getattr(params, word)) is not None:
            answers = answers.filter(answers[word] == wanted)
    if params.search is not None:
        answers = answers.filter(answers.text.lower().contains(params.search.lower()))
    return answers


def _codes(tables: Tables, word: str, wanted: str) -> list[int]:
    codes = [place["code"] for place in tables.catalog if place[word] == wanted]
    if not codes:
        raise UnknownName(word, wanted, {str(place[word]) for place in tables.catalog})
    return codes


def _row(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    place = {} if row["touchpoint"] is None else tables.catalog[row["touchpoint"]]
    low, high = row["scale_min"], row["scale_max"]
    made = {
        "feedback_id": row["feedback_id"],
        "customer": row["customer"],
        "time": _shared.moment(row["time"]),
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
        "text_valence": row["text_valence"],
        "emotions": None if row["emotions"] is None else json.loads(row["emotions"]),
        "effort": row["effort"],
        "actionability": row["actionability"],
        "themes": None if row["themes"] is None else json.loads(row["themes"]),
        "link": row["link"],
        "link_seconds": row["link_seconds"],
        "link_confidence": row["link_confidence"],
        "unsure": _unsure(row),
    }
    return made if tables.by is None else {"segment": row["segment"], **made}


def _unsure(row: dict[str, Any]) -> bool:
    """Say whether the touchpoint is a guess: no likelier than not, or only near, and days ago."""
    if row["link"] == "nearest earlier":
        return bool((row["link_seconds"] or 0) > UNSURE_AFTER)
    return bool(row["link_confidence"] is not None and row["link_confidence"] < UNSURE)


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
        "likely": "are put where their text most likely belongs (see link_confidence)",
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
