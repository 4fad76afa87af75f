"""XES event logs (IEEE 1849), plain or packed: one trace is one case.

Streamed: only one trace is held at a time. Attributes of a trace become columns `case:…`,
attributes inside attributes `outer.inner`. Document types with entities are refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.parsers import expat

from desirepath.errors import UnreadableFile
from desirepath.sources._reading import Opened, Reading
from desirepath.sources._refusals import LOG, start_of
from desirepath.sources._spill import Spill

NAME = "xes"
SUFFIXES = (".xes",)
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<trace><string key="concept:name" value="case 1"/><string key="channel" value="Desk"/>
<event>
<string key="concept:name" value="Ask"/>
<date key="time:timestamp" value="2024-05-01T10:00:00Z"/></event>
<event>
<string key="concept:name" value="Answer"/>
<date key="time:timestamp" value="2024-05-02T10:00:00Z"/></event>
</trace>
<trace><string key="concept:name" value="case 2"/><string key="channel" value="Post"/>
<event>
<string key="concept:name" value="Ask"/>
<date key="time:timestamp" value="2024-05-03T10:00:00Z"/></event>
</trace>
</log>
"""

CHUNK = 1 << 18
ATTRIBUTES = frozenset(("string", "date", "int", "float", "boolean", "id", "list", "container"))
CASE = "case:concept:name"


def matches(head: bytes, path: Path) -> bool:
    """Say yes to XML whose first element is a log."""
    text = start_of(head)
    return (
        bool(LOG.search(text))
        and ("xes" in text or "<trace" in text or path.suffix.casefold() in SUFFIXES)
        and text.lstrip("\ufeff \t\r\n").startswith("<")
    )


def read(opened: Opened) -> Reading:
    """Return one row per event, with its trace's attributes; lines count events.

    Raises UnreadableFile when the XML is broken, cut off, or defines entities.
    """
    log = _Log(Spill(opened.name))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = log.start
    parser.EndElementHandler = log.end
    parser.EntityDeclHandler = _refuse_entity(opened.name)
    try:
        with opened.stream() as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        cut = error.code in (3, 5)  # no element found, unclosed token: the end is missing
        what = "it was cut off" if cut else expat.ErrorString(error.code)
        raise UnreadableFile(
            f'"{opened.name}" is an XES log that is broken on line {error.lineno}: {what}. '
            "Export or fetch it again."
        ) from error
    columns = log.spill.finish()
    if not log.spill.rows:
        raise UnreadableFile(f'"{opened.name}" is an XES log without events: export it again.')
    notes = [
        f"XES log: {log.cases} cases, {log.spill.rows} events; lines are counted as events.",
        *log.notes(),
    ]
    return Reading(NAME, columns, log.spill.batches(), notes=notes, nested_cases=True)


class _Log:
    """What the parser has seen: the open trace, its events, and the attribute it stands in."""

    def __init__(self, spill: Spill) -> None:
        self.spill = spill
        self.cases = self.without_events = self.unnamed = 0
        self._traces = 0
        self._case: dict[str, str] | None = None
        self._event: dict[str, str] | None = None
        self._events: list[dict[str, str]] = []
        self._keys: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ATTRIBUTES:
            key = attributes.get("key", "")
            if self._event is not None:
                row, key = self._event, f"{self._keys[-1]}.{key}" if self._keys else key
            elif self._case is not None:
                row, key = self._case, f"{self._keys[-1]}.{key}" if self._keys else f"case:{key}"
            else:
                return  # attributes of the log, and defaults of <global>
            self._keys.append(key)
            value = attributes.get("value")
            if value:
                row[key] = f"{row[key]}; {value}" if key in row else value
        elif tag == "event":
            self._event, self._keys = {}, []
        elif tag == "trace":
            self._case, self._keys = {}, []
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)

    def end(self, tag: str) -> None:
        if tag in ATTRIBUTES:
            if self._keys:
                self._keys.pop()
        elif tag == "event":
            if self._event is not None and self._case is not None:
                self._events.append(self._event)
            elif self._event is not None:
                self._events.append(self._event)  # an event outside of any trace
                self._close({})
            self._event = None
        elif tag == "trace" and self._case is not None:
            self._traces += 1
            self._close(self._case)
            self._case = None
        elif ":" in tag:
            self.end(tag.rpartition(":")[2])

    def _close(self, case: dict[str, str]) -> None:
        if not self._events:
            self.without_events += 1
            return
        self.cases += 1
        if CASE not in case:
            self.unnamed += 1
            case = {CASE: f"trace {self.cases}", **case}
        for event in self._events:
            self.spill.add(self.spill.seen + 1, {**case, **event})
        self._events = []

    def notes(self) -> list[str]:
        said = []
        if self.without_events:
            said.append(f"Traces without any event, left out: {self.without_events}.")
        if self.unnamed:
            said.append(f"Traces without a name, called by their number: {self.unnamed}.")
        return said


def _refuse_entity(name: str) -> Any:
    def refuse(*_: object) -> None:
        raise UnreadableFile(
            f'"{name}" is XML that defines entities, which an event log does not need and which '
            "can be used for attacks: export it without a document type."
        )

    return refuse
