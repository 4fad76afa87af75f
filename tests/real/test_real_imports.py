"""Imports of real files against answers that other tools computed."""

# ruff: noqa: E501 - a row of data is read as one line

import csv
import gzip
import json
from collections import Counter, defaultdict
from datetime import datetime

import pytest

from desirepath.imports import Options, import_files
from desirepath.store.book import Book
from desirepath.store.warehouse import Warehouse


class Landed:
    """One real file, imported once for all tests that look at it."""

    def __init__(self, *paths, **options):
        self.warehouse, self.book = Warehouse(None), Book(None)
        self.paths = paths
        self.reports = import_files(self.warehouse, self.book, paths, Options(**options))
        self.report = self.reports[0]

    def rows(self, table, *names):
        columns = self.book.attributes()
        stored = self.warehouse.table(table)
        chosen = stored.select(
            **{f"n{i}": stored[columns.get(name, name)] for i, name in enumerate(names)}
        )
        return [tuple(row.values()) for row in self.warehouse.rows(chosen)]

    @property
    def facts(self):
        return self.book.imports()[0].facts

    def again(self):
        return import_files(self.warehouse, self.book, self.paths, Options())

    def close(self):
        self.warehouse.close()
        self.book.close()


def landed(name, *files):
    @pytest.fixture(scope="module", name=name)
    def fixture(real_data):
        opened = Landed(*(real_data / file for file in files))
        yield opened
        opened.close()

    return fixture


olist = landed("olist", "olist_classified/olist_classified_public_dataset.csv")
receipt = landed("receipt", "pm4py_logs/receipt.csv")
receipt_xes = landed("receipt_xes", "pm4py_logs/08_receipt.xes.gz")
helpdesk = landed("helpdesk", "pm4py_logs/helpdesk.xes.gz")
ecom = landed("ecom", "retentioneering/ecom.csv.gz")
survey = landed("survey", "sfo_survey/fact_survey.csv", "sfo_survey/fact_ratings.csv")
telco = landed("telco", "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")


def expected(real_data, name):
    return json.loads((real_data / "expected" / name).read_text())


def test_olist_is_one_case_per_row_with_milestones_and_answers(olist, real_data):
    known = expected(real_data, "olist_classified.json")
    assert olist.report["accepted"] == known["rows"] == 3584
    assert (olist.facts["shape"], olist.facts["unit"]) == ("milestones", "case")
    assert "customer_city" not in str(olist.report["columns"].values())
    assert Counter(t for (t,) in olist.rows("events", "touchpoint")) == {
        "Purchase": 3584, "Aproved": 3584, "Delivered customer": 3467, "Review creation": 3584,
        "Review answer": 3584,
    }  # fmt: skip
    scores = Counter(score for (score,) in olist.rows("feedback", "score"))
    assert {str(int(score)): n for score, n in scores.items()} == known["score_counts"]


def test_olist_late_deliveries_and_their_scores(olist, real_data):
    known = expected(real_data, "olist_classified.json")
    by_case = dict(olist.rows("events", "case_id", "Delivered customer: on time"))
    assert Counter(by_case.values()) == {"on time": 3128, "late": 339, None: 117}
    scores = defaultdict(list)
    for case, score in olist.rows("feedback", "case_id", "score"):
        scores[by_case[case]].append(score)
    means = {kept: sum(values) / len(values) for kept, values in scores.items()}
    assert means["late"] == pytest.approx(known["mean_score_late_vs_ontime"]["True"], abs=1e-6)
    assert means["on time"] == pytest.approx(known["mean_score_late_vs_ontime"]["False"], abs=1e-6)


def test_olist_answers_that_precede_delivery(olist, real_data):
    delivered = {c: time for c, touchpoint, time in olist.rows("events", "case_id", "touchpoint", "time")
                 if touchpoint == "Delivered customer"}  # fmt: skip
    early = sum(
        time < delivered[case]
        for case, time in olist.rows("feedback", "case_id", "time")
        if case in delivered
    )
    assert early == expected(real_data, "olist_classified.json")["reviews_before_delivery"]


def test_receipt_offsets_are_exact_row_by_row(receipt, real_data):
    with (real_data / "pm4py_logs/receipt.csv").open(newline="") as stream:
        told = Counter(
            (row["case:concept:name"], row["concept:name"], round(datetime.fromisoformat(row["time:timestamp"]).timestamp() * 1_000_000))
            for row in csv.DictReader(stream)
        )  # fmt: skip
    assert Counter(receipt.rows("events", "customer", "touchpoint", "time")) == told
    assert receipt.facts["unit"] == "case"
    assert receipt.facts["customer_is_case"]
    assert any("no customer column" in note for note in receipt.report["notes"])


def test_receipt_channels(receipt, real_data):
    cases = dict(receipt.rows("events", "case_id", "channel"))
    assert Counter(cases.values()) == expected(real_data, "receipt.json")["cases_per_channel"]


def test_the_two_spellings_of_receipt_hold_the_same_events(receipt, receipt_xes):
    columns = ("case_id", "touchpoint", "time", "channel")
    assert Counter(receipt.rows("events", *columns)) == Counter(
        receipt_xes.rows("events", *columns)
    )


def test_helpdesk_is_a_log_of_cases_with_duplicates(helpdesk, real_data):
    known = expected(real_data, "helpdesk.json")
    assert helpdesk.report["accepted"] == known["events"]
    assert helpdesk.report["duplicates"] == known["exact_duplicate_rows"]
    assert Counter(t for (t,) in helpdesk.rows("events", "touchpoint")) == known["activity_counts"]
    assert helpdesk.facts["unit"] == "case"
    cases, customers = zip(*helpdesk.rows("events", "case_id", "customer"), strict=True)
    assert (len(set(cases)), len(set(customers))) == (known["cases"], 397)


def test_ecom_events_customers_and_duplicates(ecom, real_data):
    known = expected(real_data, "ecom_synthetic_stories.json")
    assert (ecom.report["accepted"], ecom.report["duplicates"]) == (
        known["events"],
        known["exact_duplicates"],
    )
    assert Counter(t for (t,) in ecom.rows("events", "touchpoint")) == known["event_counts"]
    customers, sessions = zip(*ecom.rows("events", "customer", "session"), strict=True)
    assert (len(set(customers)), len(set(sessions))) == (known["users"], known["sessions"])
    assert ecom.facts["unit"] == "customer"


def test_a_recompressed_and_an_overlapping_export_add_nothing_new(ecom, tmp_path):
    text = gzip.decompress(ecom.paths[0].read_bytes()).decode()
    lines = text.splitlines(keepends=True)
    plain, part = tmp_path / "ecom-2024-07 (2).csv", tmp_path / "other name.csv"
    plain.write_text(text)
    part.write_text("".join(lines[:1] + lines[9000:15000]))
    reports = import_files(ecom.warehouse, ecom.book, [plain, part], Options())
    assert [report["accepted"] for report in reports] == [0, 0]
    assert [report["known"] for report in reports] == [len(lines) - 1, 6000]
    assert {report["source"] for report in reports} == {"ecom"}


def test_the_airport_survey_gives_nps_without_code_eleven(survey, real_data):
    known = expected(real_data, "sfo_survey_2017.json")
    assert survey.reports[0]["kind"] == ["feedback", "customers"]
    nps = [score for instrument, score in survey.rows("feedback", "instrument", "score")
           if instrument == "nps" and score is not None]  # fmt: skip
    assert len(nps) == known["valid_netpro"] == 2746
    value = 100 * (sum(s >= 9 for s in nps) - sum(s <= 6 for s in nps)) / len(nps)
    assert value == pytest.approx(known["nps_unweighted"], abs=1e-6)
    assert any('84 ratings of "NETPRO"' in note for note in survey.reports[0]["notes"])


def test_the_airport_ratings_have_the_known_means(survey, real_data):
    known = expected(real_data, "sfo_survey_2017.json")["upstream_q7_means_match"]
    scores = defaultdict(list)
    for touchpoint, instrument, score in survey.rows(
        "feedback", "touchpoint", "instrument", "score"
    ):
        if instrument == "rating" and score is not None:
            scores[touchpoint].append(score)
    assert len(known) == 15
    for question, (mean, _) in known.items():
        assert sum(scores[question]) / len(scores[question]) == pytest.approx(mean, abs=1e-6)
    assert max(scores["Q9COM1"]) <= 5
    assert any(
        '"rating_value" are outside its scale' in note for note in survey.reports[1]["notes"]
    )


def test_telco_rows_are_customers(telco):
    assert telco.report["kind"] == ["customers"]
    assert Counter(c for (c,) in telco.rows("customers", "Churn")) == {"No": 5174, "Yes": 1869}


def test_again_adds_nothing_to_any_of_them(olist, receipt, helpdesk, survey, telco):
    for one in (olist, receipt, helpdesk, survey, telco):
        assert [report["accepted"] for report in one.again()] == [0] * len(one.paths)
