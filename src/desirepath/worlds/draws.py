"""Random numbers by name: the same name gives the same numbers, whatever else was drawn.

`uniform("buy/payment", who)` depends on seed, name and customer only. So a world lived a second
time without one pain meets the same chances everywhere else (common random numbers), a customer
stays the same however many there are, and no version of NumPy changes the files.
Mixing function: splitmix64, Steele, Lea, Flood, “Fast splittable pseudorandom number
generators”, OOPSLA 2014.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

_GOLDEN = 0x9E3779B97F4A7C15
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


class Draws:
    """Named random numbers of one world; `key` names the world (industry and seed)."""

    def __init__(self, key: str) -> None:
        """Remember the world's name."""
        self.key = key

    def uniform(self, name: str, who: Any) -> Any:
        """Return numbers in [0, 1), one per customer number in `who` (an integer array)."""
        import numpy as np

        digest = sha256(f"{self.key}|{name}".encode()).digest()
        first, second = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8))
        mixed = who.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(first)
        mixed = _mix(_mix(mixed) + np.uint64(second))
        return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def exponential(self, name: str, who: Any) -> Any:
        """Return numbers of mean 1, at most 12 (a wait never swallows the whole period)."""
        import numpy as np

        return np.minimum(-np.log1p(-self.uniform(name, who)), 12.0)

    def normal(self, name: str, who: Any) -> Any:
        """Return numbers of mean 0 and deviation 1 (Box and Muller)."""
        import numpy as np

        radius = np.sqrt(2 * self.exponential(f"{name}/radius", who))
        return radius * np.cos(2 * np.pi * self.uniform(f"{name}/angle", who))

    def pick(self, name: str, who: Any, weights: Any) -> Any:
        """Return the index of one choice per customer; `weights` (k,) or (customers, k)."""
        import numpy as np

        table = np.cumsum(np.broadcast_to(weights, (len(who), weights.shape[-1])), axis=1)
        point = self.uniform(name, who) * table[:, -1]
        return np.minimum((table <= point[:, None]).sum(axis=1), table.shape[1] - 1)


def _mix(numbers: Any) -> Any:
    import numpy as np

    for shift, factor in _STEPS:
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(31))


def chance(base: float, shift: Any) -> Any:
    """Return the probability whose log-odds are those of `base` plus `shift` (an array)."""
    import numpy as np

    if base >= 1:
        return np.ones(np.shape(shift))
    inside = max(base, 1e-9)
    return 1 / (1 + (1 - inside) / inside * np.exp(-shift))
