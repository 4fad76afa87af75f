"""Fields that appear, go or change their kind, told by counting alone."""

from desirepath.collector import drift


def test_a_field_that_appears_one_that_goes_and_one_of_another_kind(workspace, put, track):
    live = workspace.sources.live
    put(
        live.inbox, *(track("Cart", "u1", n, properties={"size": n, "old": "x"}) for n in range(30))
    )
    live.load()
    assert live.drift("web") == []
    put(live.inbox, *(
        track("Cart", "u1", n, properties={"size": "large", "new": True}) for n in range(30, 60)
    ))  # fmt: skip
    live.load()
    assert [(row["field"], row["what"], row["detail"]) for row in live.drift("web")] == [
        ("properties.new", "appeared", "after 30 events without it"),
        ("properties.old", "gone", "not in the last 30 events"),
        ("properties.size", "kind", "number, then text"),
    ]
    assert live.status()[0]["drift"] == 3


def test_few_events_are_no_habit():
    rows = [
        ("Cart", "", "", 15, 0, 14),
        ("Cart", "properties.a", "number", 2, 0, 1),
        ("Cart", "properties.b", "text", 3, 12, 14),
    ]
    assert drift.report(rows) == []
