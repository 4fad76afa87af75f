"""The journeys that have a pain: those which `pains` counts as affected, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _traits, _verdicts, _visits

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

ANSWERED = {"low-score": "low_score", "low-emotion": "low_text"}
FLAGS = {"repeat": "again", "channel-switch": "switched", "slow": "slow", "drop-off": "left"}


def journeys_with(tables: Tables, pain: Mapping[str, Any]) -> Any:
    """Return the journeys behind a row of `pains` as a table `journey`; as many as `affected`.

    An answer that belongs to no journey is counted there and can be named by nobody.
    """
    by_goal = pain["size_by"] == "goal"
    if pain["signal"] in ANSWERED:
        grounds = _visits.Grounds(tables)
        found = _verdicts.subjects(grounds)
        here = found.touchpoint == tables.codes[pain["touchpoint"]]
        has = found[ANSWERED[pain["signal"]]]
        found = found.filter(here & has & found.journey.notnull())
    else:
        single = pain["signal"] != "drop-off"
        seen = _traits.sight(tables, single=single, told=False)
        grounds = seen.grounds
        found = _visits.with_slow(seen.bare(tables), seen.limits)
        found = found.filter((found.place == _place(grounds, pain)) & found[_flag(grounds, pain)])
    if by_goal:
        found = found.filter(found.risk)
    return found.select("journey").distinct()


def _place(grounds: _visits.Grounds, pain: Mapping[str, Any]) -> int:
    if grounds.single:
        return int(grounds.tables.codes[pain["touchpoint"]])
    return next(one.number for one in grounds.places if one.step == pain["step"])


def _flag(grounds: _visits.Grounds, pain: Mapping[str, Any]) -> str:
    if pain["signal"] == "late":
        return next(one.name for one in grounds.lates if one.touchpoint == pain["touchpoint"])
    return FLAGS[pain["signal"]]
