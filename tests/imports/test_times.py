"""Written times, checked against Python's own calendar."""

# ruff: noqa: DTZ001 - a row of data is read as one line; times without a zone are the matter

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.imports import clocks, forms, times
from desirepath.imports.profile import text_of
from desirepath.store.warehouse import Warehouse
from tried import tried


@pytest.fixture(scope="module")
def engine():
    with Warehouse(None) as opened:
        yield opened


def read(engine, values, zone="UTC"):
    batch = pa.record_batch(
        {"__line": pa.array(range(len(values)), pa.int64()), "a": pa.array(values, pa.string())}
    )
    table = engine.stage("written", pa.RecordBatchReader.from_batches(batch.schema, [batch]))
    plan = times.survey(engine, table, "a", text_of(table, "a"), zone=zone, numbers=True)
    moments = times.moments(text_of(table, "a"), plan)
    found = engine.rows(table.select("__line", utc=moments.utc).order_by("__line"))
    return [row["utc"] for row in found], plan


def us(*parts, zone=UTC):
    moment = datetime(*parts, tzinfo=zone)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


WRITTEN = [
    ("2024-01-05", us(2024, 1, 5)),
    ("2024-01-05 10:15", us(2024, 1, 5, 10, 15)),
    ("2024-01-05T10:15:30Z", us(2024, 1, 5, 10, 15, 30)),
    ("2024-01-05T10:15Z", us(2024, 1, 5, 10, 15)),
    ("2024-01-05T10:15:30.123456789Z", us(2024, 1, 5, 10, 15, 30, 123456)),
    ("2024-01-05 10:15:30,5", us(2024, 1, 5, 10, 15, 30, 500000)),
    ("2011-10-11 13:45:40.276000+02:00", us(2011, 10, 11, 11, 45, 40, 276000)),
    ("2024-01-05T10:15:30-0330", us(2024, 1, 5, 13, 45, 30)),
    ("2024-01-05T10:15:30+01", us(2024, 1, 5, 9, 15, 30)),
    ("2024-01-05 10:15 +0100", us(2024, 1, 5, 9, 15)),
    ("2024/01/05 10:15", us(2024, 1, 5, 10, 15)),
    ("2024.1.5", us(2024, 1, 5)),
    ("20240105", us(2024, 1, 5)),
    ("20240105T101530Z", us(2024, 1, 5, 10, 15, 30)),
    ("20240105101530", us(2024, 1, 5, 10, 15, 30)),
    ("1700000000", us(2023, 11, 14, 22, 13, 20)),
    ("1700000000.123456", us(2023, 11, 14, 22, 13, 20, 123456)),
    ("1700000000123", us(2023, 11, 14, 22, 13, 20, 123000)),
    ("1700000000123456", us(2023, 11, 14, 22, 13, 20, 123456)),
    ("1700000000123456789", us(2023, 11, 14, 22, 13, 20, 123456)),
    ("45296.4270833333", us(2024, 1, 5, 10, 15)),
    ("45296", us(2024, 1, 5)),
    ("31.12.2023 23:59", us(2023, 12, 31, 23, 59)),
    ("31.12.23", us(2023, 12, 31)),
    ("Mon, 05 Feb 2024 10:00:00 +0100", us(2024, 2, 5, 9)),
    ("05/Feb/2024:10:00:00 +0000", us(2024, 2, 5, 10)),
    ("Jan 5, 2024 3:15 PM", us(2024, 1, 5, 15, 15)),
    ("January 5 2024 12:05 am", us(2024, 1, 5, 0, 5)),
    ("5 août 2024", us(2024, 8, 5)),
    ("5. März 2024 um 12:00", us(2024, 3, 5, 12)),
    ("12 de março de 2024 às 10:30", us(2024, 3, 12, 10, 30)),
    ("3 de mayo de 2024", us(2024, 5, 3)),
    ("Fri Jan 05 2024 10:15:30 GMT+0100 (CET)", us(2024, 1, 5, 9, 15, 30)),
]
NO_TIMES = [
    "epoch",
    "infinity",
    "2024-02-30",
    "2024-01-05 (BC)",
    "5 mai 2024 99:00",
    "Checkout",
    "0000-00-00",
    "99",
    "2024-13-01",
    "13:75",
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_each_way_of_writing_a_time_is_exact(engine, text, expected):
    assert read(engine, [text])[0] == [expected]


def test_a_column_may_mix_all_ways_of_writing(engine):
    found, _ = read(engine, [text for text, _ in WRITTEN] + NO_TIMES)
    assert found == [expected for _, expected in WRITTEN] + [None] * len(NO_TIMES)


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_null(engine, text):
    assert read(engine, [text])[0] == [None]


def test_one_day_beyond_twelve_decides_the_whole_column(engine):
    found, plan = read(engine, ["01/02/2024", "13/02/2024"])
    assert found == [us(2024, 2, 1), us(2024, 2, 13)]
    assert plan.day_first
    assert plan.note() is None
    found, plan = read(engine, ["01/02/2024", "02/13/2024"])
    assert found == [us(2024, 1, 2), us(2024, 2, 13)]
    assert plan.note() is None


def test_an_undecidable_column_is_a_guess_and_said(engine):
    found, plan = read(engine, ["01/02/2024", "05/02/2024", "07/03/2024"])
    assert found[1] == us(2024, 2, 5)
    assert "day before month (a guess)" in plan.note()
    found, plan = read(engine, ["01/02/2024 3:15 PM"])
    assert found == [us(2024, 1, 2, 15, 15)]
    assert "month before day" in plan.note()


def test_rows_that_contradict_the_column_are_not_read_the_other_way(engine):
    assert read(engine, ["13/02/2024", "14/02/2024", "02/13/2024"])[0][2] is None


def test_a_zone_moves_only_times_without_offset(engine):
    found, _ = read(
        engine, ["2024-07-01 12:00:00", "2024-07-01T12:00:00Z", "1719835200"], "Europe/Amsterdam"
    )
    assert found == [us(2024, 7, 1, 10), us(2024, 7, 1, 12), us(2024, 7, 1, 12)]


def test_hours_that_a_clock_skips_or_repeats_are_like_pythons_first_reading(engine):
    amsterdam = ZoneInfo("Europe/Amsterdam")
    skipped, repeated = "2024-03-31 02:30:00", "2024-10-27 02:30:00"
    found, _ = read(engine, [skipped, repeated], "Europe/Amsterdam")
    assert found == [
        us(2024, 3, 31, 2, 30, zone=amsterdam),
        us(2024, 10, 27, 2, 30, zone=amsterdam),
    ]


def test_half_hour_summer_time_is_kept(engine):
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    found, _ = read(engine, ["2024-04-07 01:45:00"], "Australia/Lord_Howe")
    assert found == [us(2024, 4, 7, 1, 45, zone=lord_howe)]


def test_doubtful_hours_are_recognised(engine):
    import ibis

    never, twice = clocks.doubtful(ibis.literal(us(2024, 3, 31, 2, 30)), "Europe/Amsterdam")
    assert engine.value(never)
    assert not engine.value(twice)
    never, twice = clocks.doubtful(ibis.literal(us(2024, 10, 27, 2, 30)), "Europe/Amsterdam")
    assert engine.value(twice)
    assert not engine.value(never)


MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31))
OFFSETS = st.integers(-12 * 60, 14 * 60)


@tried(15)
@given(moments=st.lists(st.tuples(MOMENTS, OFFSETS), min_size=1, max_size=20))
def test_offsets_of_every_row_are_exact_to_the_microsecond(engine, moments):
    aware = [
        moment.replace(tzinfo=timezone(timedelta(minutes=minutes))) for moment, minutes in moments
    ]
    found, _ = read(engine, [moment.isoformat() for moment in aware])
    zero = datetime(1970, 1, 1, tzinfo=UTC)
    assert found == [(moment - zero) // timedelta(microseconds=1) for moment in aware]


@tried(15)
@given(
    moments=st.lists(MOMENTS, min_size=1, max_size=20),
    form=st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%d.%m.%Y %H:%M:%S",
            "%B %d, %Y %I:%M:%S %p",
            "%d %b %Y %H:%M:%S",
            "%Y%m%d%H%M%S",
        ]
    ),
)
def test_python_and_the_engine_agree_on_every_form(engine, moments, form):
    whole = [moment.replace(microsecond=0) for moment in moments]
    texts = [moment.strftime(form) for moment in whole] + [datetime(2024, 1, 31).strftime(form)]
    found, _ = read(engine, texts)
    assert all(forms.form_of(text) for text in texts)
    assert found[:-1] == [
        (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1) for moment in whole
    ]
