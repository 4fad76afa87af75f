"""One case per row with several time columns."""

# ruff: noqa: E501 - a row of data is read as one line

from desirepath.imports import milestones

ORDERS = """\
order_id,order_purchase_timestamp,order_aproved_at,order_estimated_delivery_date,order_delivered_customer_date,review_score,review_comment_message,review_creation_date,review_answer_timestamp
o1,2017-08-30 11:41:01,2017-08-30 11:55:08.970352,2017-09-21 00:00:00,2017-09-21 20:35:27,5,tudo certo,2017-09-22 00:00:00,2017-09-23 03:27:54+00:00
o2,2017-08-30 11:41:01,2017-08-30 12:00:00,2017-09-21 00:00:00,2017-09-22 00:00:00,1,,2017-09-22 00:00:00,2017-09-23 03:27:54+00:00
o3,2017-08-30 11:41:01,,2017-09-21 00:00:00,,3,nada,2017-09-22 00:00:00,2017-09-23 03:27:54+00:00
"""


def test_touchpoints_lose_the_shared_prefix_and_date_words():
    found = milestones.read(
        ["order_purchase_timestamp", "order_aproved_at", "order_estimated_delivery_date",
         "order_delivered_customer_date", "review_creation_date", "review_answer_timestamp"]
    )  # fmt: skip
    assert [stone.touchpoint for stone in found] == [
        "Purchase", "Aproved", "Delivered customer", "Review creation", "Review answer",
    ]  # fmt: skip
    assert [stone.survey for stone in found] == [False, False, False, True, True]
    assert found[2].promise == "order_estimated_delivery_date"


def test_a_promise_without_a_shared_word_speaks_of_the_end():
    found = milestones.read(["created_at", "due_date", "resolved_at", "closed_at"])
    assert [(stone.touchpoint, stone.promise) for stone in found] == [
        ("Created", None), ("Resolved", None), ("Closed", "due_date"),
    ]  # fmt: skip


def test_every_filled_column_is_one_event(desk):
    report = desk.bring(ORDERS)
    assert report["kind"] == ["events", "feedback"]
    assert report["accepted"] == 3
    touchpoints = desk.column("events", "touchpoint")
    assert [touchpoints.count(t) for t in ("Purchase", "Aproved", "Delivered customer", "Review answer")] == [
        3, 2, 2, 3,
    ]  # fmt: skip
    assert desk.facts()["unit"] == "case"
    assert (
        desk.facts()["milestones"]["Delivered customer"]["promise"] == "Delivered customer: on time"
    )


def test_a_promise_without_time_of_day_holds_to_the_end_of_its_day(desk):
    desk.bring(ORDERS)
    found = set(desk.column("events", "customer", "Delivered customer: on time"))
    assert found == {("o1", "on time"), ("o2", "late"), ("o3", None)}


def test_the_end_of_the_promised_day_is_the_zones(desk):
    # 22:30 UTC on the 21st is 00:30 on the 22nd in Amsterdam.
    text = (
        "order_id,ordered_at,promised_delivery_date,delivered_at\n"
        "o1,2017-09-01 10:00,2017-09-21,2017-09-21T21:59:00Z\n"
        "o2,2017-09-01 10:00,2017-09-21,2017-09-21T22:30:00Z\n"
    )
    desk.bring(text, timezone="Europe/Amsterdam")
    assert set(desk.column("events", "customer", "Delivered: on time")) == {
        ("o1", "on time"),
        ("o2", "late"),
    }


def test_a_promise_with_a_time_of_day_holds_to_the_minute(desk):
    desk.bring(
        "order_id,ordered_at,promised_delivery_at,delivered_at\n"
        "o1,2017-09-01 10:00,2017-09-21 12:00,2017-09-21 12:00\n"
        "o2,2017-09-01 10:00,2017-09-21 12:00,2017-09-21 12:01\n"
    )
    assert set(desk.column("events", "customer", "Delivered: on time")) == {
        ("o1", "on time"),
        ("o2", "late"),
    }


def test_answers_in_the_row_of_a_case_carry_the_time_of_the_answer(desk):
    desk.bring(ORDERS)
    answers = desk.rows("feedback")
    assert [row["score"] for row in answers] == [5.0, 1.0, 3.0]
    assert all(row["same_row"] for row in answers)
    assert {row["touchpoint"] for row in answers} == {None}
    answered = [row["time"] for row in desk.rows("events") if row["touchpoint"] == "Review answer"]
    assert [row["time"] for row in answers] == answered
    assert {row["instrument"] for row in answers} == {"rating"}


def test_survey_milestones_are_marked(desk):
    desk.bring(ORDERS)
    channels = dict(desk.column("events", "touchpoint", "channel"))
    assert channels["Review creation"] == channels["Review answer"] == "survey"
    assert channels["Purchase"] is None


def test_a_later_export_of_the_same_cases_adds_only_new_milestones(desk):
    early = ORDERS.replace("2017-09-21 20:35:27", "").replace(
        "5,tudo certo,2017-09-22 00:00:00,2017-09-23 03:27:54+00:00", ",,,"
    )
    desk.bring(early, "orders-2017-09.csv")
    before = desk.count("events")
    report = desk.bring(ORDERS, "orders-2017-10.csv")
    assert desk.balanced(report)
    assert (report["source"], report["accepted"], report["known"]) == ("orders", 1, 2)
    added = desk.count("events") - before
    assert sorted(touchpoint for _, touchpoint, _ in added.elements()) == [
        "Delivered customer", "Review answer", "Review creation",
    ]  # fmt: skip
    assert len(desk.rows("feedback")) == 3


def test_a_cell_that_is_no_time_makes_no_event_and_is_counted(desk):
    report = desk.bring(ORDERS.replace("2017-09-22 00:00:00,1", "soon,1"))
    assert desk.column("events", "touchpoint").count("Delivered customer") == 1
    assert report["accepted"] == 3
    assert any("1 cells" in note for note in report["notes"])


def test_a_row_without_any_time_is_quarantined(desk):
    report = desk.bring(ORDERS + "o4,,,,,,,,\n")
    assert report["quarantine"] == [
        {"reason": "no time in any of the time columns", "rows": 1, "first_line": 5}
    ]


def test_the_value_of_a_case_counts_once(desk):
    desk.bring(
        "order_id,amount,ordered_at,shipped_at\no1,10,2024-01-01,2024-01-02\no2,20,2024-01-01,2024-01-03\n"
    )
    values = [value for value in desk.column("events", "value") if value is not None]
    assert values == [10.0, 20.0]


def test_a_customer_beside_the_case_stays_the_customer(desk):
    desk.bring(
        "order_id,customer_id,ordered_at,shipped_at\no1,c1,2024-01-01,2024-01-02\no2,c1,2024-01-05,2024-01-06\n"
    )
    assert set(desk.column("events", "customer", "case_id")) == {("c1", "o1"), ("c1", "o2")}
    assert desk.facts()["customer_is_case"] is False


def test_a_promise_beside_its_milestone_is_no_shared_prefix():
    found = milestones.read(
        ["Purchase completed", "Delivery received promised", "Delivery received"]
    )
    assert [(stone.touchpoint, stone.promise) for stone in found] == [
        ("Purchase completed", None), ("Delivery received", "Delivery received promised"),
    ]  # fmt: skip


def test_a_plan_that_somebody_buys_is_no_promise():
    assert [s.touchpoint for s in milestones.read(["Paid plan started", "Kick-off held"])] == [
        "Paid plan started", "Kick-off held",
    ]  # fmt: skip
