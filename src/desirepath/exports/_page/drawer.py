"""What the evidence drawer says about every place of the map that opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.exports._page.words import FIELDS, FORMULAS, debt, units, written_as
from desirepath.maps.draw_badges import FEW
from desirepath.maps.draw_cards import class_of
from desirepath.maps.draw_numbers import value_text
from desirepath.maps.frame import claims
from desirepath.maps.images import told as pictured
from desirepath.maps.lane_words import singular
from desirepath.maps.numbers import amount, decimal, emotion, exact, share

Item = dict[str, Any]


def items(document: Mapping[str, Any]) -> dict[str, Item | str]:
    """Return what a drawer shows, by the path of the thing in the document.

    A text in place of an item, or of its bars, is the path where they stand.
    """
    found: dict[str, Item | str] = {}
    for number, entry in enumerate(document.get("overall") or ()):
        whole = _item("Whole map", entry["label"], "", entry["evidence"])
        whole["numbers"][0][:3] = [
            entry["label"],
            value_text(entry, entry["value"]),
            _between(entry),
        ]
        found[f"overall.{number}"] = whole
    names = {}
    touchpoints: dict[str, str] = {}
    for number, stage in enumerate(document["stages"]):
        unit = units(document)
        path = f"stages.{number}"
        found[path] = _item("Stage", stage["name"], f"{unit} that reach it", stage["evidence"])
        for step_no, step in enumerate(stage["steps"]):
            names[stage["id"], step["id"]] = (stage["name"], step["name"])
            where = f"{path}.steps.{step_no}"
            column = _item("Step", step["name"], stage["name"], step["evidence"])
            column |= {"at": [stage["id"], step["id"]], "bars": _bars(step["touchpoints"])}
            found[where] = column
            for point_no, point in enumerate(step["touchpoints"]):
                made = _item(
                    "Touchpoint",
                    point["name"],
                    f"{stage['name']}, {step['name']}",
                    point["evidence"],
                )
                # the bars are those of the step, said once
                made |= {"at": [stage["id"], step["id"]], "bars": where}
                here = f"{where}.touchpoints.{point_no}"
                found[here] = made
                touchpoints[point["name"]] = here
    for number, lane in enumerate(document["lanes"]):
        _lane(found, (touchpoints, names), lane, f"lanes.{number}", document)
    return found


def _lane(
    found: dict[str, Item | str],
    known: tuple[Mapping[str, str], Mapping[tuple[str, str], tuple[str, str]]],
    lane: Mapping[str, Any],
    path: str,
    document: Mapping[str, Any],
) -> None:
    touchpoints, names = known
    ranked = [cell for cell in lane["cells"] if cell["content"].get("rank")]
    for number, cell in enumerate(lane["cells"]):
        content = cell["content"]
        at = (cell["stage"], cell["step"])
        where = ", ".join(names.get(at, (cell["stage"], cell["step"] or "whole stage")))
        word = singular(str(lane["title"]))
        if content.get("rank"):
            word = f"{word} {content['rank']} of {len(ranked)}"
        title = str(
            content.get("title") or content.get("text") or pictured(content) or lane["title"]
        )
        here = f"{path}.cells.{number}"
        made = _item(word, title, where, cell["evidence"])
        made["class"] = class_of(cell)
        made["at"] = list(at)
        entries = content.get("items") or []
        if content.get("tone") == "pain":
            _pain(made, content, document)
        elif content.get("tone") == "incident":
            _incident(made, content, claims(cell["evidence"]))
        elif lane["picture"] == "numbers":
            for row, entry in zip(made["numbers"], entries, strict=False):
                row[0], row[1] = _metric_label(entry), value_text(entry, entry.get("value"))
                row[2] = _between(entry)
            made["title"] = f"Metrics of {names.get(at, ('', 'this step'))[1]}"
        elif lane["picture"] == "curve":
            made["title"] = f"How it feels: {emotion(content.get('valence'))}"
            if content.get("few"):
                made["note"] = f"Few answers (n below {FEW}): not certain yet."
        elif lane["picture"] == "quotes":
            made["title"] = "In their own words"
            made["numbers"] = []
            made["of"] = content.get("of")
        elif lane["picture"] == "bars":
            made["title"] = f"All touchpoints of {names.get(at, ('', 'this step'))[1]}"
            made["numbers"] = []
            made["bars"] = _entry_bars(entries)
            for item_no, entry in enumerate(entries):
                # a map of answers only counts no events: the emotion is the evidence
                if "events" in entry and entry["name"] in touchpoints:
                    found[f"{here}#{item_no}"] = touchpoints[entry["name"]]
                    continue
                # what people told has one claim for all, or less
                place = min(item_no, len(claims(cell["evidence"])) - 1)
                proof = claims(cell["evidence"])[place : place + 1] if place >= 0 else []
                own = _item("Touchpoint", entry["name"], where, list(proof))
                own |= {"at": list(at), "from": f"{here}.evidence.{place}", "bars": here}
                found[f"{here}#{item_no}"] = own
        elif lane["picture"] == "chips":
            made["title"] = ", ".join(str(entry["name"]) for entry in entries) or title
        if content.get("tone") == "opportunity":
            made["note"] = "Impact is the cost of the pain it answers; effort is yours to judge."
        found[here] = made


def _item(kicker: str, title: str, where: str, evidence: Any) -> Item:
    rows = [_number(claim) for claim in claims(evidence)]
    first = next(iter(claims(evidence)), {})
    field = str(first.get("field") or "")
    made: Item = {
        "kicker": kicker,
        "title": title,
        "where": where,
        "class": first.get("class", "assumed"),
        "numbers": rows,
    }
    if field in FORMULAS and first.get("analysis"):
        made["formula"] = FORMULAS[field]
    return made


def _number(claim: Mapping[str, Any]) -> list[Any]:
    """Return label, value, interval and n as they read, then low, value and high to draw."""
    field = str(claim.get("field") or "Claim")
    label, kind = FIELDS.get(field, (field, "decimal"))
    low, high, value = claim.get("low"), claim.get("high"), claim.get("value")
    between = ""
    if low is not None and high is not None:
        between = f"{written_as(kind, low)} to {written_as(kind, high)}"
    n = exact(claim["n"]) if claim.get("n") is not None else ""
    text = "nobody measured this" if value is None else written_as(kind, value)
    if kind == "text" and claim.get("field") == "text":
        text = ""
    raw = value if isinstance(value, (int, float)) else None
    return [label, text, between, n, low, raw, high]


def _metric_label(entry: Mapping[str, Any]) -> str:
    label = str(entry["label"])
    return f"{label}, {entry['touchpoint']}" if entry.get("touchpoint") else label


def _between(entry: Mapping[str, Any]) -> str:
    low, high = entry.get("low"), entry.get("high")
    if low is None or high is None:
        return ""
    return f"{value_text(entry, low)} to {value_text(entry, high)}"


def _scored(content: Mapping[str, Any], field: str) -> str:
    return "" if content.get(field) is None else f"n {exact(content[field])}"


def _incident(made: Item, content: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> None:
    """Say when it was, and write its shares as shares."""
    made["kicker"] = "Unusual days"
    kind = "count" if content["metric"] == "events" else "share"
    for row, claim in zip(made["numbers"], found, strict=True):
        if claim["field"] == "ratio":
            row[1] = f"{amount(claim['value'])} ×"
            continue
        row[1] = written_as(kind, claim["value"])
        if claim.get("low") is not None:
            row[2] = f"{written_as(kind, claim['low'])} to {written_as(kind, claim['high'])}"
    made["note"] = (
        "The days differ from the eight weeks before and from those after, beyond chance. "
        "What made it happen the data do not say."
    )


def _known_as(content: Mapping[str, Any], adjusted: Sequence[Any] | None) -> str:
    """Say how far the difference is from a cause."""
    if adjusted is None:
        return "This is a difference between two groups, not yet a cause."
    size, low, high = (decimal(adjusted[no] * 100, 1) for no in (5, 4, 6))
    return (
        f"Associated, not proven to be the cause. Between alike journeys the gap is {size} points "
        f"({low} to {high}); alike in: {content.get('adjusted_for')}."
    )


def _pain(made: Item, content: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    proofs = {row[0]: row for row in made["numbers"]}
    size = next((r for r in made["numbers"] if r[0] == FIELDS["size"][0]), None)
    lost = content.get("unit") == "lost"
    goal = document["journey"].get("goal")
    if content.get("basis") == "severity":
        made["unit"] = "no cost: the effect is not measured"
        made["note"] = (
            "Nothing else is known of these journeys than their low answers, "
            "so what the pain did to them cannot be told."
        )
    elif content.get("basis") == "bound":
        made["unit"] = f"more at the goal “{goal}”, if all who left had gone on"
    elif content.get("basis") == "explained":
        made["unit"] = "no cost: alike journeys fare the same with and without it"
        made["note"] = (
            "The journeys with it do worse, but they also differ in what was known before. "
            "Between alike ones nothing certain is left of the gap."
        )
    elif lost and goal:
        made["unit"] = f"journeys lost to the goal “{goal}”"
    else:
        made["unit"] = "journeys spoiled: as many as would fall from the best to the worst mood"
    if size is not None and content.get("affected") is not None and content.get("cost"):
        gap = size[5]
        raw = decimal(gap, 3) if gap is not None else size[1]
        shown = f"{decimal(gap * 100, 1)} points" if lost and gap is not None else raw
        made["equation"] = [
            [exact(content["affected"]), "journeys with it"],
            "×",
            [shown, "short of the goal rate" if lost else "half the drop in valence"],
            "=",
            [
                amount(content.get("cost")),
                f"{content.get('unit')} journeys",
            ],
        ]
        if size[4] is not None and size[6] is not None:
            made["doubt"] = [
                _known_as(content, proofs.get(FIELDS["adjusted_size"][0])),
                (
                    f"The gap is {decimal(size[4] * 100, 1)} to {decimal(size[6] * 100, 1)} points "
                    "at 95 %; were 0 inside, the cost would be 0."
                ),
            ]
    rates = [proofs.get(FIELDS[name][0]) for name in ("affected_rate", "others_rate")]
    if all(rates):
        bad, good = (proofs[FIELDS[name][0]] for name in ("affected_rate", "others_rate"))
        made["compare"] = [
            ["with it", bad[1], bad[5], "e1", f"n {bad[3]}"],
            ["without", good[1], good[5], "bar", f"n {good[3]}"],
        ]
        made["compare title"] = "Reach the goal"
    elif content.get("score_affected") is not None and content.get("score_others"):
        bad_score, good_score = content["score_affected"], content["score_others"]
        top = max(bad_score, good_score)
        made["compare"] = [
            [
                "with it",
                decimal(bad_score),
                bad_score / top if top else 0,
                "e1",
                _scored(content, "scored_affected"),
            ],
            [
                "without",
                decimal(good_score),
                good_score / top if top else 0,
                "bar",
                _scored(content, "scored_others"),
            ],
        ]
        made["compare title"] = "Mean rating"
    if content.get("trait"):
        made["trait"] = str(content["trait"])


def _bars(points: Any) -> list[list[Any]]:
    largest = max((point["events"] or 0 for point in points), default=0)
    if not largest:
        return []
    return [
        [
            point["name"],
            exact(point["events"]),
            (point["events"] or 0) / largest,
            "bar",
            f"{exact(point['journeys'])} journeys",
        ]
        for point in points
    ]


def _entry_bars(entries: Any) -> list[list[Any]]:
    if entries and all("events" in entry for entry in entries):
        return _bars(entries)
    return [
        [
            entry["name"],
            emotion(entry.get("valence")),
            ((entry.get("valence") or 0) + 1) / 2,
            "bar",
            f"n {exact(entry.get('n'))}",
        ]
        for entry in entries
        if entry.get("valence") is not None
    ]


def coverage_words(document: Mapping[str, Any]) -> tuple[str, str]:
    """Return `84 % measured` and `73 of 87 cells`, with the assumption debt where there is one."""
    cells = document.get("cells") or {}
    if not cells.get("total"):
        return "nothing measured yet", ""
    counted = f"{cells['measured']} of {cells['total']} cells"
    owed = debt(document)
    return (
        f"{share(document['coverage']['measured'])} measured",
        f"{counted}, {owed}" if owed else counted,
    )
