"""Where do customers change the channel, and does the hand-over work?

A hand-over is an event in another channel than the journey's event before, at most `within` later;
events without a channel are passed over. It is smooth where the customer neither goes back to
the channel they came from with their next change of channel, nor has to do again what the journey
did already (a touchpoint that it touched before: explaining once more, ordering twice).

Outcome and emotion compare journeys with the hand-over to the others that were in the channel it
starts from: goals reached afterwards (of journeys that had the goal still ahead), and the mean
valence of answers given afterwards, from the first such hand-over or the first event in that
channel on. Differences are associations: why people change the channel the data do not say.
Intervals at 95 %: Wilson for shares, Newcombe and Welch for differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.analyses import Answer, _intervals, _shared, _sums
from desirepath.errors import UsageError
from desirepath.journeys.settings import microseconds

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {"within": "7d"}
OPTIONS = {"within": "longest pause between the two events, such as 30m, 12h, 7d"}
ROW = {
    "from": "channel before",
    "to": "channel after",
    "journeys": "journeys that change so",
    "handovers": "how often",
    "median_gap_seconds": "median time between the two events",
    "returned_share": "of hand-overs: the next change of channel led back, within the same time",
    "again_share": "of hand-overs: the customer did again what the journey did before",
    "smooth_share": "of hand-overs: neither of the two",
    "low": "lower end of the 95 % interval of smooth_share (Wilson)",
    "high": "upper end of it",
    "goal_ahead": "journeys that had the goal still ahead; null without a goal",
    "goal_rate": "of these: reached it afterwards; 0 where none did, null where none had it ahead",
    "goal_ahead_others": "of the other journeys in the channel before: had the goal still ahead",
    "goal_rate_others": "of these: reached it afterwards",
    "goal_difference": "goal_rate minus goal_rate_others",
    "goal_low": "lower end of its 95 % interval (Newcombe)",
    "goal_high": "upper end of it",
    "answered": "journeys with answers afterwards",
    "valence": "mean valence of these answers, -1…1, per journey",
    "answered_others": "of the other journeys in the channel before: with answers afterwards",
    "valence_difference": "minus that of the other journeys in the channel before",
    "valence_low": "lower end of its 95 % interval (Welch)",
    "valence_high": "upper end of it",
}
_UNHEARD = {"told": 0, "total": 0.0, "squares": 0.0}
_COUNTS = ("n", "risk", "goals", *_UNHEARD)


@dataclass(frozen=True)
class Params:
    """What can be chosen."""

    within: str = "7d"

    def __post_init__(self) -> None:
        """Refuse what is no time."""
        if microseconds(self.within) <= 0:
            raise UsageError("--within must be longer than nothing, such as 7d.")


def run(tables: Tables, params: Params) -> Answer:
    """Return one row per pair of channels, most journeys first (per segment)."""
    keys = ["segment"] if tables.by is not None else []
    moves = _moves(tables.events, keys, microseconds(params.within))
    pair = [*keys, "came", "channel"]
    counted = tables.execute(
        moves.group_by(pair).aggregate(
            journeys=moves.journey.nunique(),
            handovers=moves.count(),
            gap=moves.gap.median(),
            returned=moves.returned.sum(),
            again=moves.again.sum(),
            smooth=(~moves.returned & ~moves.again).sum(),
        )
    )
    first = moves.group_by([*pair, "journey"]).aggregate(at=moves["time"].min())
    inside = tables.events.filter(tables.events.channel.notnull())
    started = inside.group_by([*keys, "channel", "journey"]).aggregate(at=inside["time"].min())
    started = started.rename(came="channel", since="at")
    # a missing segment equals no other in a join, and the journey says it anyway
    both = first.inner_join(started.drop(*keys), ["came", "journey"])
    ours = _after(tables, first, pair, "at")
    theirs = _after(tables, started, [*keys, "came"], "since")
    same = _after(tables, both, pair, "since")
    rows = [_row(row, tables, ours, theirs, same) for row in counted]
    rows.sort(key=lambda row: (-row["journeys"], row["from"], row["to"]))
    notes = [] if rows else ["No journey changes its channel within that time."]
    return Answer(rows, notes)


def _moves(events: Any, keys: Sequence[str], within: int) -> Any:
    """Return the hand-overs.

    | journey | time | came | channel | gap | returned | again |
    |       1 |   30 | web  | phone   |  30 | true     | false |   (web 0, phone 30, web 50)
    |       1 |   50 | phone| web     |  20 | false    | true  |
    """
    import ibis

    told = events.filter(events.channel.notnull())
    walk = ibis.window(group_by="journey", order_by="position")
    told = told.select(
        *keys, "journey", "position", "time", "channel", "touch",
        came=told.channel.lag().over(walk), before=told["time"].lag().over(walk),
    )  # fmt: skip
    changes = told.filter(told.came.notnull() & (told.channel != told.came))
    changes = changes.mutate(
        gap=changes["time"] - changes.before,
        onward=changes.channel.lead().over(walk),
        left=changes["time"].lead().over(walk),
    )
    back = (changes.onward == changes.came) & (changes.left - changes["time"] <= within)
    changes = changes.mutate(returned=back.fill_null(False), again=changes.touch > 1)
    return changes.filter(changes.gap <= within)


def _after(tables: Tables, whose: Any, group: Sequence[str], since: str) -> dict[Any, Any]:
    """Count goals and answers of journeys after a moment of each, per group."""
    goals = tables.journeys.select("journey", "goal_time")
    open_ = whose.inner_join(goals, "journey")
    ahead = open_.goal_time.isnull() | (open_.goal_time > open_[since])
    counts = open_.group_by(list(group)).aggregate(
        n=open_.count(), risk=ahead.sum(), goals=(open_.goal_time > open_[since]).sum()
    )
    answers = tables.answers.filter(tables.answers.valence.notnull())
    answers = answers.select("journey", "valence", heard="time")
    said = whose.inner_join(answers, "journey")
    said = said.filter(said.heard >= said[since])
    each = said.group_by([*group, "journey"]).aggregate(mean=_sums.mean(said.valence))
    told = each.group_by(list(group)).aggregate(
        told=each.count(),
        total=_sums.total(each["mean"]),
        squares=_sums.total(each["mean"] * each["mean"]),
    )

    def by_group(rows: Any) -> dict[Any, Any]:
        return {tuple(row[name] for name in group): row for row in tables.execute(rows)}

    heard = by_group(told)
    return {
        key: {**_UNHEARD, **row, "goals": row["goals"] or 0, **heard.get(key, {})}
        for key, row in by_group(counts).items()
    }


def _row(
    row: Mapping[str, Any], tables: Tables, ours: Any, theirs: Any, same: Any
) -> dict[str, Any]:
    segment = {} if tables.by is None else {"segment": row["segment"]}
    start = (*segment.values(), row["came"])
    own = ours[(*start, row["channel"])]
    shared = same[(*start, row["channel"])]
    other = {name: theirs[start][name] - shared[name] for name in _COUNTS}
    n = row["handovers"]
    low, high = _intervals.wilson(row["smooth"], n)
    return {
        **segment,
        "from": row["came"],
        "to": row["channel"],
        "journeys": row["journeys"],
        "handovers": n,
        "median_gap_seconds": _shared.seconds(row["gap"]),
        "returned_share": row["returned"] / n,
        "again_share": row["again"] / n,
        "smooth_share": row["smooth"] / n,
        "low": low,
        "high": high,
        **_outcome(own, other, known=tables.goal is not None),
        **_emotion(own, other),
    }


def _outcome(own: Mapping[str, Any], other: Mapping[str, Any], *, known: bool) -> dict[str, Any]:
    rate, rest = (
        part["goals"] / part["risk"] if known and part["risk"] else None for part in (own, other)
    )
    ahead, others = (part["risk"] if known else None for part in (own, other))
    low, high = _intervals.NONE
    if rate is not None and rest is not None:
        low, high = _intervals.newcombe(own["goals"], own["risk"], other["goals"], other["risk"])
    return {
        "goal_ahead": ahead,
        "goal_rate": rate,
        "goal_ahead_others": others,
        "goal_rate_others": rest,
        "goal_difference": None if rate is None or rest is None else rate - rest,
        "goal_low": low,
        "goal_high": high,
    }


def _emotion(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    one, rest = (
        _intervals.sample(part["told"], part["total"], part["squares"]) for part in (own, other)
    )
    low, high = _intervals.difference_of_means(one, rest)
    both = one.mean is not None and rest.mean is not None
    return {
        "answered": own["told"],
        "valence": one.mean,
        "answered_others": other["told"],
        "valence_difference": (one.mean or 0.0) - (rest.mean or 0.0) if both else None,
        "valence_low": low,
        "valence_high": high,
    }
