"""Phone numbers in one writing, held against the library that knows every country."""

import ibis
import phonenumbers
import pyarrow as pa
import pytest

from desirepath.errors import UsageError
from desirepath.identity import phones, settings

WRITTEN = {
    "DE": ["0170 1234567", "+49 170 1234567", "0049 (0)170 / 123-4567", "(030) 901820"],
    "NL": ["06 12345678", "+31 (0)6 12 34 56 78", "020 624 1111"],
    "US": ["(202) 555-0161", "1 202 555 0161", "+1-202-555-0161", "202.555.0161 ext. 12"],
    "GB": ["020 7946 0958", "07911 123456", "+44 20 7946 0958"],
    "IT": ["06 698 82", "+39 06 69882000"],
    "ES": ["612 34 56 78", "+34 612345678"],
    "CH": ["044 668 18 00", "0041446681800"],
}


@pytest.mark.parametrize("country", WRITTEN)
def test_numbers_become_what_phonenumbers_makes_of_them(warehouse, country):
    table = ibis.memtable(pa.table({"raw": WRITTEN[country]}))
    made = [
        row["made"] for row in warehouse.rows(table.select(made=phones.normal(table.raw, country)))
    ]
    expected = [
        phonenumbers.format_number(
            phonenumbers.parse(text, country), phonenumbers.PhoneNumberFormat.E164
        )
        for text in WRITTEN[country]
    ]
    assert made == expected


@pytest.mark.parametrize("text", ["12", "0000000", "call me", "1234567890123456789"])
def test_what_is_no_number_is_none(warehouse, text):
    table = ibis.memtable(pa.table({"raw": [text]}))
    assert warehouse.rows(table.select(made=phones.normal(table.raw, None))) == [{"made": None}]


def test_a_country_that_does_not_exist_is_said_so():
    with pytest.raises(UsageError, match="two letters"):
        settings.checked({"country": "Atlantis"})
