"""Who the customers are: persona, attributes that files show, names, addresses, identifiers.

The persona is hidden; attributes lean on it. Pains are met by attributes, outcomes depend on the
persona: so attributes confound every naive comparison, and adjusting for them mends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desirepath.worlds.draws import Draws
from desirepath.worlds.template import Industry

DAY = 86400.0
DAYS = 364
REGIONS = {"North": 0.24, "South": 0.28, "East": 0.22, "West": 0.26}
CITIES = {
    "North": ("Nordhaven", "Kråkfjord", "Langsund", "Brämhude"),
    "South": ("Sudbrook", "Müllbach", "Santa Inés", "Grünfeld"),
    "East": ("Eastmere", "Östrand", "Carrow", "Lindow"),
    "West": ("Westleigh", "Béthane", "Oldport", "Hazelford"),
}
_FIRST = (
    "Ada Ben Clara David Elif Finn Greta Hugo Ines Jonas Katja Liam Maria Noah Olga Paul Quinn "
    "Rosa Sami Tara Umut Vera Wim Xenia Yusuf Zoe Anna Björn Chloé Dario Emma Farid Gül Hana Ivan "
    "Jule Karim Lena Marco Nina Otto Petra Rafael Sofie Tomás Ursula Victor Wanda Yara Zeno"
)
_LAST = (
    "Abel Baumann Carter Dietz Engel Fischer García Hansen Ibsen Jansen Keller Lindqvist Moreau "
    "Novak Okafor Petit Quist Rossi Silva Tanaka Underhill Varga Weber Xu Yilmaz Ziegler Adler "
    "Bianchi Cohen Dubois Evans Ferrari Gruber Haas Iyer Jensen Kowalski Lopez Müller Nagy Olsen "
    "Peeters Ramos Schäfer Torres Urban Vogel Walker Young Zimmer Ahmed Brandt Castro Dahl Ek"
)


@dataclass(frozen=True)
class Rates:
    """How dirty identifiers are: shares of customers, or of rows for `typo`."""

    shared_device: float = 0.03
    role_address: float = 0.12
    second_cookie: float = 0.35
    no_card: float = 0.3
    typo: float = 0.02


@dataclass(frozen=True)
class People:
    """All customers of a world, as arrays by customer number."""

    persona: Any
    start: Any
    pace: Any
    rounds: Any
    leave: Any
    mood: Any
    attributes: Mapping[str, tuple[tuple[str, ...], Any]]
    columns: Mapping[str, list[str]]
    shared_devices: int = 0
    role_addresses: int = 0
    labels: Mapping[str, list[str]] = field(default_factory=dict)

    def is_one(self, attribute: str, value: str) -> Any:
        """Return who has this value of an attribute."""
        values, codes = self.attributes[attribute]
        return codes == values.index(value)

    def log_odds(self, odds: Mapping[str, Mapping[str, float]]) -> Any:
        """Return the sum of the logarithms of the odds that apply to each customer."""
        import numpy as np

        total = np.zeros(len(self.persona))
        for attribute, factors in odds.items():
            for value, factor in factors.items():
                total[self.is_one(attribute, value)] += np.log(factor)
        return total


def people(industry: Industry, draws: Draws, count: int, rates: Rates) -> People:
    """Return `count` customers."""
    import numpy as np

    who = np.arange(count)
    kinds = industry.personas
    persona = draws.pick("persona", who, np.array([kind.share for kind in kinds]))
    attributes: dict[str, tuple[tuple[str, ...], Any]] = {
        "region": (tuple(REGIONS), draws.pick("region", who, np.array(list(REGIONS.values()))))
    }
    for name in kinds[0].attributes:
        values = tuple(dict.fromkeys(value for kind in kinds for value in kind.attributes[name]))
        table = np.array([[kind.attributes[name].get(v, 0.0) for v in values] for kind in kinds])
        shares = table / table.sum(axis=1, keepdims=True)
        attributes[name] = (values, draws.pick(f"attribute/{name}", who, shares[persona]))
    # More come later in the year; the last weeks stay free so that most journeys can end.
    day = DAYS * draws.uniform("start/day", who) ** 0.9
    hour = 7 + 15.5 * (draws.uniform("start/a", who) + draws.uniform("start/b", who)) / 2
    spread = draws.normal("pace", who)
    columns = _columns(attributes, draws, who, rates)
    return People(
        persona=persona,
        start=np.floor(np.floor(day) * DAY + hour * 3600),
        pace=np.array([kind.pace for kind in kinds])[persona] * np.exp(0.35 * spread),
        rounds=np.array([kind.rounds for kind in kinds])[persona],
        leave=np.array([kind.leave for kind in kinds])[persona],
        mood=np.array([kind.mood for kind in kinds])[persona] + 0.12 * draws.normal("person", who),
        attributes=attributes,
        columns=columns,
        shared_devices=sum(flag == "1" for flag in columns["shared_device"]),
        role_addresses=sum(flag == "1" for flag in columns["role_address"]),
        labels={"persona": [kinds[at].id for at in persona.tolist()]},
    )


def _columns(
    attributes: Mapping[str, tuple[tuple[str, ...], Any]], draws: Draws, who: Any, rates: Rates
) -> dict[str, list[str]]:
    """Return the texts that files show: names, addresses, identifiers."""
    import numpy as np

    def some(name: str, size: int) -> list[int]:
        numbers: list[int] = np.floor(draws.uniform(name, who) * size).astype(int).tolist()
        return numbers

    def rarely(name: str, rate: float) -> list[bool]:
        flags: list[bool] = (draws.uniform(name, who) < rate).tolist()
        return flags

    numbers = who.tolist()
    shown = {
        name: [values[code] for code in codes.tolist()]
        for name, (values, codes) in attributes.items()
    }
    first_names, last_names = _FIRST.split(), _LAST.split()
    first = [first_names[at] for at in some("first name", len(first_names))]
    last = [last_names[at] for at in some("last name", len(last_names))]
    firms = [value in {"Business", "Large"} for value in shown["customer_type"]]
    # Where no firms are customers, some families share one address.
    rate = rates.role_address if any(firms) else rates.role_address / 6
    some_firms = any(firms)
    does = zip(rarely("role", rate), firms, strict=True)
    role = [shares and (firm or not some_firms) for shares, firm in does]
    host = "company" if some_firms else "family"
    email = [
        f"info@{host}{number // 200}.example" if shared else _email(a, b, number)
        for number, a, b, shared in zip(numbers, first, last, role, strict=True)
    ]
    device = [f"d{number:07x}" for number in _scattered(draws, "device", who)]
    cookie = [f"v{number:08x}" for number in _scattered(draws, "cookie", who)]
    second = [f"w{number:08x}" for number in _scattered(draws, "second cookie", who)]
    has_second = rarely("has second", rates.second_cookie)
    shared = [
        does and number > 0
        for number, does in zip(numbers, rarely("shared", rates.shared_device), strict=True)
    ]
    for number in numbers:
        # A household: the device of the customer before, who has one of their own.
        if shared[number] and not shared[number - 1]:
            cookie[number], device[number] = cookie[number - 1], device[number - 1]
        else:
            shared[number] = False
    place = some("city", 4)
    years = {"18-29": 1996, "30-44": 1981, "45-59": 1966, "60+": 1948}
    return shown | {
        "customer_id": [f"C{number + 1:06d}" for number in numbers],
        "first_name": first,
        "last_name": last,
        "email": email,
        "phone": [phone(number) for number in numbers],
        "device_id": device,
        "visitor_id": cookie,
        "second_visitor_id": [
            b if has else a for a, b, has in zip(cookie, second, has_second, strict=True)
        ],
        "loyalty_card": [
            "" if without else f"9{number * 37 % 10_000_000:07d}{number % 97:02d}"
            for number, without in zip(numbers, rarely("no card", rates.no_card), strict=True)
        ],
        "city": [CITIES[region][at] for region, at in zip(shown["region"], place, strict=True)],
        "postcode": [
            f"{list(REGIONS).index(region) + 1}{at}{rest:03d}"
            for region, at, rest in zip(shown["region"], place, some("postcode", 1000), strict=True)
        ],
        "birth_date": [
            f"{years[age] + year}-{month + 1:02d}-{day + 1:02d}"
            for age, year, month, day in zip(
                shown["age_group"], some("y", 11), some("m", 12), some("d", 28), strict=True
            )
        ],
        "shared_device": ["1" if flag else "" for flag in shared],
        "role_address": ["1" if flag else "" for flag in role],
    }


def phone(number: int) -> str:
    """Return a number of the range kept for fiction (555-01xx), E.164; unique below 78 000."""
    area, rest = 201 + number // 100 % 780, number % 100
    return f"+1{area}555{100 + number // 78_000 * 100 + rest:04d}"


def _email(first: str, last: str, number: int) -> str:
    plain = str.maketrans("åäöüéíñáóçşğ", "aaoueinaocsg")
    host = ("example.com", "example.org", "example.net")[number % 3]
    apart = number * 7919 % 1_000_003  # unique, but no copy of the customer key
    return f"{first}.{last}{apart}@{host}".lower().translate(plain)


def _scattered(draws: Draws, name: str, who: Any) -> list[int]:
    """Return numbers that look random and never meet: the customer number in the low digits."""
    import numpy as np

    high = np.floor(draws.uniform(name, who) * 16).astype(np.int64)
    numbers: list[int] = ((high << 24) + (who * 7919 % (1 << 24))).tolist()
    return numbers
