"""The rows of the map: one file per lane, each sees only `Material`.

A lane offers `title` (what the label says), `picture` (one of `PICTURES`), `caption` (what is
counted, optional) and `draw(material) -> cells`, a cell being `{"stage", "step", "content",
"evidence"}`. What somebody else installed comes after ours, above the line of visibility.
"""

from __future__ import annotations

from desirepath import registry

ORDER = (
    "touchpoints",
    "channels",
    "emotion",
    "quotes",
    "moments",
    "pains",
    "gains",
    "needs",
    "metrics",
    "opportunities",
    "solutions",
    "backstage",
    "systems",
    "owner",
)
BACKSTAGE = ("backstage", "systems", "owner")
PICTURES = ("bars", "chips", "curve", "quotes", "marks", "cards", "numbers")


def in_order() -> tuple[str, ...]:
    """Return the names of all lanes in the order of the map."""
    known = registry.names("lanes")
    above = [name for name in ORDER if name in known and name not in BACKSTAGE]
    added = [name for name in known if name not in ORDER]
    return (*above, *added, *(name for name in BACKSTAGE if name in known))
