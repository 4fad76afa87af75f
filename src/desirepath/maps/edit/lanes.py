"""Operations on lanes: add, rename, move, hide, show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desirepath.errors import InputError
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Working, fresh, name, place_after
from desirepath.maps.lanes import BACKSTAGE

MOST_LANES = 60


@dataclass(frozen=True)
class AddLane(Operation):
    """Add a lane of cards behind another one (None: first); `backstage`: customers do not see it.

    Below the line of visibility the order is its own: a lane never crosses the line by moving.
    `images`: a storyboard, whose cards show an image first of all.
    """

    id: str
    title: str
    after: str | None = None
    backstage: bool = False
    images: bool = False
    op: Literal["add-lane"] = "add-lane"

    def on(self, map_: Working) -> None:
        """Add it."""
        if len(map_.lanes) >= MOST_LANES:
            raise InputError(f"A map has at most {MOST_LANES} lanes.")
        made = {
            "id": fresh(self.id, [lane["id"] for lane in map_.lanes]),
            "title": name(self.title, "lane"),
            "picture": "cards",
            "caption": "",
            **({"backstage": True} if self.backstage else {}),
            **({"images": True} if self.images else {}),
            "cells": [],
        }
        place_after(map_.lanes, made, self.after, "id")
        _above_then_below(map_)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}",)


@dataclass(frozen=True)
class RenameLane(Operation):
    """Give a lane another title."""

    lane: str
    title: str
    op: Literal["rename-lane"] = "rename-lane"

    def on(self, map_: Working) -> None:
        """Rename it."""
        map_.lane(self.lane)["title"] = name(self.title, "lane")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"lane {self.lane} title",)


@dataclass(frozen=True)
class MoveLane(Operation):
    """Put a lane behind another one (None: first)."""

    lane: str
    after: str | None = None
    op: Literal["move-lane"] = "move-lane"

    def on(self, map_: Working) -> None:
        """Move it."""
        lane = map_.lane(self.lane)
        if self.after == self.lane:
            raise InputError("A lane cannot stand behind itself.")
        map_.lanes.remove(lane)
        place_after(map_.lanes, lane, self.after, "id")
        _above_then_below(map_)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes: the order of lanes is one thing."""
        return ("lanes order",)


@dataclass(frozen=True)
class HideLane(Operation):
    """Leave a lane out of the drawing and of every export; nothing of it is lost."""

    lane: str
    op: Literal["hide-lane"] = "hide-lane"

    def on(self, map_: Working) -> None:
        """Hide it."""
        map_.lane(self.lane)["hidden"] = True

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"lane {self.lane} hidden",)


@dataclass(frozen=True)
class ShowLane(Operation):
    """Draw a hidden lane again."""

    lane: str
    op: Literal["show-lane"] = "show-lane"

    def on(self, map_: Working) -> None:
        """Show it."""
        map_.lane(self.lane).pop("hidden", None)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"lane {self.lane} hidden",)


def _above_then_below(map_: Working) -> None:
    """Keep what customers see above the line of visibility."""
    map_.lanes.sort(key=lambda lane: lane["id"] in BACKSTAGE or bool(lane.get("backstage")))
