"""Retentioneering 5, telemetry off: its transition matrix once for counts, once for medians.

It adds the start and the end of each path as events and computes on DuckDB itself; it knows no
means here and not which journeys are still open, and journeys per transition would be a third
matrix.
"""

from __future__ import annotations

import os
from typing import Any

os.environ["RETENTIONEERING_NO_TRACK"] = "1"

import pandas as pd
from retentioneering.eventstream.eventstream import Eventstream
from work import Question

CANNOT = {
    "funnel": "it has no window and no times",
    "variants": "it has no variants with times",
    "paths": "its steps are shares of a matrix",
    "touchpoints": "no single function of it gives them",
}
LACKS = {"graph": ("journeys", "mean", "still_open")}
START, END = "path_start", "path_end"


def load(file: str, scratch: str) -> Any:  # noqa: ARG001 - every peer is called alike
    """Read the three columns as an event stream."""
    log = pd.read_parquet(file, columns=["customer_id", "touchpoint", "timestamp"])
    schema = {"path_cols": ["customer_id"], "event_col": "touchpoint"}
    return Eventstream(log, schema={**schema, "timestamp_col": "timestamp"})


def ask(log: Any, question: Question) -> Any:  # noqa: ARG001 - there is one question
    """Return both matrices."""
    counts = log.transition_graph_data(edge_weight="count")
    return counts, log.transition_graph_data(edge_weight="time_median")


def rows(question: Question, answer: Any) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return segment, from, to, transitions, journeys, median, mean, still open."""
    counts, medians = answer
    found = []
    for before, row in counts.iterrows():
        for after, count in row.items():
            if count:
                edge = START in before or END in after
                median = None if edge else medians.loc[before, after].total_seconds()
                names = (None if START in before else before, None if END in after else after)
                found.append((None, *names, count, None, median, None, None))
    return found
