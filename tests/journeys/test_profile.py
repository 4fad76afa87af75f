import pytest

from desirepath.journeys import profile as room
from desirepath.journeys.profile import profile
from profiles import profile_of
from tiny import tables_of

JOURNEYS = [
    ["Home", "Search", "Cart", "Search", "Cart", "Order paid"],
    ["Search"],
    ["Home", "Cart", "Home"],
    ["Search", "Order paid", "Support call"],
]
ROWS = [
    {"customer": f"c{number}", "at": 60 * place, "touchpoint": name, "channel": "web"}
    for number, journey in enumerate(JOURNEYS)
    for place, name in enumerate(journey)
]


def seen(warehouse, rows=ROWS):
    tables = tables_of(warehouse, rows)
    return profile(tables.events, tables.journeys, tables.names, tables.execute)


def test_the_engine_counts_what_plain_python_counts(warehouse):
    found = seen(warehouse)
    twin = profile_of(JOURNEYS, channels=dict.fromkeys(("Home", "Search", "Cart"), "web"))
    assert found.journeys == twin.journeys == 4
    assert not found.sampled
    for mine, other in zip(found.facts, twin.facts, strict=True):
        assert mine.touchpoint == other.touchpoint
        assert (mine.events, mine.journeys) == (other.events, other.journeys)
        for field in ("position", "first", "last", "repeat"):
            assert getattr(mine, field) == pytest.approx(getattr(other, field)), field
        assert (mine.channel, mine.channel_share) == ("web", 1.0)
    assert found.before == {
        pair: (n, pytest.approx(share)) for pair, (n, share) in twin.before.items()
    }
    assert found.next == twin.next


def test_a_touchpoint_that_only_answers_name_has_empty_facts(warehouse):
    tables = tables_of(warehouse, ROWS)
    found = profile(tables.events, tables.journeys, (*tables.names, "Zoo"), tables.execute)
    assert found.of("Zoo").events == 0
    assert found.of("Zoo").position is None


def test_without_events_the_profile_is_empty(warehouse):
    assert seen(warehouse, []) == room.Profile(())


def test_a_sample_keeps_rare_touchpoints_exactly_and_scales_the_others(warehouse, monkeypatch):
    rows = [(f"c{n:04}", at, "Often") for n in range(400) for at in (0, 1)]
    rows += [("c0001", 2, "Rare")]
    whole = seen(warehouse, rows)
    monkeypatch.setattr(room, "SAMPLE", 200)
    tables = {name: warehouse.table(name) for name in ("journey_events", "journeys")}
    part = profile(tables["journey_events"], tables["journeys"], ("Often", "Rare"), warehouse.rows)
    assert part.sampled
    assert part.of("Rare") == whole.of("Rare")
    assert part.of("Often").events == 800
    assert part.of("Often").journeys == 400
