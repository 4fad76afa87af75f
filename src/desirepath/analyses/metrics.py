"""NPS, CSAT, CES and means of ratings, over all and per touchpoint, with intervals.

One row per metric, question, scale and touchpoint; the row without touchpoint is over all answers
to the question. Answers to different questions or on different scales are never put together.
An answer without a score (none given, or outside its scale) does not count.

Formulas, all at 95 %:

- `nps/1`: share of 9–10 minus share of 0–6, in points −100…100; only for an NPS question on a
  0–10 scale. Interval: adjusted Wald, ¾ promoter, 1½ passive, ¾ detractor added (Rocks 2016).
- `csat/1`: share of the two best answers, 0…1; scales of 3 to 11 points. Interval: Wilson.
- `ces/1`: mean; `ces_top/1`: share of the best answer. `direction` says which end is easy.
  Intervals: Student's t, Wilson.
- `mean/1`: mean of ratings (and of nps, csat or ces answers on another scale). Student's t; none
  where all answers are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _intervals, _sums
from desirepath.journeys.surveys import more_is_harder

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {}
OPTIONS: dict[str, str] = {}
ROW = {
    "metric": "nps, csat, ces, ces_top or mean",
    "touchpoint": "where the answers were given about; null: everywhere",
    "stage": "stage of the touchpoint",
    "n": "answers with a score",
    "value": "points −100…100 (nps), share 0…1 (csat, ces_top), else the scale of the question",
    "low": "lower end of the interval",
    "high": "upper end of the interval",
    "formula": "id and version of the formula",
    "level": "level of the interval",
    "interval": "method of the interval",
    "question": "the question, as its wording or column",
    "instrument": "nps, csat, ces or rating",
    "scale": "scale of the question, min-max",
    "direction": "for ces: which end is easy",
    "few": "true below 50 answers",
}
FEW = 50
_ORDER = ("nps", "csat", "ces", "ces_top", "mean")


@dataclass(frozen=True)
class Params:
    """No options of its own."""


def run(tables: Tables, params: Params) -> Answer:  # noqa: ARG001 - every analysis has both
    """Return one row per metric, question, scale and touchpoint."""
    grouped = tables.execute(_counted(tables))
    rows = [row for group in grouped for row in _rows(group, tables)]
    rows.sort(key=_place)
    notes = [] if rows else ["There are no answers with a score."]
    odd = sorted({
        f'"{group["question"]}" ({_scale(group)})'
        for group in grouped
        if group["instrument"] == "nps" and _formulas(group) == ["mean"]
    })  # fmt: skip
    if odd:
        notes.append(f"NPS needs a 0-10 scale; these are given as means: {', '.join(odd)}.")
    return Answer(rows=rows, notes=notes)


def _counted(tables: Tables) -> Any:
    """Return the counts of each question per touchpoint and over all.

    | segment | instrument | question | scale_min | scale_max | touchpoint | n | total | top2 |
    | null    | rating     | q1       | 1         | 5         | 3          | 2 | 9     | 2    |
    | null    | rating     | q1       | 1         | 5         | null       | 3 | 10    | 2    |
    """
    import ibis

    answers = tables.answers.filter(tables.answers.score.notnull())
    if tables.by is None:
        answers = answers.mutate(segment=ibis.null("string"))
    answers = answers.select(
        *("segment", "instrument", "question", "scale_min", "scale_max", "touchpoint", "score")
    )
    everywhere = answers.mutate(touchpoint=ibis.null(answers.touchpoint.type()), overall=True)
    here = answers.filter(answers.touchpoint.notnull()).mutate(overall=False)
    both = everywhere.union(here)
    score, best = both.score, both.scale_max
    return both.group_by(
        *("segment", "instrument", "question", "scale_min", "scale_max", "touchpoint", "overall")
    ).aggregate(
        n=both.count(),
        total=_sums.total(score),
        squares=_sums.total(score * score),
        promoters=(score >= 9).sum(),
        detractors=(score <= 6).sum(),
        top2=(score >= best - 1).sum(),
        top=(score >= best).sum(),
        bottom=(score <= both.scale_min).sum(),
    )


def _formulas(group: dict[str, Any]) -> list[str]:
    instrument, low, high = group["instrument"], group["scale_min"], group["scale_max"]
    if instrument == "nps" and (low, high) == (0, 10):
        return ["nps"]
    if low is not None and high is not None:
        if instrument == "csat" and 2 <= high - low <= 10:
            return ["csat"]
        if instrument == "ces":
            return ["ces", "ces_top"]
    return ["mean"]


def _rows(group: dict[str, Any], tables: Tables) -> list[dict[str, Any]]:
    place = None if group["touchpoint"] is None else tables.catalog[group["touchpoint"]]
    harder = more_is_harder(group["question"])
    rows = []
    for metric in _formulas(group):
        value, interval, method = _value(metric, group, harder=harder)
        row = {
            "metric": metric,
            "touchpoint": place and place["name"],
            "stage": place and place["stage"],
            "n": group["n"],
            "value": value,
            "low": interval[0],
            "high": interval[1],
            "formula": f"{metric}/1",
            "level": _intervals.LEVEL,
            "interval": method,
            "question": group["question"],
            "instrument": group["instrument"],
            "scale": _scale(group),
            "direction": None,
            "few": group["n"] < FEW,
        }
        if group["instrument"] == "ces":
            row["direction"] = "lower is easier" if harder else "higher is easier"
        rows.append(row if tables.by is None else {"segment": group["segment"], **row})
    return rows


def _value(
    metric: str, group: dict[str, Any], *, harder: bool
) -> tuple[float, _intervals.Interval, str]:
    n = group["n"]
    if metric == "nps":
        points = 100 * (group["promoters"] - group["detractors"]) / n
        interval = _intervals.net_promoter(group["promoters"], group["detractors"], n)
        return points, interval, "adjusted Wald"
    if metric in {"csat", "ces_top"}:
        hits = group["top2"] if metric == "csat" else group["bottom" if harder else "top"]
        return hits / n, _intervals.wilson(hits, n), "Wilson"
    scale = group["scale_min"], group["scale_max"]
    bounds = None if None in scale else scale
    numbers = _intervals.sample(n, group["total"], group["squares"])
    return group["total"] / n, _intervals.mean(numbers, bounds), "Student's t"


def _scale(group: dict[str, Any]) -> str | None:
    low, high = group["scale_min"], group["scale_max"]
    return None if low is None or high is None else f"{low:g}-{high:g}"


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        _ORDER.index(row["metric"]),
        row["touchpoint"] is not None,
        -row["n"],
        row["touchpoint"] or "",
        row["question"] or "",
        row["scale"] or "",
        row.get("segment") is None,
        row.get("segment") or "",
    )
