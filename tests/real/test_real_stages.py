"""The proposals for four real logs against a table written by hand before they were looked at."""

import tomllib
from pathlib import Path

import pytest

HAND = tomllib.loads((Path(__file__).parent / "stages_by_hand.toml").read_text("utf-8"))
GOALS = {
    "ecom": "purchase",
    "olist": "Delivered customer",
    "helpdesk": "Closed",
    "receipt": None,
}


@pytest.fixture(scope="module")
def proposed(company):
    """Each log's proposals by touchpoint, and its goal."""
    made = {}
    for log in GOALS:
        workspace = company(log)
        rows = {row["touchpoint"]: row for row in workspace.journeys.stages()}
        made[log] = (rows, workspace.journeys.show())
    return made


@pytest.mark.parametrize("log", GOALS)
def test_the_goal_makes_sense(proposed, log):
    assert proposed[log][1]["goal"] == GOALS[log]


@pytest.mark.parametrize("log", GOALS)
def test_the_table_by_hand_has_every_touchpoint(proposed, log):
    assert set(proposed[log][0]) == set(HAND[log])


@pytest.mark.parametrize("what", ["stage", "channel"])
def test_at_least_85_percent_agree_with_the_table_by_hand(proposed, what):
    right = {
        log: [
            (proposed[log][0][touchpoint][what] or "") == given[what]
            for touchpoint, given in HAND[log].items()
        ]
        for log in GOALS
    }
    everything = [agreed for found in right.values() for agreed in found]
    shares = {log: sum(found) / len(found) for log, found in right.items()}
    assert sum(everything) / len(everything) >= 0.85, shares
    assert all(share >= 0.85 for share in shares.values()), shares
