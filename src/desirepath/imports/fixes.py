"""What mends a finding of the audit, where a command can: told with the finding, done by a person.

A file is not kept after its import, so a fix that reads it otherwise asks for it again: the same
content with another reading replaces the import there was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desirepath.imports.oddities import Finding, Fix

if TYPE_CHECKING:
    from desirepath.store.book import ImportRow

UNSURE = 0.5
AGAIN: Mapping[str, tuple[str, Mapping[str, Any], str | None]] = {
    "duplicates": (
        "Import the file again and leave one of each equal row.",
        {"drop_duplicates": True},
        None,
    ),
    "time-zone": ("Import the file again and say its time zone.", {}, "timezone"),
    "scale": ("Import the file again and say the scale of its question.", {}, "scale"),
    "role": ("Import the file again and set the role of the column.", {}, "columns"),
    "stale": ("Import a newer file of this source: what is known already adds nothing.", {}, None),
}
"""Finding → what importing again does, with which options, and which one a person must give."""
ROWS = (
    "Download the rows put aside, mend them in the file and import it again: only what is new "
    "is added."
)


def fixed(finding: Finding, sources: Mapping[str, Sequence[ImportRow]]) -> Finding:
    """Return a finding with what mends it, as it was where nothing does."""
    source = next(
        (name for name in sources if finding.where in {name, *_places(name, sources[name])}), None
    )
    if source is None:
        return finding
    files = tuple(row.file for row in sources[source])
    if finding.id == "quarantined":
        return replace(finding, fix=Fix("rows", ROWS, source, files))
    if finding.id in AGAIN:
        does, options, ask = AGAIN[finding.id]
        own = tuple(file for file in files if finding.where == f"{source} ({file})") or files
        return replace(finding, fix=Fix("import", does, source, own, options, ask))
    return finding


def _places(source: str, rows: Sequence[ImportRow]) -> set[str]:
    return {f"{source} ({row.file})" for row in rows}


def unsure_stages(tables: Any | None) -> list[Finding]:
    """Return one note on the touchpoints whose stage is proposed with little confidence."""
    if tables is None:
        return []
    unsure = [
        row["name"]
        for row in tables.catalog
        if row["set_by"] == "proposal" and (row["confidence"] or 0.0) < UNSURE
    ]
    if not unsure:
        return []
    shown = ", ".join(f'"{name}"' for name in sorted(unsure)[:5])
    more = f" and {len(unsure) - 5} more" if len(unsure) > 5 else ""
    return [
        Finding(
            "unsure-stages",
            "note",
            "stages",
            len(unsure),
            f"The stage of {len(unsure)} touchpoints is little more than a guess: {shown}{more}.",
            "the columns of the map, and every number per stage",
            Fix("stages", "Confirm or correct their stages; each takes one key."),
        )
    ]
