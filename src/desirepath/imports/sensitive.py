"""Personal data that nobody needs to draw a journey are left at the door, of files and live events.

Card numbers (13 to 19 digits of an issuer, with a right check digit, ISO/IEC 7812) become
`[card number]`; IP addresses lose their last part (IPv4: the last of four numbers, IPv6: all but
the first three groups). What names a customer or an event is never touched, as it tells them
apart. The setting `privacy` of the book, or `[privacy]` of desirepath.toml, keeps them:
`cards = "keep"`, `ip = "keep"`.

Of a file whole columns are cleaned by the engine, those in whose sample one stands; live events
are few at a time and are cleaned value by value (`without`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.imports.recognise import Recognised
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

CARD, IP = "cards", "ip"
DROPPED = "[card number]"
_CARD = r"\b(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|6(?:011|5\d{2}))[ -]?(?:\d[ -]?){8,14}\d\b"
_DIGITS = re.compile(_CARD)
_IP4 = r"^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$"
_IP6 = r"^([0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}):[0-9a-fA-F:.]*$"
_MAYBE = re.compile(
    r'[2-6]\d{3}[ -]?(?:\d[ -]?){8,14}\d|"\s*[0-9a-fA-F]{0,4}(?:[.:][0-9a-fA-F]{0,4}){3}'
)
"""Quick to look for in the text of an event: without it there is nothing to leave out."""
_VERSION = re.compile(r"version|release|build", re.IGNORECASE)
"""1.2.3.4 under such a name is no address."""
_NAMING = re.compile(r"(?i:^|[_.$-])(?i:u?u?id|guid|key|token)$|I[dD]$|^(?i:customer)$")
"""Keys of JSON whose values tell customers, devices and events apart."""


def found(samples: Mapping[str, Collection[str]], given: Mapping[str, Any]) -> dict[str, str]:
    """Return column → what in it is left at the door.

    `samples` are texts of each column, `given` the settings.
    """
    told = {}
    for name, said in samples.items():
        if not said:
            continue
        if given.get(CARD) != "keep" and any(map(holds_card, said)):
            told[name] = CARD
            continue
        mostly = sum(map(_is_ip, said)) >= 0.8 * len(said)
        if given.get(IP) != "keep" and mostly and not _VERSION.search(name):
            told[name] = IP
    return told


def of_file(warehouse: Warehouse, book: Book, file: Recognised) -> Recognised:
    """Return a recognised file without them; what tells rows and people apart is left alone."""
    roles = file.recipe.shape.roles
    telling = {roles.column(role) for role in ("customer", "id", "case", "session", "time")}
    telling |= {*roles.fallbacks, *(one.column for one in file.who.identifiers)}
    samples = {
        name: column.said
        for name, column in file.columns.items()
        if column.kind == "text" and name not in telling
    }
    told = found(samples, dict(book.setting("privacy") or {}))
    if not told:
        return file
    table = warehouse.view("__cleaned", cleaned(file.table, told))
    return replace(file, table=table, hidden=told)


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


def maybe(text: str) -> bool:
    """Say whether a JSON text may hold something to leave out; wrong on one side only."""
    return bool(_MAYBE.search(text))


def without(document: Any, given: Mapping[str, Any], name: str = "") -> Any:
    """Return a JSON document without them; `name` is the key under which it stands.

    >>> without({"note": "4111 1111 1111 1111", "ip": "192.0.2.77", "userId": "u7"}, {})
    {'note': '[card number]', 'ip': '192.0.2.0', 'userId': 'u7'}
    """
    if isinstance(document, dict):
        return {key: without(value, given, key) for key, value in document.items()}
    if isinstance(document, list):
        return [without(value, given, name) for value in document]
    if not isinstance(document, str) or _NAMING.search(name):
        return document
    if given.get(IP) != "keep" and not _VERSION.search(name) and _is_ip(document):
        return re.sub(_IP6, r"\1::", re.sub(_IP4, r"\1.0", document.strip()))
    if given.get(CARD) != "keep" and holds_card(document):
        return _DIGITS.sub(_dropped, document)
    return document


def holds_card(text: str) -> bool:
    """Say whether a text holds a card number with a right check digit (Luhn).

    >>> holds_card("paid with 4111 1111 1111 1111"), holds_card("order 4111111111111112")
    (True, False)
    """
    return any(_luhn(one[0]) for one in _DIGITS.finditer(text))


def _dropped(one: re.Match[str]) -> str:
    return DROPPED if _luhn(one[0]) else one[0]


def _luhn(written: str) -> bool:
    digits = [int(digit) for digit in reversed(written) if digit.isdigit()]
    doubled = (2 * digit for digit in digits[1::2])
    return (sum(digits[::2]) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def _is_ip(text: str) -> bool:
    # most texts are none, and raising for each would be slow
    if text.count(".") != 3 and text.count(":") < 2:
        return False
    try:
        ipaddress.ip_address(text.strip())
    except ValueError:
        return False
    return True
