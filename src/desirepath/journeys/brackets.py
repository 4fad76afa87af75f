"""Exact quantiles of groups whose rows come and go, without looking at all rows again.

A bracket keeps the values near the quantile one by one (value → how often), and of the others
only how many lie below:

    low 40, high 60, under 700, values {41: 3, 50: 12, 58: 2}, n 1417   →   the median is 50

What comes or goes is counted below, inside or above. While the quantile lies inside, it is exact;
when it has wandered out, `Escaped` asks for new brackets. Small groups lie inside as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, Self

REACHES = (0.05, 0.02, 0.005, 0.001)
"""How far brackets reach on each side, as a share of the group's rows: the widest that fits."""
MOST = 25_000
"""Different values that the brackets of a summary may hold."""
SMALL = 64
UNDER, INSIDE, OVER = -1, 0, 1
OWN, ENDS = "own_", ("own__low", "own__high")


class Escaped(Exception):  # noqa: N818 - it is no error, it asks for new brackets
    """The quantile is no longer inside its bracket."""


@dataclass
class Bracket:
    """The values of a group from `low` to `high` (None: no end), and how many lie below."""

    low: int | None = None
    high: int | None = None
    n: int = 0
    under: int = 0
    values: dict[int, int] = field(default_factory=dict)

    @classmethod
    def framed(cls, row: Mapping[str, Any], name: str, reach: int) -> Self:
        """Return an empty bracket with the bounds that `bounds` found for a reach."""
        ends = row[f"{name}__ends"]
        # A reach of less than one row could miss the two rows between which the quantile lies.
        if row[f"{name}__n"] <= max(SMALL, 1 + 1 / REACHES[reach]):
            return cls()
        return cls(floor(ends[reach]), ceil(ends[-1 - reach]))

    def numbers(self) -> list[Any]:
        """Return what makes this bracket again, values as pairs."""
        return [self.low, self.high, self.n, self.under, list(self.values.items())]

    def count(self, side: int, value: int | None, n: int) -> None:
        """Count `n` more rows of a value on one side, fewer where `n` is negative."""
        self.n += n
        if side == UNDER:
            self.under += n
        elif side == INSIDE and value is not None:
            self.values[value] = self.values.get(value, 0) + n
            if not self.values[value]:
                del self.values[value]

    def at(self, share: float) -> float | None:
        """Return the quantile, interpolated linearly; None of nothing. Raises Escaped."""
        if not self.n:
            return None
        place = (self.n - 1) * share
        first = floor(place)
        found = self._nth(first, ceil(place))
        if len(found) == 1:
            return float(found[0])
        part = place - first
        return found[0] * (1.0 - part) + found[1] * part

    def holds(self, share: float) -> bool:
        """Say whether the quantile lies inside."""
        try:
            self.at(share)
        except Escaped:
            return False
        return True

    def _nth(self, first: int, last: int) -> list[int]:
        """Return the values at one place or at two neighbouring ones, equal ones once."""
        passed = self.under
        found: list[int] = []
        if first >= passed:
            for value in sorted(self.values):
                passed += self.values[value]
                if first < passed:
                    found.append(value)
                if last < passed:
                    return found
        raise Escaped


def bounds(name: str, column: Any, share: float) -> dict[str, Any]:
    """Return the measures of a group from which `Bracket.framed` makes its bounds."""
    ends = [share - reach for reach in REACHES] + [share + reach for reach in reversed(REACHES)]
    return {
        f"{name}__n": column.count(),
        f"{name}__ends": column.quantile([min(1.0, max(0.0, end)) for end in ends]),
    }


def laid(rows: Any, keys: Sequence[str], column: str, frames: Any | None) -> Any:
    """Return `keys, side, value, n`: rows of each group counted on each side of its bracket.

    `frames`: the table of `ends`, None: brackets without. Values are told inside only.
    """
    import ibis

    rows = rows.filter(rows[column].notnull())
    if frames is None:
        side = ibis.literal(INSIDE)
    else:
        own = [name.removeprefix(OWN) for name in frames.columns if name not in ENDS]
        same = [rows[name].identical_to(frames[OWN + name]) for name in own]
        rows = rows.left_join(frames, same) if own else rows.cross_join(frames)
        low, high = (rows[name] for name in ENDS)
        side = ibis.cases((rows[column] < low, UNDER), (rows[column] > high, OVER), else_=INSIDE)
    rows = rows.mutate(side=side.cast("int8"))
    value = (rows.side == INSIDE).ifelse(rows[column], ibis.null(rows[column].type()))
    return rows.group_by(*keys, "side", value=value).aggregate(n=rows.count())


def ends(rows: Any, keys: Sequence[str], frames: Mapping[Any, Bracket]) -> Any | None:
    """Return the bounds of brackets (by the keys of their groups) as an Arrow table, or None."""
    import pyarrow as pa

    narrow = {key: one for key, one in frames.items() if one.low is not None}
    if not narrow:
        return None
    kinds = rows.schema().to_pyarrow()
    columns = {
        OWN + name: pa.array([key[place] for key in narrow], kinds.field(name).type)
        for place, name in enumerate(keys)
    }
    for name, end in zip(ENDS, ("low", "high"), strict=True):
        columns[name] = pa.array([getattr(one, end) for one in narrow.values()], pa.int64())
    return pa.table(columns)
