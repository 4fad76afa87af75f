"""Answers as verdicts on a touchpoint: who is unhappy or happy there, and how they fare else.

One subject (a journey; a customer where answers have no journey) counts once per touchpoint.

    | subject | touchpoint | low_score | low_text | v1   | v2  | risk  | reached |
    | 7       | Food       | true      | null     | -1.0 | 0.2 | false | false   |

`v1`: mean valence of the answers about the touchpoint; `v2`: of the subject's other answers.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _compared, _sums, _visits
from desirepath.analyses._compared import ENOUGH, Size, Trait

if TYPE_CHECKING:
    from desirepath.analyses._visits import Grounds

LOW, HIGH = -0.3, 0.3


def size(trait: Trait, *, goal: bool) -> tuple[Size | None, str]:
    """Return the size of low answers and its basis: goal, other answers, or only themselves."""
    affected, others = trait.affected, trait.others
    if not trait.enough:
        return None, ""
    if goal and _compared.by_goal(affected, others):
        return _compared.size(affected, others, goal=True), "effect"
    if min(affected.since.valence.n, others.since.valence.n) >= ENOUGH:
        other = _compared.by_valence(affected.since, others.since)
        if other is not None and other.low is not None:
            # The scores shown are those about the touchpoint itself.
            told = (
                replace(affected.here, valence=affected.since.valence),
                replace(others.here, valence=others.since.valence),
            )
            return replace(other, told=told), "effect"
    own = _compared.by_valence(affected.here, others.here)
    return (own if own is not None and own.low is not None else None), "severity"


def subjects(grounds: Grounds) -> Any:
    """Return one row per subject and touchpoint; see the top of this file."""
    import ibis

    tables = grounds.tables
    answers = tables.answers.filter(tables.answers.valence.notnull())
    segment = ibis.null("string") if tables.by is None else answers.segment
    answers = answers.select(
        *("journey", "touchpoint", "time", "valence", "score", "score_valence", "text_valence"),
        segment=segment,
        asked=_visits.question_key(answers),
        subject=ibis.coalesce(
            ibis.literal("journey ").concat(answers.journey.cast("string")),
            ibis.literal("customer ").concat(answers.customer),
            ibis.literal("answer ").concat(answers.feedback_id),
        ),
    )
    whole = answers.group_by(s="subject").aggregate(
        all_n=answers.count(), all_t=_sums.total(answers.valence)
    )
    scored = answers.filter(answers.score.notnull() & answers.touchpoint.notnull())
    asked = scored.group_by(t="touchpoint", q="asked").aggregate(n=scored.count())
    order = ibis.window(group_by=asked.t, order_by=[asked.n.desc(), asked.q])
    asked = asked.mutate(place=ibis.row_number().over(order))
    tops = asked.filter(asked.place == 0).select("t", "q")
    about = answers.filter(answers.touchpoint.notnull())
    about = about.left_join(tops, [about.touchpoint == tops.t, about.asked == tops.q])
    own = about.group_by("segment", "subject", "touchpoint").aggregate(
        journey=about.journey.max(),
        first=about.time.min(),
        k1=about.count(),
        total=_sums.total(about.valence),
        s1=_sums.mean(about.score, about.q.notnull()),
        low_score=(about.score_valence.min() <= LOW),
        low_text=(about.text_valence.min() <= LOW),
    )
    own = own.inner_join(whole, own.subject == whole.s).drop("s")
    journeys = tables.journeys.select(j="journey", goal_time="goal_time")
    own = own.left_join(journeys, own.journey == journeys.j)
    others = own.all_n - own.k1
    return own.mutate(
        v1=own.total / own.k1,
        k2=others,
        v2=(others > 0).ifelse((own.all_t - own.total) / others, ibis.null("float64")),
        s2=ibis.null("float64"),
        # Without a time nothing says that the goal was still ahead.
        risk=own.j.notnull()
        & own.first.notnull()
        & (own.goal_time.isnull() | (own.first < own.goal_time)),
        reached=own.goal_time.notnull(),
    )


def low(grounds: Grounds) -> list[Trait]:
    """Return the touchpoints with low answers, by score and by text."""
    keys = ("segment", "touchpoint")
    long = _compared.marked(subjects(grounds), ["low_score", "low_text"], keys, told=True)
    rows = grounds.tables.execute(_compared.counted(long, keys, told=True))
    groups = _compared.by_key(rows, keys)
    scales = scale_of(grounds)
    found = []
    for segment, code in dict.fromkeys(key[:2] for key in groups):
        name = grounds.tables.names[code]
        place = grounds.places[grounds.place_of[code]]
        for flag, signal, words in (
            ("low_score", "low-score", f"rated {span_of(scales.get(code), LOW)}"),
            ("low_text", "low-emotion", "wrote negatively"),
        ):
            two = _compared.pair(groups, segment, code, flag)
            found.append(Trait(segment, place, signal, words, name, *two))
    return found


def scale_of(grounds: Grounds) -> dict[int, tuple[float, float] | None]:
    """Return the scale of each touchpoint's ratings, None where they are on several."""
    answers = grounds.tables.answers
    answers = answers.filter(answers.score_valence.notnull() & answers.touchpoint.notnull())
    turned = (answers.score > (answers.scale_min + answers.scale_max) / 2) & (
        answers.score_valence < 0
    )
    rows = grounds.tables.execute(
        answers.group_by("touchpoint").aggregate(
            low=answers.scale_min.min(), low2=answers.scale_min.max(),
            high=answers.scale_max.min(), high2=answers.scale_max.max(),
            turned=turned.any(),
        )
    )  # fmt: skip
    return {
        row["touchpoint"]: (row["low"], row["high"])
        if row["low"] == row["low2"] and row["high"] == row["high2"] and not row["turned"]
        else None
        for row in rows
    }


def span_of(scale: tuple[float, float] | None, limit: float) -> str:
    """Return the scores at or beyond a valence as words: `1–2 of 5`, `8–10 of 10`, else `low`."""
    if scale is None or scale[1] - scale[0] > 100:
        return "low" if limit < 0 else "high"
    low, high = scale
    edge = low + (limit + 1) / 2 * (high - low)
    first, last = (low, floor(edge)) if limit < 0 else (ceil(edge), high)
    scores = f"{first:g}" if first == last else f"{first:g}–{last:g}"
    return f"{scores} of {high:g}"
