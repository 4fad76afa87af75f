"""Personal data that nobody needs to draw a journey are left at the door.

Card numbers (13 to 19 digits of an issuer, with a right check digit, ISO/IEC 7812) become
`[card number]`; IP addresses lose their last part (IPv4: the last of four numbers, IPv6: all but
the first three groups). Which columns hold any is read from a sample; the setting
`privacy` of the book, or `[privacy]` of desirepath.toml, keeps them: `cards = "keep"`,
`ip = "keep"`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from desirepath.imports.profile import Column

CARD, IP = "cards", "ip"
DROPPED = "[card number]"
_CARD = r"\b(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|6(?:011|5\d{2}))[ -]?(?:\d[ -]?){8,14}\d\b"
_DIGITS = re.compile(_CARD)
_IP4 = r"^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$"
_IP6 = r"^([0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}):[0-9a-fA-F:.]*$"


def found(columns: Mapping[str, Column], given: Mapping[str, Any]) -> dict[str, str]:
    """Return column → what in it is left at the door; `given` are the settings."""
    told = {}
    for name, column in columns.items():
        if column.kind != "text" or not column.said:
            continue
        if given.get(CARD) != "keep" and any(map(holds_card, column.said)):
            told[name] = CARD
        elif given.get(IP) != "keep" and sum(map(_is_ip, column.said)) >= 0.8 * len(column.said):
            told[name] = IP
    return told


def cleaned(table: Any, told: Mapping[str, str]) -> Any:
    """Return a staged table without them."""
    cells = {}
    for name, what in told.items():
        if what == CARD:
            cells[name] = table[name].re_replace(_CARD, DROPPED)
        else:
            short = table[name].strip().re_replace(_IP4, r"\1.0")
            cells[name] = short.re_replace(_IP6, r"\1::")
    return table.mutate(**cells)


def notes(told: Mapping[str, str]) -> list[str]:
    """Say what was left at the door."""
    words = {
        CARD: 'Card numbers in "{}" are not kept.',
        IP: 'IP addresses in "{}" are kept without their last part.',
    }
    return [words[what].format(name) for name, what in told.items()]


def holds_card(text: str) -> bool:
    """Say whether a text holds a card number with a right check digit (Luhn).

    >>> holds_card("paid with 4111 1111 1111 1111"), holds_card("order 4111111111111112")
    (True, False)
    """
    return any(_luhn(re.sub(r"\D", "", one[0])) for one in _DIGITS.finditer(text))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip())
    except ValueError:
        return False
    return True
