"""Expectation against delivery: what customers expected of a stage, and how it was.

Two kinds of ratings on any scales are put on −1…1: answers to questions that ask what is expected
(recognised by their words in several languages, or named with `expected`), and to those that ask
how it was (other ratings and CSAT questions, or named with `delivered`; NPS and effort are
neither). `gap` is delivered minus expected. Where at least 10 customers answered both about the
place, it is the mean of their own differences (`gap_by` pairs: differences in mood cancel out,
Student's t); else the difference of the two means (`groups`, Welch), of different people. A
customer counts once, by the mean of their answers. Intervals are at 95 %; `verdict` is `exceeded`
or `short` where the gap's interval leaves out 0, `open` otherwise. Places where only one of the
two was asked have no gap. After A. Parasuraman, V. Zeithaml & L. Berry, Journal
of Retailing 64 (1988) 12 (SERVQUAL's gap score).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _expected, _intervals, _shared, _sums
from desirepath.errors import UnknownName
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {"per": "stage"}
OPTIONS = {
    "per": "one row per stage, step or touchpoint",
    "expected": "the question that asks for the expectation (default: recognised by its words)",
    "delivered": "the question that asks how it was (default: the other ratings and CSAT)",
}
ROW = {
    "stage": "slug of the stage",
    "step": "slug of the step (null per stage)",
    "touchpoint": "touchpoint (only per touchpoint)",
    "expected": "mean of what customers expected, −1…1",
    "expected_low": "lower end of its 95 % interval",
    "expected_high": "upper end of it",
    "expected_n": "customers who said so",
    "delivered": "mean of how it was, −1…1",
    "delivered_low": "lower end of its 95 % interval",
    "delivered_high": "upper end of it",
    "delivered_n": "customers who said so",
    "gap": "delivered minus expected, −2…2; null where only one was asked",
    "low": "lower end of its 95 % interval",
    "high": "upper end of it",
    "n": "customers behind the gap: who answered both, else those of the smaller group",
    "gap_by": "pairs or groups",
    "verdict": "exceeded, short or open; null without a gap",
    "few": "true below 50 customers",
    "expected_questions": "questions that ask for the expectation",
    "delivered_questions": "questions that ask how it was",
}
FEW, PAIRS = 50, 10
LIVED = ("rating", "csat")
SUMS = ("e", "d", "b")
"""Customers with an expectation, with a delivery, with both (of whom the difference)."""


@dataclass(frozen=True)
class Params:
    """What a row is, and which questions are put side by side."""

    per: Literal["stage", "step", "touchpoint"] = "stage"
    expected: str | None = None
    delivered: str | None = None


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per place where somebody said what they expected, in the order of the map."""
    asked = _asked(tables)
    expected = [params.expected] if params.expected else _expected.questions(tables)
    lived = [params.delivered] if params.delivered else [
        question for question, kinds in asked.items()
        if question not in expected and kinds & set(LIVED)
    ]  # fmt: skip
    for question in filter(None, (params.expected, params.delivered)):
        if question not in asked:
            raise UnknownName("question", question, list(asked))
    if not expected:
        return Answer([], ["No question asks for an expectation. Name one with --expected."])
    places = sorted(
        tables.catalog,
        key=lambda one: (one["stage_order"], one["step_order"], one["position"] or 0),
    )
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place in places:
        stage, step = slug(place["stage"]), None if params.per == "stage" else place["step"]
        name = place["name"] if params.per == "touchpoint" else None
        groups.setdefault((stage, step, name), []).append(place["code"])
    found = tables.execute(_counted(tables, list(groups.values()), expected, lived))
    labels = list(groups)
    found.sort(key=lambda row: (row["place"], row["segment"] is None, row["segment"] or ""))
    told = {"expected_questions": expected, "delivered_questions": sorted(lived)}
    rows = [
        {
            **_shared.segment_of(tables, row),
            **dict(zip(("stage", "step", "touchpoint"), labels[row["place"]], strict=True)),
            **_row(row),
            **told,
        }
        for row in found
        if row["place"] >= 0 and row["e_n"]
    ]
    return Answer(rows, _notes(rows, expected, lived))


def _asked(tables: Tables) -> dict[str, set[str]]:
    """Return the questions with scores, and as what they were asked."""
    answers = tables.answers.filter(tables.answers.score.notnull())
    rows = tables.execute(answers.select("question", "instrument").distinct())
    found: dict[str, set[str]] = {}
    for row in sorted(rows, key=lambda row: (row["question"] or "", row["instrument"] or "")):
        if row["question"]:
            found.setdefault(row["question"], set()).add(row["instrument"])
    return found


def _counted(tables: Tables, groups: list[list[int]], expected: list[str], lived: list[str]) -> Any:
    """Return per place (number of its group) and segment: n, sum and squares over customers.

    | place | who | expected | delivered | both |
    | 2     | ann | 0.5      | -0.5      | -1.0 |
    | 2     | bob | 1.0      | null      | null |
    """
    import ibis

    answers = tables.answers
    answers = answers.filter(answers.score_valence.notnull() & answers.touchpoint.notnull())
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    cases = [(answers.touchpoint.isin(codes), place) for place, codes in enumerate(groups)]
    place = ibis.cases(*cases, else_=-1) if cases else ibis.literal(-1)
    answers = answers.mutate(place=place.cast("int32"))
    before, after = answers.question.isin(expected), answers.question.isin(lived or [""])
    own = answers.group_by(
        "segment", "place", who=ibis.coalesce(answers.customer, answers.feedback_id)
    ).aggregate(
        e=_sums.mean(answers.score_valence, before), d=_sums.mean(answers.score_valence, after)
    )
    own = own.mutate(b=own.d - own.e)
    return own.group_by("segment", "place").aggregate(
        **{f"{name}_n": own[name].count() for name in SUMS},
        **{f"{name}_sum": _sums.total(own[name]) for name in SUMS},
        **{f"{name}_squares": _sums.total(own[name] * own[name]) for name in SUMS},
    )


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    before, after, both = (
        _intervals.sample(row[f"{name}_n"], row[f"{name}_sum"], row[f"{name}_squares"])
        for name in SUMS
    )
    bounds = (-1.0, 1.0)
    paired = both.n >= PAIRS
    gap, n, interval = None, None, _intervals.NONE
    if paired:
        gap, n, interval = both.mean, both.n, _intervals.mean(both, (-2.0, 2.0))
    elif before.mean is not None and after.mean is not None:
        gap, n = after.mean - before.mean, min(before.n, after.n)
        interval = _intervals.difference_of_means(after, before)
    low, high = interval
    verdict = None
    if gap is not None:
        surely = low is not None and high is not None and not low <= 0 <= high
        verdict = "open" if not surely else "exceeded" if gap > 0 else "short"
    expected, delivered = _intervals.mean(before, bounds), _intervals.mean(after, bounds)
    return {
        **dict(zip(("expected", "expected_low", "expected_high", "expected_n"),
                   (before.mean, *expected, before.n), strict=True)),
        **dict(zip(("delivered", "delivered_low", "delivered_high", "delivered_n"),
                   (after.mean, *delivered, after.n), strict=True)),
        "gap": gap,
        "low": low,
        "high": high,
        "n": n,
        "gap_by": None if gap is None else "pairs" if paired else "groups",
        "verdict": verdict,
        "few": (n or 0) < FEW,
    }  # fmt: skip


def _notes(rows: list[dict[str, Any]], expected: list[str], lived: list[str]) -> list[str]:
    quoted = ", ".join(f'"{question}"' for question in expected)
    notes = [f"Expectation: {quoted}. How it was: {', '.join(lived) or 'nothing was asked'}."]
    short = [row for row in rows if row["verdict"] == "short"]
    notes += [
        f"{row['touchpoint'] or row['step'] or row['stage']} stays behind what was expected by "
        f"{-2 * row['gap']:.1f} on the scale −2…+2."
        for row in short
    ]
    return notes
