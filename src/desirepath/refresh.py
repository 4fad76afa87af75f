"""The sentence of the product as code: read this first.

    sources.read → imports land rows → journeys.prepare → analyses.ask → lanes.draw → Map

Raw rows become events, answers and customers (`imports`), those become ordered journeys with
stages (`journeys`), questions about them give results (`analyses`), and the map is drawn from
results alone (`maps`), so that every number on it can be asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath import analyses, imports, maps
from desirepath.journeys.prepare import prepare
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.model.result import Result
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse


@dataclass(frozen=True)
class Stores:
    """The two stores of one workspace, and who listens to progress."""

    folder: Path
    warehouse: Warehouse
    book: Book
    progress: Progress = field(default=silent)


def land(stores: Stores, files: Iterable[str | Path], options: Any) -> list[dict[str, Any]]:
    """Import files and return one report each; all or nothing of every file."""
    return imports.import_files(
        stores.warehouse, stores.book, [Path(file) for file in files], options, stores.progress
    )


def tables(stores: Stores) -> Tables:
    """Return the prepared journeys, prepared anew where data or settings changed."""
    return prepare(stores.warehouse, stores.book, stores.progress)


def ask(stores: Stores, name: str, options: Mapping[str, Any]) -> Result:
    """Answer one question about the journeys."""
    return analyses.ask(tables(stores), name, options)


def draw(
    stores: Stores, *, title: str | None = None, selection: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the document of the living map of what is known now."""
    prepared = tables(stores)
    chosen = dict(selection or {})
    known: dict[tuple[str, str], Result] = {}

    def asked(name: str, options: Mapping[str, Any]) -> Result:
        key = (name, repr(sorted(options.items())))
        if key not in known:
            stores.progress(f"Asking {name}", None)
            known[key] = analyses.ask(prepared, name, {**chosen, **options})
        return known[key]

    return maps.build(
        asked,
        prepared,
        title=title or stores.book.setting("title"),
        written={"label": stores.book.setting("label")},
    )
