"""What a told map is: the document, the report of its reading, and text as it may be kept.

What a person wrote is assumed until somebody attaches evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unicodedata import category

from desirepath.maps.build import FORMAT, counted, coverage
from desirepath.model.evidence import ASSUMED, Evidence

KIND = "told"


@dataclass(frozen=True)
class Told:
    """A map document that came from a file, and what was read, renamed and left out."""

    document: Mapping[str, Any]
    report: Mapping[str, Any]


@dataclass
class Report:
    """Collects what a person should know about the reading of a file."""

    renamed: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def rename(self, from_: str, to: str, why: str) -> None:
        """Tell that something has another name now."""
        entry = {"from": from_, "to": to, "why": why}
        if entry not in self.renamed:
            self.renamed.append(entry)

    def leave_out(self, what: str, why: str) -> None:
        """Tell that something could not be taken; the same thing again is counted."""
        self.left_out[what, why] = self.left_out.get((what, why), 0) + 1

    def note(self, text: str) -> None:
        """Tell something else, once."""
        if text not in self.notes:
            self.notes.append(text)

    def about(self, document: Mapping[str, Any], file: str, format_: str) -> dict[str, Any]:
        """Return the report of a document that was read."""
        return {
            "file": file,
            "format": format_,
            "stages": len(document["stages"]),
            "steps": sum(len(stage["steps"]) for stage in document["stages"]),
            "lanes": [lane["title"] for lane in document["lanes"]],
            "cells": document["cells"]["total"],
            "coverage": document["coverage"],
            "renamed": self.renamed,
            "left_out": [
                {"what": what, "count": count, "why": why}
                for (what, why), count in self.left_out.items()
            ],
            "notes": self.notes,
        }


def finished(
    parts: Mapping[str, Any], file: str, format_: str, created: datetime
) -> dict[str, Any]:
    """Return a map document of its parts: what is computed is computed here, never read."""
    cells = counted(parts["lanes"])
    whole = {"period": {"from": None, "to": None}, "journey": {"unit": "customer", "goal": None}}
    return {
        "format": FORMAT,
        "title": parts["title"],
        "created": parts.get("created") or created.replace(microsecond=0).isoformat(),
        "period": parts.get("period") or whole["period"],
        "journey": parts.get("journey") or whole["journey"],
        "persona": parts.get("persona"),
        "stages": list(parts["stages"]),
        "lanes": list(parts["lanes"]),
        "coverage": coverage(cells),
        "sources": list(parts.get("sources") or ()),
        "overall": list(parts.get("overall") or ()),
        "newest": parts.get("newest"),
        "label": parts.get("label"),
        "cells": cells,
        "kind": KIND,
        "file": {"name": file, "format": format_},
    }


def assumed(field_: str | None = None, value: Any = None) -> dict[str, Any]:
    """Return the evidence of what was told: none, but the value that was written down."""
    return Evidence(class_=ASSUMED, field=field_, value=value).document()


def claims(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the evidence of told counts, one assumption each; one where there are none."""
    return [assumed(key, value) for key, value in counts.items()] or [assumed()]


def plain(text: str) -> str:
    r"""Return text without control signs and empty lines; line ends as `\n`.

    >>> plain(" a \r\n\r\n b\x1b[31m\u2028c ")
    'a\nb[31m\nc'
    """
    lines = re.split(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text)
    words = (" ".join(line.split()) for line in lines)
    kept = ("".join(one for one in line if category(one) not in {"Cc", "Cs"}) for line in words)
    return "\n".join(line.strip() for line in kept if line.strip())


def one_line(text: str) -> str:
    """Return a name: plain text on one line, at most 300 signs."""
    return plain(text).replace("\n", " ")[:300].strip()
