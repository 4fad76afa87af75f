"""Which touchpoint a text speaks of that names none: learned from the texts that name theirs.

    candidates (what the customer touched before they wrote)      chance
    | seq | touchpoint | gap   | asked | words |
    | 7   | Checkout   | 2 h   | 0.30  | 0.2   |                  0.71  ← the text is put here
    | 7   | Homepage   | 1 h   | 0.01  | 0.1   |                  0.02
    | 7   | Delivered  | 3 d   | 0.25  | 0.7   |                  0.27

The chance of a candidate is how often answers to this question are about that touchpoint per visit
(`asked`), times how long after a visit they come (`gap`), times how its words fit those of texts
known to be about it (naive Bayes; D. D. Lewis, ECML 1998). The first two come from answers to the
same question that name their touchpoint; below `ENOUGH` of them the text stays with the nearest
earlier interaction. Measured on synthetic companies: right in .72 to .75 of the texts that name
nothing, where the chance says .74 (the nearest earlier one: .56).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

ENOUGH = 30
MOST = 20_000
"""So many named answers, and so many texts, teach."""
SMOOTH = 0.5
WORDS = re.compile(r"[^\W\d_]{3,}")
TRUST = 0.05
"""Words of a text come together and many serve every touchpoint: their evidence counts so much.
More of it makes the chance higher than it is right."""


@dataclass(frozen=True)
class Lessons:
    """What named answers to one question teach: rates per touchpoint, density of gaps."""

    rate: Mapping[int, float]
    gaps: Mapping[int, float]


def place(warehouse: Warehouse, base: Any, asked: Sequence[int], horizon: int) -> Any | None:
    """Return `seq, near, near_time, near_journey, sure` of texts that can be placed better.

    `base` as in `answers`: feedback with `named, same, near, by_key`; `asked` are surveys. None:
    nothing can be learned, or nothing is to be placed.
    """
    written = base.text.notnull() & (base.text.strip() != "")
    open_ = base.filter(written & base.near.notnull() & base.time.notnull())
    known = base.filter(base.named.notnull() & base.time.notnull() & base.by_key.notnull())
    counted = warehouse.rows(known.group_by("question").aggregate(n=known.count()))
    taught = sorted(row["question"] for row in counted if row["question"] and row["n"] >= ENOUGH)
    open_ = open_.filter(open_.question.isin(taught)) if taught else None
    if open_ is None or not warehouse.value(open_.count()):
        return None
    known = known.filter(known.question.isin(taught)).order_by("seq").limit(MOST)
    shown = _candidates(warehouse, known.mutate(journey=known.by_key), asked, horizon)
    lessons = _lessons(warehouse, shown)
    words = _words(_texts(warehouse, known))
    asking = open_.mutate(journey=open_.near_journey)
    rows = warehouse.rows(_candidates(warehouse, asking, asked, horizon))
    return _table(_chosen(rows, lessons, words))


def _candidates(warehouse: Warehouse, answers: Any, asked: Sequence[int], horizon: int) -> Any:
    """Return per answer and touchpoint of its journey the last visit before, and the gap."""
    events = warehouse.table("journey_events")
    if asked:
        events = events.filter(~events.touchpoint.isin(list(asked)))
    events = events.select("journey", touched="touchpoint", at="time")
    told = answers.select("seq", "question", "text", "named", "journey", "time")
    met = told.inner_join(events, "journey")
    met = met.filter((met["at"] <= met.time) & (met.time - met["at"] <= horizon))
    return met.group_by("seq", "question", "text", "named", "journey", "touched", "time").aggregate(
        at=met["at"].max()
    )


def _lessons(warehouse: Warehouse, shown: Any) -> dict[str, Lessons]:
    """Return per question how often each touchpoint is asked about, and after how long."""
    right = shown.named == shown.touched
    gap = ((shown.time - shown["at"]) / 3.6e9).cast("float64")
    made = shown.mutate(right=right, bin=(gap + 0.1).log2().floor().cast("int32"))
    rows = warehouse.rows(
        made.group_by("question", "touched", "bin").aggregate(n=made.count(), hits=made.right.sum())
    )
    lessons = {}
    for question in {row["question"] for row in rows}:
        own = [row for row in rows if row["question"] == question]
        visits, hits, gaps, seen = Counter(), Counter(), Counter(), Counter()  # type: ignore[var-annotated]
        for row in own:
            visits[row["touched"]] += row["n"]
            hits[row["touched"]] += int(row["hits"] or 0)
            gaps[row["bin"]] += int(row["hits"] or 0)
            seen[row["bin"]] += row["n"]
        mean = sum(hits.values()) / max(sum(visits.values()), 1)
        rate = {one: (hits[one] + 2 * mean) / (visits[one] + 2) for one in visits}
        lessons[question] = Lessons(
            rate, {one: (gaps[one] + mean) / (seen[one] + 1) / mean for one in seen}
        )
    return lessons


def _texts(warehouse: Warehouse, known: Any) -> Iterable[tuple[int, str]]:
    """Yield touchpoint and text of what is known: named answers, and texts of events."""
    for row in warehouse.rows(known.filter(known.text.notnull()).select("named", "text")):
        yield row["named"], row["text"]
    events, places = warehouse.table("events"), warehouse.table("touchpoints")
    places = places.select("code", "name")
    told = events.filter(events.text.notnull()).order_by("seq").limit(MOST)
    told = told.inner_join(places, told.touchpoint == places.name).select("code", "text")
    for row in warehouse.rows(told):
        yield row["code"], row["text"]


def _words(texts: Iterable[tuple[int, str]]) -> dict[int, Counter[str]]:
    """Return how often each word stands in texts about each touchpoint; under −1 in all."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for code, text in texts:
        words = _distinct(text)
        found[code].update(words)
        found[-1].update(words)
    return found


def _distinct(text: str) -> list[str]:
    return sorted(set(WORDS.findall(text.casefold())))


def _fits(text: str | None, code: int, words: Mapping[int, Counter[str]]) -> float:
    """Return how much likelier the words are in texts about a touchpoint than in all, as a log."""
    own, every = words.get(code), words.get(-1)
    if not own or not every or not text:
        return 0.0
    n, total = sum(own.values()), sum(every.values())
    found = 0.0
    for word in _distinct(text):
        if word in every:
            usual = every[word] / total
            found += math.log((own[word] + 50 * SMOOTH * usual) / (n + 50 * SMOOTH) / usual)
    return TRUST * found


def _chosen(
    rows: Iterable[Mapping[str, Any]],
    lessons: Mapping[str, Lessons],
    words: Mapping[int, Counter[str]],
) -> list[dict[str, Any]]:
    """Return the likeliest candidate of each answer, and how likely it is."""
    by_answer: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_answer[row["seq"]].append(row)
    found = []
    for seq, given in sorted(by_answer.items()):
        scores = []
        for row in given:
            learned = lessons[row["question"]]
            gap = math.floor(math.log2((row["time"] - row["at"]) / 3.6e9 + 0.1))
            score = math.log(learned.rate.get(row["touched"], 1e-3))
            score += math.log(learned.gaps.get(gap, 0.1))
            scores.append((score + _fits(row["text"], row["touched"], words), row))
        top = max(score for score, _ in scores)
        total = sum(math.exp(score - top) for score, _ in scores)
        best = min((row for score, row in scores if score == top), key=lambda row: row["touched"])
        found.append(
            {"seq": seq, "near": best["touched"], "near_time": best["at"],
             "near_journey": best["journey"], "sure": round(1 / total, 6)}
        )  # fmt: skip
    return found


def _table(rows: Sequence[Mapping[str, Any]]) -> Any | None:
    from desirepath.journeys.assemble import small

    kinds = {"seq": "int64", "near": "int32", "near_time": "int64", "near_journey": "int32",
             "sure": "float64"}  # fmt: skip
    if not rows:
        return None
    return small({name: [row[name] for row in rows] for name in kinds}, kinds)
