"""Changes of channel: how many, how long, whether they work, and what becomes of them."""

from dataclasses import replace

import pyarrow as pa
import pytest

from desirepath.analyses import ask
from tiny import SECOND, by_hand, table, tables_of

DAY = 86_400


def walk(customer, *steps):
    """Return events of one customer: (seconds, touchpoint, channel)."""
    return [
        {"customer": customer, "at": at, "touchpoint": place, "channel": channel}
        for at, place, channel in steps
    ]


ROWS = [
    *walk("p", (0, "Home", "web"), (60, "Call", "phone"), (120, "Order paid", "phone")),
    *walk("q", (0, "Home", "web"), (30, "Call", "phone"), (90, "Home", "web")),
    *walk("r", (0, "Home", "web"), (10, "Cart", "web")),
    *walk("s", (0, "Home", "web"), (9 * DAY, "Call", "phone")),
    *walk("t", (0, "Home", "web"), (5, "Talk", None), (20, "Call", "phone"), (25, "Call", "phone")),
]  # fmt: skip


def with_answers(tables, *told):
    """Return the tables with answers: (journey, seconds, valence)."""
    kinds = {"journey": pa.int32(), "time": pa.int64(), "valence": pa.float64()}
    rows = [{"journey": no, "time": at * SECOND, "valence": felt} for no, at, felt in told]
    return replace(tables, answers=table(rows, kinds))


def rows_of(warehouse, rows, **options):
    found = ask(with_answers(by_hand(warehouse, rows)), "handovers", options).rows
    return {(row["from"], row["to"]): row for row in found}


def test_each_change_of_channel_within_the_time_is_counted(warehouse):
    found = rows_of(warehouse, ROWS)
    assert set(found) == {("web", "phone"), ("phone", "web")}
    there = found["web", "phone"]
    assert (there["journeys"], there["handovers"], there["median_gap_seconds"]) == (3, 3, 30)
    assert rows_of(warehouse, ROWS, within="10d")["web", "phone"]["journeys"] == 4


def test_going_back_and_doing_it_again_are_not_smooth(warehouse):
    found = rows_of(warehouse, ROWS)
    there, back = found["web", "phone"], found["phone", "web"]
    assert there["returned_share"] == pytest.approx(1 / 3)
    assert there["again_share"] == 0
    assert there["smooth_share"] == pytest.approx(2 / 3)
    assert there["low"] < 2 / 3 < there["high"]
    assert (back["again_share"], back["smooth_share"]) == (1, 0)


def test_the_goal_is_compared_with_the_other_journeys_of_the_channel_before(warehouse):
    found = ask(with_answers(tables_of(warehouse, ROWS, goal="Order paid")), "handovers", {}).rows
    there = next(row for row in found if row["from"] == "web")
    # p reaches the goal, q and t do not; r and s are the others
    assert there["goal_rate"] == pytest.approx(1 / 3)
    assert there["goal_rate_others"] == 0
    assert there["goal_low"] < there["goal_difference"] < there["goal_high"]


def test_emotion_afterwards_is_compared_with_the_other_journeys_of_the_channel_before(warehouse):
    tables = by_hand(warehouse, ROWS)
    keys = {row["key"]: row["journey"] for row in tables.execute(tables.journeys)}
    told = [("p", 200, -0.5), ("q", 200, -0.7), ("q", 10, 1.0), ("r", 50, 0.6), ("s", 60, 0.4)]
    tables = with_answers(tables, *((keys[who], at, felt) for who, at, felt in told))
    there = next(row for row in ask(tables, "handovers", {}).rows if row["from"] == "web")
    assert there["answered"] == 2  # what q said before the change does not count
    assert there["valence"] == pytest.approx(-0.6)
    assert there["valence_difference"] == pytest.approx(-1.1)
    assert there["valence_low"] < -1.1 < there["valence_high"]


def test_journeys_without_a_value_of_the_column_are_a_segment_like_any_other(warehouse):
    rows = [{**row, "a1": "gold" if row["customer"] == "s" else None} for row in ROWS]
    tables = by_hand(warehouse, rows)
    keys = {row["key"]: row["journey"] for row in tables.execute(tables.journeys)}
    found = ask(with_answers(tables, (keys["p"], 200, -0.5)), "handovers", {"by": "a1"}).rows
    there = next(row for row in found if (row["from"], row["to"]) == ("web", "phone"))
    assert (there["segment"], there["journeys"], there["answered"]) == (None, 3, 1)


def test_without_changes_there_are_no_rows_and_a_note(warehouse):
    answer = ask(with_answers(by_hand(warehouse, walk("p", (0, "Home", "web")))), "handovers", {})
    assert answer.rows == ()
    assert "No journey changes its channel" in answer.notes[0]
