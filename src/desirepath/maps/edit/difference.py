"""What is different between two maps: what was added, changed, moved, removed, and which measured
numbers moved.

Things are the same when they have the same id, so a renamed card is a change and not a removal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from desirepath.maps.edit.working import Thing, identified, title_of
from desirepath.model.evidence import ASSUMED

Row = dict[str, Any]
Named = tuple[str, str, str]
"""A name, where the thing stands in words, and the id of that place."""
WHOLE = ("title", "state", "persona", "goals")
WORDS = ("title", "text", "expected", "delivered", "impact", "effort", "links", "reason", "image")


def difference(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Row]:
    """Return one row per thing that differs, in the order of the map.

    A row is `{"what": map|stage|step|lane|card|number, "change": added|removed|moved|changed,
    "id", "title", "field", "where", "from", "to"}`. A number is the same when its claim names the
    same analysis, options, row and field.
    """
    before, after = identified(older), identified(newer)
    return [
        *_whole(before, after),
        *_ordered("stage", _stages(before), _stages(after)),
        *_ordered("step", _steps(before), _steps(after)),
        *_ordered("lane", _lanes(before), _lanes(after)),
        *_cards(before, after),
        *_numbers(before, after),
    ]


def side_by_side(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Row]:
    """Return the columns of two maps next to each other: `{"left": column, "right": column}`.

    Columns with the same stage and step name stand together; one that the other map lacks stands
    alone (None). A column is `{"stage", "step", "cells": {lane title: [what its cards say]}}`.
    """
    left, right = _columns(identified(one)), _columns(identified(other))
    names = [
        [(c["stage"].casefold(), c["step"].casefold()) for c in side] for side in (left, right)
    ]
    rows: list[Row] = []
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    for kind, from_, to, start, end in matcher.get_opcodes():
        if kind == "equal":
            rows += [
                {"left": a, "right": b}
                for a, b in zip(left[from_:to], right[start:end], strict=True)
            ]
            continue
        rows += [{"left": column, "right": None} for column in left[from_:to]]
        rows += [{"left": None, "right": column} for column in right[start:end]]
    return rows


def _row(what: str, change: str, id_: str, title: str, **more: Any) -> Row:
    empty = {"field": None, "where": None, "from": None, "to": None}
    return {"what": what, "change": change, "id": id_, "title": title, **empty, **more}


def _whole(before: Thing, after: Thing) -> Iterator[Row]:
    for field in WHOLE:
        old, new = before.get(field), after.get(field)
        if (old or None) != (new or None):
            change = {"field": field, "from": old, "to": new}
            yield _row("map", "changed", field, str(after["title"]), **change)


def _stages(document: Thing) -> dict[str, Named]:
    return {stage["id"]: (stage["name"], "", "") for stage in document["stages"]}


def _steps(document: Thing) -> dict[str, Named]:
    return {
        step["ref"]: (step["name"], stage["name"], stage["id"])
        for stage in document["stages"]
        for step in stage["steps"]
    }


def _lanes(document: Thing) -> dict[str, Named]:
    return {lane["id"]: (lane["title"], "", "") for lane in document["lanes"]}


def _ordered(what: str, before: Mapping[str, Named], after: Mapping[str, Named]) -> Iterator[Row]:
    """Yield what happened to named things in an order; see Named."""
    kept_before = [id_ for id_ in before if id_ in after]
    kept_after = [id_ for id_ in after if id_ in before]
    moved = set(kept_after) - _longest(kept_before, kept_after)
    for id_, (name, where, place) in after.items():
        if id_ not in before:
            yield _row(what, "added", id_, name, where=where or None)
            continue
        old_name, old_where, old_place = before[id_]
        if name != old_name:
            yield _row(what, "changed", id_, name, field="name", **{"from": old_name, "to": name})
        if id_ in moved or place != old_place:
            places = {"from": old_where or None, "to": where or None}
            yield _row(what, "moved", id_, name, **places)
    for id_, (name, where, _) in before.items():
        if id_ not in after:
            yield _row(what, "removed", id_, name, where=where or None)


def _longest(one: Sequence[str], other: Sequence[str]) -> set[str]:
    """Return things that kept their order: the fewest others have moved."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {one[block.a + at] for block in blocks for at in range(block.size)}


def _places(document: Thing) -> dict[str, tuple[Thing, tuple[str, str], str]]:
    """Return every card by id: itself, where it stands by names that stay, and in words."""
    known: dict[tuple[str, str | None], tuple[str, str]] = {}
    for stage in document["stages"]:
        known[stage["id"], None] = (stage["id"], stage["name"])
        for step in stage["steps"]:
            known[stage["id"], step["id"]] = (step["ref"], f"{stage['name']}, {step['name']}")
    found = {}
    for lane in document["lanes"]:
        for cell in lane["cells"]:
            ref, words = known.get((cell["stage"], cell["step"]), ("", ""))
            found[cell["id"]] = (cell, (lane["id"], ref), f"{words}, {lane['title']}")
    return found


def _cards(before: Thing, after: Thing) -> Iterator[Row]:
    old, new = _places(before), _places(after)
    for id_, (cell, place, where) in new.items():
        if id_ not in old:
            yield _row("card", "added", id_, title_of(cell), where=where)
            continue
        old_cell, old_place, old_where = old[id_]
        if old_place != place:
            yield _row("card", "moved", id_, title_of(cell), **{"from": old_where, "to": where})
        for field in WORDS:
            was, is_ = _told(field, old_cell), _told(field, cell)
            if was != is_:
                change = {"field": field, "where": where, "from": was, "to": is_}
                yield _row("card", "changed", id_, title_of(cell), **change)
        known = (_class(old_cell), _class(cell))
        if known[0] != known[1]:
            change = {"field": "evidence", "where": where, "from": known[0], "to": known[1]}
            yield _row("card", "changed", id_, title_of(cell), **change)
    for id_, (cell, _, where) in old.items():
        if id_ not in new:
            yield _row("card", "removed", id_, title_of(cell), where=where)


def _told(field: str, cell: Thing) -> Any:
    """Return what a card says in a field; an image is told by its words and its content."""
    said = cell["content"].get(field)
    return f"{said['alt']} ({said['id'][:8]})" if field == "image" and said else said


def _class(cell: Thing) -> str:
    claims = _as_list(cell["evidence"])
    return str(claims[0].get("class", ASSUMED)) if claims else ASSUMED


def _claims(document: Thing) -> Iterator[tuple[str, Thing]]:
    """Yield every measured claim with the words of what it stands at."""
    for stage in document["stages"]:
        for claim in _as_list(stage["evidence"]):
            yield stage["name"], claim
        for step in stage["steps"]:
            for claim in _as_list(step["evidence"]):
                yield step["name"], claim
            for point in step["touchpoints"]:
                for claim in _as_list(point["evidence"]):
                    yield point["name"], claim
    for lane in document["lanes"]:
        for cell in lane["cells"]:
            for claim in _as_list(cell["evidence"]):
                yield f"{lane['title']}: {title_of(cell)}", claim


def _numbers(before: Thing, after: Thing) -> Iterator[Row]:
    old = {_key(claim): claim.get("value") for _, claim in _claims(before) if claim.get("analysis")}
    told: set[str] = set()
    for title, claim in _claims(after):
        key = _key(claim)
        if not claim.get("analysis") or key in told or key not in old:
            continue
        told.add(key)
        if old[key] != claim.get("value"):
            field = str(claim.get("field"))
            change = {"field": field, "from": old[key], "to": claim.get("value")}
            yield _row("number", "changed", key, title, **change)


def _key(claim: Thing) -> str:
    params = sorted((claim.get("params") or {}).items(), key=str)
    where = sorted((claim.get("where") or {}).items(), key=str)
    return f"{claim.get('analysis')} {params} {where} {claim.get('field')}"


def _as_list(evidence: Any) -> list[Thing]:
    if not evidence:
        return []
    return evidence if isinstance(evidence, list) else [evidence]


def _columns(document: Thing) -> list[Row]:
    found = []
    for stage in document["stages"]:
        for step in stage["steps"]:
            cells = {
                lane["title"]: [
                    {"title": title_of(cell), "class": _class(cell)}
                    for cell in lane["cells"]
                    if cell["stage"] == stage["id"] and cell["step"] in (step["id"], None)
                ]
                for lane in document["lanes"]
            }
            kept = {title: said for title, said in cells.items() if said}
            found.append({"stage": stage["name"], "step": step["name"], "cells": kept})
    return found
