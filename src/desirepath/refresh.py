"""The sentence of the product as code: read this first.

    sources.read → imports land rows → journeys.prepare → analyses.ask → lanes.draw → Map

Raw rows become events, answers and customers (`imports`), those become ordered journeys with
stages (`journeys`), questions about them give results (`analyses`), and the map is drawn from
results alone (`maps`), so that every number on it can be asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desirepath import analyses, imports, maps
from desirepath.errors import DesirepathError
from desirepath.journeys.prepare import fingerprint, prepare
from desirepath.model.progress import Progress, silent
from desirepath.store.code import mark
from desirepath.store.kept import Kept

if TYPE_CHECKING:
    from desirepath.collector.loader import Loaded
    from desirepath.journeys.tables import Tables
    from desirepath.model.result import Result
    from desirepath.store.book import Book
    from desirepath.store.inbox import Inbox
    from desirepath.store.warehouse import Warehouse

DOCUMENT = 1000
"""A map counts as so many rows among the answers that are kept."""


@dataclass(frozen=True)
class Stores:
    """The two stores of one workspace, who listens to progress, and the answers so far.

    `landing`: where files are imported to when the warehouse is another engine than DuckDB;
    `native`: the tables of that engine which the settings name.
    """

    folder: Path
    warehouse: Warehouse
    book: Book
    inbox: Inbox
    progress: Progress = field(default=silent)
    kept: Kept = field(default_factory=Kept)
    landing: Warehouse | None = None
    native: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    opened: dict[str, tuple[int, Any]] = field(default_factory=dict)
    """What was read from the stores, and at which version of the book."""


def land(stores: Stores, files: Iterable[str | Path], options: Any) -> list[dict[str, Any]]:
    """Import files and return one report each; all or nothing of every file."""
    into, paths = stores.landing or stores.warehouse, [Path(file) for file in files]
    try:
        reports = imports.import_files(into, stores.book, paths, options, stores.progress)
    except DesirepathError:
        gather(stores)  # files before the wrong one are imported and stay
        raise
    gather(stores)
    return reports


def catch_up(stores: Stores) -> Loaded | None:
    """Load the next events of live sources; None where nothing waits."""
    from desirepath.collector import loader

    if not stores.inbox.is_there:
        return None
    with stores.kept.turn:
        return loader.load(stores.landing or stores.warehouse, stores.book, stores.inbox)


def gather(stores: Stores) -> None:
    """Let another engine than DuckDB know what was imported, and its own tables."""
    if stores.landing is not None:
        imports.gather(stores.warehouse, stores.landing, stores.book, stores.native)


def tables(stores: Stores, *, living: bool = False) -> Tables:
    """Return the prepared journeys, brought up to date where data or settings changed.

    `living`: what is asked of them will be asked again after the next import, so the sums behind
    the answers are kept for then.
    """
    made: Tables = _opened(
        stores, "tables", lambda: prepare(stores.warehouse, stores.book, stores.progress)
    )
    if living and made.keeper is not None:
        made = replace(made, keeper=replace(made.keeper, living=True))
    return made


def ask(stores: Stores, name: str, options: Mapping[str, Any], *, living: bool = False) -> Result:
    """Answer one question about the journeys; asked again of the same data, it is known."""

    def make() -> Result:
        stores.progress(f"Asking {name}", None)
        return analyses.ask(tables(stores, living=living), name, options)

    found: Result = stores.kept.get(
        (*_state(stores), name, _spelled(options)), make, rows=lambda made: len(made.rows)
    )
    return found


def draw(
    stores: Stores, *, title: str | None = None, selection: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the document of the living map of what is known now."""
    follows = _follows(stores, title, selection)
    state = _digest(stores, follows)

    def make() -> dict[str, Any]:
        drawn = stores.book.maps.drawn(state) if state else None
        return drawn or maps.build(
            lambda name, options: ask(stores, name, {**(selection or {}), **options}, living=True),
            tables(stores),
            title=follows.title,
            written={"label": follows.label},
        )

    found: dict[str, Any] = stores.kept.get(("map", follows), make, rows=lambda _: DOCUMENT)
    return dict(found)


def drawn_of(
    stores: Stores, *, title: str | None = None, selection: Mapping[str, Any] | None = None
) -> str | None:
    """Return a digest of all that `draw` follows from, the code included.

    None where that cannot be known: another engine's own tables may have changed.
    """
    return _digest(stores, _follows(stores, title, selection))


class _Follows(NamedTuple):
    """What a drawn map follows from, apart from the code."""

    state: tuple[str, Any]
    title: str | None
    label: str | None
    selection: str


def _follows(stores: Stores, title: str | None, selection: Mapping[str, Any] | None) -> _Follows:
    named = title or stores.book.setting("title")
    return _Follows(_state(stores), named, stores.book.setting("label"), _spelled(selection or {}))


def _digest(stores: Stores, follows: _Follows) -> str | None:
    if stores.landing is not None:
        return None
    return hashlib.sha256(repr((mark(), *follows)).encode()).hexdigest()


def _state(stores: Stores) -> tuple[str, Any]:
    """Return what every answer depends on; the dates that people type are in a time zone."""
    state: tuple[str, Any] = _opened(
        stores, "state", lambda: (fingerprint(stores.book), stores.book.setting("timezone"))
    )
    return state


def _opened(stores: Stores, name: str, make: Callable[[], Any]) -> Any:
    """Return what was made at this version of the book; nobody else writes into it meanwhile."""
    version, made = stores.opened.get(name, (-1, None))
    if version != stores.book.version:
        made = make()
        stores.opened[name] = (stores.book.version, made)
    return made


def _spelled(options: Mapping[str, Any]) -> str:
    return repr(sorted(options.items()))
