"""Polars, lazily from the Parquet file: every question reads the columns that it needs.

Rows are sorted by customer and time once a question; the sort is stable, so ties stay in file
order. What comes next is the row below, where that is of the same customer.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from work import DEPTH, LISTED, STEPS, STILL_OPEN_DAYS, TOP, WINDOW_DAYS, Question

CANNOT: dict[str, str] = {}
LACKS: dict[str, tuple[str, ...]] = {}
WINDOW, OPEN = WINDOW_DAYS * 86_400_000_000, STILL_OPEN_DAYS * 86_400_000_000
same = pl.col("c").shift(-1) == pl.col("c")
first = (pl.col("c").shift(1) != pl.col("c")).fill_null(value=True)


def load(file: str, scratch: str) -> Any:  # noqa: ARG001 - every peer is called alike
    """Keep the name of the file; reading it is part of the question."""
    return file


def ask(log: Any, question: Question) -> pl.DataFrame:
    """Run the question."""
    log = pl.scan_parquet(log)
    newest = log.select(pl.col("timestamp").dt.epoch("us").max())
    if question.where:
        log = log.filter(pl.col(question.where[0]) == question.where[1])
    events = log.select(
        g=pl.col(question.by) if question.by else pl.lit(None, pl.String),
        c="customer_id",
        t=pl.col("touchpoint").cast(pl.Categorical),
        us=pl.col("timestamp").dt.epoch("us"),
        channel="channel",
    )
    if question.analysis == "graph":
        return graph(ordered(events), newest.collect().item())
    return {"funnel": funnel, "variants": variants, "paths": paths, "touchpoints": touchpoints}[
        question.analysis
    ](events)


def ordered(events: pl.LazyFrame) -> pl.LazyFrame:
    return events.sort("c", "us", maintain_order=True)


def rows(question: Question, answer: pl.DataFrame) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return the rows of the frame."""
    return answer.rows()


def graph(events: pl.LazyFrame, newest: int) -> pl.DataFrame:
    steps = events.select(
        "g", "c", "t", "us",
        n=pl.when(same).then(pl.col("t").shift(-1)),
        dwell=pl.when(same).then(pl.col("us").shift(-1) - pl.col("us")),
        first=first,
    ).collect()  # fmt: skip
    pair = ["g", "t", "n"]
    lazy = steps.lazy()
    counted = lazy.group_by(pair).agg(
        transitions=pl.len(),
        median=pl.col("dwell").median() / 1e6,
        mean=pl.col("dwell").mean() / 1e6,
        open=(pl.col("us") > newest - OPEN).sum(),
    )
    passed = lazy.select("c", *pair).unique().group_by(pair).agg(journeys=pl.len())
    found = counted.join(passed, on=pair, nulls_equal=True).select(
        *pair, "transitions", "journeys", "median", "mean",
        open=pl.when(pl.col("n").is_null()).then("open"),
    )  # fmt: skip
    starts = lazy.filter("first").group_by("g", "t").agg(journeys=pl.len())
    begun = starts.select(
        "g", t=pl.lit(None), n=pl.col("t").cast(pl.String), transitions="journeys",
        journeys="journeys", median=pl.lit(None), mean=pl.lit(None), open=pl.lit(None),
    )  # fmt: skip
    told = found.with_columns(pl.col("t", "n").cast(pl.String)).collect()
    return told.vstack(begun.collect().cast(dict(told.schema)))


def funnel(events: pl.LazyFrame) -> pl.DataFrame:
    a, b, c = STEPS
    is_a, is_b, is_c = (pl.col("t") == name for name in (a, b, c))
    near = ordered(events.filter(pl.col("t").is_in(list(STEPS))))
    near = near.with_columns(a=pl.when(is_a).then("us").forward_fill().over("c"))
    near = near.with_columns(admitted=is_b & (pl.col("us") - pl.col("a") <= WINDOW))
    near = near.with_columns(
        b_start=pl.when("admitted").then("a").forward_fill().over("c"),
        b=pl.when("admitted").then("us").forward_fill().over("c"),
    )
    ended = is_c & (pl.col("us") - pl.col("b_start") <= WINDOW)
    came = near.group_by("g", "c", maintain_order=True).agg(
        one=is_a.any(),
        two=(pl.col("us") - pl.col("a")).filter("admitted").first(),
        three=(pl.col("us") - pl.col("b")).filter(ended).first(),
    )
    found = came.group_by("g").agg(
        one=pl.col("one").sum(), two=pl.col("two").count(), three=pl.col("three").count(),
        second=pl.col("two").median() / 1e6, third=pl.col("three").median() / 1e6,
    )  # fmt: skip
    found = found.collect()
    steps = [
        found.select("g", step=pl.lit(step), journeys=pl.col(name).cast(pl.UInt32), median=median)
        for step, name, median in (
            (1, "one", pl.lit(None, pl.Float64)), (2, "two", "second"), (3, "three", "third"),
        )
    ]  # fmt: skip
    return pl.concat(steps)


def variants(events: pl.LazyFrame) -> pl.DataFrame:
    walked = ordered(events).group_by("g", "c", maintain_order=True).agg(
        path=pl.col("t").cast(pl.String), took=pl.col("us").max() - pl.col("us").min()
    )  # fmt: skip
    joined = walked.select("g", "took", path=pl.col("path").list.join("\x1f"))
    found = joined.group_by("g", "path").agg(n=pl.len(), median=pl.col("took").median() / 1e6)
    found = found.with_columns(
        variants=pl.len().over("g"), total=pl.col("n").sum().over("g"),
    ).collect()  # fmt: skip
    # The unit separator sorts before every letter, so that text sorts as its list does.
    best = found.sort("g", "n", "path", descending=[False, True, False])
    best = best.filter(pl.int_range(pl.len()).over("g") < LISTED)
    return best.select("g", pl.col("path").str.split("\x1f"), "n", "median", "variants", "total")


def paths(events: pl.LazyFrame) -> pl.DataFrame:
    steps = ordered(events).select(
        "g", "t", n=pl.when(same).then(pl.col("t").shift(-1)),
        place=pl.int_range(pl.len(), dtype=pl.Int32).over("c") + 1,
    )  # fmt: skip
    counted = (
        steps.filter(pl.col("place") <= DEPTH)
        .group_by("g", "place", "t", "n")
        .agg(journeys=pl.len())
        .with_columns(pl.col("t", "n").cast(pl.String))
        .collect()
    )
    kept = counted.group_by("g", "place", "t").agg(pl.col("journeys").sum())
    kept = kept.sort("g", "place", "journeys", "t", descending=[False, False, True, False])
    kept = kept.filter(pl.int_range(pl.len()).over("g", "place") < TOP)
    named = kept.select("g", "place", t="t", a="t")
    after = kept.select("g", place=pl.col("place") - 1, n="t", b="t")
    found = counted.join(named, on=["g", "place", "t"], how="left", nulls_equal=True)
    found = found.join(after, on=["g", "place", "n"], how="left", nulls_equal=True)
    to = (
        pl.when(pl.col("n").is_null()).then(None)
        .when(pl.col("place") == DEPTH).then(pl.lit("(more)"))
        .otherwise(pl.col("b").fill_null("(others)"))
    )  # fmt: skip
    found = found.select("g", "place", "journeys", a=pl.col("a").fill_null("(others)"), b=to)
    return found.group_by("g", "place", "a", "b").agg(pl.col("journeys").sum())


def touchpoints(events: pl.LazyFrame) -> pl.DataFrame:
    steps = ordered(events).select(
        "g", "c", "t", "channel", first=first,
        dwell=pl.when(same).then(pl.col("us").shift(-1) - pl.col("us")),
    ).collect().lazy()  # fmt: skip
    own = ["g", "t"]
    counted = steps.group_by(own).agg(
        events=pl.len(), entries=pl.col("first").sum(), exits=pl.col("dwell").is_null().sum(),
        median=pl.col("dwell").median() / 1e6,
    )  # fmt: skip
    touched = steps.group_by("g", "c", "t").agg(times=pl.len()).group_by(own).agg(
        journeys=pl.len(), repeated=(pl.col("times") > 1).sum()
    )  # fmt: skip
    channels = (
        steps.filter(pl.col("channel").is_not_null()).group_by(*own, "channel").agg(n=pl.len())
    )
    channels = channels.sort("n", "channel", descending=[True, False]).group_by(own).agg(
        pl.col("channel").first()
    )  # fmt: skip
    found = counted.join(touched, on=own, nulls_equal=True)
    found = found.join(channels, on=own, how="left", nulls_equal=True)
    return found.select(
        "g", pl.col("t").cast(pl.String), "channel", "events", "journeys", "entries", "exits",
        "repeated", "median",
    ).collect()  # fmt: skip
