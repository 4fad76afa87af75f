"""The body of a request: received up to a limit, unpacked up to another."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from desirepath.collector.parcel import Unusable

LARGEST = 10 << 20
LARGEST_UNPACKED = 32 << 20
GZIP, ZLIB = b"\x1f\x8b", b"\x78"
"""What packed bodies begin with: clients say it wrongly in their headers, never in the bytes."""


class TooLarge(Unusable):
    """More than is taken in one request."""


async def receive(messages: Callable[[], Awaitable[Any]], announced: str) -> bytes:
    """Return the body; raises TooLarge as soon as that is certain, Unusable when it breaks off."""
    if announced.isdecimal() and int(announced) > LARGEST:
        raise TooLarge(_said(LARGEST))
    pieces, size = [], 0
    while True:
        message = await messages()
        if message["type"] == "http.disconnect":
            raise Unusable("The connection broke off; nothing was taken.")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > LARGEST:
            raise TooLarge(_said(LARGEST))
        if not message.get("more_body"):
            return b"".join(pieces)


def unpacked(body: bytes) -> bytes:
    """Return what was packed with gzip or deflate, anything else as it is.

    Raises TooLarge before more than the limit is unpacked, Unusable for a damaged body.
    """
    if body[:2] == GZIP:
        bits = 16 + zlib.MAX_WBITS
    elif body[:1] == ZLIB and len(body) > 2 and (body[0] << 8 | body[1]) % 31 == 0:
        bits = zlib.MAX_WBITS
    else:
        return body
    unpacker = zlib.decompressobj(bits)
    try:
        whole = unpacker.decompress(body, LARGEST_UNPACKED + 1)
    except zlib.error as error:
        raise Unusable(f"The packed body is damaged: {error}.") from error
    if len(whole) > LARGEST_UNPACKED:
        raise TooLarge(_said(LARGEST_UNPACKED))
    if not unpacker.eof:
        raise Unusable("The packed body is damaged: it ends too early.")
    return whole


def _said(limit: int) -> str:
    return f"A request of more than {limit >> 20} MB is not taken: send smaller batches."
