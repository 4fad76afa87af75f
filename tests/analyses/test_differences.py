"""Two selections side by side: the gaps are those of the two answers, the intervals Newcombe's."""

import pytest

from desirepath.analyses import _differences, _intervals
from desirepath.analyses._differences import Estimate, mover
from desirepath.errors import UsageError
from filled import filled


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("differences")
    devices = ["mobile" if no < 50 else "desktop" for no in range(80)]
    rows = ["user_id,event,timestamp,device"]
    rows += [
        f"c{no},{touchpoint},2024-03-{1 + no % 9:02} 10:0{at}:00,{device}"
        for no, device in enumerate(devices)
        for at, touchpoint in enumerate(("Cart", "Paid"))
        if at == 0 or no % (2 if device == "mobile" else 5)
    ]
    with filled(folder, events="\n".join(rows)) as workspace:
        yield workspace


def test_the_interval_of_two_shares_is_newcombes_and_that_of_two_means_holds_both(shop):
    one = Estimate(56 / 70, 70, *_intervals.wilson(56, 70))
    other = Estimate(48 / 80, 80, *_intervals.wilson(48, 80))
    # R. G. Newcombe 1998 (873), table II, method 10, example (a): 0.0524 to 0.3339
    assert mover(one, other) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert mover(one, other) == pytest.approx(_intervals.newcombe(56, 70, 48, 80))
    assert mover(one, Estimate(0.5, 3)) == (None, None)


def test_a_funnel_of_two_devices_differs_by_what_each_of_them_says(shop):
    steps = {"steps": "Cart > Paid"}
    found = shop.analyses.compare(
        "funnel", {"where": "device=desktop"}, where="device=mobile", **steps
    )
    alone = [
        shop.analyses.funnel(where=f"device={name}", **steps).rows for name in ("mobile", "desktop")
    ]
    assert (found["one"]["journeys"], found["other"]["journeys"], found["both"]) == (50, 30, 0)
    row = next(row for row in found["rows"] if row["measure"] == "share_of_previous")
    shares = [rows[1]["share_of_previous"] for rows in alone]
    assert (row["name"], row["one"], row["other"]) == ("2. Paid", *shares)
    assert row["difference"] == pytest.approx(shares[0] - shares[1])
    hits = [rows[1]["journeys"] for rows in alone]
    expected = _intervals.newcombe(hits[0], 50, hits[1], 30)
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_journeys_in_both_selections_are_counted_and_leave_no_interval(shop):
    found = shop.analyses.compare("touchpoints", {}, where="device=mobile")
    assert found["both"] == 50
    assert {(row["low"], row["high"]) for row in found["rows"]} == {(None, None)}
    assert "50 journeys are in both" in found["notes"][0]


def test_everything_that_is_compared_answers_and_the_rest_is_refused(shop):
    options = {"funnel": {"steps": "Cart > Paid"}, "emotions": {"per": "touchpoint"}}
    for name in _differences.COMPARED:
        given = options.get(name, {})
        found = shop.analyses.compare(
            name, {"where": "device=desktop"}, where="device=mobile", **given
        )
        assert all(set(row) == set(_differences.ROW) for row in found["rows"]), name
        assert len(found["rows"]) > 0 or name in {"metrics", "emotions"}, name
    with pytest.raises(UsageError, match="pains"):
        shop.analyses.compare("pains", {})
    with pytest.raises(UsageError, match="two already"):
        shop.analyses.compare("durations", {}, by="device")


def test_the_sql_of_an_analysis_gives_its_numbers(shop):
    statements = shop.analyses.sql("durations", where="device=mobile")
    raw = shop._stores.warehouse._raw
    answers = [raw(statement).fetchall() for statement in statements]
    expected = shop.analyses.durations(where="device=mobile").rows[0]
    assert any(
        expected["median_seconds"] * 1e6 in row and expected["journeys"] in row
        for rows in answers
        for row in rows
    )
