"""Ratings, texts and pains of two real companies equal what other tools found."""

import json

import pytest


@pytest.fixture(scope="module")
def olist(company):
    return company("olist")


@pytest.fixture(scope="module")
def survey(company):
    return company("survey")


@pytest.fixture(scope="module")
def expected(real_data):
    return {
        name: json.loads((real_data / "expected" / f"{name}.json").read_text("utf-8"))
        for name in ("olist_classified", "sfo_survey_2017")
    }


def test_late_deliveries_are_a_pain_with_the_scores_of_both_groups(olist, expected):
    truth = expected["olist_classified"]
    (late,) = (row for row in olist.analyses.pains().rows if row["signal"] == "late")
    counts, means = truth["n_late_vs_ontime"], truth["mean_score_late_vs_ontime"]
    assert (late["affected"], late["others"]) == (counts["True"], counts["False"])
    assert (late["scored_affected"], late["scored_others"]) == (counts["True"], counts["False"])
    assert (late["score_affected"], late["score_others"]) == pytest.approx(
        (means["True"], means["False"]), abs=1e-6
    )
    assert late["rank"] == 1
    # two thirds of an answer's valence are its score: 1…5 is −1…1, and a size is half a shortfall
    assert late["size"] == pytest.approx(
        (late["valence_others"] - late["valence_affected"]) / 2, abs=1e-6
    )
    assert late["size"] == pytest.approx((means["False"] - means["True"]) / 4, rel=0.1)


def test_answers_in_the_rows_of_orders_go_to_delivery_and_say_how_many_precede_it(olist, expected):
    truth = expected["olist_classified"]
    result = olist.analyses.feedback()
    assert len(result.rows) == truth["rows"]
    delivered = [row for row in result.rows if "eliver" in str(row["touchpoint"])]
    assert len(delivered) == truth["order_status"]["delivered"]
    assert sum(row["link_seconds"] < 0 for row in result.rows) == truth["reviews_before_delivery"]
    assert f"({truth['reviews_before_delivery']} of them precede it)" in " ".join(result.notes)


def test_portuguese_comments_are_read_by_what_their_scores_taught_and_by_no_lexicon(olist):
    rows = [row for row in olist.analyses.feedback().rows if row["text"]]
    assert sum(row["language"] == "pt" for row in rows) > 0.99 * len(rows)
    assert {row["method"] for row in rows} == {"score", "score + learned/1"}


def test_the_mean_score_and_its_counts(olist, expected):
    truth = expected["olist_classified"]
    row = next(row for row in olist.analyses.metrics().rows if row["touchpoint"] is None)
    assert (row["metric"], row["n"]) == ("mean", truth["rows"])
    assert row["value"] == pytest.approx(truth["score_mean"], abs=1e-6)


def test_nps_of_the_airport(survey, expected):
    truth = expected["sfo_survey_2017"]
    (row,) = (row for row in survey.analyses.metrics().rows if row["metric"] == "nps")
    assert (row["n"], row["touchpoint"]) == (truth["valid_netpro"], None)
    assert row["value"] == pytest.approx(truth["nps_unweighted"], abs=1e-6)
    assert row["low"] < row["value"] < row["high"]


def test_every_rated_touchpoint_has_its_mean_and_food_and_shops_are_lowest(survey, expected):
    truth = expected["sfo_survey_2017"]["touchpoint_ratings"]
    found = {
        row["touchpoint"]: row
        for row in survey.analyses.metrics().rows
        if row["metric"] == "mean" and row["touchpoint"]
    }
    assert found.keys() == truth.keys()
    for code, row in found.items():
        assert row["n"] == truth[code]["n"]
        assert row["value"] == pytest.approx(truth[code]["mean"], abs=1e-6)
    seven = sorted(
        (code for code in found if code.startswith("Q7")), key=lambda c: found[c]["value"]
    )
    assert len(seven) == 15
    assert seven[:2] == ["Q7FOOD", "Q7STORE"]
    pains = [row["touchpoint"] for row in survey.analyses.pains().rows]
    assert pains[:2] == ["Q7FOOD", "Q7STORE"]


@pytest.mark.parametrize(
    "column", ["BAREA", "Q2PURP1_LBL", "Q19AGE_LBL", "Q22FLY_LBL", "Q16LIVE_LBL", "STRATA_LBL"]
)
def test_nps_by_segment(survey, expected, column):
    truth = expected["sfo_survey_2017"][f"nps_by_{column}"]
    rows = survey.analyses.metrics(by=column).rows
    found = {row["segment"]: (row["n"], row["value"]) for row in rows if row["metric"] == "nps"}
    found.pop(None, None)
    assert found == {
        segment: (row["n"], pytest.approx(row["nps"], abs=1e-5)) for segment, row in truth.items()
    }
