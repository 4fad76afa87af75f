"""The journey per day, week and month: every value equals a count by hand."""

from datetime import date, timedelta

import pytest

from desirepath.analyses import _days, _intervals, ask
from desirepath.errors import UnknownName
from told import DAY, STAGES, told

BEGIN = (date(2024, 1, 1) - date(1970, 1, 1)).days  # a Monday
HOUR = 3600


def at(day, hour=12):
    return (BEGIN + day) * DAY + hour * HOUR


def shop(days, per_day=lambda _: 2, names=("Visit", "Form")):
    """Return `per_day` customers each day who walk the names within minutes."""
    return [
        (f"d{day:03}n{n}", at(day) + 60 * place, name)
        for day in range(days)
        for n in range(per_day(day))
        for place, name in enumerate(names)
    ]


def trends(warehouse, book, events, feedback=(), *, zone="UTC", goal=None, **options):
    from dataclasses import replace

    tables = told(warehouse, book, events, feedback, goal=goal, stages=STAGES)
    return ask(replace(tables, timezone=zone), "trends", options)


def series(result, metric, touchpoint):
    return [
        (row["from"], row["to"], row["value"])
        for row in result.rows
        if (row["metric"], row["touchpoint"]) == (metric, touchpoint)
    ]


def test_contacts_per_week_with_zeros_and_weeks_the_data_do_not_cover(warehouse, book):
    events = shop(24, lambda day: 0 if 7 <= day < 14 else 2)
    result = trends(warehouse, book, events, period="week")
    assert series(result, "events", "Visit") == [
        ("2024-01-01", "2024-01-07", 14),
        ("2024-01-08", "2024-01-14", 0),
        ("2024-01-15", "2024-01-21", 14),
        ("2024-01-22", "2024-01-28", 6),
    ]
    whole = [row["whole"] for row in result.rows if row["metric"] == "events"]
    assert whole == [True, True, True, False] * 3
    visit = [row for row in result.rows if row["metric"] == "events" and row["touchpoint"]]
    assert {row["usual"] for row in visit} == {14}
    assert [value for *_, value in series(result, "journeys", None)] == [14, 0, 14, 6]


def test_repeats_ends_and_answers_are_shares_with_n_and_interval(warehouse, book):
    events = [
        ("a", at(0), "Visit"), ("a", at(0, 13), "Form"), ("a", at(0, 14), "Form"),
        ("b", at(1), "Visit"), ("b", at(1, 13), "Form"), ("b", at(1, 14), "Paid"),
        ("zoe", at(90), "Visit"),
    ]  # fmt: skip
    feedback = [
        {"customer": "a", "at": at(0, 15), "touchpoint": "Form", "score": 1},
        {"customer": "b", "at": at(1, 15), "touchpoint": "Form", "score": 4},
    ]
    result = trends(warehouse, book, events, feedback, goal="Paid", period="month")
    rows = {
        (row["metric"], row["touchpoint"]): row
        for row in result.rows
        if row["from"] == "2024-01-01"
    }
    again = rows["again_share", "Form"]
    assert (again["value"], again["n"]) == (1 / 3, 3)
    assert (again["low"], again["high"]) == _intervals.wilson(1, 3)
    ended = rows["end_share", "Form"]
    assert (ended["value"], ended["n"]) == (1 / 3, 3)
    assert (rows["negative_share", "Form"]["value"], rows["valence", "Form"]["n"]) == (0.5, 2)
    assert rows["valence", "Form"]["value"] == pytest.approx((-1 + 0.5) / 2)
    assert rows["goals", None]["value"] == 1
    # whether zoe left cannot be known yet
    told_of = [row["from"] for row in result.rows if row["metric"] == "end_share"]
    assert set(told_of) == {"2024-01-01"}


def test_auto_chooses_days_weeks_or_months_by_the_span(warehouse, book):
    for days, step in ((20, 1), (100, 7)):
        over = _days.Span(BEGIN, BEGIN + days - 1, ((0, 0),))
        from desirepath.analyses.trends import chosen_period, first_day

        period = chosen_period("auto", over)
        assert first_day(BEGIN + step, period) == BEGIN + step
        assert first_day(BEGIN + step - 1, period) == BEGIN
    assert chosen_period("auto", _days.Span(0, 900, ((0, 0),))) == "month"


def test_days_are_those_of_the_time_zone_also_when_the_clock_changes(warehouse, book):
    # Amsterdam is one hour ahead of UTC, from 31 March 2024 two: 22:30 UTC is 23:30, then 0:30
    march = (date(2024, 3, 30) - date(1970, 1, 1)).days * DAY
    half_past = [march + day * DAY + 22 * HOUR + 1800 for day in range(2)]
    events = [(f"c{no}", moment, "Visit") for no, moment in enumerate(half_past)]
    found = trends(warehouse, book, events, zone="Europe/Amsterdam", period="day")
    assert series(found, "events", "Visit") == [
        ("2024-03-30", "2024-03-30", 1), ("2024-03-31", "2024-03-31", 0),
        ("2024-04-01", "2024-04-01", 1),
    ]  # fmt: skip


def test_one_touchpoint_and_one_metric_can_be_asked_for(warehouse, book):
    events = shop(14)
    result = trends(warehouse, book, events, touchpoint="Form", metric="events", period="week")
    assert [(row["touchpoint"], row["value"]) for row in result.rows] == [("Form", 14)] * 2
    with pytest.raises(UnknownName, match="Form"):
        trends(warehouse, book, events, touchpoint="Form.")


def test_by_gives_each_segment_its_own_usual(warehouse, book):
    events = [
        {"customer": f"{plan}{day}n{n}", "at": at(day), "touchpoint": "Visit", "plan": plan}
        for plan, many in (("gold", 1), ("basic", 3))
        for day in range(14)
        for n in range(many)
    ]
    result = trends(warehouse, book, events, by="plan", period="week", touchpoint="Visit")
    usual = {row["segment"]: row["usual"] for row in result.rows if row["metric"] == "events"}
    assert usual == {"basic": 21, "gold": 7}


def test_every_month_begins_on_its_first_day():
    from desirepath.analyses.trends import first_day

    day = date(2024, 2, 29)
    first = first_day((day - date(1970, 1, 1)).days, "month")
    assert date(1970, 1, 1) + timedelta(days=first) == date(2024, 2, 1)
