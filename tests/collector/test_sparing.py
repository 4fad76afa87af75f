"""Card numbers and addresses are looked for quickly, and never overlooked."""

import json
import uuid

import pytest

from desirepath.collector import sparing
from desirepath.store.arrivals import Message


def kept(*bodies, dialect="segment", **keeping):
    given = [Message(str(place), body) for place, body in enumerate(bodies)]
    return [one.body for one in sparing.messages(dialect, given, lambda: keeping)]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("4111111111111111", "[card number]"),
        ("4111 1111 1111 1111", "[card number]"),
        ("5500-0000-0000-0004", "[card number]"),
        ("3400 000000 00009", "[card number]"),
        ("4222222222222", "[card number]"),
        ("192.0.2.77", "192.0.2.0"),
        (" 10.200.30.4", "10.200.30.0"),
        ("2001:db8:1:2::3", "2001:db8:1::"),
        ("2001:0db8:0001:0002:0003:0004:0005:0006", "2001:0db8:0001::"),
        ("fe80::1", "fe80::1"),
    ],
)
def test_what_is_left_out_is_found_among_events_without_it(said, left):
    other, event = json.dumps({"a": 1}).encode(), json.dumps({"note": said}).encode()
    first, second = kept(other, event)
    assert first is other
    assert json.loads(second) == {"note": left}
    assert json.loads(kept(event, cards="keep", ip="keep")[0]) == {"note": said}


def test_events_that_only_look_so_stay_as_they_are_byte_by_byte():
    ids = [str(uuid.UUID(int=number * 0x1234567890123456789)) for number in range(1, 200)]
    bodies = [
        b'{"id":"%s", "sent":"1767607200000","at":"10:15","v":1.25}' % one.encode() for one in ids
    ]
    bodies += [b'{"version":"1.2.3.4"}', b'{"no JSON": "192.0.2.77"', b"[" * 2000 + b'"1.2.3.4"']
    assert any(map(sparing.maybe, bodies))
    assert all(after is before for after, before in zip(kept(*bodies), bodies, strict=True))
