"""The questions of the benchmark, and the one form in which every tool's rows are compared.

A question is an analysis with its options and a selection. A peer answers with tuples in the
order of `FIELDS`; times are seconds. `canonical` sorts them, so that equal answers are equal text:
whole numbers and names exactly, medians to a tenth of a microsecond. A mean, the one sum of
floating point, is compared as the total it came from, to the millisecond.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

STEPS = ("Catalog", "Cart", "Order paid")
WINDOW_DAYS = 7
DEPTH, TOP, LISTED = 8, 20, 100
STILL_OPEN_DAYS = 30
ANALYSES = ("graph", "funnel", "variants", "paths", "touchpoints")
FIELDS = {
    "graph": ("from", "to", "transitions", "journeys", "median", "mean", "still_open"),
    "funnel": ("step", "journeys", "median_from_previous"),
    "variants": ("path", "journeys", "median", "variants", "total"),
    "paths": ("position", "from", "to", "journeys"),
    "touchpoints": (
        "touchpoint", "channel", "events", "journeys", "entries", "exits", "repeated", "median",
    ),
}  # fmt: skip
"""Per row, after `segment`. Variants: the first 100, and of how many variants and journeys."""


@dataclass(frozen=True)
class Question:
    """One analysis of all journeys, of three segments, or of the tenth that a filter keeps."""

    analysis: str
    by: str | None = None
    where: tuple[str, str] | None = None
    lacking: tuple[str, ...] = ()
    """Fields that this comparison leaves out because a peer does not compute them."""

    @property
    def name(self) -> str:
        """Return for example `graph by plan`."""
        kept = f" where {'='.join(self.where)}" if self.where else ""
        return f"{self.analysis}{f' by {self.by}' if self.by else ''}{kept}"


BY, WHERE = "plan", ("region", "R3")
PLAIN = tuple(Question(name) for name in ANALYSES)
SEGMENTED = tuple(Question(name, by=BY) for name in ANALYSES)
FILTERED = tuple(Question(name, where=WHERE) for name in ANALYSES)


def canonical(question: Question, rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return the rows as lists without the lacking fields, means as totals, in one order."""
    names = ("segment", *FIELDS[question.analysis])
    kept = [place for place, name in enumerate(names) if name not in question.lacking]
    made = []
    for row in rows:
        told = [_plain(value) for value in row]
        if "mean" in names and told[names.index("mean")] is not None:
            mean, times = names.index("mean"), names.index("transitions")
            told[mean] = _plain(round(told[mean] * told[times], 3))
        made.append([told[place] for place in kept])
    return sorted(made, key=json.dumps)


def _plain(value: Any) -> Any:
    if value is None or value != value:  # noqa: PLR0124 - not-a-number is how pandas says null
        return None
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (list, tuple)):
        return list(value)
    return int(value) if value == int(value) else round(value, 7)


def digest(rows: list[list[Any]]) -> str:
    """Return a hash of canonical rows: equal hashes are equal rows."""
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def difference(ours: list[list[Any]], theirs: list[list[Any]]) -> str:
    """Say in one line how two lists of rows differ."""
    left, right = ({json.dumps(row) for row in rows} for rows in (ours, theirs))
    only, extra = sorted(left - right), sorted(right - left)
    shown = [f"only ours {only[0]}"] if only else []
    shown += [f"only theirs {extra[0]}"] if extra else []
    return f"{len(only)} and {len(extra)} rows differ: {'; '.join(shown)}"
