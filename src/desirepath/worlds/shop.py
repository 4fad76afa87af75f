"""Larkspur Mobile: a phone company that does not exist, with pains planted on purpose.

`write(folder)` makes the files such a company would export: web.csv, app.jsonl, mails.csv,
calls.csv, store.csv, orders.csv (milestones with a promised date), two surveys and
customers.csv. Everything in them is invented. What was planted stands in `TRUTH`, so that a
map can be compared with it.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from desirepath.worlds._comments import comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLE = "Larkspur Mobile: from first look to renewal"
LABEL = "Synthetic example data"
CUSTOMERS = 1500
GOAL = "Order paid"
FIRST_DAY = datetime(2025, 1, 6, tzinfo=UTC)
LAST_DAY = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)

TRUTH = {
    "identity check fails by chance": 0.24,
    "buys after a clean identity check": 0.82,
    "buys after a failed identity check": 0.40,
    "advice in the store adds to the chance of going on": 0.18,
    "parcel late in the North": 0.28,
    "parcel late elsewhere": 0.11,
    "calls again about the same question": 0.35,
}

EVENT_FILES = {
    "web.csv": ("customer_id", "timestamp", "page", "channel", "device"),
    "app.jsonl": ("customer_id", "timestamp", "event", "channel", "platform"),
    "mails.csv": ("customer_id", "opened", "mail", "channel"),
    "calls.csv": ("customer_id", "started", "reason", "channel", "minutes"),
    "store.csv": ("customer_id", "visited", "activity", "channel", "city"),
}
_FILE_OF_CHANNEL = {
    "web": "web.csv",
    "app": "app.jsonl",
    "email": "mails.csv",
    "phone": "calls.csv",
    "store": "store.csv",
}
_REGIONS = ("North", "South", "East", "West")
_CITIES = {"North": "Nordhaven", "South": "Sudbrook", "East": "Eastmere", "West": "Westleigh"}


@dataclass
class _Walk:
    """One customer on the way: a clock, what happened and what is felt (0…1)."""

    customer: str
    rng: Random
    now: datetime
    profile: dict[str, str]
    events: list[tuple[datetime, str, str, str]] = field(default_factory=list)
    order: tuple[datetime, datetime, datetime] | None = None
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    mood: float = 0.62
    topics: list[str] = field(default_factory=list)

    def wait(self, *, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Let some time pass: exponential around the mean, at least a few seconds."""
        mean = timedelta(minutes=minutes, hours=hours, days=days).total_seconds()
        self.now += timedelta(seconds=5 + round(self.rng.expovariate(1 / mean)))

    def opening_hours(self) -> None:
        """Wait until someone is there: store and hotline are open from 9 to 19."""
        if self.now.hour >= 19:
            self.now += timedelta(hours=14)
        elif self.now.hour < 9:
            self.now += timedelta(hours=9)

    def touch(self, channel: str, touchpoint: str, detail: str = "") -> None:
        """Note one interaction at the present moment."""
        if channel in {"phone", "store"}:
            self.opening_hours()
        self.events.append((self.now, channel, touchpoint, detail))

    def chance(self, probability: float) -> bool:
        """Return whether something of this probability happens."""
        return self.rng.random() < probability

    def feel(self, change: float, topic: str) -> None:
        """Change the mood and remember why."""
        self.mood = min(1.0, max(0.0, self.mood + change))
        self.topics.append(topic)


def write(folder: Path | str, *, customers: int = CUSTOMERS, seed: int = 7) -> list[Path]:
    """Write the company's files into `folder` (made when missing) and return their paths."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    walks = [_live(f"C{number:05d}", seed) for number in range(1, customers + 1)]
    paths = [_write_events(folder, name, walks) for name in EVENT_FILES]
    return [*paths, *_write_orders_surveys_customers(folder, walks)]


def _live(customer: str, seed: int) -> _Walk:
    rng = Random(f"{seed}:{customer}")  # noqa: S311 - invented data, not a secret
    profile = {
        "segment": "Business" if rng.random() < 0.22 else "Private",
        "region": rng.choice(_REGIONS),
        "age_group": rng.choices(("18-29", "30-44", "45-59", "60+"), (30, 34, 22, 14))[0],
        "device": rng.choices(("mobile", "desktop", "tablet"), (55, 37, 8))[0],
        "platform": rng.choice(("iOS", "Android")),
    }
    start = FIRST_DAY + timedelta(days=rng.uniform(0, 165))
    start = start.replace(hour=rng.randrange(8, 22), minute=rng.randrange(60), second=0)
    walk = _Walk(customer, rng, start.replace(microsecond=0), profile)
    if _looks_around(walk) and _orders(walk):
        _receives(walk)
        _uses(walk)
        _stays_or_leaves(walk)
    return walk


def _web(walk: _Walk, page: str, *, minutes: float = 2) -> None:
    walk.wait(minutes=minutes)
    walk.touch("web", page, walk.profile["device"])


def _app(walk: _Walk, event: str) -> None:
    walk.touch("app", event, walk.profile["platform"])


def _looks_around(walk: _Walk) -> bool:
    """Awareness and consideration; returns whether the customer goes on to decide."""
    opening = walk.rng.choices(("Ad click", "Newsletter opened", "Search visit"), (46, 20, 34))[0]
    if opening == "Newsletter opened":
        walk.touch("email", opening)
    else:
        walk.touch("web", opening, walk.profile["device"])
    _web(walk, "Home page")
    goes_on = 0.7
    for _ in range(walk.rng.choices((1, 2, 3, 4), (40, 32, 18, 10))[0]):
        _web(walk, "Plan details")
        if walk.chance(0.55):
            _web(walk, "Compare plans")
        if walk.chance(0.4):
            _web(walk, "Coverage check")
        if walk.chance(0.17):
            return False
        walk.wait(days=1.8)
    if walk.chance(0.16):
        walk.wait(hours=20)
        walk.touch("phone", "Sales call", str(walk.rng.randrange(3, 18)))
    if walk.chance(0.24):
        walk.wait(days=1.2)
        walk.touch("store", "Advice in store", _CITIES[walk.profile["region"]])
        walk.feel(0.16, "store")
        goes_on += TRUTH["advice in the store adds to the chance of going on"]
        _service_answer(walk, "Advice in store", 0.45)
    return walk.chance(goes_on)


def _orders(walk: _Walk) -> bool:
    """Decision: cart, checkout and the identity check that fails for some by chance."""
    _web(walk, "Cart", minutes=30)
    if walk.chance(0.12):
        walk.wait(days=2)
        walk.touch("email", "Cart reminder opened")
        if walk.chance(0.6):
            return False
        _web(walk, "Cart", minutes=20)
    _web(walk, "Checkout")
    _web(walk, "Identity check", minutes=3)
    buys = TRUTH["buys after a clean identity check"]
    if walk.chance(TRUTH["identity check fails by chance"]):
        buys = TRUTH["buys after a failed identity check"]
        walk.feel(-0.34, "identity")
        for _ in range(walk.rng.choice((1, 1, 2, 3))):
            _web(walk, "Identity check", minutes=6)
        if walk.chance(0.35):
            walk.wait(hours=3)
            walk.touch("phone", "Support call", str(walk.rng.randrange(6, 40)))
            _service_answer(walk, "Identity check", 0.6)
        else:
            _service_answer(walk, "Identity check", 0.4)
    else:
        _service_answer(walk, "Identity check", 0.2)
    return walk.chance(buys)


def _receives(walk: _Walk) -> None:
    """Purchase and delivery; late more often in the North."""
    walk.wait(minutes=4)
    paid = walk.now
    walk.now += timedelta(seconds=walk.rng.randrange(20, 240))
    walk.touch("email", "Order confirmation opened")
    promised = (paid + timedelta(days=3)).replace(hour=0, minute=0, second=0)
    key = "parcel late in the North" if walk.profile["region"] == "North" else ""
    late = walk.chance(TRUTH[key or "parcel late elsewhere"])
    days = walk.rng.uniform(1.2, 5.0) if late else -walk.rng.uniform(0.2, 1.6)
    delivered = max(promised + timedelta(days=1 + days), paid + timedelta(hours=20))
    delivered = delivered.replace(hour=walk.rng.randrange(9, 19), microsecond=0)
    walk.order = (paid, promised, delivered)
    if late and walk.chance(0.5):
        walk.now = promised + timedelta(days=1, hours=walk.rng.randrange(9, 16))
        _web(walk, "Track parcel")
    walk.now = max(walk.now, delivered)
    walk.feel(-0.38 if late else 0.1, "late" if late else "delivery")


def _uses(walk: _Walk) -> None:
    """Onboarding, use and support: some call again about the same question."""
    walk.wait(hours=9)
    _app(walk, "App installed")
    walk.wait(minutes=25)
    _app(walk, "SIM activated")
    walk.feel(0.05, "app")
    walk.wait(days=1)
    if walk.chance(0.6):
        _recommend_answer(walk)
    for _ in range(walk.rng.randrange(1, 5)):
        walk.wait(days=4)
        _app(walk, "Usage viewed")
    walk.wait(days=8)
    walk.touch("email", "Bill opened")
    if not walk.chance(0.34):
        return
    walk.feel(-0.08, "bill")
    _web(walk, "Help article", minutes=40)
    if walk.chance(0.55):
        walk.wait(hours=5)
        walk.touch("phone", "Support call", str(walk.rng.randrange(4, 30)))
        again = walk.chance(TRUTH["calls again about the same question"])
        if again:
            walk.wait(days=2)
            walk.touch("phone", "Support call", str(walk.rng.randrange(8, 45)))
        walk.feel(-0.3 if again else 0.18, "call")
        _service_answer(walk, "Support call", 0.5)


def _stays_or_leaves(walk: _Walk) -> None:
    """Retention and advocacy follow the mood."""
    walk.wait(days=12)
    walk.touch("email", "Renewal offer opened")
    walk.wait(days=3)
    if walk.mood < 0.4 and walk.chance(0.4):
        walk.touch("phone", "Plan cancelled", str(walk.rng.randrange(3, 12)))
    elif walk.chance(0.25 + 0.4 * walk.mood):
        _app(walk, "Plan renewed")
    if walk.mood > 0.7 and walk.chance(0.3):
        walk.wait(days=5)
        _app(walk, "Friend referred")


def _feeling(walk: _Walk, points: int) -> int:
    noisy = min(1.0, max(0.0, walk.mood + walk.rng.gauss(0.08, 0.16)))
    return round(noisy * points)


def _words(walk: _Walk, share: float, topics: list[str]) -> str:
    if not walk.chance(0.62):
        return ""
    mood = "bad" if share < 0.5 else "neutral" if share < 0.68 else "good"
    return comment(walk.rng, mood, topics)


def _recommend_answer(walk: _Walk) -> None:
    score = _feeling(walk, 10)
    walk.answers.append(
        (
            "survey_recommend.csv",
            {"time": walk.now, "nps": score, "text": _words(walk, score / 10, walk.topics[-3:])},
        )
    )


def _service_answer(walk: _Walk, about: str, share: float) -> None:
    if not walk.chance(share):
        return
    walk.wait(hours=2)
    score = 1 + _feeling(walk, 4)
    text = _words(walk, (score - 1) / 4, walk.topics[-1:])
    walk.answers.append(
        ("survey_service.csv", {"time": walk.now, "about": about, "csat": score, "text": text})
    )


def _write_events(folder: Path, name: str, walks: Sequence[_Walk]) -> Path:
    rows = sorted(
        (time, walk.customer, touchpoint, channel, detail)
        for walk in walks
        for time, channel, touchpoint, detail in walk.events
        if _FILE_OF_CHANNEL[channel] == name and time <= LAST_DAY
    )
    header = EVENT_FILES[name]
    lines = (
        (customer, _stamp(time), touchpoint, channel, detail)[: len(header)]
        for time, customer, touchpoint, channel, detail in rows
    )
    if name.endswith(".jsonl"):
        path = folder / name
        documents = (json.dumps(dict(zip(header, line, strict=True))) for line in lines)
        path.write_text("".join(f"{document}\n" for document in documents), encoding="utf-8")
        return path
    return _write_csv(folder / name, header, lines)


def _write_orders_surveys_customers(folder: Path, walks: Sequence[_Walk]) -> list[Path]:
    orders = sorted(
        ((walk.order, walk) for walk in walks if walk.order and walk.order[0] <= LAST_DAY),
        key=lambda found: (found[0][0], found[1].customer),
    )
    answers = sorted(
        (
            (answer["time"], walk.customer, name, answer)
            for walk in walks
            for name, answer in walk.answers
            if answer["time"] <= LAST_DAY
        ),
        key=lambda found: found[:3],
    )
    return [
        _write_csv(
            folder / "orders.csv",
            (
                "order_number",
                "customer_id",
                "order_paid_at",
                "parcel_promised_on",
                "parcel_delivered_at",
            ),
            (
                (
                    f"O{number:05d}",
                    walk.customer,
                    _stamp(order[0]),
                    f"{order[1]:%Y-%m-%d}",
                    _stamp(order[2]) if order[2] <= LAST_DAY else "",
                )
                for number, (order, walk) in enumerate(orders, 1)
            ),
        ),
        _write_csv(
            folder / "survey_recommend.csv",
            ("response_id", "customer_id", "answered_at", "nps", "comment"),
            (
                (f"N{number:05d}", customer, _stamp(time), answer["nps"], answer["text"])
                for number, (time, customer, name, answer) in enumerate(answers, 1)
                if name == "survey_recommend.csv"
            ),
        ),
        _write_csv(
            folder / "survey_service.csv",
            ("response_id", "customer_id", "answered_at", "touchpoint", "csat", "comment"),
            (
                (
                    f"S{number:05d}",
                    customer,
                    _stamp(time),
                    answer["about"],
                    answer["csat"],
                    answer["text"],
                )
                for number, (time, customer, name, answer) in enumerate(answers, 1)
                if name == "survey_service.csv"
            ),
        ),
        _write_csv(
            folder / "customers.csv",
            ("customer_id", "segment", "region", "age_group"),
            (
                (
                    walk.customer,
                    walk.profile["segment"],
                    walk.profile["region"],
                    walk.profile["age_group"],
                )
                for walk in walks
            ),
        ),
    ]


def _stamp(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}"


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
