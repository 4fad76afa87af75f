"""The same rows from files of other kinds: typed Parquet, JSON lines, XES, Segment calls."""

# ruff: noqa: E501, DTZ001 - a row of data is read as one line; times without a zone are the matter

import json
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from desirepath.errors import UnknownName, UsageError
from desirepath.imports import Options, import_files

MOMENT = datetime(2024, 3, 1, 10, 0, 0, 123456, tzinfo=UTC)
US = (MOMENT - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def bring(desk, table, name="events.parquet", **options):
    pq.write_table(table, desk.folder / name)
    return import_files(desk.warehouse, desk.book, [desk.folder / name], Options(**options))[0]


@pytest.mark.parametrize(
    "times",
    [
        pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("us")),
        pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("ns")),
        pa.array([MOMENT], pa.timestamp("us", tz="UTC")),
        pa.array(
            [MOMENT.astimezone(timezone(timedelta(hours=5)))], pa.timestamp("us", tz="Asia/Karachi")
        ),
        pa.array([US], pa.int64()),
        pa.array([US * 1000], pa.int64()),
        pa.array([MOMENT.isoformat()], pa.string()),
    ],
    ids=["naive", "ns", "utc", "zoned", "epoch us", "epoch ns", "text"],
)
def test_parquet_times_are_exact_however_they_are_stored(desk, times):
    table = pa.table({"user_id": pa.array([7], pa.int64()), "event": ["Home"], "timestamp": times})
    bring(desk, table)
    assert desk.column("events", "customer", "touchpoint", "time") == [("7", "Home", US)]


def test_a_naive_typed_time_is_placed_in_the_zone(desk):
    table = pa.table(
        {
            "user_id": ["a"],
            "event": ["Home"],
            "timestamp": pa.array([datetime(2024, 7, 1, 12)], pa.timestamp("us")),
        }
    )
    bring(desk, table, timezone="Europe/Amsterdam")
    assert desk.column("events", "time") == [1_719_828_000_000_000]


def test_parquet_numbers_dates_and_flags_become_attributes(desk):
    table = pa.table({
        "user_id": ["a", "b"], "event": ["Home", "Cart"],
        "timestamp": pa.array([MOMENT, MOMENT], pa.timestamp("us", tz="UTC")),
        "age": pa.array([31, None], pa.int32()), "vip": [True, False],
        "since": pa.array([datetime(2020, 1, 2), None], pa.timestamp("us")), "amount": [1.5, 2.0],
    })  # fmt: skip
    bring(desk, table)
    assert desk.column("events", "age", "vip", "since", "value") == [
        ("31", "true", "2020-01-02 00:00:00", 1.5), (None, "false", None, 2.0),
    ]  # fmt: skip


def test_the_same_rows_from_csv_and_parquet_are_the_same(desk):
    desk.bring(
        "user_id,event,timestamp\nann,Home,2024-03-01 10:00:00\nbob,Cart,2024-03-01 11:00:00\n"
    )
    table = pa.table({
        "user_id": ["ann", "bob"], "event": ["Home", "Cart"],
        "timestamp": pa.array([datetime(2024, 3, 1, 10), datetime(2024, 3, 1, 11)], pa.timestamp("us")),
    })  # fmt: skip
    assert bring(desk, table)["known"] == 2


def test_quarantined_parquet_rows_carry_their_line_and_content(desk):
    table = pa.table({
        "user_id": ["ann", None], "event": ["Home", "Cart"],
        "timestamp": pa.array([MOMENT, MOMENT], pa.timestamp("us", tz="UTC")),
    })  # fmt: skip
    report = bring(desk, table)
    assert report["quarantine"] == [{"reason": "no customer", "rows": 1, "first_line": 2}]
    assert '"event":"Cart"' in desk.column("quarantine", "content")[0]


def test_json_lines_give_events(desk):
    lines = [
        {"user": {"id": f"u{n % 2}"}, "event": "Home", "timestamp": f"2024-01-0{n}T10:00:00Z"}
        for n in (1, 2, 3)
    ]
    report = desk.bring("\n".join(json.dumps(line) for line in lines), "events.jsonl")
    assert report["accepted"] == 3
    assert desk.column("events", "customer") == ["u1", "u0", "u1"]


XES = """<?xml version="1.0"?><log xes.version="1.0">
<trace><string key="concept:name" value="t1"/>
<event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2024-01-01T10:00:00+01:00"/><string key="org:resource" value="r"/></event>
<event><string key="concept:name" value="Close"/><date key="time:timestamp" value="2024-01-02T10:00:00+02:00"/></event>
</trace></log>"""


def test_an_event_log_of_cases_has_the_case_as_unit_and_exact_offsets(desk):
    desk.bring(XES, "log.xes")
    assert desk.facts()["unit"] == "case"
    first = (datetime(2024, 1, 1, 9, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
    second = (datetime(2024, 1, 2, 8, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
    assert desk.column("events", "case_id", "touchpoint", "time") == [
        ("t1", "Open", first),
        ("t1", "Close", second),
    ]


CALLS = {"batch": [
    {"type": "page", "anonymousId": "a1", "name": "Home", "timestamp": "2024-05-01T10:00:00Z", "messageId": "m1"},
    {"type": "identify", "anonymousId": "a1", "userId": "u1", "traits": {"plan": "pro"}, "messageId": "m2"},
    {"type": "track", "userId": "u1", "event": "Order", "timestamp": "2024-05-01T10:03:00Z", "messageId": "m3"},
    {"type": "track", "userId": "u1", "event": "Order", "timestamp": "2024-05-01T10:03:00Z", "messageId": "m3"},
]}  # fmt: skip


def test_calls_of_the_segment_specification_give_events_and_what_is_known_of_customers(desk):
    report = desk.bring(json.dumps(CALLS), "calls.json")
    assert report["kind"] == ["events", "customers"]
    assert (report["accepted"], report["known"]) == (3, 1)
    assert desk.column("events", "customer", "touchpoint", "event_id") == [
        ("u1", "Home", "m1"),
        ("u1", "Order", "m3"),
    ]
    assert desk.column("customers", "customer", "traits.plan") == [("u1", "pro")]
    assert desk.bring(json.dumps(CALLS), "calls.json")["known"] == 4


def test_an_unknown_time_zone_is_answered_with_the_nearest(desk):
    with pytest.raises(UnknownName, match=r'Did you mean "Europe/Amsterdam"'):
        desk.bring("user_id,event,time\na,b,2024-01-01\n", timezone="Europe/Amsterdm")


def test_a_zone_is_noted_with_the_hours_it_skips_and_repeats(desk):
    report = desk.bring(
        "user_id,event,time\na,Home,2024-03-31 02:30:00\na,Cart,2024-10-27 02:30:00\na,End,2024-12-01 10:00\n",
        timezone="Europe/Amsterdam",
    )
    notes = " ".join(report["notes"])
    assert '1 times of "time" fall into the hour that Europe/Amsterdam skips' in notes
    assert "shows twice" in notes
    assert "are read as Europe/Amsterdam" in notes


def test_naive_times_are_utc_and_that_is_noted(desk):
    report = desk.bring(
        "user_id,event,time\na,Home,2024-03-31 02:30:00\nb,Cart,2024-10-27T02:30:00Z\n"
    )
    assert any("without an offset are read as UTC" in note for note in report["notes"])


def test_an_unknown_kind_is_wrong_usage(desk):
    with pytest.raises(UsageError, match=r'no kind "event".*events, feedback'):
        desk.bring("user_id,event,time\na,Home,2024-03-31\n", kind="event")


def test_rows_without_a_customer_can_be_customers_on_request(desk):
    report = desk.bring("visits,bought\n3,yes\n4,no\n3,yes\n", kind="customers")
    assert (report["accepted"], report["duplicates"]) == (3, 1)
    assert desk.column("customers", "customer", "bought")[0] == ("row 2", "yes")
    assert desk.bring("visits,bought\n3,yes\n4,no\n3,yes\n", kind="customers")["known"] == 3


def test_a_wide_table_is_imported_and_known_again(desk):
    header = "user_id,event,time," + ",".join(f"x{n}" for n in range(130))
    row = "a,Home,2024-01-01," + ",".join(str(n) for n in range(130))
    text = header + "\n" + row + "\n" + row.replace("Home", "Cart") + "\n"
    assert desk.bring(text)["accepted"] == 2
    assert desk.column("events", "x129") == ["129", "129"]
    assert desk.bring(text)["known"] == 2
