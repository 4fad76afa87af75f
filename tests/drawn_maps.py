"""Maps that are hard to draw: long names, no answers, only answers, one step, assumptions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import drawn
from desirepath.maps import build
from desirepath.maps.frame import claims

NAMES = (
    "Confirmation of receipt",
    "Register_SMS-request",
    "T06 Determine necessity of stop advice",
    "CheckoutStarted",
    "app.loan-offer.viewed",
    "Donaudampfschifffahrtsgesellschaftskapitän benachrichtigt",
    "https://shop.example/en/cart/checkout?x=1",
    "注文の確認メール",
)
STAGES = ("Awareness", "Consideration", "Decision", "Purchase", "Onboarding", "Use", "Support")
CHANNELS = ("web", "app", "email", "phone", "chat", None, "fax machine", "portal", "letter")
HOSTILE = "</script><img src=x onerror=alert(1)> & “so” it \u2028goes on and on, " + "blah " * 40
SIGNALS = ("drop-off", "slow", "repeat", "channel-switch", "low-emotion", "low-score", "late")
WRITTEN = {
    "label": "Synthetic example data",
    "persona": {"name": "Maya, the switcher", "share": 0.38},
    "cells": [
        {
            "lane": "needs",
            "stage": "consideration",
            "step": "compares-plans",
            "content": {"title": "One page with all prices"},
        },
        {
            "lane": "owner",
            "stage": "purchase",
            "step": None,
            "content": {"title": "Priya Shah, Checkout"},
            "class": "measured",
        },
        {
            "lane": "pains",
            "stage": "consideration",
            "step": "checks-coverage",
            "content": {"title": "Coverage map is slow outdoors"},
        },
        {
            "lane": "emotion",
            "stage": "consideration",
            "step": "checks-coverage",
            "content": {"valence": 0.05},
        },
    ],
}


def phone_plan(**options: Any) -> dict[str, Any]:
    """Return the map of the invented phone company."""
    given = {"title": "Buying a phone with a plan", **options}
    return build(drawn.asker(), drawn.tables(), **given)


def evidence(document: Mapping[str, Any]) -> Iterator[Any]:
    """Yield every claim of a map's document."""
    for stage in document["stages"]:
        yield from stage["evidence"]
        for step in stage["steps"]:
            yield from step["evidence"]
            for point in step["touchpoints"]:
                yield from point["evidence"]
    for lane in document["lanes"]:
        for cell in lane["cells"]:
            yield from claims(cell["evidence"])
    for entry in document["overall"]:
        yield entry["evidence"]


def long_map(steps: int = 16, touchpoints: int = 200) -> dict[str, Any]:
    """Return a map of many steps and touchpoints with awkward names and counts."""
    made: list[Any] = []
    total = 0
    for number in range(steps):
        share = touchpoints // steps + (number < touchpoints % steps)
        points = []
        for _ in range(share):
            events = (total * 7919) % 1_234_567 + 1
            name = f"{NAMES[total % len(NAMES)]} {total}"
            points.append((name, CHANNELS[total % len(CHANNELS)], events, events // 2 + 1))
            total += 1
        felt = (
            None if number in {3, 9} else (((number * 37) % 21 - 10) / 10.5, 0.1, 12 + number * 999)
        )
        stage = STAGES[number * len(STAGES) // steps]
        name = f"{NAMES[number % len(NAMES)]} and then {number}"
        made.append((stage, name, 1_234_567 // (number + 1), 10.0**number % 9e6, points, felt))
    pains = [
        (
            made[number][1],
            made[number][4][extra][0],
            SIGNALS[(number + extra) % len(SIGNALS)],
            1000 + number,
            5000,
            0.4,
            0.6,
            120_000 - 999 * number - extra,
            90_000,
            140_000,
            "goal" if number % 3 else "valence",
        )
        for number in range(steps)
        for extra in range(5 if number == 5 else 1)
    ]
    gains = [(made[n][1], made[n][4][0][0], "high-score", 0.4, 30) for n in range(0, steps, 3)]
    quotes = {step[4][0][0]: (HOSTILE, "de", -0.2) for step in made}
    ask = drawn.asker(made, pains=pains, gains=gains, quotes=quotes)
    return build(ask, drawn.tables(made, goal=made[0][4][0][0]))


def short_map(count: int) -> dict[str, Any]:
    """Return a map of one or two steps."""
    steps = [drawn.STEPS[4], drawn.STEPS[6]][:count]
    gains = drawn.GAINS[2:3] if count == 2 else []
    said = {name: drawn.QUOTES[name] for name in ("ID photo", "Delivery")[:count]}
    ask = drawn.asker(steps, pains=drawn.PAINS[:1], gains=gains, quotes=said)
    return build(ask, drawn.tables(steps, goal=None))


def unanswered_map() -> dict[str, Any]:
    """Return a map without any answers."""
    steps = [(*step[:5], None) for step in drawn.STEPS]
    ask = drawn.asker(steps, pains=drawn.PAINS[:2], gains=[], quotes={}, ratings=[])
    return build(ask, drawn.tables(steps))


def ratings_map() -> dict[str, Any]:
    """Return a map of answers only: no events at all."""
    places = (
        ("Awareness", "Arriving", ("Signage", "Parking"), 0.4),
        ("Use", "In the terminal", ("Art", "Restaurants", "Shops", "Wifi", "Cleanliness"), -0.1),
        ("Retention", "Leaving", ("Rental car", "Air train"), 0.2),
    )
    steps = [
        (stage, step, 0, None, [(name, None, 0, 0) for name in names], (felt, 0.02, 2700))
        for stage, step, names, felt in places
    ]
    ratings = [
        {
            "metric": "nps",
            "touchpoint": None,
            "n": 2746,
            "value": 39.84,
            "low": 37.5,
            "high": 42.2,
            "formula": "nps/1",
            "question": "NPS",
        }
    ]
    ratings.extend(
        {
            "metric": "mean",
            "touchpoint": name,
            "n": 2700,
            "value": 3.1 + place / 10,
            "low": 3.0 + place / 10,
            "high": 3.2 + place / 10,
            "formula": "mean/1",
            "question": name,
        }
        for place, name in enumerate(name for _, _, names, _ in places for name in names)
    )
    answers = drawn.asker(steps, pains=[], gains=[], quotes={}, ratings=ratings)

    def ask(name: str, options: dict[str, Any]) -> Any:
        result = answers(name, options)
        if name == "durations":
            return dataclasses.replace(result, rows=())
        if name in {"funnel", "steps"}:
            none = {"journeys": 0, "share_of_first": None, "share_of_previous": None}
            rows = tuple({**row, **none} for row in result.rows)
            return dataclasses.replace(result, rows=rows)
        return result

    tables = drawn.tables(steps, goal=None)
    tables.newest, tables.period = None, (None, None)
    return build(ask, tables)


def empty_map() -> dict[str, Any]:
    """Return the map of an empty workspace."""
    tables = drawn.tables([], goal=None)
    tables.newest, tables.period, tables.sources = None, (None, None), ()
    return build(drawn.asker([], pains=[], gains=[], quotes={}, ratings=[]), tables)


def asking_map() -> dict[str, Any]:
    """Return the map of a company whose texts ask for something at two steps."""
    themes = [
        {
            "id": f"en-{word}-bill",
            "theme": f"{word}, bill",
            "stage": stage,
            "step": step,
            "n": 40 + asked,
            "needs": asked,
            "need": HOSTILE,
            "set_by": "you" if word == "dark" else "found",
            "liked": 3,
            "disliked": 20 + asked,
            "trend": "growing" if word == "longer" else "steady",
            "recent_share": 0.12,
            "earlier_share": 0.05,
            "worse": word == "dark",
            "quotes": ["The page says nothing of the price."],
        }
        for word, stage, step, asked in (
            ("explain", "consideration", "compares-plans", 9),
            ("dark", "consideration", "compares-plans", 4),
            ("rare", "consideration", "compares-plans", 2),
            ("longer", "consideration", "checks-coverage", 3),
        )
    ]
    tables = drawn.tables()
    tables.themes = ("found",)
    return build(drawn.asker(themes=themes), tables)


def everything() -> dict[str, dict[str, Any]]:
    """Return all of them by name."""
    return {
        "plan": phone_plan(),
        "written": phone_plan(written=WRITTEN),
        "asking": asking_map(),
        "long": long_map(),
        "one": short_map(1),
        "two": short_map(2),
        "unanswered": unanswered_map(),
        "ratings": ratings_map(),
        "empty": empty_map(),
    }
