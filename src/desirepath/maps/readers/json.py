"""Our own map document (`desirepath-map/1`), lossless: what `-o map.json` wrote is read again.

Evidence is kept as told when it names everything to recompute it: analysis, options, row, field,
sources and digest. A claim of “measured” that names less is an assumption. Coverage is counted
anew, never read.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desirepath.errors import InputError, UnreadableFile
from desirepath.maps import images
from desirepath.maps.build import FORMAT
from desirepath.maps.draft import MOST_STAGES, MOST_STEPS
from desirepath.maps.lanes import PICTURES
from desirepath.maps.readers._contents import Contents
from desirepath.maps.readers._json import listed, looks_like_object, parsed, text_of
from desirepath.maps.told import Report, Told, finished, one_line

NAME = "map JSON"
SUFFIXES = (".json",)
EXAMPLE = """\
{"format": "desirepath-map/1", "title": "Getting a library card", "stages": [
  {"id": "sign-up", "name": "Sign up", "steps": [
    {"id": "form", "name": "Fills in the form", "touchpoints": [{"name": "Desk"}]}]}],
 "lanes": [{"id": "pains", "title": "Pains", "picture": "cards", "cells": [
   {"stage": "sign-up", "step": "form", "content": {"title": "The form asks twice"}}]}]}
"""

FAMILY = "desirepath-map/"


def matches(text: str) -> bool:
    """Say whether it is JSON of the family `desirepath-map`."""
    if not looks_like_object(text) or FAMILY not in text:
        return False
    try:
        whole = parsed(text, "")
    except UnreadableFile:
        return True  # the reader says where it breaks
    return isinstance(whole, dict) and str(whole.get("format")).startswith(FAMILY)


def read(text: str, name: str, created: datetime) -> Told:
    """Return the map; raises UnreadableFile with the place that is not of this shape."""
    whole = parsed(text, name)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        found = whole.get("format") if isinstance(whole, dict) else None
        raise UnreadableFile(
            f'"{name}" is JSON, but not of the format "{FORMAT}" (it says {repr(found)[:60]}). '
            "Perhaps a newer Desirepath reads it."
        )
    report = Report()
    contents = Contents(name, report)
    stages = [contents.stage(stage, place) for place, stage in _all(whole, "stages", name)]
    ids = {stage["id"] for stage in stages}
    steps = {(stage["id"], step["id"]) for stage in stages for step in stage["steps"]}
    if len(ids) != len(stages) or len(steps) != sum(len(stage["steps"]) for stage in stages):
        raise UnreadableFile(
            f'"{name}": two stages, or two steps of a stage, have the same id. Give each its own.'
        )
    if len(stages) > MOST_STAGES or len(steps) > MOST_STEPS:
        raise InputError(
            f'"{name}" has {len(stages)} stages and {len(steps)} steps; more than {MOST_STAGES} '
            f"and {MOST_STEPS} nobody can read. Split the map."
        )
    lanes = [
        _lane(contents, lane, f"lanes[{place}]", ids, steps)
        for place, lane in _all(whole, "lanes", name)
    ]
    if len({lane["id"] for lane in lanes}) != len(lanes):
        raise UnreadableFile(f'"{name}": two lanes have the same id. Give each its own.')
    document = finished(
        {
            "title": one_line(text_of(whole, "title")) or "A journey map",
            "created": _moment(whole.get("created")),
            "period": _pair(whole.get("period")),
            "journey": _journey(whole.get("journey")),
            "persona": contents.persona(whole.get("persona")),
            "stages": stages,
            "lanes": lanes,
            "sources": [
                one_line(source)
                for source in _list(whole.get("sources"))
                if isinstance(source, str)
            ],
            "overall": contents.overall(_list(whole.get("overall"))),
            "newest": _moment(whole.get("newest")),
            "label": one_line(text_of(whole, "label")) or None,
        },
        name,
        "json",
        created,
    )
    inside = _images(whole.get("images"), report)
    return Told({**document, **inside}, report.about(document, name, "json"))


def _images(told: Any, report: Report) -> dict[str, dict[str, str]]:
    """Return the images inside a map as it has them: each has to be what its name says."""
    found = {}
    for id_, uri in told.items() if isinstance(told, Mapping) else ():
        try:
            data = base64.b64decode(str(uri).partition(",")[2], validate=True)
            made = images.checked(data)
        except (ValueError, InputError):
            data, made = b"", None
        if made is None or hashlib.sha256(data).hexdigest() != id_:
            report.leave_out("images", "they are not what their names say")
            continue
        found[id_] = f"data:{made.type};base64,{base64.b64encode(data).decode()}"
    return {"images": found} if found else {}


def _lane(
    contents: Contents,
    lane: Mapping[str, Any],
    at: str,
    stages: set[str],
    steps: set[tuple[str, str]],
) -> dict[str, Any]:
    id_, title = contents.named(lane, at, "title")
    picture = lane.get("picture")
    if picture not in PICTURES:
        contents.report.note(f'The lane "{title}" names no picture of ours; it is drawn as cards.')
        picture = "cards"
    cells = []
    for place, cell in enumerate(listed(lane, "cells", contents.name)):
        stage, step = cell.get("stage"), cell.get("step")
        named = isinstance(stage, str) and isinstance(step, str | None)
        if not named or not ((stage in stages) if step is None else (stage, step) in steps):
            contents.report.leave_out(f'cells of "{title}"', "the map has no such stage or step")
            continue
        content = contents.content(cell.get("content"), picture, f"{at}.cells[{place}]")
        evidence = contents.evidence(cell.get("evidence"))
        cells.append({"stage": stage, "step": step, "content": content, "evidence": evidence})
    return {
        "id": id_,
        "title": title,
        "picture": picture,
        "caption": one_line(text_of(lane, "caption")),
        **{flag: True for flag in ("backstage", "images") if lane.get(flag) is True},
        "cells": cells,
    }


def _all(whole: Mapping[str, Any], key: str, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(listed(whole, key, name)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(value: Any) -> str | None:
    """Return an ISO date or time as it stands; None for anything else."""
    try:
        return value if isinstance(value, str) and datetime.fromisoformat(value) else None
    except ValueError:
        return None


def _pair(value: Any) -> dict[str, Any]:
    found = value if isinstance(value, Mapping) else {}
    return {"from": _moment(found.get("from")), "to": _moment(found.get("to"))}


def _journey(value: Any) -> dict[str, Any]:
    found = value if isinstance(value, Mapping) else {}
    unit = found.get("unit")
    known = unit if unit in ("customer", "session", "case") else "customer"
    return {"unit": known, "goal": one_line(text_of(found, "goal")) or None}
