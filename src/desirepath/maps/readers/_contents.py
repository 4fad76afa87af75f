"""Parts of a map document from elsewhere, checked so that every picture can be drawn of them.

A field of ours that holds something else than it means is left out and told; fields that we do
not know stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desirepath.errors import UnreadableFile
from desirepath.journeys.names import slug
from desirepath.maps.images import ID, MOST_PIXELS
from desirepath.maps.readers._json import listed, text_of
from desirepath.maps.told import Report, assumed, one_line
from desirepath.model.evidence import ASSUMED, INFERRED, MEASURED

LARGEST = 10**15
MOST_DOTS = 10
DIGEST = re.compile(r"[0-9a-f]{64}")
NUMBERS = {
    *("journeys", "share_of_first", "share_of_next", "median_seconds_wait", "answers", "events"),
    *("valence", "low", "high", "n", "lift", "value", "mean", "of", "precede", "rank", "impact"),
    *("cost", "cost_low", "cost_high", "affected", "score_affected", "score_others", "dots"),
    *("scored_affected", "scored_others", "score", "share", "effort"),
}
TEXTS = {
    *("name", "title", "text", "label", "unit", "channel", "touchpoint", "tone", "reason", "id"),
    *("trait", "signal", "basis", "formula", "language", "instrument", "pain", "severity"),
}
ITEMS = {"bars": "name", "chips": "name", "numbers": "label"}
NEEDED = {"pain": ("title", "rank"), "gain": ("title",), "opportunity": ("title", "impact")}


class Contents:
    """Checks the parts of one file and tells the report."""

    def __init__(self, name: str, report: Report) -> None:
        """`name` is the file's."""
        self.name = name
        self.report = report

    def named(self, thing: Mapping[str, Any], at: str, key: str = "name") -> tuple[str, str]:
        """Return id and name of a stage, step or lane; an id that is missing is made."""
        said = one_line(text_of(thing, key))
        if not said:
            raise UnreadableFile(f'"{self.name}": "{at}" has no "{key}". Give it one.')
        id_ = thing.get("id")
        return (id_ if isinstance(id_, str) and id_ else slug(said)), said

    def stage(self, stage: Mapping[str, Any], place: int) -> dict[str, Any]:
        """Return a stage with its steps."""
        at = f"stages[{place}]"
        id_, said = self.named(stage, at)
        steps = [
            self.step(step, f"{at}.steps[{number}]")
            for number, step in enumerate(listed(stage, "steps", self.name))
        ]
        empty = dict.fromkeys(("journeys", "share_of_first", "share_of_next"))
        checked = {**empty, **self.fields(stage, at), "id": id_, "name": said}
        return {**checked, "evidence": self.evidence(stage.get("evidence")), "steps": steps}

    def step(self, step: Mapping[str, Any], at: str) -> dict[str, Any]:
        """Return a step with its touchpoints."""
        id_, said = self.named(step, at)
        points = []
        for number, point in enumerate(listed({"touchpoints": [], **step}, "touchpoints", at)):
            known = self.fields(point, f"{at}.touchpoints[{number}]")
            if not known.get("name"):
                self.report.leave_out("touchpoints without a name", "nobody could tell them apart")
                continue
            empty = dict.fromkeys(("channel", "events", "journeys"))
            claims = self.evidence(point.get("evidence"))
            points.append({**empty, **known, "evidence": claims})
        empty = dict.fromkeys(("journeys", "median_seconds_wait"))
        checked = {**empty, **self.fields(step, at), "id": id_, "name": said}
        claims = self.evidence(step.get("evidence"))
        return {**checked, "evidence": claims, "touchpoints": points}

    def content(self, told: Any, picture: str, at: str) -> dict[str, Any]:
        """Return the content of a cell in which a picture of that kind finds what it needs."""
        if not isinstance(told, Mapping):
            raise UnreadableFile(f'"{self.name}": "{at}.content" has to be an object.')
        found = self.fields(told, at)
        if "items" in found and picture in ITEMS:
            found["items"] = self._items(found["items"], ITEMS[picture], at)
        elif "items" in found and not isinstance(found["items"], list):
            del found["items"]
        if "image" in found and (picture != "cards" or not _is_image(found["image"])):
            self.report.leave_out(f'"image" in {at}', "it is no image that we know")
            del found["image"]
        if "quotes" in found:
            found["quotes"] = self._items(found["quotes"], "text", at)
            found["quotes"] = [{**quote, "id": quote.get("id") or ""} for quote in found["quotes"]]
        tone = found.get("tone")
        if any(found.get(key) is None for key in NEEDED.get(str(tone), ())):
            self.report.note(f'A card of "{at}" lacks what a {tone} has; it is drawn as text.')
            found["tone"] = "written"
        return found

    def evidence(self, told: Any) -> Any:
        """Return evidence as told; a claim that cannot be recomputed anywhere is an assumption."""
        if isinstance(told, Mapping):
            return self._claim(told)
        if isinstance(told, list):
            return [self._claim(one) for one in told if isinstance(one, Mapping)]
        return [assumed()]

    def overall(self, told: list[Any]) -> list[dict[str, Any]]:
        """Return the numbers of the whole map: each has a label, a value and evidence."""
        entries = self._items(told, "label", "overall")
        return [
            {
                "unit": "score",
                "value": None,
                **entry,
                "evidence": self.evidence(entry.get("evidence")),
            }
            for entry in entries
        ]

    def persona(self, told: Any) -> Any:
        """Return a persona: a name, or an object with one."""
        if isinstance(told, Mapping):
            found = self.fields(told, "persona")
            return found if found.get("name") else None
        return one_line(told) or None if isinstance(told, str) else None

    def fields(self, thing: Mapping[str, Any], at: str) -> dict[str, Any]:
        """Return an object without fields of ours that hold something of another kind."""
        kept = {}
        for key, value in thing.items():
            if not _fits(key, value):
                self.report.leave_out(f'"{key}" in {at}', "it is not of the kind that we know")
            else:
                kept[key] = value
        return kept

    def _items(self, told: Any, key: str, at: str) -> list[dict[str, Any]]:
        found = []
        for item in told if isinstance(told, list) else ():
            checked = self.fields(item, at) if isinstance(item, Mapping) else {}
            if not checked.get(key):
                self.report.leave_out(f"items of {at}", f"they have no {key}")
                continue
            if "events" in checked and checked["events"] is None:
                del checked["events"]
            if "events" in checked:
                checked.setdefault("journeys", None)
            found.append(checked)
        return found

    def _claim(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return one claim in the shape of the contract."""
        claim = assumed()
        numbers = {key: told.get(key) for key in ("n", "low", "high")}
        claim |= {key: value for key, value in numbers.items() if _fits(key, value)}
        for key, kind in (("analysis", str), ("field", str), ("params", dict), ("where", dict)):
            if isinstance(told.get(key), kind):
                claim[key] = told[key]
        value = told.get("value")
        claim["value"] = None if isinstance(value, list | dict) else value
        sources = told.get("sources")
        told_by = sources if isinstance(sources, list) else []
        claim["sources"] = [one for one in told_by if isinstance(one, str)]
        for key in ("from", "to"):
            claim[key] = told.get(key) if isinstance(told.get(key), str) else None
        digest = told.get("digest")
        if isinstance(digest, str) and DIGEST.fullmatch(digest):
            claim["digest"] = digest
        claimed = told.get("class")
        if claimed in (MEASURED, INFERRED):
            whole = all(claim[key] for key in ("analysis", "field", "digest", "sources"))
            claim["class"] = claimed if whole else ASSUMED
            if not whole:
                self.report.note(
                    f"Claims called {claimed} that do not name analysis, field, sources and "
                    "digest count as assumed."
                )
        return claim


def _is_image(told: Any) -> bool:
    """Say whether it is what a card says of its image."""
    if not isinstance(told, Mapping) or not ID.fullmatch(str(told.get("id"))):
        return False
    sizes = [told.get("width"), told.get("height")]
    sized = all(type(one) is int and 0 < one <= MOST_PIXELS for one in sizes)
    return sized and isinstance(told.get("alt"), str)


def _fits(key: str, value: Any) -> bool:
    """Say whether a value is of the kind that a field of ours holds."""
    if value is None:
        return key not in {"impact", "dots"}
    if key in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if key in {"impact", "dots", "rank"}:
            return 0 <= value <= (MOST_DOTS if key != "rank" else LARGEST)
        return abs(value) < LARGEST
    return key not in TEXTS or isinstance(value, str)
