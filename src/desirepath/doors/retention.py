"""How long what a source brought is kept, and the removal of what is older."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName
from desirepath.store import expiring
from desirepath.store.expiring import Limit

if TYPE_CHECKING:
    from desirepath.refresh import Stores

SETTING = "retention"
DAY = 86_400 * 1_000_000
LONGEST = 36_500
"""Days: a hundred years are for ever."""


class Retention:
    """`ws.sources.retention`; a source without a rule is kept for ever."""

    def __init__(self, stores: Stores) -> None:
        """Made by the door `sources`."""
        self._stores = stores

    def rules(self, *, now: float | None = None) -> list[dict[str, Any]]:
        """Return each source: `days` it is kept (None: for ever) and rows `older` than that."""
        kept = self._kept() if self._stores.landing is None else {}
        with self._stores.kept.turn:
            return [
                {
                    "source": source,
                    "days": kept.get(source),
                    "older": sum(self._older([source], now).values()) if source in kept else 0,
                }
                for source in sorted({*self._sources(), *kept})
            ]

    def keep(self, source: str, days: int | None) -> dict[str, Any]:
        """Keep what a source brings for so many days, with None for ever; nothing is removed yet.

        Raises UnknownName for a source that brought nothing and has no write key.
        """
        known = self._sources()
        if source not in known:
            raise UnknownName("source", source, known)
        if days is not None and not 1 <= days <= LONGEST:
            raise InputError(f"A source is kept for 1 to {LONGEST} days, or for ever.")
        if days is not None and self._stores.landing is not None:
            raise InputError(
                "Rows can be kept for a time in workspaces on DuckDB only: let your own warehouse "
                "remove what is too old, with its own means."
            )
        kept = self._kept() | {source: days}
        self._stores.book.set_setting(
            SETTING, {name: number for name, number in sorted(kept.items()) if number}
        )
        return next(rule for rule in self.rules() if rule["source"] == source)

    def expire(self, *, dry_run: bool = False, now: float | None = None) -> dict[str, Any]:
        """Remove what is older than its source is kept; return how many rows per table.

        Events and answers by their own time, descriptions of customers who have nothing left,
        rows put aside by when they came in; also from what is computed of them, from the bodies
        of live events, and as quotes from kept maps. A dry run says how many, and changes nothing.
        """
        stores, kept = self._stores, self._kept()
        if not kept or stores.landing is not None:
            return {"removed": {}, "dry_run": dry_run}
        with stores.kept.turn:
            older = self._older(list(kept), now)
            if dry_run or not any(older.values()):
                return {"removed": older, "dry_run": dry_run}
            limits = self._limits(list(kept), now)
            gone = expiring.from_warehouse(stores.warehouse, limits)
            for limit in limits:
                if limit.live is not None:
                    numbers = gone.lines.get(limit.live, ())
                    stores.inbox.forget(limit.source, limit.before, numbers)
            maps = stores.book.privacy.expire(gone.texts)
            stores.kept.clear()
            stores.opened.clear()
            return {"removed": {**gone.rows, "maps": maps}, "dry_run": False}

    # inside --------------------------------------------------------------------------------
    def _kept(self) -> dict[str, int]:
        return dict(self._stores.book.setting(SETTING) or {})

    def _sources(self) -> list[str]:
        book = self._stores.book
        named = {row.source for row in book.imports()}
        return sorted(named | {key.source for key in book.keys.write_keys().values()})

    def _older(self, sources: list[str], now: float | None) -> dict[str, int]:
        return expiring.older(self._stores.warehouse, self._limits(sources, now)).rows

    def _limits(self, sources: list[str], now: float | None) -> list[Limit]:
        """Return what of these sources is too old."""
        book, kept = self._stores.book, self._kept()
        imports, made = book.imports(), book.imported()
        moment = int((time.time() if now is None else now) * 1_000_000)
        limits = []
        for source in sources:
            before = moment - kept[source] * DAY
            mine = [row for row in imports if row.source == source]
            files = [row.no for row in mine if row.loaded is None]
            aside: dict[int, int | None] = {
                number: None for number in files if _micros(made[number]) < before
            }
            live = next((row.no for row in mine if row.loaded is not None), None)
            if live is not None:
                aside[live] = self._stores.inbox.upto(source, before)
            limits.append(Limit(source, tuple(row.no for row in mine), before, aside, live))
        return limits


def _micros(written: str) -> int:
    moment = datetime.fromisoformat(written)
    return int(moment.astimezone(UTC).timestamp() * 1_000_000)
