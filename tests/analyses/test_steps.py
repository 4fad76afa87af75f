"""How many journeys come to each step of the map."""

from desirepath.analyses import ask


def test_steps_stand_in_map_order_with_the_wait_for_their_first_event(tables):
    assert list(ask(tables, "steps", {}).rows) == [
        {
            "stage": "consideration",
            "step": "looks",
            "name": "Looks",
            "journeys": 4,
            "customers": 4,
            "events": 5,
            "share_of_first": 1.0,
            "median_seconds_wait": None,
            "channels": "app, web",
        },
        {
            "stage": "purchase",
            "step": "buys",
            "name": "Buys",
            "journeys": 4,
            "customers": 4,
            "events": 7,
            "share_of_first": 1.0,
            "median_seconds_wait": 60.0,
            "channels": "app, web",
        },
        {
            "stage": "support",
            "step": "asks",
            "name": "Asks",
            "journeys": 1,
            "customers": 1,
            "events": 1,
            "share_of_first": 0.25,
            "median_seconds_wait": 30.0,
            "channels": "phone",
        },
    ]


def test_every_segment_has_every_step(tables):
    rows = ask(tables, "steps", {"by": "plan"}).rows
    assert [(row["segment"], row["step"], row["journeys"]) for row in rows[-3:]] == [
        (None, "looks", 1),
        (None, "buys", 0),
        (None, "asks", 0),
    ]
