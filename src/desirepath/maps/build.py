"""Builds the living map: asks the analyses, lets every lane draw, counts what is known how.

The document is `desirepath-map/1` of the contract. `created` is the only thing in it that
depends on the clock. Beyond the contract it carries `overall` (headline numbers), `newest`
(time of the newest event), `label` (printed on the map) and `cells` (how many are known how).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from desirepath import registry
from desirepath.journeys.cues.expectations import is_expectation
from desirepath.journeys.names import humanise, slug
from desirepath.maps import lanes
from desirepath.maps.lanes.metrics import item_of
from desirepath.maps.material import Material, Row, Step
from desirepath.model.evidence import ASSUMED, INFERRED, MEASURED
from desirepath.model.result import Result

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

Ask = Callable[[str, dict[str, Any]], Result]

FORMAT = "desirepath-map/1"
CLASSES = (MEASURED, INFERRED, ASSUMED)
HEADLINES = 3


def build(
    ask: Ask,
    tables: Tables,
    *,
    title: str | None = None,
    written: Mapping[str, Any] | None = None,
    created: datetime | None = None,
) -> dict[str, Any]:
    """Return the map of everything the analyses know.

    `ask` answers a question by name and options, `written` holds what people wrote: `cells`
    (`{"lane", "stage", "step", "content", "class"}`), `persona`, `label`.
    """
    wrote = dict(written or {})
    places: Sequence[Row] = tables.catalog
    material = _material(ask, tables, places, wrote)
    drawn = []
    for name in lanes.in_order():
        lane = registry.load("lanes", name)
        drawn.append(
            {
                "id": name,
                "title": lane.title,
                "picture": lane.picture,
                "caption": getattr(lane, "caption", ""),
                "cells": lane.draw(material),
            }
        )
    cells = counted(drawn)
    moment = created or datetime.now(UTC)
    return {
        "format": FORMAT,
        "title": title or _title(material),
        "created": moment.replace(microsecond=0).isoformat(),
        "period": {"from": tables.period[0], "to": tables.period[1]},
        "journey": _journey(tables),
        "persona": wrote.get("persona"),
        "stages": [_stage(material, number) for number in range(len(material.stages))],
        "lanes": drawn,
        "coverage": coverage(cells),
        "sources": list(tables.sources),
        "overall": _overall(material),
        "newest": _iso(tables.newest),
        "label": wrote.get("label"),
        "cells": cells,
    }


def _journey(tables: Tables) -> dict[str, Any]:
    """Return what a journey of the map is; that it is a customer's goes without saying."""
    whose = {"subject": tables.subject} if tables.subject != "customer" else {}
    return {"unit": tables.unit, "goal": tables.goal, **whose}


def counted(drawn: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many of the cells that are drawn are measured, inferred, assumed, and in total."""
    counts = dict.fromkeys(CLASSES, 0)
    for lane in drawn:
        for cell in lane["cells"]:
            counts[weakest(cell["evidence"])] += 1
    return {**counts, "total": sum(counts.values())}


def coverage(cells: Mapping[str, int]) -> dict[str, float]:
    """Return the shares of cells that are measured, inferred and assumed; they add up to 1.

    An empty map knows nothing and counts as assumed.
    """
    total = cells["total"]
    return {name: cells[name] / total if total else float(name == ASSUMED) for name in CLASSES}


def weakest(evidence: Any) -> str:
    """Return the class of a cell: that of its weakest evidence."""
    claims = evidence if isinstance(evidence, list) else [evidence]
    found = {claim.get("class", ASSUMED) for claim in claims if claim} or {ASSUMED}
    return next(name for name in (ASSUMED, INFERRED, MEASURED) if name in found)


def _material(
    ask: Ask, tables: Tables, places: Sequence[Row], wrote: Mapping[str, Any]
) -> Material:
    results = {
        name: ask(name, {}) for name in ("touchpoints", "steps", "pains", "gains", "metrics")
    }
    results |= {name: ask(name, {}) for name in ("trends", "incidents")}
    results["durations"] = ask("durations", {})
    results["feedback"] = ask("feedback", {})
    results["emotions"] = ask("emotions", {"per": "step"})
    results["emotions of touchpoints"] = ask("emotions", {"per": "touchpoint"})
    if tables.themes:
        results["themes of steps"] = ask("themes", {"per": "step"})
    if any(is_expectation(row.get("question")) for row in results["metrics"].rows):
        results["expectations of steps"] = ask("expectations", {"per": "step"})
    if not any(row.get("events") for row in results["touchpoints"].rows):
        results["emotions of stages"] = ask("emotions", {"per": "stage"})
    used = {row["touchpoint"]: row for row in results["touchpoints"].rows}

    def busy(place: Row) -> tuple[int, int, str]:
        row = used.get(place["name"], {})
        return -int(row.get("journeys") or 0), -int(row.get("events") or 0), place["name"]

    columns: dict[tuple[Any, ...], list[Row]] = {}
    for place in places:
        key = (place["stage_order"], place["stage"], place["step_order"], place["step"])
        columns.setdefault(key, []).append(place)
    steps = tuple(
        Step(
            stage=slug(key[1]),
            stage_name=str(key[1]),
            id=key[3],
            name=columns[key][0].get("step_name") or humanise(key[3]),
            touchpoints=tuple(place["name"] for place in sorted(columns[key], key=busy)),
        )
        for key in sorted(columns, key=lambda key: (key[0], str(key[1]), key[2], str(key[3])))
    )
    names = {slug(place["stage"]): str(place["stage"]) for place in places}
    stages = tuple((id_, names[id_]) for id_ in dict.fromkeys(step.stage for step in steps))
    if stages:
        chain = " > ".join(f"stage:{name}" for _, name in stages)
        results["funnel"] = ask("funnel", {"steps": chain, "mode": "reached"})
    return Material(
        steps=steps,
        stages=stages,
        results=results,
        goal=tables.goal,
        unit=tables.unit,
        sources=tuple(tables.sources),
        period=tables.period,
        written=wrote,
    )


def _stage(material: Material, number: int) -> dict[str, Any]:
    id_, name = material.stages[number]
    rows = {row["step"]: row for row in material.rows("funnel")}
    row, following = rows.get(number + 1, {}), rows.get(number + 2)
    proofs = []
    if row:
        proofs = [
            material.proof("funnel", {"step": number + 1}, "journeys"),
            material.proof("funnel", {"step": number + 1}, "share_of_first", n="journeys"),
        ]
    goes_on = following.get("share_of_previous") if following else None
    if goes_on is not None:
        proofs.append(material.proof("funnel", {"step": number + 2}, "share_of_previous"))
    answered = next(
        (row for row in material.rows("emotions of stages") if row.get("stage") in {id_, name}),
        None,
    )
    if answered:
        where = {"stage": answered["stage"]}
        proofs.insert(0, material.proof("emotions of stages", where, "n"))
    return {
        "id": id_,
        "name": name,
        **({"answers": answered["n"]} if answered else {}),
        "journeys": row.get("journeys"),
        "share_of_first": row.get("share_of_first"),
        "share_of_next": goes_on,
        "evidence": proofs,
        "steps": [_step(material, step) for step in material.steps if step.stage == id_],
    }


def _step(material: Material, step: Step) -> dict[str, Any]:
    row = next(iter(material.of_step("steps", step)), {})
    where = {"stage": row.get("stage"), "step": row.get("step")}
    proofs = [
        material.proof("steps", where, field)
        for field in ("journeys", "median_seconds_wait")
        if row.get(field) is not None
    ]
    answered = next(iter(material.of_step("emotions", step)), None)
    if answered and material.no_events():
        felt = {"stage": answered["stage"], "step": answered["step"]}
        proofs.insert(0, material.proof("emotions", felt, "n"))
    return {
        "id": step.id,
        "name": step.name,
        "journeys": row.get("journeys"),
        "median_seconds_wait": row.get("median_seconds_wait"),
        **({"answers": answered["n"]} if answered and material.no_events() else {}),
        "evidence": proofs,
        "touchpoints": [_touchpoint(material, name) for name in step.touchpoints],
    }


def _touchpoint(material: Material, name: str) -> dict[str, Any]:
    row = next(iter(material.of_touchpoint("touchpoints", name)), None)
    where = {"touchpoint": name}
    return {
        "name": name,
        "channel": row.get("channel") if row else None,
        "events": row["events"] if row else 0,
        "journeys": row["journeys"] if row else 0,
        "evidence": [
            material.proof("touchpoints", where, field) for field in ("events", "journeys")
        ]
        if row
        else [],
    }


def _overall(material: Material) -> list[dict[str, Any]]:
    """Return what is true of the whole map: journeys, their time, and ratings of no touchpoint."""
    found: list[dict[str, Any]] = []
    for row in material.rows("durations")[:1]:
        where = {"segment": row.get("segment")}
        for field, label, unit in (
            ("journeys", "Journeys", "count"),
            ("median_seconds", "Median time", "seconds"),
        ):
            if row.get(field) is not None and row.get("journeys"):
                proof = material.proof("durations", where, field, n="journeys")
                found.append({"label": label, "unit": unit, "value": row[field], "evidence": proof})
    whole = [
        row
        for row in material.rows("metrics")
        if row.get("touchpoint") is None and row.get("value") is not None
    ]
    # a question about one touchpoint says nothing of the whole, unless nothing else was asked
    if len({row.get("question") for row in whole}) > 1:
        own = {_asked(row) for row in material.rows("metrics") if row.get("touchpoint")}
        whole = [row for row in whole if row["metric"] == "nps" or _asked(row) not in own]
    whole.sort(key=lambda row: (row["metric"] != "nps", -(row.get("n") or 0)))
    return [*found, *(item_of(material, row) for row in whole[:HEADLINES])]


def _asked(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in ("metric", "question", "scale", "n"))


def _title(material: Material) -> str:
    if material.goal:
        return f"Journey to “{humanise(material.goal)}”"
    if material.sources:
        names = [PurePath(source).name.split(".")[0] for source in material.sources]
        return f"Journeys in {', '.join(humanise(name) for name in names[:2])}"
    return "A journey map without data yet"


def _iso(microseconds: int | None) -> str | None:
    if microseconds is None:
        return None
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).isoformat()
