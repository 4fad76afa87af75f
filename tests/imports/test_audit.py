"""What the audit finds, on files that each hold one fault."""

# ruff: noqa: E501 - a row of data is read as one line

from datetime import UTC, datetime

from desirepath.imports import audit

NOW = int(datetime(2024, 6, 1, tzinfo=UTC).timestamp()) * 1_000_000
HEADER = "user_id,event,timestamp,channel,plan\n"


def look(desk, tables=None):
    return audit(desk.warehouse, desk.book, tables, clock=lambda: NOW)


def found(desk):
    return {finding["id"]: finding for finding in look(desk)["findings"]}


def many(n=60, channel="web", **changes):
    return "".join(
        f"{changes.get('customer', f'u{i % 20}')},Page {i % 3},2024-05-{1 + i % 28:02} 1{i % 10}:00:00Z,{channel},p{i % 2}\n"
        for i in range(n)
    )


def test_an_empty_workspace_has_nothing_to_find(desk):
    assert look(desk) == {"sources": [], "findings": [], "coverage": []}


def test_a_sound_file_has_no_problem(desk):
    desk.bring(HEADER + many())
    assert {f["severity"] for f in look(desk)["findings"]} <= {"note"}
    source = look(desk)["sources"][0]
    assert (source["source"], source["accepted"], source["from"]) == (
        "events",
        60,
        "2024-05-01T10:00:00Z",
    )
    assert look(desk)["coverage"] == [
        {"source": "events", "stage": None, "events": 60, "journeys": 20, "of_journeys": 20}
    ]


def test_every_finding_says_what_it_affects(desk):
    desk.bring(HEADER + many() + ",Home,2024-05-01,web,x\n" + many(1))
    for finding in look(desk)["findings"]:
        assert set(finding) == {"id", "severity", "where", "count", "what", "affects", "fix"}
        assert finding["affects"]
        assert finding["what"]
        assert finding["count"] > 0


def test_quarantined_rows_and_duplicates_are_counted(desk):
    desk.bring(HEADER + many() + ",Home,2024-05-01,web,x\n" + many(2))
    assert found(desk)["quarantined"]["count"] == 1
    assert "no customer" in found(desk)["quarantined"]["what"]
    assert found(desk)["duplicates"]["count"] == 2


def test_guesses_are_found(desk):
    desk.bring(
        "\n".join(
            f"c{n % 7},{page},2024-03-{1 + n:02} 10:00:00"
            for n in range(20)
            for page in ("Home", "Cart")
        )
    )
    assert {"role", "time-zone"} <= set(found(desk))


def test_future_epoch_and_outlying_times_are_suspicious(desk):
    odd = "u1,Page 1,1970-01-01,web,p1\nu2,Page 1,2031-01-01,web,p1\nu3,Page 1,2002-01-01,web,p1\n"
    desk.bring(HEADER + many(200) + odd)
    assert [found(desk)[id_]["count"] for id_ in ("epoch", "future", "outlier-years")] == [1, 1, 1]


def test_a_silence_is_a_gap(desk):
    late = "".join(f"u{i},Page 1,2024-03-{1 + i:02} 10:00:00,web,p1\n" for i in range(10))
    desk.bring(HEADER + many() + late)
    assert "51 days without data after 2024-03-10" in found(desk)["gaps"]["what"]


def test_a_source_that_stopped_is_stale(desk):
    desk.bring(HEADER + many())
    desk.bring(
        "user_id,event,timestamp,shop\n" + "u1,Visit,2023-01-01,A\nu2,Visit,2023-01-02,B\n",
        "shops.csv",
    )
    assert found(desk)["stale"]["where"] == "shops"


def test_stand_in_customers_are_found(desk):
    desk.bring(HEADER + many() + many(5, customer="unknown"))
    assert found(desk)["placeholder-customer"]["where"] == "unknown"
    assert found(desk)["placeholder-customer"]["count"] == 5


def test_one_customer_with_a_fifth_of_all_events_is_suspicious(desk):
    desk.bring(HEADER + many() + many(30, customer="kiosk"))
    assert found(desk)["one-customer"]["where"] == "kiosk"


def test_columns_that_never_change_are_found(desk):
    desk.bring(HEADER + many().replace(",p0", ",same").replace(",p1", ",same"))
    assert '"plan" (same)' in found(desk)["constant-columns"]["what"]


def test_customers_of_one_channel_are_counted(desk):
    desk.bring(HEADER + many() + "u1,Page 1,2024-05-01,phone,p1\n")
    assert "19 of 20 customers (95.0%)" in found(desk)["one-channel"]["what"]


def test_answers_without_score_or_customer_are_found(desk):
    desk.bring("customer_id,nps,comment\n" + "c1,11,\nc2,9,\nc3,8,\n,7,fine\nc4,10,\nc5,2,\n")
    assert found(desk)["no-score"]["count"] == 1
    assert found(desk)["nobody"]["count"] == 1


def test_dates_without_a_time_of_day_are_noted(desk):
    desk.bring(
        "user_id,event,date\n" + "".join(f"u{i},Page,2024-05-{1 + i:02}\n" for i in range(9))
    )
    assert found(desk)["dates-only"]["count"] == 9


def test_what_a_command_can_mend_says_which_and_the_rest_has_no_fix(desk):
    desk.bring(HEADER + many() + ",Home,2024-05-01,web,x\n" + many(2))
    fixes = {id_: finding["fix"] for id_, finding in found(desk).items()}
    assert fixes["duplicates"]["options"] == {"drop_duplicates": True}
    assert fixes["duplicates"]["files"] == ("events.csv",)
    assert fixes["quarantined"]["how"] == "rows"
    desk.bring(HEADER + many(), name="silent.csv")
    assert found(desk)["one-channel"]["fix"] is None


def test_the_fix_of_duplicates_leaves_none_of_them(desk):
    content = HEADER + many() + many(2)
    desk.bring(content)
    assert found(desk)["duplicates"]["count"] == 2
    again = desk.bring(content, drop_duplicates=True)
    assert (again["accepted"], again["dropped"]) == (60, 2)
    assert "duplicates" not in found(desk)
    assert look(desk)["sources"][0]["accepted"] == 60
