"""The living map: stages, steps and lanes of cells, every number with its evidence."""

from __future__ import annotations

from desirepath.maps.build import build

__all__ = ["build"]
