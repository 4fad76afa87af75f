"""The words around a map: its headline, its sentence for those who hear it, names of fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from desirepath.maps.draw_numbers import value_text
from desirepath.maps.numbers import (
    amount,
    decimal,
    duration,
    emotion,
    exact,
    period,
    share,
)

LEGEND = (
    ("measured", "Measured"),
    ("inferred", "Inferred by model"),
    ("assumed", "Assumed"),
    ("few", "Few answers, n below 50"),
)
UNITS = {
    "case": "cases",
    "session": "sessions",
    "customer": "customers",
    "account": "accounts",
    "household": "households",
}

# what an evidence field says in a drawer: label, how it is written
FIELDS: dict[str, tuple[str, str]] = {
    "events": ("Contacts", "count"),
    "journeys": ("Journeys", "count"),
    "share_of_first": ("Share of the first stage", "share"),
    "share_of_previous": ("In the next stage, of this one", "share"),
    "median_seconds_wait": ("Median wait before", "seconds"),
    "exit_share": ("Journeys that end here", "share"),
    "repeat_share": ("Journeys with more than one", "share"),
    "valence": ("Emotion, −2 to +2", "valence"),
    "emotion": ("Emotion of all who came, −2 to +2", "valence"),
    "cost": ("Likely cost", "amount"),
    "bound": ("At most to win", "amount"),
    "severity": ("Severity", "amount"),
    "size": ("Size of the gap", "decimal"),
    "adjusted_size": ("The gap between alike journeys", "decimal"),
    "affected": ("Journeys with it", "count"),
    "others": ("Journeys without", "count"),
    "affected_rate": ("Reach the goal, with it", "share"),
    "others_rate": ("Reach the goal, without", "share"),
    "share_of_cost": ("Share of all pain cost", "share"),
    "score_affected": ("Mean rating, with it", "decimal"),
    "score_others": ("Mean rating, without", "decimal"),
    "n": ("Answers", "count"),
    "precede": ("Answers given before this step", "count"),
    "value": ("Value", "decimal"),
    "usual": ("Usual", "decimal"),
    "ratio": ("Times the usual", "decimal"),
    "valence_affected": ("Emotion, with it", "valence"),
    "valence_others": ("Emotion, without", "valence"),
    "lift": ("Lift in emotion", "valence"),
    "channel": ("Channel used most", "text"),
    "channels": ("Channels, the busiest first", "text"),
    "text": ("Word for word", "text"),
    "median_seconds": ("Median time", "seconds"),
}

FORMULA = (
    "Cost of a pain = journeys with it × their gap to the others (pain_cost/1), 95 % interval."
)
FORMULAS = {
    "cost": "cost = affected × size (pain_cost/1). Size: goal rate of the others less that of the "
    "affected, or half the shortfall of valence; 0 where its 95 % interval holds 0.",
    "valence": "valence = mean of the answers of this step; a rating is "
    "2·(s − min)/(max − min) − 1, rating and text together count 2 : 1. Shown times two.",
    "emotion": "emotion of all who came here (emotion/1): what the answers say, corrected for who "
    "did not answer by what their journeys have in common; places with few answers lean on "
    "journeys like theirs. Shown times two.",
    "bound": "journeys that left here × goal rate of those that went on: the most that keeping "
    "them can bring. It is no cost, because who left would not all have reached the goal.",
    "severity": "affected × how low they answered; the effect on their journeys is not known",
    "share_of_cost": "cost of this pain / cost of all proven pains",
    "usual": "as in the eight weeks on both sides of the span",
    "share_of_first": "journeys of this stage / journeys of the first stage",
    "share_of_previous": "journeys of the next stage / journeys of this stage",
    "exit_share": "journeys whose last touchpoint is this one / journeys that touch it",
    "repeat_share": "journeys that touch it more than once / journeys that touch it",
    "median_seconds_wait": "median over journeys of the time since the event before their first "
    "event in this step",
    "lift": "mean valence with the trait less mean valence without it. Shown times two.",
    "journeys": "journeys with at least one event here",
    "events": "events at this touchpoint",
}


def headline(document: Mapping[str, Any]) -> str:
    """Return what is counted, over which time, from where: one line below the title."""
    parts = [
        f"{item['label']} {value_text(item, item['value'])}"
        if item["label"] != "Journeys"
        else f"{exact(item['value'])} {units(document)}"
        for item in document.get("overall") or ()
    ]
    span = document["period"]
    if span.get("from") or span.get("to"):
        parts.append(period(span.get("from"), span.get("to")))
    goal = document["journey"].get("goal")
    if goal:
        parts.append(f"goal: {goal}")
    file = document.get("file")
    if file:
        parts.append(f"read from {file['name']}, nothing recomputed here")
    return " · ".join(parts)


def units(document: Mapping[str, Any]) -> str:
    """Return the word for what the journeys of a map are: customers, cases, accounts …"""
    journey = document["journey"]
    whose = journey.get("subject") if journey["unit"] == "customer" else None
    return UNITS.get(whose or journey["unit"], "journeys")


def identity(document: Mapping[str, Any]) -> str:
    """Return the short id of a map: the same for the same data and settings, whenever made."""
    kept = {key: value for key, value in document.items() if key not in {"created", "images"}}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:8]


def persona_name(document: Mapping[str, Any]) -> str:
    """Return whose map it is: the persona, or everybody."""
    persona = document.get("persona")
    if not persona:
        return "All " + units(document)
    return persona if isinstance(persona, str) else str(persona.get("name", ""))


def known(document: Mapping[str, Any]) -> str:
    """Return `84 % measured, 73 of 87 cells`."""
    cells = document.get("cells") or {}
    if not cells.get("total"):
        return "nothing measured yet"
    measured = share(document["coverage"]["measured"])
    said = f"{measured} measured, {cells['measured']} of {cells['total']} cells"
    return f"{said}, {debt(document)}" if debt(document) else said


def debt(document: Mapping[str, Any]) -> str:
    """Return `assumption debt 12 %`: the share of cells that nothing backs; "" without any."""
    assumed = (document.get("cells") or {}).get("assumed")
    return f"assumption debt {share(document['coverage']['assumed'])}" if assumed else ""


def formula(document: Mapping[str, Any]) -> str:
    """Return how the cost of a pain is computed, where the map shows one."""
    pains = (lane["cells"] for lane in document["lanes"] if lane["id"] == "pains")
    costs = any(cell["content"].get("cost") is not None for cells in pains for cell in cells)
    return FORMULA if costs else ""


def spoken_map(document: Mapping[str, Any]) -> str:
    """Return the map as a few sentences."""
    stages = ", ".join(stage["name"] for stage in document["stages"]) or "none yet"
    sentences = [f"A customer journey map. Stages: {stages}."]
    line = headline(document)
    if line:
        sentences.append(f"{line}.")
    pains = [
        cell
        for lane in document["lanes"]
        if lane["id"] == "pains"
        for cell in lane["cells"]
        if cell["content"].get("cost")
    ]
    if pains:
        worst = min(pains, key=lambda cell: cell["content"].get("rank") or 99)
        sentences.append(
            f"The costliest pain: {worst['content']['title']}, "
            f"{amount(worst['content']['cost'])} journeys."
        )
    if document.get("label"):
        sentences.append(f"{document['label']}.")
    return " ".join(sentences)


def _exactly(value: float | None) -> str:
    return decimal(value, 3)


def written_as(kind: str, value: Any) -> str:
    """Return an evidence value in the way its field is written."""
    if value is None or isinstance(value, (str, bool)):
        return "unknown" if value is None else str(value)
    writers = {
        "share": share,
        "seconds": duration,
        "valence": emotion,
        "count": exact,
        "amount": amount,
        "decimal": _exactly,
    }
    return writers.get(kind, decimal)(value)
