"""The log of one map: which of its entries stand, and the map with those done on it.

An entry is an operation, or `undo`/`redo` of an entry, or `restore` of the map as it was after
an entry. Entries are numbered from 1; the number of the newest is the revision of the map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.errors import InputError
from desirepath.maps.edit import clash, identified, parse
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Thing, Working
from desirepath.model.edit import Edit

UNDO, REDO, RESTORE = "undo", "redo", "restore"
STEERING = {UNDO, REDO, RESTORE}
Prove = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
"""Asks the analysis that a claim names; None where its number is there no more."""


@dataclass(frozen=True)
class Replayed:
    """A working copy with everything done, and what waits because its place is gone."""

    working: Thing
    waiting: tuple[Mapping[str, Any], ...] = ()


def undone(entries: Sequence[Edit]) -> set[str]:
    """Return the ids of what was undone and not done again."""
    off: set[str] = set()
    for entry in entries:
        if entry.op == UNDO:
            off.add(str(entry.change["entry"]))
        elif entry.op == REDO:
            off.discard(str(entry.change["entry"]))
    return off


def standing(entries: Sequence[Edit]) -> list[Edit]:
    """Return the operations that count, in order: not undone, and not restored away."""
    off = undone(entries)
    found: list[Edit] = []
    for entry in entries:
        if entry.op in (UNDO, REDO) or entry.id in off:
            continue
        if entry.op == RESTORE:
            revision = int(entry.change["revision"])
            found = standing([one for one in entries if one.no <= revision])
        else:
            found.append(entry)
    return found


def replay(
    base: Mapping[str, Any], entries: Sequence[Edit], prove: Prove | None = None
) -> Replayed:
    """Return the base with the log done on it; `prove` renews attached evidence.

    An operation that cannot be done on what is there now waits, with the reason.
    """
    working = identified(base)
    waiting: list[Mapping[str, Any]] = []
    for entry in standing(entries):
        made = Working(working, entry.author)
        try:
            operation = parse(_renewed(entry.change, prove))
            operation.on(made)
        except InputError as error:
            waiting.append({"entry": entry.id, "change": dict(entry.change), "why": str(error)})
    return Replayed(working, tuple(waiting))


def steps_back(entries: Sequence[Edit], session: str) -> tuple[str | None, str | None]:
    """Return what a session would undo and redo next: ids of entries, None where nothing."""
    done: list[str] = []
    undone: list[str] = []
    for entry in entries:
        if entry.session != session:
            continue
        target = str(entry.change.get("entry"))
        if entry.op == UNDO:
            done = [one for one in done if one != target]
            undone.append(target)
        elif entry.op == REDO:
            undone = [one for one in undone if one != target]
            done.append(target)
        else:
            done.append(entry.id)
            undone = []
    return (done[-1] if done else None), (undone[-1] if undone else None)


def meaning(change: Mapping[str, Any], entries: Sequence[Edit]) -> Operation | None:
    """Return the operation that a change writes: that of the entry for an undo or redo.

    None for a restore, which writes everything.
    """
    if change["op"] in (UNDO, REDO):
        target = next((one for one in entries if one.id == change.get("entry")), None)
        return meaning(target.change, entries) if target else None
    return None if change["op"] == RESTORE else parse(change)


def clashes(
    change: Mapping[str, Any], session: str, since: Sequence[Edit], entries: Sequence[Edit]
) -> list[Edit]:
    """Return the entries of others, made `since`, that a change cannot stand beside."""
    mine = meaning(change, entries)
    found = []
    for entry in since:
        if entry.session == session:
            continue
        theirs = meaning(entry.change, entries)
        if mine is None or theirs is None or clash(mine, theirs):
            found.append(entry)
    return found


def _renewed(change: Mapping[str, Any], prove: Prove | None) -> Mapping[str, Any]:
    if prove is None or change["op"] != "attach-evidence":
        return change
    claim = prove(change["claim"])
    if claim is None:
        raise InputError("The number that was attached here is not in the data any more.")
    return {**change, "claim": claim}
