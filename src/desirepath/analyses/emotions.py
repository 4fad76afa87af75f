"""How customers feel along the journey: valence per step, stage or touchpoint, −1…1.

`valence` is the mean of the answers (see `feedback`). Answers of one customer resemble each other,
so its interval treats each customer as one draw (linearised variance of a ratio, Student's t with
one degree of freedom fewer than customers; where everybody answers once, this is the usual
interval of a mean). Source: W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 2.11. No interval
from one customer, or where all feel the same. Answers that are put to no touchpoint are left out
and counted, and so are those that say what was expected (see `expectations`). Over time:
`--by month` (`week`, `quarter`, `year`) has a curve per period in which journeys began.

`emotion` is what the curve of the map shows (`emotion/1`): how all felt who came there, not only
those who answered. The unhappy answer more often than others; what the journeys show of both
(troubles, contacts, attributes, what became of it) corrects that where it can, and places with
few answers lean on what is known of journeys like theirs (`analyses/_curve.py` has the method and
its sources). Where at least ten answers name a touchpoint or likely speak of it, it hears those
only: an answer about everything is put somewhere, but not about it. Each touchpoint counts by its
events. `emotion_by` says how it came about: `corrected`, or `mean` where there is nothing to
correct it by: fewer than 30 journeys answered, everybody answered, or most answers belong to no
visit. What no file shows of the silent stays uncorrected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _expected, _intervals, _read_by, _sums, _whole
from desirepath.journeys import voices
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "curve"
EXAMPLE = {"per": "step"}
OPTIONS = {"per": "one row per step, stage or touchpoint"}
ROW = {
    "stage": "slug of the stage",
    "step": "slug of the step (null per stage)",
    "touchpoint": "touchpoint (only per touchpoint)",
    "n": "answers with a valence",
    "customers": "customers who gave them",
    "emotion": "valence of all who came here, answered or not, −1 (bad) … 1 (good)",
    "emotion_low": "lower end of its 95 % interval",
    "emotion_high": "upper end of it",
    "emotion_by": "corrected, or mean where nothing can be corrected",
    "valence": "mean of the answers, −1 (bad) … 1 (good)",
    "low": "lower end of the 95 % interval of the mean",
    "high": "upper end of it",
    "few": "true below 50 answers",
    "instruments": "instruments of the answers",
    "texts": "answers whose text was read for emotions",
    "felt": "emotions that texts say: emotion, share of the texts, 95 % interval (Wilson), n",
    "precede": "of n, answers from the row of the case that were given before this touchpoint",
    "answered": "share of the visits with an answer, where the emotion is corrected",
    "emotion_2": "the emotion on the scale −2 … +2",
    "emotion_5": "the emotion on the scale −5 … +5",
    "formula": "id and version of the formula of the emotion",
}
FEW = 50
GROUPS = voices.LABELS["emotion"]
FORMULA = "emotion/1"
EMOTION = ("emotion", "emotion_low", "emotion_high", "emotion_by")
INSTRUMENTS = ("ces", "comment", "csat", "nps", "rating")


@dataclass(frozen=True)
class Params:
    """What a row is."""

    per: Literal["step", "stage", "touchpoint"] = "step"


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per step, stage or touchpoint with answers, in the order of the map."""
    expected = _expected.questions(tables)
    tables = replace(tables, answers=_expected.lived(tables.answers, expected))
    places = sorted(
        tables.catalog, key=lambda p: (p["stage_order"], p["step_order"], p["position"] or 0.0)
    )
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for place in places:
        label = {
            "stage": slug(place["stage"]),
            "step": None if params.per == "stage" else place["step"],
            "touchpoint": place["name"] if params.per == "touchpoint" else None,
        }
        groups.setdefault(tuple(label.values()), {"label": label, "codes": []})["codes"].append(
            place["code"]
        )
    found = tables.execute(_felt(tables, [group["codes"] for group in groups.values()]))
    labels = [group["label"] for group in groups.values()]
    found.sort(key=lambda row: (row["place"], row["segment"] is None, row["segment"] or ""))
    rows = [_row(row, labels[row["place"]], tables) for row in found]
    known = _whole.whole(tables) if rows else None
    codes = [group["codes"] for group in groups.values()]
    whole = [
        {**made, **_emotion(known, made, row["segment"], codes[row["place"]])}
        for row, made in zip(found, rows, strict=True)
    ]
    notes = [*_notes(tables, whole, known), *_read_by.notes(tables)]
    if expected:
        asked = ", ".join(f'"{question}"' for question in expected)
        notes.append(f"Left out, because they say what was expected: answers to {asked}.")
    return Answer(rows=whole, notes=notes)


def _felt(tables: Tables, groups: list[list[int]]) -> Any:
    """Return per place (number of its group) and segment what the interval needs.

    Per customer first: his answers here `k` and their sum `s`; then over customers the sums of
    k, s, s², s·k and k².
    """
    import ibis

    answers = tables.answers.filter(
        tables.answers.valence.notnull() & tables.answers.touchpoint.notnull()
    )
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    cases = [(answers.touchpoint.isin(codes), place) for place, codes in enumerate(groups)]
    place = ibis.cases(*cases, else_=-1) if cases else ibis.literal(-1)
    answers = answers.mutate(place=place.cast("int32"))
    who = ibis.coalesce(answers.customer, answers.feedback_id)
    own = answers.group_by("segment", "place", who=who).aggregate(
        k=answers.count(),
        early=((answers.link == "same row") & (answers.link_seconds < 0)).sum(),
        s=_sums.total(answers.valence),
        texts=answers.emotions.notnull().sum(),
        **{name: (answers.instrument == name).any() for name in INSTRUMENTS},
        **{name: answers.emotions.contains(f'"{name}"').sum() for name in GROUPS},
    )
    return own.group_by("segment", "place").aggregate(
        customers=own.count(),
        n=own.k.sum(),
        precede=own.early.sum(),
        total=_sums.total(own.s),
        ss=_sums.total(own.s * own.s),
        sk=_sums.total(own.s * own.k),
        kk=(own.k * own.k).sum(),
        texts=own.texts.sum(),
        **{name: own[name].any() for name in INSTRUMENTS},
        **{name: own[name].sum() for name in GROUPS},
    )


def _row(row: dict[str, Any], label: dict[str, Any], tables: Tables) -> dict[str, Any]:
    mean = row["total"] / row["n"]
    low, high = _interval(row, mean)
    made = {
        **label,
        "n": int(row["n"]),
        "customers": row["customers"],
        # the emotion stands here, before the mean; filled in where all who came are known
        **dict.fromkeys(EMOTION),
        "valence": mean,
        "low": low,
        "high": high,
        "few": row["n"] < FEW,
        "instruments": [name for name in INSTRUMENTS if row[name]],
        "texts": int(row["texts"] or 0),
        "felt": _said(row),
        "precede": int(row["precede"] or 0),
        **dict.fromkeys(("answered", "emotion_2", "emotion_5")),
        "formula": FORMULA,
    }
    return made if tables.by is None else {"segment": row["segment"], **made}


def _said(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the emotions that texts here say, most frequent first."""
    texts = int(row["texts"] or 0)
    found = []
    for name in GROUPS:
        if n := int(row[name] or 0):
            low, high = _intervals.wilson(n, texts)
            found.append({"emotion": name, "share": n / texts, "low": low, "high": high, "n": n})
    return sorted(found, key=lambda one: -one["n"])


def _emotion(
    known: _whole.Whole | None, row: dict[str, Any], segment: str | None, codes: list[int]
) -> dict[str, Any]:
    """Return the corrected emotion of a row, or its mean where nothing can be corrected."""
    found = known.of(segment, codes, row["n"]) if known else None
    if found is None:
        low, high, value = row["low"], row["high"], row["valence"]
    else:
        value, (low, high) = found.value, found.interval
    return {
        "emotion": value,
        "emotion_2": value * 2,
        "emotion_5": value * 5,
        "emotion_low": low,
        "emotion_high": high,
        "emotion_by": "corrected" if found else "mean",
        "answered": found.answered if found else None,
    }


def _interval(row: dict[str, Any], mean: float) -> _intervals.Interval:
    customers = row["customers"]
    if customers < 2:
        return _intervals.NONE
    spread = row["ss"] - 2 * mean * row["sk"] + mean * mean * row["kk"]
    if spread < 1e-12:
        return _intervals.NONE
    error = sqrt(customers / (customers - 1) * spread) / row["n"]
    half = _intervals.student(customers - 1) * error
    return _intervals.cut(mean - half, mean + half, (-1.0, 1.0))


def _notes(tables: Tables, rows: list[dict[str, Any]], known: _whole.Whole | None) -> list[str]:
    answers = tables.answers
    left = tables.execute(
        answers.aggregate(
            n=answers.count(),
            nowhere=(answers.touchpoint.isnull() & answers.valence.notnull()).sum(),
            unknown=answers.valence.isnull().sum(),
        )
    )[0]
    notes = [] if rows else ["There are no answers with a score or a text that can be read."]
    if known:
        notes.append(
            "Emotion is corrected for who did not answer, between journeys alike in: "
            f"{', '.join(known.names)}."
        )
    elif rows and tables.newest is not None:
        notes.append("Too few journeys answered to correct for the others: emotion is their mean.")
    if left["nowhere"]:
        notes.append(f"{left['nowhere']} answers are about no touchpoint and are left out.")
    if left["unknown"]:
        notes.append(f"{left['unknown']} answers have neither a score nor a text that can be read.")
    return notes
