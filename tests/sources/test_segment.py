"""Segment-specification calls: touchpoint, customer and traits are worked out."""

import json

from desirepath.sources import segment


def test_calls_become_touchpoints_and_customers(table):
    read = table(segment.EXAMPLE, "calls.json")
    assert read.reading.format == "segment"
    rows = [dict(zip(read.columns, row, strict=True)) for row in read.rows]
    assert [(row["type"], row["touchpoint"], row["customer"]) for row in rows] == [
        ("page", "Home", "u1"),
        ("track", "Cart", "u1"),
        ("identify", None, "u1"),
        ("track", "Order", "u1"),
        ("group", None, "u1"),
        ("screen", "Start", "u2"),
        ("page", "/price", "u2"),
        ("alias", None, "u2"),
    ]
    assert rows[2]["traits.plan"] == "pro"
    assert rows[3]["properties.revenue"] == "9.90"
    assert rows[4]["group.name"] == "Acme"
    assert rows[0]["userId"] is None
    assert "Segment" in read.notes


def test_calls_are_seen_as_lines_as_an_array_and_as_a_batch(table):
    calls = [
        {"type": "track", "userId": "u", "event": "A", "timestamp": "2024-05-01T00:00:00Z"},
        {"type": "page", "anonymousId": "a", "timestamp": "2024-05-02T00:00:00Z"},
    ]
    for content in (
        "\n".join(map(json.dumps, calls)),
        json.dumps(calls),
        json.dumps({"batch": calls, "sentAt": "2024-05-03"}),
    ):
        read = table(content, "x.json")
        assert read.reading.format == "segment"
        at = [read.columns.index(name) for name in ("touchpoint", "customer")]
        assert [tuple(row[place] for place in at) for row in read.rows] == [
            ("A", "u"),
            ("Page", "a"),
        ]


def test_a_missing_timestamp_is_taken_from_the_transport_and_only_then(table):
    read = table(
        '{"type": "track", "userId": "u", "event": "A", "sentAt": "s", "receivedAt": "r"}\n'
        '{"type": "track", "userId": "u", "event": "B", "timestamp": "t", "receivedAt": "r"}\n'
    )
    at = read.columns.index("timestamp")
    assert [row[at] for row in read.rows] == ["s", "t"]
    assert "receivedAt" not in read.columns


def test_calls_that_say_nothing_are_bad_rows(table):
    read = table(
        '{"type": "track", "userId": "u", "event": "A"}\n{"type": "track", "userId": "u"}\n'
        '{"type": "delete", "userId": "u"}\n{"type": "page", "anonymousId": null, "userId": " "}\n'
    )
    assert read.bad == [
        (2, "a track call without an event name"),
        (3, '"delete" is no call of the Segment specification'),
    ]
    assert read.rows[-1][read.columns.index("customer")] is None


def test_a_shared_device_counts_for_its_first_user_and_is_said(table):
    read = table(
        '{"type": "page", "anonymousId": "a"}\n'
        '{"type": "identify", "anonymousId": "a", "userId": "u1"}\n'
        '{"type": "identify", "anonymousId": "a", "userId": "u2"}\n'
    )
    at = read.columns.index("customer")
    assert [row[at] for row in read.rows] == ["u1", "u1", "u2"]
    assert "more than one user (a shared device): 1" in read.notes


def test_other_json_with_a_type_is_not_taken_for_calls(table):
    assert table('[{"type": "track", "song": "x"}, {"type": "page"}]').reading.format == "json"
