"""What customers talk about: themes of their texts, how they feel about them, where, and the trend.

Themes are found in the texts of each language with at least 100 different ones, or given by people
(rename, join, split, pin, hide: `desirepath themes`; a theme per text: `desirepath labels --kind
theme`). A text has one theme or none. `coherence` says how much the texts of a theme have in
common, `stability` how much of it is found again without a fifth of the texts; themes that are
low in both are left out unless asked for (`hidden`).

`liked` and `disliked` are answers about the theme whose valence is positive and negative; with
`per=stage` there is a row per stage and theme: what customers like and dislike along the journey.
`trend` compares the last `recent` days of the answers with the time before (share of all texts
that have a theme; two proportions, z of 2.6 and half as many again or a third fewer): growing,
fading, new or steady. `worse`: by the same test more of its answers are negative than before.
What people say stands beside what they did: `goal_rate` is that of the journeys that speak of the
theme, `others_rate` that of the other journeys with a text there, `goal_low` and `goal_high` the
95 % interval of the difference (Newcombe). It is an association, not a cause. `needs` counts texts
that need a response or suggest something, with one as `need`. With `per=step` they are what
customers need at each step.

`questions` counts texts that end with a question mark, with one as `question`: candidates for a
help page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _intervals, _recent, _sums
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "bars"
EXAMPLE: dict[str, Any] = {}
OPTIONS = {
    "per": "theme: one row per theme; stage or step: one per stage or step and theme",
    "recent": "days at the end that the trend looks at (0: a fifth of the time, at least 7 days)",
    "hidden": "also themes that hardly hold together, or that you hid",
}
ROW = {
    "id": "language and telling words as a slug",
    "theme": "its name",
    "language": "ISO 639 code",
    "stage": "stage (only per stage and per step, there as a slug)",
    "step": "slug of the step (only per step)",
    "terms": "words that tell it, first those that tell most",
    "n": "answers about it",
    "share": "of all answers with a text (of the language; per stage: there)",
    "low": "lower end of the 95 % interval of the share (Wilson)",
    "high": "upper end of it",
    "valence": "mean valence of these answers, −1…1",
    "liked": "answers about it that are positive",
    "disliked": "answers about it that are negative",
    "trend": "growing, fading, new or steady; null: too few answers to say",
    "recent_share": "share in the last days",
    "earlier_share": "share before",
    "worse": "true where more answers are negative than before",
    "touchpoints": "where it is spoken of most: touchpoint, n",
    "stages": "stages in which it is spoken of most: stage, n",
    "needs": "texts about it that need a response or suggest something",
    "need": "one of them: the shortest",
    "journeys": "journeys that speak of it",
    "goal_rate": "share of them that reached the goal; null without a goal",
    "others_rate": "the same of the other journeys with a text",
    "goal_low": "lower end of the 95 % interval of the difference",
    "goal_high": "upper end of it",
    "questions": "texts about it that end with a question mark",
    "question": "one of them: the shortest",
    "quotes": "three texts, the strongest in feeling first",
    "feedback_ids": "ids of their answers",
    "coherence": "0…1; of themes that you teach: macro-F1 on held-out texts",
    "stability": "0…1; null for themes that you gave",
    "hidden": "true where it is shown on request only",
    "pinned": "true where you pinned it",
    "set_by": "found, or you",
}
WANTS = ("needs response", "suggestion")
QUOTES, PLACES = 3, 3


@dataclass(frozen=True)
class Params:
    """What a row is, and what counts as recent."""

    per: Literal["theme", "stage", "step"] = "theme"
    recent: int = 0
    hidden: bool = False


def run(tables: Tables, params: Params) -> Answer:
    """Return themes, pinned ones first, then those with most answers; per stage: stage by stage."""
    if not tables.themes:
        return Answer([], ["There are no themes: too few texts of one language (100 are needed)."])
    answers = _told(tables, params)
    since = _recent.since(tables, answers, params.recent)
    keys = ["segment", *([] if params.per == "theme" else [params.per])]
    counts = tables.execute(_counted(answers, [*keys, "language", "theme"], since))
    totals = tables.execute(_counted(answers, [*keys, "language"], since))
    facts = {one["id"]: one for one in tables.themes}
    shown = [row for row in counts if row["theme"] in facts
             and (params.hidden or not facts[row["theme"]]["junk"])]  # fmt: skip
    whole = {tuple(row[key] for key in (*keys, "language")): row for row in totals}
    told = _places(tables, answers, keys)
    quotes = _quotes(tables, answers, keys)
    reached = _reached(tables, answers, keys)
    rows = []
    for row in shown:
        key = (*(row[key] for key in keys), row["theme"])
        total = whole[*(row[key] for key in keys), row["language"]]
        made = _row(row, total, facts[row["theme"]], told.get(key, []), quotes.get(key, []), tables)
        made |= _did(reached, row, keys)
        stage = {} if params.per == "theme" else _place(tables, params.per, row[params.per])
        segment = {} if tables.by is None else {"segment": row["segment"]}
        rows.append({**segment, **stage, **made})
    order = {word: no for no, word in enumerate(_places_in_order(tables, params.per))}
    rows.sort(key=lambda row: (order.get(str(row.get(params.per)), -1), not row["pinned"],
                               -row["n"], row["id"]))  # fmt: skip
    return Answer(rows, _notes(rows, facts, params))


def _told(tables: Tables, params: Params) -> Any:
    """Return answers with a text that is read, their stage, and null for what is not asked."""
    import ibis

    answers = tables.answers
    answers = answers.filter(answers.text.notnull() & answers.language.notnull())
    answers = answers.filter(answers.language.isin(sorted({t["language"] for t in tables.themes})))
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    if params.per == "theme":
        return answers
    inside: dict[str, list[int]] = {}
    for place in tables.catalog:
        inside.setdefault(str(place[params.per]), []).append(place["code"])
    cases = [(answers.touchpoint.isin(codes), word) for word, codes in sorted(inside.items())]
    word = ibis.cases(*cases, else_=ibis.null("string")) if cases else ibis.null("string")
    answers = answers.mutate(**{params.per: word})
    return answers.filter(answers[params.per].notnull())


def _place(tables: Tables, per: str, word: str) -> dict[str, Any]:
    """Return where a row stands: its stage, or its stage and step as slugs."""
    if per == "stage":
        return {"stage": word}
    stage = next(place["stage"] for place in tables.catalog if place["step"] == word)
    return {"stage": slug(stage), "step": word}


def _reached(tables: Tables, answers: Any, keys: Sequence[str]) -> dict[Any, tuple[int, int]]:
    """Return per theme, and per place over all (theme None), journeys and how many got there."""
    if tables.goal is None:
        return {}
    goals = tables.journeys.select(goal_journey="journey", goal="goal_time")
    told = answers.filter(answers.journey.notnull())
    found: dict[Any, tuple[int, int]] = {}
    for theme in (True, False):
        whose = [*keys, *(["theme"] if theme else []), "journey"]
        each = told.select(*whose).distinct()
        each = each.inner_join(goals, each.journey == goals.goal_journey)
        each = each.mutate(got=each.goal.notnull())
        counted = each.group_by(*whose[:-1]).aggregate(n=each.count(), got=each.got.sum())
        for row in tables.execute(counted):
            key = (*(row[key] for key in keys), row["theme"] if theme else None)
            if not theme or row["theme"] is not None:
                found[key] = (int(row["n"]), int(row["got"] or 0))
    return found


def _did(
    reached: Mapping[Any, tuple[int, int]], row: Mapping[str, Any], keys: Sequence[str]
) -> dict[str, Any]:
    """Return how many journeys speak of a theme and reach the goal, against the others."""
    place = tuple(row[key] for key in keys)
    n, got = reached.get((*place, row["theme"]), (0, 0))
    every, all_got = reached.get((*place, None), (0, 0))
    others, others_got = every - n, all_got - got
    low, high = _intervals.newcombe(got, n, others_got, others) if n and others else (None, None)
    return {
        "journeys": n,
        "goal_rate": got / n if n else None,
        "others_rate": others_got / others if others else None,
        "goal_low": low,
        "goal_high": high,
    }


def _counted(answers: Any, keys: Sequence[str], since: int | None) -> Any:
    late = _recent.late(answers, since)
    bad, good = answers.sentiment == "negative", answers.sentiment == "positive"
    wants = answers.actionability.isin(WANTS).fill_null(False)
    asks = _recent.asks(answers.text)
    marked = answers.mutate(late=late, bad=bad, good=good, asks=asks, wants=wants)
    return marked.group_by(*keys).aggregate(
        n=marked.count(),
        felt=marked.valence.count(),
        valence=_sums.mean(marked.valence),
        liked=marked.good.sum(),
        disliked=marked.bad.sum(),
        recent=marked.late.sum(),
        recent_bad=(marked.late & marked.bad).sum(),
        questions=marked.asks.sum(),
        needs=marked.wants.sum(),
    )


def _places(tables: Tables, answers: Any, keys: Sequence[str]) -> dict[Any, list[dict[str, Any]]]:
    """Return per theme the touchpoints in which it is spoken of, those with most answers first."""
    placed = answers.filter(answers.touchpoint.notnull() & answers.theme.notnull())
    rows = tables.execute(placed.group_by(*keys, "theme", "touchpoint").aggregate(n=placed.count()))
    rows.sort(key=lambda row: (-row["n"], row["touchpoint"]))
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        key = (*(row[key] for key in keys), row["theme"])
        found.setdefault(key, []).append(row)
    return found


def _quotes(tables: Tables, answers: Any, keys: Sequence[str]) -> dict[Any, list[dict[str, Any]]]:
    """Return per theme its strongest texts, and after them the shortest question."""
    import ibis

    told = answers.filter(answers.theme.notnull())
    told = told.mutate(
        asks=_recent.asks(told.text),
        wants=told.actionability.isin(WANTS).fill_null(False),
        height=told.valence.abs().fill_null(0.0),
    )
    whose = [*keys, "theme"]
    first = ibis.row_number().over(
        group_by=[told[key] for key in whose],
        order_by=[told.height.round(2).desc(), told.text.length(), told.feedback_id],
    )
    question = ibis.row_number().over(
        group_by=[told[key] for key in whose],
        order_by=[told.asks.desc(), told.text.length(), told.feedback_id],
    )
    wish = ibis.row_number().over(
        group_by=[told[key] for key in whose],
        order_by=[told.wants.desc(), told.text.length(), told.feedback_id],
    )
    told = told.mutate(place=first, asked=question, wished=wish)
    telling = ((told.asked == 0) & told.asks) | ((told.wished == 0) & told.wants)
    told = told.filter((told.place < QUOTES) | telling)
    shown = ("place", "asked", "asks", "wished", "wants", "text", "feedback_id")
    rows = tables.execute(told.select(*whose, *shown).order_by("place"))
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in whose), []).append(row)
    return found


def _row(  # noqa: PLR0917 - what one row is made of
    row: Mapping[str, Any],
    total: Mapping[str, Any],
    fact: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    quotes: Sequence[Mapping[str, Any]],
    tables: Tables,
) -> dict[str, Any]:
    low, high = _intervals.wilson(row["n"], total["n"])
    shown = [quote for quote in quotes if quote["place"] < QUOTES]
    asked = next((quote["text"] for quote in quotes if quote["asked"] == 0 and quote["asks"]), None)
    need = next((one["text"] for one in quotes if one["wished"] == 0 and one["wants"]), None)
    stages: dict[str, int] = {}
    for place in places:
        stage = str(tables.catalog[place["touchpoint"]]["stage"])
        stages[stage] = stages.get(stage, 0) + place["n"]
    best = sorted(stages.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "id": fact["id"],
        "theme": fact["name"],
        "language": fact["language"],
        "terms": fact["terms"],
        "n": row["n"],
        "share": row["n"] / total["n"],
        "low": low,
        "high": high,
        "valence": row["valence"],
        "liked": int(row["liked"] or 0),
        "disliked": int(row["disliked"] or 0),
        **_trend(row, total),
        "touchpoints": [
            {"touchpoint": tables.names[place["touchpoint"]], "n": place["n"]}
            for place in places[:PLACES]
        ],
        "stages": [{"stage": stage, "n": n} for stage, n in best[:PLACES]],
        "needs": int(row["needs"] or 0),
        "need": need,
        "questions": int(row["questions"] or 0),
        "question": asked,
        "quotes": [quote["text"] for quote in shown],
        "feedback_ids": [quote["feedback_id"] for quote in shown],
        "coherence": fact["coherence"],
        "stability": fact["stability"],
        "hidden": fact["junk"],
        "pinned": fact["pinned"],
        "set_by": fact["set_by"],
    }


def _trend(row: Mapping[str, Any], total: Mapping[str, Any]) -> dict[str, Any]:
    """Compare the last days with the time before."""
    recent, before = int(row["recent"] or 0), row["n"] - int(row["recent"] or 0)
    late, early = int(total["recent"] or 0), total["n"] - int(total["recent"] or 0)
    if min(late, early) < _recent.LEAST:
        return {"trend": None, "recent_share": None, "earlier_share": None, "worse": False}
    now, then = recent / late, before / early
    surely = abs(_recent.z(recent, late, before, early)) >= _recent.Z
    if not before and recent >= _recent.LEAST and surely:
        word = "new"
    elif surely and now >= 1.5 * then:
        word = "growing"
    elif surely and now <= then / 1.5:
        word = "fading"
    else:
        word = "steady"
    bad_now = int(row["recent_bad"] or 0)
    bad_then = int(row["disliked"] or 0) - bad_now
    worse = (
        min(recent, before) >= _recent.LEAST
        and _recent.z(bad_now, recent, bad_then, before) >= _recent.Z
    )
    return {"trend": word, "recent_share": now, "earlier_share": then, "worse": worse}


def _places_in_order(tables: Tables, per: str) -> list[str]:
    if per == "theme":
        return []
    ordered = sorted(tables.catalog, key=lambda one: (one["stage_order"], one["step_order"]))
    return list(dict.fromkeys(str(place[per]) for place in ordered))


def _notes(
    rows: Sequence[Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]], params: Params
) -> list[str]:
    notes = []
    for row in rows:
        place = row.get("step") or row.get("stage")
        where = f" in {place}" if place else ""
        if row["trend"] in {"new", "growing"}:
            notes.append(f"“{row['theme']}”{where} is {row['trend']}: {row['n']} answers.")
        if row["worse"]:
            notes.append(f"“{row['theme']}”{where} is getting worse.")
    asked = sorted((row for row in rows if row["questions"] >= _recent.LEAST),
                   key=lambda row: -row["questions"])  # fmt: skip
    notes += [
        f"Candidate for a help page: “{row['theme']}”, {row['questions']} questions."
        for row in asked[:PLACES]
    ]
    hidden = sum(one["junk"] for one in facts.values())
    if hidden and not params.hidden:
        notes.append(f"{hidden} themes that hardly hold together are left out (--hidden).")
    return notes
