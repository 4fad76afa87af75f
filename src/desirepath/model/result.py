"""The result of an analysis: one document for the command line, HTTP and Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """What an analysis answers: rows with what they were computed from.

    `params` holds the options as given on the command line (names with `-` as `_`), so that
    the same call gives the same rows. Times in seconds, shares 0…1, None for unknown.
    """

    analysis: str
    params: Mapping[str, Any]
    unit: str
    journeys: int
    customers: int
    events: int
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the JSON document of the contract."""
        return {
            "analysis": self.analysis,
            "params": dict(self.params),
            "unit": self.unit,
            "journeys": self.journeys,
            "customers": self.customers,
            "events": self.events,
            "rows": [dict(row) for row in self.rows],
            **self.extra,
            "notes": list(self.notes),
        }

    def digest(self) -> str:
        """Return the SHA-256 of the document's canonical JSON without notes."""
        document = self.document()
        del document["notes"]
        return hashlib.sha256(canonical(document).encode()).hexdigest()

    def table(self) -> Any:
        """Return the rows as a pandas data frame."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.rows])


def canonical(document: Any) -> str:
    """Return JSON with sorted keys and no white space: equal documents give equal text."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
