"""Build the living map, load maps that people wrote, look at them, save them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from desirepath import exports, refresh
from desirepath.errors import UnknownName
from desirepath.journeys.names import slug
from desirepath.maps import readers
from desirepath.model.result import canonical

LIVING = "current"
TOLD = "told"
TAKEN = {LIVING, "formats"}
"""Ids that no told map gets: they are words of the API."""


@dataclass(frozen=True)
class Map:
    """One map; shows itself in a notebook.

    `digest` is that of the document without the time it was made; `id` and `version` are those of
    the book; `report` tells how a file was read (else empty).
    """

    document: Mapping[str, Any]
    digest: str = ""
    id: str | None = None
    version: int | None = None
    report: Mapping[str, Any] = field(default_factory=dict)

    def save(self, file: str | Path) -> Path:
        """Write the map; the suffix picks the format."""
        return exports.save(self.document, Path(file))

    def _repr_html_(self) -> str:
        from desirepath.exports.html import fragment

        return fragment(self.document)


class Maps:
    """`ws.maps`: build maps, load told ones, and keep the versions of both."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def build(self, *, title: str | None = None, **selection: Any) -> Map:
        """Return the map of what is known now, and keep it as a version if it is new.

        `by`, `where`, `from_` and `to` choose journeys as in the analyses. Maps of one selection
        are versions of one map.
        """
        chosen = {key.removesuffix("_"): value for key, value in selection.items() if value}
        document = refresh.draw(self._stores, title=title, selection=chosen)
        id_ = f"{LIVING}-{_digest(chosen)[:8]}" if chosen else LIVING
        kept = self._stores.book.maps.keep(id_, document, _timeless(document), params=chosen)
        return Map(document, kept.digest, kept.id, kept.version)

    def load(self, file: str | Path, *, title: str | None = None) -> Map:
        """Read a map from a file (map JSON, CSV grid, Mermaid journey, OJF) and keep it.

        A file with the title of a told map becomes its next version. Raises UnreadableFile, with
        the line where it can be named, and then nothing was kept.
        """
        told = readers.read(file)
        document = {**told.document, **({"title": title} if title else {})}
        id_ = self._id(str(document["title"]))
        kept = self._stores.book.maps.keep(id_, document, _timeless(document), kind=TOLD)
        return Map(document, kept.digest, kept.id, kept.version, told.report)

    def list(self) -> list[dict[str, Any]]:
        """Return the maps of the workspace: id, kind, title, versions, created, changed, params."""
        return [asdict(kept) for kept in self._stores.book.maps.list()]

    def get(self, id: str, *, version: int | None = None) -> Map:  # noqa: A002 - the field's word
        """Return a kept map, its newest version unless one is named; raises UnknownName."""
        kept = self._stores.book.maps.version(id, version)
        if kept is None:
            self._unknown(id, version)
        return Map(kept.document, kept.digest, kept.id, kept.version)

    def delete(self, id: str) -> None:  # noqa: A002
        """Remove a map with all its versions; raises UnknownName."""
        if not self._stores.book.maps.delete(id):
            self._unknown(id, None)

    def _unknown(self, id_: str, version: int | None) -> NoReturn:
        known = {kept.id: kept.versions for kept in self._stores.book.maps.list()}
        if id_ in known:
            numbers = map(str, range(1, known[id_] + 1))
            raise UnknownName("version", str(version), numbers, where=f"of the map {id_}")
        raise UnknownName("map", id_, known)

    def _id(self, title: str) -> str:
        """Return the id of the told map of that title, or a free one."""
        maps = self._stores.book.maps.list()
        same = next((one.id for one in maps if one.kind == TOLD and one.title == title), None)
        if same:
            return same
        taken = {one.id for one in maps} | TAKEN
        wanted = slug(title)[:60].strip("-")
        free, number = wanted, 1
        while free in taken or free.startswith(f"{LIVING}-"):
            number += 1
            free = f"{'told-' if wanted.startswith(LIVING) else ''}{wanted}-{number}"
        return free


def _timeless(document: Mapping[str, Any]) -> str:
    """Return the digest of a map, creation time aside."""
    return _digest({key: value for key, value in document.items() if key != "created"})


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
