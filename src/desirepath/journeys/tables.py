"""What an analysis gets: the prepared journeys as tables of the engine, and how to run them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desirepath.errors import UnknownName
from desirepath.store import compiled

SHARED = 8
"""So many shared findings are held."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Prepared journeys; every analysis reads these and nothing else.

    `events`, `journeys`, `touchpoints`, `variants`, `answers` are Ibis tables (their columns
    stand in `journeys/build.py`). Times are int64 microseconds since 1970 UTC. With `by`,
    `events`, `journeys` and `answers` carry a text column `segment` (null = missing).
    """

    unit: str
    goal: str | None
    newest: int | None
    """Time of the newest event; None when there are no events."""
    events: Any
    journeys: Any
    touchpoints: Any
    variants: Any
    answers: Any
    names: tuple[str, ...]
    """Touchpoints by code; the order of codes is the order of names."""
    execute: Callable[[Any], list[dict[str, Any]]]
    """Runs an expression; small answers, as rows."""
    arrow: Callable[[Any], Any]
    """Runs an expression; an Arrow table, for arithmetic over many journeys."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What `--by` and `--where` accept → column of `journeys` (attributes: of `answers` too)."""
    subject: str = "customer"
    """Whose journeys these are: customers', accounts' or households'."""
    shared: bool = False
    """Some journey (a case) has events of several customers."""
    texts: bool = False
    """Some event has a text."""
    sentiment: tuple[Mapping[str, Any], ...] = ()
    """Per language: which method reads it and how good that is here, see `learned.py`."""
    themes: tuple[Mapping[str, Any], ...] = ()
    """What texts are about: id, name, terms …, see `themes.py`."""
    by: str | None = None
    unmarked: Any = None
    """With `by`: the same events without `segment`, for questions asked journey by journey."""
    sources: tuple[str, ...] = ()
    period: tuple[str | None, str | None] = (None, None)
    """ISO dates (UTC) of the first and the last event."""
    keeper: Any = None
    """Keeps answers from one preparation to the next, see `summaries.py`; None: nobody does."""
    whole: Any = None
    """The tables that these were chosen from; None: nothing was chosen."""
    chosen: Any = None
    """The selection by which they were."""
    timezone: str = "UTC"
    """Of the dates a person types; see `select`."""
    turns: Any = None
    """Turns of calls and chats, see `conversations.py`; None: there are none."""
    found: dict[Any, Any] = field(default_factory=dict)
    """What several questions about the same journeys share; see `once`."""

    @staticmethod
    def few(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> Any:
        """Return a few rows from Python as a table of the engine; `kinds` names their types."""
        return compiled.small(columns, kinds)

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """Touchpoint name → code."""
        return {name: code for code, name in enumerate(self.names)}

    @cached_property
    def catalog(self) -> tuple[Mapping[str, Any], ...]:
        """Return the rows of `touchpoints` by code: name, stage, step, channel …"""
        rows = self.execute(self.touchpoints)
        return tuple(sorted(rows, key=lambda row: row["code"]))

    @cached_property
    def sizes(self) -> Mapping[str | None, int]:
        """Return segment → journeys, largest first, then by name; empty without `by`."""
        if self.by is None:
            return {}
        journeys = self.journeys
        rows = self.execute(
            self.built("sizes", lambda: journeys.group_by("segment").aggregate(n=journeys.count()))
        )
        rows.sort(key=lambda row: (-row["n"], row["segment"] is None, row["segment"] or ""))
        return {row["segment"]: row["n"] for row in rows}

    @cached_property
    def origin(self) -> tuple[Any, ...]:
        """What a question about these journeys follows from, apart from its own options."""
        parts = (self.events, self.unmarked, self.journeys, self.answers, self.variants)
        return (*parts, self.unit, self.goal, self.by, self.names, self.columns)

    def built(self, name: str, make: Callable[[], Any], *of: Any) -> Any:
        """Return the expression that `make` gives, built once for tables like these.

        It must follow from `name`, `origin` and `of` alone.
        """
        return compiled.built(name, (*self.origin, *of), make)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, made once for these journeys and this selection.

        Journeys that are prepared anew are other tables, so nothing here grows old.
        """
        key = (name, self.chosen)
        if key not in self.found:
            while len(self.found) >= SHARED:
                self.found.pop(next(iter(self.found)))
            self.found[key] = make()
        return self.found[key]

    def code(self, name: str) -> int:
        """Return the code of a touchpoint; raises UnknownName with suggestions."""
        if name not in self.codes:
            raise UnknownName("touchpoint", name, self.names)
        return self.codes[name]
