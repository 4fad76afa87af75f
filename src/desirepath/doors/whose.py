"""Whose journeys: a selection, and a step of a funnel, as the list of customers takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desirepath.analyses import SELECTION, selection_of
from desirepath.errors import UsageError, unknown_sentence
from desirepath.journeys.select import select

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

FUNNEL = ("steps", "within", "mode", "step", "left")
ASKED = (*(name for name in SELECTION if name != "by"), *FUNNEL)


def chosen_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen of ASKED, names as in the analyses; raises UsageError for others."""
    chosen = {name.removesuffix("_"): value for name, value in given.items()}
    for name in chosen:
        if name not in ASKED:
            raise UsageError(f"{unknown_sentence('option', name, ASKED)} (customers)")
    chosen = {name: value for name, value in chosen.items() if value not in (None, "", [], False)}
    if "steps" not in chosen and (lost := [name for name in FUNNEL[1:] if name in chosen]):
        raise UsageError(f"--{lost[0]} speaks of a funnel: give its --steps too.")
    return chosen


def picked(tables: Tables, chosen: Mapping[str, Any]) -> Any:
    """Return the journeys that are meant, as a table of the engine."""
    from desirepath.analyses import funnel

    asked = {name: value for name, value in chosen.items() if name not in FUNNEL}
    selected = select(tables, selection_of(asked)[0])
    if "steps" not in chosen:
        return selected.journeys
    params = funnel.Params(
        **{name: chosen[name] for name in ("steps", "within", "mode") if name in chosen}
    )
    step = _number(chosen.get("step", 1))
    here = funnel.journeys_at(selected, params, step, left=_flag(chosen.get("left", False)))
    return selected.journeys.semi_join(here, "journey")


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise UsageError(f'--step is the number of a step from 1, not "{value}".') from None


def _flag(value: Any) -> bool:
    return value is True or str(value).casefold() in {"true", "yes", "1"}
