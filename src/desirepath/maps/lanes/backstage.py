"""What the company does that customers do not see: only what people wrote, no data can tell."""

from __future__ import annotations

from typing import Any

from desirepath.maps.material import Material

title = "Backstage"
picture = "cards"
caption = ""


def draw(material: Material) -> list[dict[str, Any]]:
    """Return the cells that people wrote; none is a lane to be filled."""
    return material.wrote("backstage")
