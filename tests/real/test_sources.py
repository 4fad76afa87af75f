"""The real files open as the tables they are known to be."""

import json

import pytest

from desirepath.errors import UnreadableFile
from desirepath.sources import open_file

# (file, format, rows, columns)
KNOWN = [
    ("olist_classified/olist_classified_public_dataset.csv", "csv", 3584, 34),
    ("sfo_survey/fact_survey.csv", "csv", 2831, 36),
    ("sfo_survey/fact_ratings.csv", "csv", 53271, 3),
    ("retentioneering/ecom.csv.gz", "csv", 31106, 8),
    ("pm4py_logs/helpdesk.xes.gz", "xes", 21348, 13),
    ("pm4py_logs/08_receipt.xes.gz", "xes", 8577, 15),
    ("pm4py_logs/receipt.csv", "csv", 8577, 15),
    ("telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", "csv", 7043, 21),
    ("online_shoppers/online_shoppers_intention.csv", "csv", 12330, 18),
    ("splink_fake1000/fake_1000.csv", "csv", 1000, 7),
    ("clothing_reviews/reviews.csv", "csv", 1499, 11),
    ("goemotions/train.tsv", "csv", 43410, 3),
    ("goemotions/dev.tsv", "csv", 5426, 3),
    ("abcd_sample/abcd_sample.json", "json", 3, 23),
]


@pytest.mark.parametrize(("name", "kind", "rows", "columns"), KNOWN)
def test_a_real_file_has_its_known_rows_and_columns(real_data, name, kind, rows, columns):
    reading = open_file(real_data / name)
    assert reading.format == kind
    assert sum(batch.num_rows for batch in reading.batches) == rows
    assert len(reading.columns) == columns
    assert not reading.bad


def test_every_crm_export_opens_without_a_bad_row(real_data):
    files = sorted((real_data / "hubspot_seeds").rglob("*.csv"))
    assert len(files) == 63
    for file in files:
        reading = open_file(file)
        rows = sum(batch.num_rows for batch in reading.batches)
        assert rows > 0, file.name
        assert len(reading.columns) > 1, file.name
        assert not reading.bad, file.name


def test_both_forms_of_the_receipt_log_hold_the_same_events(real_data):
    def events(name):
        reading = open_file(real_data / "pm4py_logs" / name)
        wanted = ("case:concept:name", "concept:name", "case:channel")
        at = [reading.columns.index(column) + 1 for column in wanted]
        return sorted(
            row
            for batch in reading.batches
            for row in zip(*(batch.column(place).to_pylist() for place in at), strict=True)
        )

    expected = json.loads((real_data / "expected" / "receipt.json").read_text())
    found = events("08_receipt.xes.gz")
    assert found == events("receipt.csv")
    assert len({case for case, _, _ in found}) == expected["cases"]


def test_the_survey_without_header_says_so(real_data):
    reading = open_file(real_data / "online_shoppers" / "online_shoppers_intention.csv")
    assert reading.columns[0] == "column 1"
    assert any("no header row" in note for note in reading.notes)


def test_recordings_that_do_not_say_whose_they_are_are_refused(real_data):
    for file in sorted((real_data / "emodb").glob("*.wav"))[:5]:
        with pytest.raises(UnreadableFile, match="Name the file by customer and time"):
            open_file(file)
