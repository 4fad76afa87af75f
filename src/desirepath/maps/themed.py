"""Themes of texts on the map: what a reader calls one, and which ones grow before they hurt."""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material, Row, Step, cell
from desirepath.maps.numbers import share

RESULT = "themes of steps"
LONG = 90


def called(row: Row, text: Any) -> str:
    """Return a theme in the words of a customer, after its name where a person gave it one.

    Telling words alone (`told, advisor, smiled`) are no sentence that anybody would say.
    """
    words = " ".join(str(text or row["theme"]).split())
    if len(words) > LONG:
        words = f"{words[:LONG].rsplit(' ', 1)[0]} …"
    return f"{row['theme']}: “{words}”" if row.get("set_by") == "you" else f"“{words}”"


def rising(material: Material, step: Step) -> list[dict[str, Any]]:
    """Return a cell for what more people complain about at a step than before: the largest one."""
    rows = [
        row
        for row in material.of_step(RESULT, step)
        if row["disliked"] > row["liked"] and (row["worse"] or row["trend"] in {"new", "growing"})
    ]
    rows.sort(key=lambda row: (-row["n"], row["id"]))
    return [_cell(material, step, row) for row in rows[:1]]


def _cell(material: Material, step: Step, row: Row) -> dict[str, Any]:
    now, before = share(row["recent_share"]), share(row["earlier_share"])
    word = row["trend"] if row["trend"] in {"new", "growing"} else "getting worse"
    rate = "" if word == "getting worse" else f" {now} of texts here, {before} before"
    quote = next(iter(row["quotes"]), None)
    content = {
        "tone": "theme",
        "title": f"{str(word).capitalize()}:{rate} {called(row, quote)}",
        "theme": row["id"],
        "trend": row["trend"],
        "worse": row["worse"],
        "n": row["n"],
        "example": quote,
    }
    where = {"id": row["id"], "step": row["step"]}
    fields = ("n", "disliked", "recent_share", "earlier_share")
    proofs = [material.proof(RESULT, where, name, n=None if name == "n" else "n")
              for name in fields if row.get(name) is not None]  # fmt: skip
    return cell(step, content, proofs)
