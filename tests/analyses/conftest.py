"""The tiny stream of the path analyses: five journeys written by hand."""

import pytest

from tiny import by_hand

STREAM = [
    {"customer": "ann", "at": 0, "touchpoint": "Catalog", "channel": "web", "a1": "gold"},
    {"customer": "ann", "at": 60, "touchpoint": "Cart", "channel": "web", "a1": "gold"},
    {"customer": "ann", "at": 90, "touchpoint": "Paid", "channel": "app", "a1": "gold"},
    {"customer": "bob", "at": 10, "touchpoint": "Catalog", "channel": "app", "a1": "basic"},
    {"customer": "bob", "at": 20, "touchpoint": "Cart", "channel": "web"},
    {"customer": "bob", "at": 50, "touchpoint": "Call", "channel": "phone"},
    {"customer": "bob", "at": 80, "touchpoint": "Cart", "channel": "app"},
    {"customer": "cyd", "at": 30, "touchpoint": "Catalog", "channel": "web"},
    {"customer": "cyd", "at": 40, "touchpoint": "Catalog", "channel": "app"},
    {"customer": "dan", "at": 35, "touchpoint": "Catalog", "a1": "gold"},
    {"customer": "dan", "at": 95, "touchpoint": "Cart", "a1": "gold"},
    {"customer": "dan", "at": 99, "touchpoint": "Paid", "a1": "gold"},
    {"customer": "eve", "at": 36, "touchpoint": "Paid", "a1": "gold"},
]
STAGES = {
    "Catalog": ("Consideration", "looks"),
    "Cart": ("Purchase", "buys"),
    "Paid": ("Purchase", "buys"),
    "Call": ("Support", "asks"),
}


@pytest.fixture
def tables(warehouse):
    """Return the prepared tiny stream; its one column is called `plan`."""
    from dataclasses import replace

    made = by_hand(warehouse, STREAM, goal="Paid", stages=STAGES)
    return replace(made, columns={"plan": "a1"})
