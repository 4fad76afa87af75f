"""The page writes numbers as the map does: Python and TypeScript share these examples."""

import json

import pytest

from desirepath.maps import numbers
from places import ROOT

FILE = ROOT / "frontend" / "tests" / "numbers.json"
EXAMPLES = [
    (name, value, text)
    for name, rows in json.loads(FILE.read_text(encoding="utf-8")).items()
    for value, text in rows
]


@pytest.mark.parametrize(("name", "value", "text"), EXAMPLES)
def test_a_number_reads_as_on_the_page(name, value, text):
    assert getattr(numbers, name)(value).replace(numbers.THIN, " ") == text
