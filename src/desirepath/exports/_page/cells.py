"""Cells in words for files of people: tables, documents, slides; safe to open in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from desirepath.exports._page.table import words
from desirepath.maps.draw_cards import class_of
from desirepath.maps.frame import claims

# what a spreadsheet takes for the begin of a formula, in both widths of East Asian fonts; spaces
# and apostrophes before it are skipped, so that taking one apostrophe off gives back the text
FORMULA = re.compile(r"[ ']*[=+\-@\t\r\n＝＋－＠]")
Step = tuple[Mapping[str, Any], Mapping[str, Any]]


def safe(value: str) -> str:
    """Return text that no spreadsheet computes: an apostrophe before what would be a formula.

    >>> safe("=1+1"), safe("Cart"), safe("  @SUM(A1)")
    ("'=1+1", 'Cart', "'  @SUM(A1)")
    """
    return f"'{value}" if FORMULA.match(value) else value


def steps(document: Mapping[str, Any]) -> list[Step]:
    """Return all steps with their stages, in the order of the map."""
    return [(stage, step) for stage in document["stages"] for step in stage["steps"]]


def lines(lane: Mapping[str, Any], cell: Mapping[str, Any]) -> list[str]:
    """Return what a cell says, line by line, without its class of evidence."""
    class_ = class_of(cell)
    said = [line.removesuffix(f", {class_}") for line in words(lane, cell) if line != class_]
    if lane["picture"] == "curve" and said and cell["content"].get("valence") is not None:
        said[0] = f"Emotion {said[0]}"
    return [line for line in said if line]


def known_by(cells: list[Mapping[str, Any]]) -> str:
    """Return the classes of evidence of cells, each once: `measured` or `measured, assumed`."""
    return ", ".join(dict.fromkeys(class_of(cell) for cell in cells))


def at(lane: Mapping[str, Any], stage: str, step: str | None) -> list[Mapping[str, Any]]:
    """Return the cells of a lane at a step; at None those of the stage as a whole."""
    return [cell for cell in lane["cells"] if cell["stage"] == stage and cell["step"] == step]


def lane_of(document: Mapping[str, Any], id_: str) -> Mapping[str, Any]:
    """Return a lane, without cells where the map has none of that name."""
    nothing: dict[str, Any] = {"id": id_, "title": id_.title(), "picture": "cards", "cells": []}
    return next((lane for lane in document["lanes"] if lane["id"] == id_), nothing)


def ranked(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the pains by rank, those without one last, in the order of the map."""
    cells = lane_of(document, "pains")["cells"]
    return sorted(cells, key=lambda cell: cell["content"].get("rank") or len(cells) + 1)


def onward(stage: Mapping[str, Any]) -> float | None:
    """Return the share of the next stage; None where more come to it by other ways."""
    part: float | None = stage.get("share_of_next")
    return None if part is None or part > 1 else part


def names(document: Mapping[str, Any]) -> dict[str | tuple[str, str | None], str]:
    """Return the names of stages by id, and of steps by stage and step id."""
    found: dict[str | tuple[str, str | None], str] = {}
    for stage in document["stages"]:
        found[stage["id"]] = stage["name"]
        found[stage["id"], None] = ""
        for step in stage["steps"]:
            found[stage["id"], step["id"]] = step["name"]
    return found


def proofs(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Mapping[str, Any]]]:
    """Yield every piece of evidence with what it proves: part of the map, stage, step."""
    known = names(document)
    for entry in document.get("overall") or ():
        for claim in claims(entry["evidence"]):
            yield ("Whole map", "", ""), claim
    for stage in document["stages"]:
        for claim in claims(stage["evidence"]):
            yield ("Stage", stage["name"], ""), claim
        for step in stage["steps"]:
            for claim in claims(step["evidence"]):
                yield ("Step", stage["name"], step["name"]), claim
            for point in step["touchpoints"]:
                for claim in claims(point["evidence"]):
                    yield ("Touchpoint", stage["name"], step["name"]), claim
    for lane in document["lanes"]:
        for cell in lane["cells"]:
            where = (
                str(lane["title"]),
                known.get(cell["stage"], str(cell["stage"])),
                known.get((cell["stage"], cell["step"]), str(cell["step"] or "")),
            )
            for claim in claims(cell["evidence"]):
                yield where, claim
