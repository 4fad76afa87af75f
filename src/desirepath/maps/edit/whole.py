"""Operations on the map as a whole: title, kind, persona, goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desirepath.errors import InputError
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Working, name
from desirepath.maps.told import one_line

MOST_GOALS = 12
State = Literal["as-is", "to-be", "past"]


@dataclass(frozen=True)
class Retitle(Operation):
    """Give the map another title."""

    title: str
    op: Literal["retitle"] = "retitle"

    def on(self, map_: Working) -> None:
        """Write the title."""
        map_.document["title"] = name(self.title, "map")

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return ("map title",)


@dataclass(frozen=True)
class SetState(Operation):
    """Say whether the map shows what is, what shall be, or what was."""

    state: State
    op: Literal["set-state"] = "set-state"

    def on(self, map_: Working) -> None:
        """Write the state."""
        if self.state not in ("as-is", "to-be", "past"):
            raise InputError(f'"{self.state}" is no state of a map: as-is, to-be or past.')
        map_.document["state"] = self.state

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return ("map state",)


@dataclass(frozen=True)
class SetPersona(Operation):
    """Say whose journey it is and what they want; nobody measured it, so it is what people say."""

    persona: str | None = None
    goals: Sequence[str] = ()
    op: Literal["set-persona"] = "set-persona"

    def on(self, map_: Working) -> None:
        """Write persona and goals."""
        if len(self.goals) > MOST_GOALS:
            raise InputError(f"A map names at most {MOST_GOALS} goals.")
        map_.document["persona"] = one_line(self.persona or "") or None
        map_.document["goals"] = [said for goal in self.goals if (said := one_line(goal))]

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return ("map persona",)
