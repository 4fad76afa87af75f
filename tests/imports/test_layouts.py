"""Exports of well-known products are recognised by their header, and read as their makers say.

The small files are written by hand after the documentation that each layout names.
"""

# ruff: noqa: E501, ISC004 - a row of data is read as one line

import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from desirepath.errors import InputError
from desirepath.imports import import_files, layouts

FILES = {
    "HubSpot contacts": (
        'Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Became a Lead Date,Date entered "Customer (Lifecycle Stage Pipeline)"\n'
        "101,Ann,Bell,ann@example.com,Customer,2026-01-05 09:00,2026-01-06 10:00,2026-02-01 08:30\n"
        "102,Bob,Cole,bob@example.com,Lead,2026-01-07 11:00,2026-01-07 11:05,\n",
        {
            ("hubspot:101", "Contact created", "2026-01-05T09:00", None),
            ("hubspot:101", "Became Lead", "2026-01-06T10:00", None),
            ("hubspot:101", "Entered Customer", "2026-02-01T08:30", None),
            ("hubspot:102", "Contact created", "2026-01-07T11:00", None),
            ("hubspot:102", "Became Lead", "2026-01-07T11:05", None),
        },
    ),
    "HubSpot deals, alone": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Is Closed Won\n"
        '9,Big one,Unterschrieben,2026-02-08 09:00,Amy,"1,200.50",2026-01-08 09:00,true\n'
        "10,Open one,Qualified,2026-05-01 09:00,Amy,900,2026-01-09 09:00,false\n",
        {
            ("hubspot deals:9", "Deal created", "2026-01-08T09:00", None),
            ("hubspot deals:9", "Deal won", "2026-02-08T09:00", None),
            ("hubspot deals:10", "Deal created", "2026-01-09T09:00", None),
        },
    ),
    "HubSpot contacts, usual view": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Activity Date\n"
        "101,Ann,Bell,ann@example.com,,Amy,NEW,2026-01-05 09:00,2026-02-01 10:00\n",
        {("hubspot:101", "Contact created", "2026-01-05T09:00", None)},
    ),
    "HubSpot tickets": (
        "Ticket ID,Ticket name,Pipeline,Ticket status,Create Date,Close Date,Source,Associated Contact IDs\n"
        "77,Broken,Support,Closed,2026-01-05 09:00,2026-01-06 09:00,EMAIL,101\n",
        {
            ("hubspot:101", "Support ticket opened", "2026-01-05T09:00", "EMAIL"),
            ("hubspot:101", "Support ticket solved", "2026-01-06T09:00", "EMAIL"),
        },
    ),
    "Salesforce opportunities, Data Loader": (
        '"ID","ACCOUNTID","NAME","STAGENAME","AMOUNT","CLOSEDATE","CREATEDDATE","ISCLOSED","ISWON"\n'
        '"006A","001A","Big","Unterschrieben","500","2026-03-01","2026-01-02T10:00:00.000+0000","true","true"\n'
        '"006B","001A","Small","Abgesagt","5","2026-02-01","2026-01-03T11:00:00.000+0100","true","false"\n'
        '"006C","001A","Open","Closed Won?","5","2026-09-01","2026-01-04T10:00:00.000+0000","false","false"\n',
        {
            ("001A", "Opportunity won", "2026-03-01T00:00", None),
            ("001A", "Opportunity lost", "2026-02-01T00:00", None),
            ("001A", "Opportunity created", "2026-01-02T10:00", None),
            ("001A", "Opportunity created", "2026-01-03T10:00", None),
            ("001A", "Opportunity created", "2026-01-04T10:00", None),
        },
    ),
    "HubSpot deals": (
        "Record ID,Deal Name,Deal Stage,Pipeline,Create Date,Close Date,Amount,Associated Contact IDs\n"
        "9,Big one,Closed won,Sales,2026-01-08 09:00,2026-02-08 09:00,1200,101;102\n"
        "10,Open one,Qualified,Sales,2026-01-09 09:00,2026-05-01 09:00,900,102\n"
        "11,Gone,Closed Lost,Sales,2026-01-10 09:00,2026-01-20 09:00,50,\n",
        {
            ("hubspot:101", "Deal created", "2026-01-08T09:00", None),
            ("hubspot:101", "Deal won", "2026-02-08T09:00", None),
            ("hubspot:102", "Deal created", "2026-01-09T09:00", None),
            ("hubspot deals:11", "Deal created", "2026-01-10T09:00", None),
            ("hubspot deals:11", "Deal lost", "2026-01-20T09:00", None),
        },
    ),
    "Salesforce opportunities": (
        '"Id","AccountId","ContactId","Name","StageName","Amount","CloseDate","CreatedDate","IsWon"\n'
        '"006A","001A","003A","Big","Closed Won","500","2026-03-01","2026-01-02T10:00:00.000Z","true"\n'
        '"006B","001B","","Small","Prospecting","5","2026-09-01","2026-01-03T10:00:00.000Z","false"\n',
        {
            ("003A", "Opportunity won", "2026-03-01T00:00", None),
            ("003A", "Opportunity created", "2026-01-02T10:00", None),
            ("001B", "Opportunity created", "2026-01-03T10:00", None),
        },
    ),
    "Salesforce cases": (
        '"Id","CaseNumber","ContactId","AccountId","Origin","Subject","CreatedDate","ClosedDate"\n'
        '"500A","00001","003A","001A","Phone","Broken","2026-01-02T10:00:00.000Z","2026-01-04T10:00:00.000Z"\n',
        {
            ("003A", "Support case opened", "2026-01-02T10:00", "Phone"),
            ("003A", "Support case closed", "2026-01-04T10:00", "Phone"),
        },
    ),
    "Salesforce tasks": (
        '"Id","WhoId","WhatId","Subject","ActivityDate","Status","TaskSubtype","AccountId"\n'
        '"00TA","003A","006A","Call back","2026-01-05","Completed","Call","001A"\n'
        '"00TB","003A","006A","Offer","2026-01-06","Completed","Email","001A"\n',
        {
            ("003A", "Call", "2026-01-05T00:00", "Call"),
            ("003A", "Email", "2026-01-06T00:00", "Email"),
        },
    ),
    "Zendesk tickets": (
        "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Subject,Status,Via,Created at,Updated at,Solved at,Satisfaction Score\n"
        "1,35,Ann,7001,,ann@example.com,Where is it,Solved,Web,2026-01-05 10:15,2026-01-06 10:00,2026-01-06 09:00,Good\n"
        "1,36,Bob,7002,,bob@example.com,Broken,Open,Mail,2026-01-07 12:00,2026-01-07 12:00,,Not Offered\n",
        {
            ("zendesk:7001", "Support ticket opened", "2026-01-05T10:15", "Web"),
            ("zendesk:7001", "Support ticket solved", "2026-01-06T09:00", "Web"),
            ("zendesk:7002", "Support ticket opened", "2026-01-07T12:00", "Mail"),
        },
    ),
    "Intercom contacts": (
        "Name,Email,User ID,First seen (GMT),Signed up (GMT),Last seen (GMT),Last heard from (GMT)\n"
        "Ann,ann@example.com,u1,2026-01-01 08:00:00,2026-01-02 08:00:00,2026-02-02 08:00:00,\n"
        "Bob,bob@example.com,,2026-01-03 08:00:00,,2026-01-03 08:00:00,2026-01-03 09:00:00\n",
        {
            ("u1", "First seen", "2026-01-01T08:00", None),
            ("u1", "Signed up", "2026-01-02T08:00", None),
            ("bob@example.com", "First seen", "2026-01-03T08:00", None),
            ("bob@example.com", "Wrote to us last", "2026-01-03T09:00", None),
        },
    ),
    "Intercom contacts, of Sydney": (
        "Name,Email,Phone,User ID,First Seen (AEDT),Signed up (AEDT),Last seen (AEDT),Last contacted (AEDT)\n"
        "Ann,ann@example.com,,u1,2026-01-01 08:00:00,2026-07-02 08:00:00,2026-07-02 09:00:00,\n",
        {
            ("u1", "First seen", "2025-12-31T21:00", None),
            ("u1", "Signed up", "2026-07-01T22:00", None),
        },
    ),
    "Mailchimp audience, unsubscribed": (
        '"Email Address",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON\n'
        'ann@example.com,2,"2026-01-01 10:00:00",,"2026-01-01 10:05:00",,"2026-02-01 09:00:00",News,NORMAL\n',
        {
            ("ann@example.com", "Newsletter sign-up", "2026-01-01T10:00", "email"),
            ("ann@example.com", "Newsletter confirmed", "2026-01-01T10:05", "email"),
            ("ann@example.com", "Newsletter unsubscribed", "2026-02-01T09:00", "email"),
        },
    ),
    "Stripe payments, of one view": (
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Fee,Status,Description,Refunded date (UTC)\n"
        'ch_1,2026-01-05 10:00,"1,000.00",0.00,eur,true,"1,000.00",0.00,12.00,Paid,,\n'
        "ch_2,2026-01-06 10:00,5.00,0.00,eur,false,5.00,0.00,0.00,Failed,,\n",
        {
            ("ch_1", "Payment", "2026-01-05T10:00", None),
            ("ch_2", "Payment failed", "2026-01-06T10:00", None),
        },
    ),
    "Stripe customers": (
        "id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,Payment Count\n"
        "cus_1,,ann@example.com,Ann,2026-01-05 10:00,false,gold,active,1200.00,3\n",
        {("cus_1", "Customer created", "2026-01-05T10:00", None)},
    ),
    "Mailchimp audience": (
        '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,TAGS\n'
        'ann@example.com,Ann,4,"2026-01-01 10:00:00",,"2026-01-01 10:05:00",192.0.2.7,"2026-01-01 10:05:00",11,aa,\n'
        'bob@example.com,Bob,2,,,,,"2026-01-02 10:05:00",12,ab,\n',
        {
            ("ann@example.com", "Newsletter sign-up", "2026-01-01T10:00", "email"),
            ("ann@example.com", "Newsletter confirmed", "2026-01-01T10:05", "email"),
        },
    ),
    "Stripe payments": (
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Refunded date (UTC),Customer ID,Customer Email\n"
        "ch_1,2026-01-05 10:00:00,19.90,19.90,eur,true,Refunded,2026-01-09 12:00:00,cus_1,ann@example.com\n"
        "ch_2,2026-01-06 10:00:00,5.00,0.00,eur,false,Failed,,,bob@example.com\n",
        {
            ("cus_1", "Payment", "2026-01-05T10:00", None),
            ("cus_1", "Refund", "2026-01-09T12:00", None),
            ("bob@example.com", "Payment failed", "2026-01-06T10:00", None),
        },
    ),
    "Stripe subscriptions": (
        "id,Customer ID,Customer Email,Plan,Quantity,Interval,Amount,Status,Created (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Canceled At (UTC),Ended At (UTC)\n"
        "sub_1,cus_1,ann@example.com,gold,1,month,9.00,canceled,2026-01-01 00:10:00,2026-03-01 00:10:00,2026-04-01 00:10:00,,2026-03-05 08:00:00,2026-03-05 08:00:00\n",
        {
            ("cus_1", "Subscription created", "2026-01-01T00:10", None),
            ("cus_1", "Subscription canceled", "2026-03-05T08:00", None),
            ("cus_1", "Subscription ended", "2026-03-05T08:00", None),
        },
    ),
}  # fmt: skip
GA4 = [
    {
        "event_date": "20260301", "event_timestamp": "1772359200000000", "event_name": "page_view",
        "user_pseudo_id": "1.7", "user_id": "u7", "platform": "WEB", "device": {"category": "mobile"},
        "event_params": [
            {"key": "page_title", "value": {"string_value": "Home"}},
            {"key": "ga_session_id", "value": {"int_value": "17"}},
        ],
    },
    {
        "event_date": "20260301", "event_timestamp": "1772359260000000", "event_name": "purchase",
        "user_pseudo_id": "1.7", "platform": "WEB", "device": {"category": "mobile"},
        "event_params": [
            {"key": "ga_session_id", "value": {"int_value": "17"}},
            {"key": "value", "value": {"double_value": 42.5}},
        ],
    },
]  # fmt: skip
VALUE = pa.struct(
    [
        ("string_value", pa.string()),
        ("int_value", pa.int64()),
        ("float_value", pa.float64()),
        ("double_value", pa.float64()),
    ]
)


def minute(micros):
    return datetime.fromtimestamp(micros / 1e6, UTC).strftime("%Y-%m-%dT%H:%M")


def happened(desk):
    return {
        (customer, touchpoint, minute(time), channel)
        for customer, touchpoint, time, channel in desk.column(
            "events", "customer", "touchpoint", "time", "channel"
        )
    }


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_recognised_by_its_header_and_read_as_its_maker_says(desk, name):
    text, expected = FILES[name]
    report = desk.bring(text)
    name = name.partition(",")[0]
    assert report["format"] == name
    assert any(note.startswith(f"Recognised as {name} (https://") for note in report["notes"])
    assert happened(desk) == expected
    assert desk.balanced(report)
    assert report["quarantined"] == 0
    assert desk.bring(text)["known"] == report["rows"]
    assert happened(desk) == expected


def test_a_later_export_of_changed_records_adds_only_what_happened_since(desk):
    text, expected = FILES["HubSpot deals"]
    desk.bring(text)
    later = text.replace("Qualified", "Closed won").replace("2026-05-01", "2026-04-01")
    report = desk.bring(later)
    won = ("hubspot:102", "Deal won", "2026-04-01T09:00", None)
    assert (report["accepted"], report["known"]) == (1, 2)
    assert happened(desk) == expected | {won}


def test_the_amount_of_a_deal_belongs_to_its_being_won(desk):
    desk.bring(FILES["HubSpot deals"][0])
    values = desk.column("events", "touchpoint", "value")
    assert [value for touchpoint, value in values if touchpoint == "Deal won"] == [1200]
    assert {value for touchpoint, value in values if touchpoint != "Deal won"} == {None}


def test_an_amount_with_marks_between_thousands_is_the_amount(desk, another_desk):
    desk.bring(FILES["Stripe payments, of one view"][0])
    assert desk.column("events", "touchpoint", "value") == [
        ("Payment", 1000), ("Payment failed", None)
    ]  # fmt: skip
    rows = "user_id,event,timestamp,amount\n" + "".join(
        f"u1,Pay,2026-01-0{day},{told}\n"
        for day, told in enumerate(
            ('"1.234,50"', '"9,5"', "7.25", '"1,234,567"', '"1,2,3"', "Infinity", "1e308"), 1
        )
    )
    another_desk.bring(rows, columns={"value": "amount"})
    assert another_desk.column("events", "value") == [1234.5, 9.5, 7.25, 1234567, None, None, None]


def test_an_event_of_ga4_without_consent_is_its_users(desk):
    rows = [{**GA4[0], "user_pseudo_id": None}, GA4[1]]
    desk.bring("".join(json.dumps(row) + "\n" for row in rows), "events.jsonl")
    assert desk.column("events", "customer") == ["u7", "1.7"]


def test_contacts_describe_their_customer_and_a_good_ticket_is_a_rating(desk):
    desk.bring(FILES["HubSpot contacts"][0], "contacts.csv")
    assert desk.column("customers", "customer", "Email") == [
        ("hubspot:101", "ann@example.com"), ("hubspot:102", "bob@example.com"),
    ]  # fmt: skip
    desk.bring(FILES["Zendesk tickets"][0], "tickets.csv")
    found = desk.column("feedback", "customer", "instrument", "score", "scale_min", "scale_max")
    assert [row for row in found if row[2] is not None] == [("zendesk:7001", "rating", 1, 0, 1)]


def test_people_of_a_list_without_any_date_are_customers_all_the_same(desk):
    desk.bring(FILES["Mailchimp audience"][0])
    assert desk.column("customers", "customer") == ["ann@example.com", "bob@example.com"]
    assert desk.facts()["unit"] == "customer"


def test_events_of_ga4_are_the_same_from_json_lines_and_from_parquet(desk, another_desk):
    report = desk.bring("".join(json.dumps(row) + "\n" for row in GA4), "events.jsonl")
    typed = [
        {**row, "event_timestamp": int(row["event_timestamp"]), "event_params": [
            {"key": one["key"], "value": {
                key: int(told) if key == "int_value" else told for key, told in one["value"].items()
            }} for one in row["event_params"]
        ]} for row in GA4
    ]  # fmt: skip
    schema = pa.schema([
        ("event_date", pa.string()), ("event_timestamp", pa.int64()), ("event_name", pa.string()),
        ("user_pseudo_id", pa.string()), ("user_id", pa.string()), ("platform", pa.string()),
        ("device", pa.struct([("category", pa.string())])),
        ("event_params", pa.list_(pa.struct([("key", pa.string()), ("value", VALUE)]))),
    ])  # fmt: skip
    path = another_desk.folder / "events.parquet"
    pq.write_table(pa.Table.from_pylist(typed, schema), path)
    other = import_files(another_desk.warehouse, another_desk.book, [path])[0]
    assert report["format"] == other["format"] == "GA4 BigQuery export"
    names = ("customer", "touchpoint", "time", "channel", "session", "value", "user_id",
             "device.category", "event_params.page_title")  # fmt: skip
    rows = desk.column("events", *names)
    assert rows == another_desk.column("events", *names)
    assert rows == [
        ("1.7", "page_view", 1772359200000000, "WEB", "17", None, "u7", "mobile", "Home"),
        ("1.7", "purchase", 1772359260000000, "WEB", "17", 42.5, None, "mobile", None),
    ]


def test_tickets_of_the_zendesk_api_are_recognised_too(desk):
    ticket = {
        "id": 35, "requester_id": 7001, "submitter_id": 7001, "created_at": "2026-01-05T10:15:00Z",
        "updated_at": "2026-01-06T09:00:00Z", "status": "solved", "via": {"channel": "web"},
        "satisfaction_rating": {"score": "bad", "comment": "Too slow"},
        "dates": {"solved_at": "2026-01-06T09:00:00Z"},
    }  # fmt: skip
    other = {**ticket, "id": 36, "satisfaction_rating": None, "dates": {"solved_at": None}}
    lines = "".join(json.dumps(row) + "\n" for row in (ticket, other))
    assert desk.bring(lines, "tickets.jsonl")["format"] == "Zendesk tickets (JSON)"
    assert ("zendesk:7001", "Support ticket solved", "2026-01-06T09:00", "web") in happened(desk)
    assert desk.column("feedback", "score", "text") == [(0, "Too slow")]


def test_who_says_what_a_column_is_knows_better_than_a_layout(desk):
    report = desk.bring(FILES["Stripe payments"][0], columns={"customer": "Customer Email"})
    assert report["format"] == "csv"
    assert set(desk.column("events", "customer")) == {"ann@example.com", "bob@example.com"}


def test_a_layout_that_cannot_be_read_names_what_is_wrong_and_where():
    with pytest.raises(InputError, match=r'shop.toml: a layout has no "colour"\. There are: '):
        layouts.layout_of({"name": "x", "customer": ["a"], "colour": 1}, where="shop.toml")
    with pytest.raises(InputError, match=r'shop.toml: "place" is no role\. Roles are touchpoint'):
        layouts.layout_of(
            {"name": "x", "customer": ["a"], "roles": {"place": "b"}}, where="shop.toml"
        )
    with pytest.raises(InputError, match=r"shop.toml: the layout cannot be read"):
        layouts.layout_of({"name": "x", "has": ["a"]}, where="shop.toml")
