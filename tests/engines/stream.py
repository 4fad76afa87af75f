"""A small company with everything that makes engines differ, as files to import.

Ties, missing values, letters of many scripts, sessions, cases, events that come late, answers on
two scales and in words; seeded, so equal every time.
"""

import csv
import random

NAMES = [
    "Anzeige", "Catalog", "Cart", "Checkout", "Order paid", "Lieferung bestätigt", "Support call",
    "客服", "émoji 🛒", "Return", "zz last",
]  # fmt: skip
CHANNELS = ["web", "app", "phone", "store", "", "email"]
COMMENTS = [
    "Wonderful service, I am very happy", "Terrible, nobody answered my call", "",
    "It was fine", "Sehr schlechte Erfahrung, nie wieder", "¡Excelente!", "lovely and quick",
    "They took 20 € from me twice, write to me at me@example.org",
]  # fmt: skip
START = 1_700_000_000
EVENTS = ["user_id", "event", "timestamp", "channel", "order_id", "visit", "plan", "country"]
ASKED = ["expectation (1-5)", "experience (1-5)"]
ANSWERS = ["user_id", "answered", "touchpoint", "nps", "comment", "plan", *ASKED]


def write(folder, *, customers=90, seed=11):
    """Write `events.csv`, `late.csv` and `answers.csv`; return them in the order of import."""
    chance = random.Random(seed)
    events, late, answers = [], [], []
    for number in range(customers):
        who = f"c{number:03d}" if number % 7 else f"ünï-{number}"
        at = START + chance.randrange(0, 60 * 86_400, 60)
        plan = chance.choice(["gold", "basic", "", "sílver"])
        case = 0
        for place in range(chance.randrange(1, 18)):
            if place:
                at += chance.choice([0, 0, 30, 60, 600, 1800, 1801, 86_400, 5 * 86_400])
            if chance.random() < 0.2:
                case += 1
            row = {
                "user_id": who,
                "event": NAMES[min(int(chance.random() ** 2 * (place + 3)), len(NAMES) - 1)],
                "timestamp": at,
                "channel": chance.choice(CHANNELS),
                "order_id": "" if chance.random() < 0.1 else f"o{number}-{case}",
                "visit": f"v{place // 4}" if chance.random() < 0.9 else "",
                "plan": plan if chance.random() < 0.6 else "",
                "country": chance.choice(["NL", "DE", "ĆZ", ""]),
            }
            (late if chance.random() < 0.06 else events).append(row)
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            about = chance.choice(["", "", "Cart", "Support call", "Hotel", "Hotel"])
            scores = ["9", "10"] if about == "Hotel" else ["", *map(str, range(11)), "99"]
            answers.append(
                {
                    "user_id": who if chance.random() < 0.93 else "nobody",
                    "answered": at + chance.choice([-4000, 0, 90, 3600, 3 * 86_400]),
                    "touchpoint": about,
                    "nps": chance.choice(scores),
                    "comment": chance.choice(COMMENTS),
                    "plan": plan,
                    **{name: chance.choice(["", *"12345"]) for name in ASKED},
                }
            )
    for number in range(60):  # one day on which many call
        call = {"user_id": f"c{number % customers:03d}", "event": "Support call", "plan": ""}
        call |= {"timestamp": START + 50 * 86_400 + 60 * number, "channel": "phone"}
        events.append(call | {"order_id": f"o{number}-0", "visit": "", "country": ""})
    chance.shuffle(events)
    return [
        _file(folder / "events.csv", EVENTS, events, "timestamp"),
        _file(folder / "late.csv", EVENTS, late, "timestamp"),
        _file(folder / "answers.csv", ANSWERS, answers, "answered"),
    ]


def _file(path, columns, rows, time):
    from datetime import UTC, datetime

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in rows:
            moment = datetime.fromtimestamp(row[time], UTC).strftime("%Y-%m-%d %H:%M:%S")
            writer.writerow(row | {time: moment})
    return path
