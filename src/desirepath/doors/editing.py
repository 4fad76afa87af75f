"""What people changed on a map, done on what data or a file gives, and how a change is taken."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desirepath import refresh
from desirepath.doors.images import Images
from desirepath.errors import DesirepathError, EditConflict, InputError
from desirepath.maps.edit import parse, shown
from desirepath.maps.edit.log import (
    REDO,
    RESTORE,
    STEERING,
    UNDO,
    Replayed,
    clashes,
    replay,
    steps_back,
    undone,
)
from desirepath.maps.edit.working import FRESH, Working
from desirepath.maps.told import one_line
from desirepath.model.edit import Edit
from desirepath.model.evidence import evidence_of

if TYPE_CHECKING:
    from desirepath.store.kept_maps import MapVersion

MOST_AT_ONCE = 500
AUTHOR = 80


@dataclass(frozen=True)
class Edited:
    """A map with its log done on it; `waiting` are changes whose place is gone."""

    base: MapVersion
    document: Mapping[str, Any] = field(repr=False)
    revision: int = 0
    waiting: tuple[Mapping[str, Any], ...] = ()


class Editing:
    """The logs of one workspace; whoever writes into one holds `turn`."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the door."""
        self._stores = stores
        self._turn = threading.Lock()
        self._known: dict[str, tuple[Any, Edited]] = {}
        self._images = Images(stores.book.images)

    def log(self, id_: str, upto: int | None = None) -> tuple[Edit, ...]:
        """Return the log of a map, all of it or up to a revision."""
        edits = self._stores.book.edits.of(id_)
        return tuple(one for one in edits if upto is None or one.no <= upto)

    def draw(
        self, base: MapVersion, document: Mapping[str, Any], upto: int | None = None
    ) -> Edited:
        """Return what data or a file gave (`document`) with the log of the map done on it."""
        head = self._stores.book.edits.head(base.id) if upto is None else upto
        if not head:
            return Edited(base, document)
        # an edited map is asked for by every page after every edit: the newest one is kept
        key = (base.digest, document.get("created"), head, self._stores.book.version)
        known = self._known.get(base.id)
        if known and known[0] == key:
            return known[1]
        made = self._made(base, document, self.log(base.id, upto))
        if upto is None:
            self._known[base.id] = (key, made)
        return made

    def _made(
        self, base: MapVersion, document: Mapping[str, Any], entries: Sequence[Edit]
    ) -> Edited:
        done = replay(document, entries, self.prove)
        return Edited(base, shown(done.working), len(entries), done.waiting)

    def take(
        self,
        base: MapVersion,
        document: Mapping[str, Any],
        changes: Sequence[tuple[str, Mapping[str, Any]]],
        *,
        session: str,
        author: str | None = None,
        revision: int | None = None,
    ) -> Edited:
        """Add changes to a log, all or none, and return the map with them.

        A change is an id of the caller's and the JSON of an operation; an id that is in the log
        already is not taken twice. `revision` is what the caller saw last: what others changed
        since is merged where both can stand, else EditConflict is raised.
        """
        _check(changes, session)
        who = one_line(author or "")[:AUTHOR] or None
        with self._turn:
            entries = self.log(base.id)
            known = {entry.id for entry in entries}
            fresh = [(id_, change) for id_, change in changes if id_ not in known]
            if not fresh:
                return self.draw(base, document)
            since = [one for one in entries if revision is not None and one.no > revision]
            taken = self._checked(document, fresh, entries, since, (session, who))
            self._stores.book.edits.add(base.id, len(entries), session, who, taken)
            made = self.draw(base, document)
            if made.document["title"] != base.title or any(
                change["op"] in ("retitle", *STEERING) for _, change in taken
            ):
                self._stores.book.maps.entitle(base.id, str(made.document["title"]))
            return made

    def prove(self, claim: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Ask the analysis that a claim names; None where its number is not there any more."""
        try:
            result = refresh.ask(self._stores, str(claim["analysis"]), dict(claim["params"] or {}))
            if not any(str(claim["field"]) in row for row in result.rows):
                return None
            found = evidence_of(result, dict(claim["where"] or {}), str(claim["field"]))
        except (DesirepathError, KeyError, TypeError):
            return None
        with self._stores.kept.turn:
            whole = refresh.tables(self._stores)
        named = {"sources": list(whole.sources), "from": whole.period[0], "to": whole.period[1]}
        return {**found.document(), **named}

    def steps_back(self, id_: str, session: str) -> tuple[str | None, str | None]:
        """Return the entries that a session would undo and redo next."""
        return steps_back(self.log(id_), session)

    def _checked(
        self,
        document: Mapping[str, Any],
        fresh: Sequence[tuple[str, Mapping[str, Any]]],
        entries: Sequence[Edit],
        since: Sequence[Edit],
        by: tuple[str, str | None],
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the changes as the log keeps them; raises where one cannot be done now."""
        session, who = by
        at = replay(document, entries, self.prove)
        log = list(entries)
        pairs: list[tuple[dict[str, object], dict[str, object]]] = []
        taken: list[tuple[str, Mapping[str, Any]]] = []
        for id_, given in fresh:
            change = given
            mine: dict[str, object] = {"id": id_, "change": dict(given)}
            try:
                against = clashes(change, session, since, log)
                change = self._possible(change, session, log)
                entry = Edit(len(log) + 1, id_, session, who, "", change)
                at = _after(document, at, [*log, entry], self.prove)
            except InputError as error:
                if not since:
                    raise
                pairs.append((mine, {"why": str(error), **_told(since[-1])}))
                continue
            pairs += [(mine, {"why": "", **_told(one)}) for one in against]
            log.append(entry)
            taken.append((entry.id, change))
        if pairs:
            raise EditConflict(len(entries), pairs)
        return taken

    def _possible(
        self, change: Mapping[str, Any], session: str, log: Sequence[Edit]
    ) -> Mapping[str, Any]:
        """Return a change with its evidence asked and its image measured.

        Raises InputError where it makes no sense.
        """
        op = change.get("op")
        if op in (UNDO, REDO):
            entry = next((one for one in log if one.id == change.get("entry")), None)
            if entry is None or entry.op in (UNDO, REDO):
                raise InputError(f'There is no change "{change.get("entry")}" to {op}.')
            if entry.session != session:
                raise InputError("Everyone undoes their own changes. Change it back instead.")
            stands = entry.id in {one.id for one in _on(log)}
            if stands != (op == UNDO):
                raise InputError(f"This change is {'not ' if op == UNDO else ''}done already.")
        elif op == RESTORE:
            revision = change.get("revision")
            if not isinstance(revision, int) or not 0 <= revision <= len(log):
                raise InputError(f"This map has the revisions 0 to {len(log)}.")
        elif op == "attach-evidence":
            parse(change)
            claim = self.prove(change["claim"])
            if claim is None:
                raise InputError(
                    "No analysis gives this number now, so it is no evidence. Name an analysis, "
                    "its options, one row and a field of it."
                )
            return {**change, "claim": claim}
        return self._images.measured(change)


def _on(log: Sequence[Edit]) -> list[Edit]:
    """Return the entries that are not undone; a restore is one of them."""
    off = undone(log)
    return [one for one in log if one.op not in (UNDO, REDO) and one.id not in off]


def _after(document: Mapping[str, Any], at: Replayed, log: Sequence[Edit], prove: Any) -> Replayed:
    """Return the map after the newest entry of a log; raises InputError where it cannot be done."""
    newest = log[-1]
    if newest.op in STEERING:
        return replay(document, log, prove)
    parse(newest.change).on(Working(at.working, newest.author))
    return at


def _told(entry: Edit) -> dict[str, object]:
    return {
        "id": entry.id,
        "author": entry.author,
        "at": entry.at,
        "change": dict(entry.change),
    }


def _check(changes: Sequence[tuple[str, Mapping[str, Any]]], session: str) -> None:
    if not changes:
        raise InputError("There is nothing to change: no changes were given.")
    if len(changes) > MOST_AT_ONCE:
        raise InputError(f"Send at most {MOST_AT_ONCE} changes at a time.")
    for word, what in ((session, "session"), *((id_, "id of a change") for id_, _ in changes)):
        if not FRESH.fullmatch(word):
            raise InputError(f'"{word[:80]}" is no {what}: up to 64 letters, digits, "-" and "_".')
    if len({id_ for id_, _ in changes}) < len(changes):
        raise InputError("Two of the changes have the same id.")
    for _, change in changes:
        if change.get("op") not in STEERING:
            parse(change)
