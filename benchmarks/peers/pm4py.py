"""PM4Py (AGPL: an outside oracle, never a part of the package): directly-follows with times.

Its quickest way to counts and medians at once is the adapter under `discover_dfg` and
`discover_performance_dfg`, which each sort the log again. Timed on a log that is loaded and
formatted; it knows neither journeys per transition nor which journeys are still open.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from pm4py import format_dataframe, get_end_activities, get_start_activities
from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph
from work import Question

CANNOT = {
    "funnel": "it has no funnel",
    "variants": "its variants carry no times",
    "paths": "it has no positions",
    "touchpoints": "no single function of it gives them",
}
LACKS = {"graph": ("journeys", "still_open")}


def load(file: str, scratch: str) -> Any:  # noqa: ARG001 - every peer is called alike
    """Read the three columns and format them as its functions want them."""
    log = pd.read_parquet(file, columns=["customer_id", "touchpoint", "timestamp"])
    return format_dataframe(
        log, case_id="customer_id", activity_key="touchpoint", timestamp_key="timestamp"
    )


def ask(log: Any, question: Question) -> Any:  # noqa: ARG001 - there is one question
    """Return transitions with counts and times, starts and ends."""
    found = get_dfg_graph(log, measure="both", perf_aggregation_key="all")
    return found, get_start_activities(log), get_end_activities(log)


def rows(question: Question, answer: Any) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return segment, from, to, transitions, journeys, median, mean, still open."""
    (counts, times), starts, ends = answer
    found: list[tuple[Any, ...]] = [
        (None, *pair, count, None, times[pair]["median"], times[pair]["mean"], None)
        for pair, count in counts.items()
    ]
    found += [(None, None, name, count, None, None, None, None) for name, count in starts.items()]
    return found + [
        (None, name, None, count, None, None, None, None) for name, count in ends.items()
    ]
