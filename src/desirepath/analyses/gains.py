"""What customers like: touchpoints that are rated or described better, and promises kept.

- `high-score`: mean valence of the scores here, less that of scores on the same instrument and
  scale elsewhere; affected are those whose score here has valence ≥ 0.3.
- `high-emotion`: the same of texts.
- `on-time`: mean valence of the answers of those to whom it came when promised, less that of the
  late ones.

Where nothing elsewhere can be compared, the lift is against 0, the neutral answer (`against`).
Listed are lifts whose 95 % interval (Welch; Student's t against 0) lies above 0, by affected ×
lift. One subject (a journey; a customer where answers have no journey) counts once per
touchpoint. Different questions are compared in valence only, never in scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _compared, _intervals, _sums, _verdicts, _visits
from desirepath.analyses._compared import ENOUGH
from desirepath.journeys.names import slug, unique

if TYPE_CHECKING:
    from desirepath.analyses._visits import Grounds
    from desirepath.journeys.tables import Tables

picture = "cards"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "id": "step, signal and touchpoint as a slug",
    "rank": "1 = largest affected × lift (per segment)",
    "stage": "slug of the stage",
    "step": "slug of the step",
    "name": "name of the step",
    "touchpoint": "touchpoint that is liked",
    "signal": "high-score, high-emotion or on-time",
    "trait": "what the affected have in common",
    "affected": "journeys (customers, where answers have no journey) with the trait",
    "lift": "by how much valence is higher, −2…2",
    "low": "lower end of the 95 % interval of the lift",
    "high": "upper end of the 95 % interval of the lift",
    "n": "journeys or customers whose answers are behind the lift, both groups",
    "valence": "mean valence here",
    "against": "elsewhere, late, or neutral (0)",
    "few": "true below 50 affected",
}
FEW = 50


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return the gains of all steps, largest first (per segment)."""
    grounds = _visits.Grounds(tables)
    found = [*_liked(grounds, "score"), *_liked(grounds, "text")]
    if tables.newest is not None:
        found += _kept(grounds)
    rows = [row for row in found if row["low"] is not None and row["low"] > 0]
    rows.sort(key=lambda row: (
        row["segment"] is None, row["segment"] or "", -row["affected"] * row["lift"], row["id"],
        row["touchpoint"],
    ))  # fmt: skip
    rank: dict[Any, int] = {}
    ids = unique(f"{row['segment']} {row['id']}" for row in rows)
    for row, id_ in zip(rows, ids, strict=True):
        row["id"] = id_.removeprefix(f"{row['segment']} ")
        rank[row["segment"]] = row["rank"] = rank.get(row["segment"], 0) + 1
        if tables.by is None:
            del row["segment"]
    return Answer(rows=rows, notes=[] if rows else ["No touchpoint stands out as liked."])


def _liked(grounds: Grounds, part: str) -> list[dict[str, Any]]:
    """Compare each touchpoint's mean valence (of scores or of texts) with the rest."""
    rows = grounds.tables.execute(_felt(grounds, part))
    rows.sort(key=lambda row: (row["segment"] or "", row["touchpoint"], row["kind"]))
    scales = _verdicts.scale_of(grounds)
    made = []
    for row in rows:
        if row["n"] < ENOUGH:
            continue
        here = _intervals.sample(row["n"], row["total"], row["squares"])
        rest = [
            other
            for other in rows
            if (other["segment"], other["kind"]) == (row["segment"], row["kind"])
            and other["touchpoint"] != row["touchpoint"]
        ]
        there = _intervals.sample(
            sum(other["n"] for other in rest),
            sum(other["total"] for other in rest),
            sum(other["squares"] for other in rest),
        )
        compared = there.n >= ENOUGH and there.mean is not None
        interval = (
            _intervals.difference_of_means(here, there) if compared else _intervals.mean(here)
        )
        trait = (
            "wrote positively"
            if part == "text"
            else f"rated {_verdicts.span_of(scales.get(row['touchpoint']), _verdicts.HIGH)}"
        )
        made.append(
            _row(
                grounds,
                row,
                signal="high-emotion" if part == "text" else "high-score",
                trait=trait,
                affected=row["good"],
                lift=(here.mean or 0.0) - ((there.mean or 0.0) if compared else 0.0),
                interval=interval,
                n=here.n + (there.n if compared else 0),
                valence=here.mean,
                against="elsewhere" if compared else "neutral",
            )
        )
    return _best_kind(made)


def _felt(grounds: Grounds, part: str) -> Any:
    """Return per touchpoint and kind of question: subjects, good ones, sums of their valence."""
    import ibis

    tables = grounds.tables
    answers = tables.answers
    valence = answers[f"{part}_valence"]
    answers = answers.filter(valence.notnull() & answers.touchpoint.notnull())
    segment = ibis.null("string") if tables.by is None else answers.segment
    kind = (
        ibis.literal("text")
        if part == "text"
        else answers.instrument.concat(
            " ", answers.scale_min.cast("string"), " ", answers.scale_max.cast("string")
        )
    )
    subject = ibis.coalesce(
        ibis.literal("journey ").concat(answers.journey.cast("string")),
        ibis.literal("customer ").concat(answers.customer),
        ibis.literal("answer ").concat(answers.feedback_id),
    )
    own = answers.group_by("touchpoint", segment=segment, kind=kind, subject=subject).aggregate(
        v=_sums.mean(answers[f"{part}_valence"])
    )
    return own.group_by("segment", "touchpoint", "kind").aggregate(
        n=own.count(),
        good=(own.v >= _verdicts.HIGH).sum(),
        total=_sums.total(own.v),
        squares=_sums.total(own.v * own.v),
    )


def _best_kind(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one gain per touchpoint and signal: the one with most answers behind it."""
    made.sort(key=lambda row: (-row["n"], row["trait"]))
    best: dict[Any, dict[str, Any]] = {}
    for row in made:
        best.setdefault((row["segment"], row["touchpoint"], row["signal"]), row)
    return list(best.values())


def _kept(grounds: Grounds) -> list[dict[str, Any]]:
    """Compare journeys that came when promised with the late ones."""
    if not grounds.lates:
        return []
    visits = _visits.visits(grounds, _visits.steps_taken(grounds, channels=False))
    visits = _visits.with_answers(grounds, visits, [])
    keys = ("segment", "place")
    flags = [late.name for late in grounds.lates]
    long = _compared.marked(visits, flags, keys, told=True)
    groups = _compared.by_key(
        grounds.tables.execute(_compared.counted(long, keys, told=True)), keys
    )
    made = []
    for segment, place in dict.fromkeys(key[:2] for key in groups):
        for late in grounds.lates:
            if late.place != place:
                continue
            tardy, kept = _compared.pair(groups, segment, place, late.name)
            size = _compared.size(tardy, kept, goal=False)
            if size is None or size.low is None or size.high is None:
                continue
            made.append(
                _row(
                    grounds,
                    {"segment": segment, "touchpoint": grounds.tables.codes[late.touchpoint]},
                    signal="on-time",
                    trait=f"{late.touchpoint} when promised",
                    affected=kept.n,
                    lift=2 * size.difference,
                    interval=(2 * size.low, 2 * size.high),
                    n=size.told[0].valence.n + size.told[1].valence.n,
                    valence=size.told[1].valence.mean,
                    against="late",
                )
            )
    return made


def _row(
    grounds: Grounds,
    row: dict[str, Any],
    *,
    signal: str,
    trait: str,
    affected: int,
    lift: float,
    interval: _intervals.Interval,
    n: int,
    valence: float | None,
    against: str,
) -> dict[str, Any]:
    place = grounds.places[grounds.place_of[row["touchpoint"]]]
    name = grounds.tables.names[row["touchpoint"]]
    return {
        "segment": row["segment"],
        "id": f"{place.step}-{signal}-{slug(name)}",
        "rank": 0,
        "stage": place.stage,
        "step": place.step,
        "name": place.name,
        "touchpoint": name,
        "signal": signal,
        "trait": trait,
        "affected": int(affected),
        "lift": lift,
        "low": interval[0],
        "high": interval[1],
        "n": n,
        "valence": valence,
        "against": against,
        "few": affected < FEW,
    }
