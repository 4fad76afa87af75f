"""What a lane may see: results of analyses, and what people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desirepath.model.evidence import ASSUMED, MEASURED, Evidence, evidence_of
from desirepath.model.result import Result

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One column of the map and the touchpoints in it, those with most journeys first."""

    stage: str
    stage_name: str
    id: str
    name: str
    touchpoints: tuple[str, ...]


@dataclass(frozen=True)
class Part(Result):
    """Some rows of a result that still answer with the digest of the whole."""

    whole: str = ""

    def digest(self) -> str:
        """Return the digest of the whole result."""
        return self.whole


@dataclass(frozen=True)
class Material:
    """Everything the map is drawn from.

    `results` by name of the analysis (`emotions` per step, `emotions of touchpoints` per
    touchpoint); a missing one reads as no rows.
    """

    steps: tuple[Step, ...]
    stages: tuple[tuple[str, str], ...]
    results: Mapping[str, Result]
    goal: str | None = None
    unit: str = "customer"
    sources: tuple[str, ...] = ()
    period: tuple[str | None, str | None] = (None, None)
    written: Mapping[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    rows_by: dict[Any, Any] = field(default_factory=dict)

    def rows(self, name: str) -> Sequence[Row]:
        """Return the rows of a result, none where it is missing."""
        return self.results[name].rows if name in self.results else ()

    def of_step(self, name: str, step: Step) -> list[Row]:
        """Return the rows of a result that speak of a step; a stage counts by name or slug."""
        by_slug = self._grouped(name, ("stage", "step"))
        for stage in (step.stage, step.stage_name):
            if (stage, step.id) in by_slug:
                return by_slug[stage, step.id]
        return []

    def of_touchpoint(self, name: str, touchpoint: str) -> list[Row]:
        """Return the rows of a result that speak of a touchpoint."""
        return self._grouped(name, ("touchpoint",)).get((touchpoint,), [])

    def step_of(self, touchpoint: str | None) -> Step | None:
        """Return the column in which a touchpoint stands."""
        key = "step of"
        if key not in self.rows_by:
            self.rows_by[key] = {name: step for step in self.steps for name in step.touchpoints}
        found: Step | None = self.rows_by[key].get(touchpoint)
        return found

    def step_named(self, row: Row) -> Step | None:
        """Return the column that a row names by its stage (name or slug) and step."""
        key = "step named"
        if key not in self.rows_by:
            self.rows_by[key] = {
                (stage, step.id): step
                for step in self.steps
                for stage in (step.stage, step.stage_name)
            }
        found: Step | None = self.rows_by[key].get((row.get("stage"), row.get("step")))
        return found

    def no_events(self) -> bool:
        """Return whether the data have no events at all, only answers."""
        return not any(row.get("events") for row in self.rows("touchpoints"))

    def proof(
        self,
        name: str,
        where: Row,
        value_field: str,
        *,
        n: str | None = None,
        interval: tuple[str, str] | None = None,
        class_: str = MEASURED,
    ) -> dict[str, Any]:
        """Return the evidence document of one field of one row of a result."""
        result = self.results[name]
        if name not in self.digests:
            self.digests[name] = result.digest()
        matching = self._grouped(name, tuple(sorted(where))).get(
            tuple(where[key] for key in sorted(where)), []
        )
        part = Part(
            **{
                key: getattr(result, key)
                for key in ("analysis", "params", "unit", "journeys", "customers", "events")
            },
            rows=tuple(matching),
            whole=self.digests[name],
        )
        return evidence_of(
            part,
            where,
            value_field,
            class_=class_,
            n=n,
            interval=interval,
            sources=self.sources,
            period=self.period,
        ).document()

    def where(self, name: str, row: Row, keys: Iterable[str]) -> dict[str, Any]:
        """Return what picks exactly this row: the named keys, and more words where needed."""
        chosen = {key: row.get(key) for key in keys}
        others = [
            key
            for key, value in row.items()
            if key not in chosen and isinstance(value, str) and key != "formula"
        ]
        while True:
            same = self._grouped(name, tuple(sorted(chosen))).get(
                tuple(chosen[key] for key in sorted(chosen)), []
            )
            if len(same) <= 1 or not others:
                return chosen
            key = others.pop(0)
            chosen[key] = row[key]

    def wrote(self, lane: str) -> list[dict[str, Any]]:
        """Return the cells that people wrote into a lane, assumed unless they say otherwise."""
        cells = []
        for note in self.written.get("cells") or ():
            if note.get("lane") != lane:
                continue
            given = note.get("evidence")
            claim = Evidence(class_=str(note.get("class") or ASSUMED)).document()
            cells.append(
                {
                    "stage": note.get("stage"),
                    "step": note.get("step"),
                    "content": {"tone": "written", **dict(note.get("content") or {})},
                    "evidence": given or claim,
                }
            )
        return cells

    def _grouped(self, name: str, keys: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
        place = (name, keys)
        if place not in self.rows_by:
            groups: dict[tuple[Any, ...], list[Row]] = {}
            for row in self.rows(name):
                groups.setdefault(tuple(row.get(key) for key in keys), []).append(row)
            self.rows_by[place] = groups
        found: dict[tuple[Any, ...], list[Row]] = self.rows_by[place]
        return found


def felt_by(row: Row) -> tuple[str, str, str]:
    """Return the fields of a row of `emotions` that are drawn: value, low, high."""
    if row.get("emotion_by") == "corrected":
        return "emotion", "emotion_low", "emotion_high"
    return "valence", "low", "high"


def cell(
    step: Step, content: Mapping[str, Any], evidence: dict[str, Any] | list[dict[str, Any]]
) -> dict[str, Any]:
    """Return one cell of a lane."""
    return {"stage": step.stage, "step": step.id, "content": dict(content), "evidence": evidence}
