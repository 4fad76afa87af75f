"""The synthetic company: the same bytes every time, and what was planted is really in it."""

import csv
import hashlib
import json
from collections import defaultdict

import pytest

from desirepath.worlds import shop


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Return the folder of the company's files."""
    folder = tmp_path_factory.mktemp("company")
    shop.write(folder)
    return folder


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_writes_the_same_bytes(company, tmp_path):
    shop.write(tmp_path / "again")
    assert digest(tmp_path / "again") == digest(company)


def test_another_seed_writes_another_company(company, tmp_path):
    shop.write(tmp_path / "other", seed=8)
    assert digest(tmp_path / "other")["web.csv"] != digest(company)["web.csv"]


def test_a_smaller_company_is_the_beginning_of_the_bigger_one(company, tmp_path):
    shop.write(tmp_path / "small", customers=50)
    small = {row["customer_id"]: row for row in rows(tmp_path / "small", "customers.csv")}
    big = {row["customer_id"]: row for row in rows(company, "customers.csv")}
    assert len(small) == 50
    assert all(big[customer] == row for customer, row in small.items())


def test_five_channels_come_in_five_files(company):
    channels = {
        name: {row["channel"] for row in rows(company, name)}
        for name in shop.EVENT_FILES
        if name.endswith(".csv")
    }
    app = [json.loads(line) for line in (company / "app.jsonl").read_text().splitlines()]
    channels["app.jsonl"] = {row["channel"] for row in app}
    assert channels == {
        "web.csv": {"web"},
        "mails.csv": {"email"},
        "calls.csv": {"phone"},
        "store.csv": {"store"},
        "app.jsonl": {"app"},
    }


def test_a_failed_identity_check_costs_orders_as_planted(company):
    checks = defaultdict(int)
    for row in rows(company, "web.csv"):
        checks[row["customer_id"]] += row["page"] == "Identity check"
    buyers = {row["customer_id"] for row in rows(company, "orders.csv")}
    clean = [customer for customer, count in checks.items() if count == 1]
    failed = [customer for customer, count in checks.items() if count > 1]
    assert len(failed) / (len(clean) + len(failed)) == pytest.approx(
        shop.TRUTH["identity check fails by chance"], abs=0.05
    )
    bought = {
        name: sum(customer in buyers for customer in group) / len(group)
        for name, group in (("clean", clean), ("failed", failed))
    }
    assert bought["clean"] == pytest.approx(
        shop.TRUTH["buys after a clean identity check"], abs=0.06
    )
    assert bought["failed"] == pytest.approx(
        shop.TRUTH["buys after a failed identity check"], abs=0.1
    )


def test_late_parcels_come_where_they_were_planted_and_lower_the_score(company):
    region = {row["customer_id"]: row["region"] for row in rows(company, "customers.csv")}
    late = {
        row["customer_id"]: row["parcel_delivered_at"][:10] > row["parcel_promised_on"]
        for row in rows(company, "orders.csv")
        if row["parcel_delivered_at"]
    }
    north = [is_late for customer, is_late in late.items() if region[customer] == "North"]
    elsewhere = [is_late for customer, is_late in late.items() if region[customer] != "North"]
    assert sum(north) / len(north) > 1.5 * sum(elsewhere) / len(elsewhere)
    scores = defaultdict(list)
    for row in rows(company, "survey_recommend.csv"):
        scores[late[row["customer_id"]]].append(int(row["nps"]))
    assert sum(scores[True]) / len(scores[True]) < sum(scores[False]) / len(scores[False]) - 1.5


def test_comments_are_varied(company):
    texts = [row["comment"] for row in rows(company, "survey_recommend.csv") if row["comment"]]
    texts += [row["comment"] for row in rows(company, "survey_service.csv") if row["comment"]]
    assert len(texts) > 200
    assert len(set(texts)) > 0.6 * len(texts)


def test_nothing_happens_after_the_last_day(company):
    last = f"{shop.LAST_DAY:%Y-%m-%d %H:%M:%S}"
    assert max(row["timestamp"] for row in rows(company, "web.csv")) <= last
    assert max(row["parcel_delivered_at"] for row in rows(company, "orders.csv")) <= last
