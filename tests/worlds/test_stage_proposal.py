"""The stage proposal against the truth of companies whose names no cue file holds."""

from pathlib import Path
from statistics import mean

import pytest

import desirepath as dp
from desirepath.worlds import make_world, scores

ENGLISH = Path(__file__).with_name("words.toml")
GERMAN = Path(__file__).with_name("words_de.toml")
COMPANIES = [
    ("shop", 301, ENGLISH),
    ("utility", 303, ENGLISH),
    ("telecom", 304, GERMAN),
]


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Return what was scored per company: its event files are imported without a hint."""
    made = {}
    for name, seed, words in COMPANIES:
        folder = tmp_path_factory.mktemp(name)
        truth = make_world(name, seed, 600, folder / "files", words)
        events = {file["name"] for file in truth.document["files"] if file["kind"] == "events"}
        with dp.create(folder / "workspace") as workspace:
            workspace.sources.add(*(file for file in truth.files if file.name in events))
            made[name] = scores.stages(truth, workspace.journeys.stages())
    return made


def test_stages_reach_a_macro_f1_of_ninety_hundredths(scored):
    reached = {name: found["macro_f1"] for name, found in scored.items()}
    assert mean(reached.values()) >= 0.90, reached
    assert min(reached.values()) >= 0.80, reached
