"""What one request brought: its events cut apart, each with the id that makes it one event.

Nothing is understood here beyond what the door must know; an event that means nothing is found
out by the loader, so that one bad event never turns its neighbours away.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from desirepath.errors import InputError
from desirepath.store.arrivals import Message

LARGEST_EVENT = 512 << 10
LONGEST_ID = 256
SHOWN = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE = _EPOCH.replace(tzinfo=None)
_NUMBER = re.compile(r"-?\d{1,19}(\.\d+)?")
_UNITS = ((1e17, 1e-3), (1e14, 1), (1e11, 1e3), (0, 1e6))
"""Numbers from so much on are nanoseconds, microseconds, milliseconds, seconds: times that."""


class Unusable(InputError):  # noqa: N818 - what it is
    """The body as a whole is none of this dialect; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The events of a request; `key` where the body holds it, `sent` the sender's clock."""

    messages: Sequence[Message]
    key: str | None = None
    sent: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The rest of a request: the path below its root, query, headers in lower case."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def message(raw: bytes, given: Any, *, timed: bool) -> Message:
    """Return one event with its id.

    The id is the one given, opaque; without one an event that carries its own time is known by
    its content, and any other is one of its own each time it is sent.
    """
    if isinstance(given, str) and given:
        name = given if len(given) <= LONGEST_ID else digest(given.encode(errors="replace"))
    elif isinstance(given, int | float) and not isinstance(given, bool):
        name = str(given)
    else:
        name = digest(raw) if timed else f"~{secrets.token_hex(16)}"
    if len(raw) > LARGEST_EVENT:
        start = raw[:SHOWN].decode("utf-8", "replace")
        said = f"an event of more than {LARGEST_EVENT >> 10} KB"
        return Message(name, msgspec.json.encode(start), said)
    return Message(name, raw)


def digest(raw: bytes) -> str:
    """Return the id of a content."""
    return f"~{hashlib.sha256(raw).hexdigest()[:32]}"


def decoded(decoder: msgspec.json.Decoder[Any], body: bytes, what: str) -> Any:
    """Decode a whole body; raises Unusable with a sentence.

    What clients do write though it is no JSON (NaN, half an emoji, a stray byte) is mended first.
    """
    try:
        try:
            return decoder.decode(body)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            return decoder.decode(_mended(body))
    except (ValueError, UnicodeDecodeError) as error:
        raise Unusable(f"The body is no {what}: {error}.") from error
    except RecursionError:
        raise Unusable(f"The body is no {what}: it is nested too deeply.") from None


def _mended(body: bytes) -> bytes:
    document = json.loads(body.decode("utf-8", "replace"), parse_constant=lambda _: None)
    text = json.dumps(document, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def micros(said: Any) -> int | None:
    """Return a time as microseconds since 1970 UTC: ISO 8601 or a number of any usual unit.

    >>> micros("1970-01-01T00:00:01Z"), micros(1_700_000_000), micros("1700000000000")
    (1000000, 1700000000000000, 1700000000000000)
    >>> micros("soon"), micros(None), micros("1970-01-01T01:00:01.5+01:00")
    (None, None, 1500000)
    """
    if isinstance(said, bool) or said is None:
        return None
    text = str(said).strip()
    if _NUMBER.fullmatch(text):
        number = float(text)
        return int(number * next(times for least, times in _UNITS if abs(number) >= least))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def written(moment: int) -> str:
    """Return microseconds as ISO 8601 in UTC.

    >>> written(1_500_000)
    '1970-01-01T00:00:01.500000Z'
    """
    time = _NAIVE + timedelta(microseconds=moment)
    return f"{time.isoformat(timespec='microseconds')}Z"
