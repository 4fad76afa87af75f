"""Every way of sending is cut apart at the door and says, loaded, the same as a Segment call."""

import base64
import json
import zlib
from dataclasses import replace

import pytest

from desirepath.collector import bodies, parcel, reading
from desirepath.collector.dialects import plain, posthog, segment, snowplow
from desirepath.collector.parcel import Asked, Unusable
from desirepath.store.inbox import Received

CARD = "4111 1111 1111 1111"
NOW = parcel.micros("2026-01-05T12:00:00Z")


def rows(name, dialect, body, **asked):
    """Cut a body apart, and read every event as the loader does."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    cut = dialect.split(data, Asked(**{"path": "batch", **asked}))
    found = []
    for one in cut.messages:
        read = reading.read(
            Received(1, "s", one.id, name, NOW, cut.sent, one.body, one.fault, None)
        )
        found.append(read.fault or read.row)
    return cut, found


def told(row, *names):
    return tuple(row[name] for name in names)


WHAT = ("touchpoint", "userId", "anonymousId", "timestamp")


def test_segment_batches_and_single_calls():
    event = {"type": "track", "event": "Cart", "userId": "u1", "messageId": "m1",
             "timestamp": "2026-01-05T10:00:00+01:00", "anonymousId": None}  # fmt: skip
    cut, found = rows("segment", segment, {"batch": [event], "writeKey": "k", "sentAt": None})
    assert (cut.key, cut.messages[0].id) == ("k", "m1")
    assert told(found[0], *WHAT) == ("Cart", "u1", None, "2026-01-05T09:00:00.000000Z")
    del event["type"]
    for path in ("track", "t"):
        _, alone = rows("segment", segment, event, path=path)
        assert told(alone[0], *WHAT) == told(found[0], *WHAT)


def test_posthog_events_of_servers_and_browsers():
    at = "2026-01-05T10:00:00Z"
    batch = {
        "api_key": "k",
        "batch": [
            {"event": "Order", "distinct_id": "u1", "uuid": "e1", "timestamp": at,
             "properties": {"revenue": 5, "token": "k", "$session_id": "s1"}},
            {"event": "$identify", "distinct_id": "u1", "uuid": "e2", "timestamp": at,
             "properties": {"$anon_distinct_id": "a1", "$set": {"email": "u@shop.example"}}},
            {"event": "$feature_flag_called", "distinct_id": "u1", "uuid": "e3", "properties": {}},
            {"event": "$pageview", "distinct_id": "d1", "uuid": "e4", "timestamp": at,
             "properties": {"$device_id": "d1", "$pathname": "/price"}},
        ],
    }  # fmt: skip
    cut, (order, known, flag, page) = rows("posthog", posthog, batch)
    assert cut.key == "k"
    assert [one.id for one in cut.messages] == ["e1", "e2", "e3", "e4"]
    assert told(order, "touchpoint", "userId", "value", "session") == ("Order", "u1", "5", "s1")
    assert "properties.token" not in order
    assert told(known, "touchpoint", "userId", "anonymousId") == (None, "u1", "a1")
    assert known["traits.email"] == "u@shop.example"
    assert flag is None
    assert told(page, "touchpoint", "userId", "anonymousId", "channel") == (
        "/price", None, "d1", "web",
    )  # fmt: skip


def test_posthog_forms_lists_and_single_events():
    event = {"event": "Cart", "uuid": "e1", "timestamp": "2026-01-05T10:00:00Z",
             "properties": {"distinct_id": "u1", "token": "k"}}  # fmt: skip
    form = b"data=" + base64.b64encode(json.dumps(event).encode())
    for body in (event, [event], {"data": [event]}, form):
        cut, found = rows("posthog", posthog, body)
        assert (cut.key, cut.messages[0].id, found[0]["touchpoint"]) == ("k", "e1", "Cart")


def test_snowplow_payloads_and_pixels():
    unstructured = {"schema": "iglu:x/unstruct_event/jsonschema/1-0-0",
                    "data": {"schema": "iglu:com.acme/order_paid/jsonschema/1-0-0",
                             "data": {"revenue": 3}}}  # fmt: skip
    packed = base64.urlsafe_b64encode(json.dumps(unstructured).encode()).decode().rstrip("=")
    same = {"aid": "k", "uid": "u1", "dtm": "1767607200000"}
    payload = {"schema": "iglu:…", "data": [
        {"e": "pv", "eid": "e1", "page": "Home", "duid": "d1", **same},
        {"e": "se", "eid": "e2", "se_ca": "shop", "se_ac": "Cart", "se_va": "2", **same},
        {"e": "ue", "eid": "e3", "ue_px": packed, **same},
        {"e": "pp", "eid": "e4", **same},
    ]}  # fmt: skip
    cut, (page, cart, order, ping) = rows("snowplow", snowplow, payload)
    assert (cut.key, [one.id for one in cut.messages]) == ("k", ["e1", "e2", "e3", "e4"])
    assert told(page, *WHAT) == ("Home", "u1", "d1", "2026-01-05T10:00:00.000000Z")
    assert told(cart, "touchpoint", "properties.category", "value") == ("Cart", "shop", "2")
    assert told(order, "touchpoint", "value") == ("order_paid", "3")
    assert ping is None
    _, pixel = rows("snowplow", snowplow, b"", query={"e": "pv", "page": "Home", **same})
    assert pixel[0]["touchpoint"] == "Home"


def test_snowplow_contexts_say_who_acts_and_hide_nothing():
    entities = {"schema": "iglu:x/contexts/jsonschema/1-0-0", "data": [
        {"schema": "iglu:com.acme/user/jsonschema/1-0-0",
         "data": {"email": "Zora@Mail.Example", "phone": "+49 30 1234", "card": CARD}},
        {"schema": "iglu:com.snowplowanalytics.snowplow/client_session/jsonschema/1-0-2",
         "data": {"userId": "device-1", "sessionId": "s1"}},
        {"schema": "iglu:com.acme/network/jsonschema/1-0-0", "data": {"address": "192.0.2.77"}},
    ]}  # fmt: skip
    text = json.dumps(entities)
    packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for parts in ({"cx": packed}, {"co": text}):
        event = {"e": "pv", "eid": "e1", "page": "Home", "dtm": "1767607200000", **parts}
        cut, _ = rows("snowplow", snowplow, {"data": [event]})
        one = cut.messages[0]
        received = Received(1, "s", one.id, "snowplow", NOW, None, one.body, one.fault, None)
        read = reading.read(received)
        assert told(read.row, "anonymousId", "session", "traits.email", "traits.phone") == (
            "device-1", "s1", "Zora@Mail.Example", "+49 30 1234",
        )  # fmt: skip
        assert read.row["properties.user.card"] == "[card number]"
        assert read.row["properties.network.address"] == "192.0.2.0"
        assert CARD.encode() not in read.body
        assert b"192.0.2.77" not in read.body
        assert b"Zora@Mail.Example" in read.body  # where erasing finds it
        again = reading.read(replace(received, body=read.body))
        assert (again.row, again.body) == (read.row, read.body)
    broken = {"e": "pv", "page": "Home", "dtm": "1767607200000", "cx": "%%%", "ue_px": "bnVsbA"}
    _, (row,) = rows("snowplow", snowplow, {"data": [{**broken, "uid": "u1"}]})
    assert row["touchpoint"] == "Home"


def test_events_in_our_own_words():
    event = {"customer": "u1", "touchpoint": "Call", "time": "2026-01-05T10:00:00Z", "id": "c1",
             "channel": "phone", "value": 2.50, "colour": "red"}  # fmt: skip
    lines = b"\n".join([json.dumps(event).encode()] * 2)
    for body in (event, [event], {"events": [event]}, lines):
        cut, found = rows("plain", plain, body)
        assert cut.messages[0].id == "c1"
        assert told(found[0], *WHAT, "channel", "value", "properties.colour") == (
            "Call", "u1", None, "2026-01-05T10:00:00.000000Z", "phone", "2.5", "red",
        )  # fmt: skip


def test_an_event_without_id_is_known_by_its_content_if_it_has_a_time():
    timed = {"type": "track", "event": "A", "userId": "u", "timestamp": "2026-01-05T10:00:00Z"}
    first, _ = rows("segment", segment, {"batch": [timed]})
    again, _ = rows("segment", segment, {"batch": [timed]})
    assert first.messages[0].id == again.messages[0].id
    del timed["timestamp"]
    first, _ = rows("segment", segment, {"batch": [timed, timed]})
    assert len({one.id for one in first.messages}) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no"),
        (b"hello", "Expecting value"),
        (b'{"batch": 7}', "array"),
        (b'{"batch": ' + b"[" * 100_000, "nested"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested"),
    ],
)
def test_a_body_that_is_none_is_refused_as_a_whole(body, words):
    with pytest.raises(Unusable, match=words):
        segment.split(body, Asked("batch"))


def test_what_clients_write_though_it_is_no_json_is_mended():
    body = b'{"batch": [{"type": "track", "event": "\\ud83d!", "userId": "u", "x": NaN}]}'
    _, found = rows("segment", segment, body)
    assert found[0]["touchpoint"] == "\ufffd!"


def test_one_bad_event_does_not_turn_its_neighbours_away():
    deep = "[" * 900 + "]" * 900
    body = (
        '{"batch": [{"type": "track", "event": "A", "userId": "u", "p": '
        + deep
        + '}, 7, null, {"type": "track", "event": {"a": 1}, "userId": ["u"], "messageId": {}},'
        '{"type": "track", "event": "B", "userId": 12}]}'
    )
    _, found = rows("segment", segment, body.encode())
    assert [one if isinstance(one, str) else one["touchpoint"] for one in found][1:] == [
        "no call but a bare value", "no call but a bare value",
        "a track call without an event name", "B",
    ]  # fmt: skip
    assert found[4]["userId"] == "12"


def test_a_large_event_keeps_its_beginning_and_its_neighbours_are_whole():
    small = {"type": "track", "event": "A", "userId": "u"}
    cut, found = rows("segment", segment, {"batch": [{**small, "event": "x" * 600_000}, small]})
    assert found[0] == "an event of more than 512 KB"
    assert len(cut.messages[0].body) < 2_000
    assert found[1]["touchpoint"] == "A"


def test_packed_bodies_are_unpacked_up_to_a_limit():
    bomb = zlib.compress(b"\0" * (bodies.LARGEST_UNPACKED + 1))
    with pytest.raises(bodies.TooLarge, match="32 MB"):
        bodies.unpacked(bomb)
    assert bodies.unpacked(zlib.compress(b'{"a": 1}')) == b'{"a": 1}'
    assert bodies.unpacked(b'{"a": 1}') == b'{"a": 1}'
    with pytest.raises(Unusable, match="damaged"):
        bodies.unpacked(zlib.compress(b"x" * 1000)[:-6])
