"""Workspaces of real companies: imported and prepared once, a copy for every file of tests."""

import shutil
from contextlib import ExitStack

import pytest

import desirepath as dp

FILES = {
    "ecom": ("retentioneering/ecom.csv.gz",),
    "olist": ("olist_classified/olist_classified_public_dataset.csv",),
    "helpdesk": ("pm4py_logs/helpdesk.xes.gz",),
    "receipt": ("pm4py_logs/receipt.csv",),
    "survey": ("sfo_survey/fact_survey.csv", "sfo_survey/fact_ratings.csv"),
}


@pytest.fixture(scope="session")
def company(real_data, tmp_path_factory):
    """Return a function of a company's name that opens a workspace of it, each time another."""
    prepared = {}
    with ExitStack() as opened:

        def given(name):
            folder = tmp_path_factory.mktemp(name)
            if name not in prepared:
                with dp.create(folder / "prepared") as made:
                    for file in FILES[name]:
                        made.sources.add(real_data / file)
                    made.journeys.stages()
                prepared[name] = folder / "prepared"
            shutil.copytree(prepared[name], folder / "own")
            return opened.enter_context(dp.open(folder / "own"))

        yield given
