"""How a claim is known: measured, inferred or assumed, with everything to recompute it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.errors import InputError
from desirepath.model.result import Result

MEASURED, INFERRED, ASSUMED = "measured", "inferred", "assumed"


@dataclass(frozen=True)
class Evidence:
    """Names one field of one row of one analysis, and the value it had."""

    class_: str
    analysis: str | None = None
    params: Mapping[str, Any] | None = None
    where: Mapping[str, Any] | None = None
    field: str | None = None
    value: Any = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    digest: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the JSON shape of the contract."""
        return {
            "class": self.class_,
            "analysis": self.analysis,
            "params": dict(self.params or {}),
            "where": dict(self.where or {}),
            "field": self.field,
            "value": self.value,
            "n": self.n,
            "low": self.low,
            "high": self.high,
            "sources": list(self.sources),
            "from": self.from_,
            "to": self.to,
            "digest": self.digest,
        }


def evidence_of(
    result: Result,
    where: Mapping[str, Any],
    field: str,
    *,
    class_: str = MEASURED,
    n: str | None = None,
    interval: tuple[str, str] | None = None,
    sources: tuple[str, ...] = (),
    period: tuple[str | None, str | None] = (None, None),
) -> Evidence:
    """Return the evidence for `field` of the one row of `result` that matches `where`.

    `n` and `interval` name fields of the same row. Raises InputError when not exactly one row
    matches, because such evidence could not be recomputed.
    """
    rows = [
        row for row in result.rows if all(row.get(key) == value for key, value in where.items())
    ]
    if len(rows) != 1:
        raise InputError(
            f"Evidence needs exactly one row of {result.analysis} where {dict(where)}, "
            f"there are {len(rows)}."
        )
    row = rows[0]
    return Evidence(
        class_=class_,
        analysis=result.analysis,
        params=result.params,
        where=where,
        field=field,
        value=row[field],
        n=row[n] if n else None,
        low=row[interval[0]] if interval else None,
        high=row[interval[1]] if interval else None,
        sources=sources,
        from_=period[0],
        to=period[1],
        digest=result.digest(),
    )
