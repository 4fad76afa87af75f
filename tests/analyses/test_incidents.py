"""What was unusual in time is found with its days, and quiet data say nothing."""

import numpy as np
import pytest

from desirepath.analyses import _surprise, ask
from desirepath.analyses._surprise import Series
from told import DAY, STAGES, told

DAYS = 140
NEW_YEAR = 19_723  # 2024-01-01, in days since 1970


def events_of(outage):
    """Return 120 days of ten visits; one in ten fills the form in twice, in the outage all do."""
    events = []
    for day in range(120):
        for n in range(10):
            who, at = f"d{day:03}n{n}", (NEW_YEAR + day) * DAY + 40_000 + 60 * n
            again = n == 0 or day in outage
            names = ["Visit", "Form", *(["Form"] if again else []), "Paid"]
            events += [(who, at + 5 * place, name) for place, name in enumerate(names)]
    return events


def quiet(seed, days=DAYS, base=40, rate=0.05):
    chance = np.random.default_rng(seed)
    could = chance.poisson(base, days)
    return Series(chance.binomial(could, rate), could)


def test_an_incident_is_found_with_its_days_and_ratio():
    series = quiet(1)
    series.hits[60:68] += 12
    (found,) = _surprise.windows(Series(series.hits, np.maximum(series.base, series.hits)))
    assert (found.first, found.last) == (60, 67)
    assert found.ratio > 4
    assert found.hits == series.hits[60:68].sum()
    assert found.around_hits == series.hits[4:60].sum() + series.hits[68:124].sum()


def test_an_outage_is_fewer_than_usual():
    series = quiet(2, rate=0.3)
    series.hits[90:100] = 0
    (found,) = _surprise.windows(series)
    assert (found.first, found.last, found.ratio) == (90, 99, 0)


def test_quiet_series_say_nothing_more_often_than_promised():
    alarms = sum(bool(_surprise.windows(quiet(seed))) for seed in range(100, 160))
    assert alarms <= 3
    slow = sum(
        (moved := _surprise.drift(quiet(seed))) is not None and moved.chance < 0.05
        for seed in range(100, 160)
    )
    assert slow <= 8


def test_bursts_of_the_same_journeys_are_no_incident():
    chance = np.random.default_rng(3)
    could = chance.poisson(40, DAYS)
    bursts = chance.binomial(could, 0.02) * 6
    series = Series(np.minimum(bursts, could), could)
    assert _surprise.dispersion(series.hits.astype(float), could.astype(float)) > 2
    assert not _surprise.windows(series)


def test_a_steady_trend_is_a_drift_and_no_incident():
    chance = np.random.default_rng(4)
    could = chance.poisson(60, DAYS)
    series = Series(chance.binomial(could, np.linspace(0.1, 0.4, DAYS)), could)
    assert not _surprise.windows(series)
    moved = _surprise.drift(series)
    assert moved.chance < 1e-6
    # the first eight weeks are left out
    assert moved.begin == pytest.approx(0.1 + 0.3 * 56 / DAYS, abs=0.03)
    assert moved.end == pytest.approx(0.4, abs=0.03)


def test_too_little_says_nothing():
    assert _surprise.windows(Series(np.ones(5), np.ones(5) * 2)) == []
    assert _surprise.drift(Series(np.ones(30), np.ones(30) * 2)) is None


def test_the_more_series_the_less_likely_one_stands():
    chances = {"a": 0.001, "b": 0.02, "c": 0.04}
    assert _surprise.standing(chances, 1) == {"a", "b", "c"}
    assert _surprise.standing(chances, 2) == {"a", "b"}
    assert _surprise.standing(chances, 40) == {"a"}


def test_the_row_says_when_where_what_and_what_was_usual(warehouse, book):
    tables = told(warehouse, book, events_of(outage=range(50, 56)), (), stages=STAGES)
    result = ask(tables, "incidents", {})
    row = result.rows[0]
    assert (row["kind"], row["touchpoint"], row["metric"]) == ("incident", "Form", "again_share")
    assert (row["from"], row["to"], row["days"]) == ("2024-02-20", "2024-02-25", 6)
    # ten visits a day, one of them repeats the form; in the outage all do
    assert (row["n"], row["value"]) == (6 * 20, 0.5)
    assert row["usual"] == pytest.approx(1 / 11)
    assert row["ratio"] == pytest.approx(5.5)
    assert row["low"] < row["value"] < row["high"]
    assert (row["direction"], row["lasting"], row["rank"]) == ("more", False, 1)
    assert {one["group"] for one in result.rows} == {row["id"]}
    assert {one["touchpoint"] for one in result.rows if one["metric"] == "events"} <= {"Form"}


def test_the_same_company_without_the_outage_has_none(warehouse, book):
    tables = told(warehouse, book, events_of(outage=range(0)), (), stages=STAGES)
    result = ask(tables, "incidents", {})
    assert result.rows == ()
    assert "Nothing stands out" in " ".join(result.notes)


def test_a_cohort_that_fades_is_no_incident():
    chance = np.random.default_rng(5)
    fading = chance.poisson(80 * np.exp(-np.arange(DAYS) / 25))
    everything = fading + chance.poisson(400, DAYS)
    found = _surprise.windows(Series(fading, everything * 1000.0), Series(fading, np.ones(DAYS)))
    assert [window for window in found if window.last < DAYS - 28] == []
