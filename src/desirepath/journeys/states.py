"""What is kept of a sum: counts and brackets of its groups, as of one preparation."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from desirepath.journeys.brackets import Bracket

VERSION = 3
Key = tuple[Any, ...]


@dataclass
class State:
    """The counts and brackets of all groups as of one preparation."""

    generation: int
    high: int
    named: list[str]
    """Names of the counts."""
    counts: dict[Key, list[int]]
    """Group → number of rows, then the counts."""
    brackets: dict[str, dict[Key, Bracket]]
    varies: dict[Any, Any] = field(default_factory=dict)
    """As `Summary.varies` was when its groups were counted."""
    written: int | None = None
    """The preparation as of which it is in the warehouse; None: it is not."""

    def spelled(self, depends: str) -> str:
        """Return it as JSON."""
        return json.dumps(
            [
                *(VERSION, depends, self.generation, self.high, self.named),
                [[list(key), *numbers] for key, numbers in self.counts.items()],
                {
                    name: [[list(key), *one.numbers()] for key, one in of.items()]
                    for name, of in self.brackets.items()
                },
                list(self.varies.items()),
            ]
        )


def read(text: str | None, depends: str) -> State | None:
    """Return a kept state, None where there is none that still holds."""
    if text is None:
        return None
    version, known, *kept = json.loads(text)
    if (version, known) != (VERSION, depends) or not kept:
        return None
    generation, high, named, counts, brackets, varies = kept
    return State(
        generation,
        high,
        named,
        {tuple(key): numbers for key, *numbers in counts},
        {
            name: {
                tuple(key): Bracket(low, high, n, under, dict(pairs))
                for key, low, high, n, under, pairs in of
            }
            for name, of in brackets.items()
        },
        dict(varies),
        written=generation,
    )
