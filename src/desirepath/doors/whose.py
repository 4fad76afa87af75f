"""Whose journeys: a selection, a step of a funnel, or a pain: what the list of customers takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desirepath.analyses import SELECTION, selection_of
from desirepath.errors import UnknownName, UsageError, unknown_sentence
from desirepath.journeys.select import select

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

FUNNEL = ("steps", "within", "mode", "step", "left")
PAIN = "pain"
Ask = Callable[[str, Mapping[str, Any]], Sequence[Mapping[str, Any]]]
ASKED = (*(name for name in SELECTION if name != "by"), *FUNNEL, PAIN)


def chosen_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen of ASKED, names as in the analyses; raises UsageError for others."""
    chosen = {name.removesuffix("_"): value for name, value in given.items()}
    for name in chosen:
        if name not in ASKED:
            raise UsageError(f"{unknown_sentence('option', name, ASKED)} (customers)")
    chosen = {name: value for name, value in chosen.items() if value not in (None, "", [], False)}
    if "steps" not in chosen and (lost := [name for name in FUNNEL[1:] if name in chosen]):
        raise UsageError(f"--{lost[0]} speaks of a funnel: give its --steps too.")
    if PAIN in chosen and "steps" in chosen:
        raise UsageError("--pain and --steps are two ways to choose journeys. Give one of them.")
    return chosen


def picked(tables: Tables, chosen: Mapping[str, Any], ask: Ask) -> Any:
    """Return the journeys that are meant, as a table of the engine; `ask` asks an analysis."""
    from desirepath.analyses import _sufferers, funnel

    asked = {name: value for name, value in chosen.items() if name not in {*FUNNEL, PAIN}}
    selected = select(tables, selection_of(asked)[0])
    if PAIN in chosen:
        with_it = _sufferers.journeys_with(selected, _pain(ask("pains", asked), chosen[PAIN]))
        return selected.journeys.semi_join(with_it, "journey")
    if "steps" not in chosen:
        return selected.journeys
    params = funnel.Params(
        **{name: chosen[name] for name in ("steps", "within", "mode") if name in chosen}
    )
    step = _number(chosen.get("step", 1))
    here = funnel.journeys_at(selected, params, step, left=_flag(chosen.get("left", False)))
    return selected.journeys.semi_join(here, "journey")


def _pain(rows: Sequence[Mapping[str, Any]], id_: Any) -> Mapping[str, Any]:
    """Return the pain of that id; raises UnknownName."""
    known = {str(row["id"]): row for row in rows}
    if str(id_) not in known:
        raise UnknownName("pain", str(id_), known, where="in these journeys")
    return known[str(id_)]


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise UsageError(f'--step is the number of a step from 1, not "{value}".') from None


def _flag(value: Any) -> bool:
    return value is True or str(value).casefold() in {"true", "yes", "1"}
