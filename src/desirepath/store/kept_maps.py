"""The maps of the book: every map has an id, a kind and versions, and a version never changes.

A measured map is drawn from data by a selection (`params`); a told one is what people wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from desirepath.store.tables import map_versions, maps

MEASURED, TOLD = "measured", "told"


@dataclass(frozen=True)
class MapVersion:
    """One kept version of a map; `document` is the desirepath-map/1 document."""

    id: str
    kind: str
    version: int
    title: str
    digest: str
    created: str
    document: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class KeptMap:
    """One map: its newest title, how many versions it has, when it was made and last changed."""

    id: str
    kind: str
    title: str
    versions: int
    created: str
    changed: str
    params: Mapping[str, Any]


class KeptMaps:
    """`book.maps`; every method is one transaction."""

    def __init__(
        self,
        engine: sa.Engine,
        writing: Callable[[], AbstractContextManager[sa.Connection]],
        clock: Callable[[], str],
    ) -> None:
        """Made by the book."""
        self._engine = engine
        self._writing = writing
        self._clock = clock

    def keep(
        self,
        id_: str,
        document: Mapping[str, Any],
        digest: str,
        *,
        kind: str = MEASURED,
        params: Mapping[str, Any] | None = None,
    ) -> MapVersion:
        """Keep a map as the next version of its id, unless it equals the newest one."""
        newest = self.version(id_)
        if newest and newest.digest == digest:
            return newest
        made = self._clock()
        row = {
            "title": str(document["title"]),
            "digest": digest,
            "document": json.dumps(document, ensure_ascii=False),
            "created": made,
        }
        with self._writing() as connection:
            connection.execute(
                insert(maps)
                .values(id=id_, kind=kind, params=dict(params or {}), created=made)
                .on_conflict_do_nothing()
            )
            # counted in the same transaction: two writers never make the same number
            before = sa.select(sa.func.coalesce(sa.func.max(map_versions.c.version), 0))
            number = connection.execute(before.where(map_versions.c.map == id_)).scalar_one() + 1
            connection.execute(sa.insert(map_versions).values(map=id_, version=number, **row))
        kept = newest.kind if newest else kind
        return MapVersion(id_, kept, number, row["title"], digest, made, document)

    def list(self) -> tuple[KeptMap, ...]:
        """Return all maps, those that changed last first."""
        of = map_versions.c
        counted = (
            sa.select(
                of.map,
                sa.func.count().label("versions"),
                sa.func.max(of.version).label("newest"),
            )
            .group_by(of.map)
            .subquery()
        )
        query = (
            sa.select(maps, of.title, counted.c.versions, of.created.label("changed"))
            .join(counted, counted.c.map == maps.c.id)
            .join(map_versions, (of.map == maps.c.id) & (of.version == counted.c.newest))
            .order_by(of.created.desc(), maps.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(KeptMap(**row) for row in connection.execute(query).mappings())

    def version(self, id_: str, version: int | None = None) -> MapVersion | None:
        """Return one version of a map, the newest when none is named; None when there is none."""
        of = map_versions.c
        query = (
            sa.select(map_versions, maps.c.kind)
            .join(maps, maps.c.id == of.map)
            .where(of.map == id_)
            .order_by(of.version.desc())
        )
        if version is not None:
            query = query.where(of.version == version)
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).mappings().first()
        if row is None:
            return None
        return MapVersion(
            id=row["map"],
            kind=row["kind"],
            version=row["version"],
            title=row["title"],
            digest=row["digest"],
            created=row["created"],
            document=json.loads(row["document"]),
        )

    def delete(self, id_: str) -> bool:
        """Remove a map with all its versions; say whether there was one."""
        with self._writing() as connection:
            return connection.execute(sa.delete(maps).where(maps.c.id == id_)).rowcount > 0
