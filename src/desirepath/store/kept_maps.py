"""The maps of the book: every map has an id, a kind and versions, and a version never changes.

A measured map is drawn from data by a selection (`params`); a told one is what people wrote. A
version without a name is what data or a file gave, below the edits; one with a name is the whole
map as it was when somebody named it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from desirepath.store.bookpart import BookPart
from desirepath.store.tables import map_edits, map_versions, maps

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
    name: str | None = None
    revision: int = 0
    base: int | None = None


@dataclass(frozen=True)
class VersionListed:
    """One version without its document; `revision` = how much of the log it stands on.

    `erased` says since when data of it are erased; None: nobody was.
    """

    version: int
    name: str | None
    title: str
    created: str
    revision: int
    erased: str | None = None


@dataclass(frozen=True)
class KeptMap:
    """One map: its title, how many versions and edits it has, when it was made and last changed."""

    id: str
    kind: str
    title: str
    versions: int
    created: str
    changed: str
    params: Mapping[str, Any]
    revision: int = 0


class KeptMaps(BookPart):
    """`book.maps`; every method is one transaction."""

    def keep(
        self,
        id_: str,
        document: Mapping[str, Any],
        digest: str,
        *,
        kind: str = MEASURED,
        params: Mapping[str, Any] | None = None,
        named: tuple[str, int, int] | None = None,
        state: str | None = None,
    ) -> MapVersion:
        """Keep a map as the next version of its id, unless it equals the newest one.

        `named`: name, base and revision of a version that a person keeps, equal or not.
        `state`: a digest of all that the document follows from; see `drawn`.
        """
        newest = self.version(id_)
        if newest and newest.digest == digest and not named:
            self._note_state(newest, state)
            return newest
        name, base, revision = named or (None, None, None)
        made = self._clock()
        row = {
            "title": str(document["title"]),
            "digest": digest,
            "document": json.dumps(document, ensure_ascii=False),
            "created": made,
            "name": name,
            "base": base,
            "state": state,
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
            log = sa.select(sa.func.coalesce(sa.func.max(map_edits.c.no), 0))
            head = connection.execute(log.where(map_edits.c.map == id_)).scalar_one()
            stands_on = int(head if revision is None else revision)
            connection.execute(
                sa.insert(map_versions).values(map=id_, version=number, revision=stands_on, **row)
            )
        kept = newest.kind if newest else kind
        title = str(row["title"])
        return MapVersion(id_, kept, number, title, digest, made, document, name, stands_on, base)

    def drawn(self, state: str) -> dict[str, Any] | None:
        """Return the document that was drawn of a state of data and settings, None where none was.

        A server that starts shows its map without asking everything again.
        """
        query = sa.select(map_versions.c.document).where(map_versions.c.state == state).limit(1)
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else dict(json.loads(found))

    def _note_state(self, version: MapVersion, state: str | None) -> None:
        of = map_versions.c
        this = (of.map == version.id, of.version == version.version)
        stale = sa.select(of.map).where(*this, of.state.is_distinct_from(state))
        with self._engine.connect() as connection:
            if state is None or connection.execute(stale).first() is None:
                return
        with self._writing() as connection:
            connection.execute(sa.update(map_versions).where(*this).values(state=state))

    def entitle(self, id_: str, title: str) -> None:
        """Keep what people call a map now."""
        with self._writing() as connection:
            connection.execute(sa.update(maps).where(maps.c.id == id_).values(title=title))

    def versions(self, id_: str) -> tuple[VersionListed, ...]:
        """Return the versions of a map, newest first."""
        of = map_versions.c
        query = (
            sa.select(
                of.version,
                of.name,
                of.title,
                of.created,
                of.revision,
                sa.func.json_extract(of.document, "$.erased").label("erased"),
            )
            .where(of.map == id_)
            .order_by(of.version.desc())
        )
        with self._engine.connect() as connection:
            return tuple(VersionListed(**row) for row in connection.execute(query).mappings())

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
        edited = (
            sa.select(
                map_edits.c.map,
                sa.func.max(map_edits.c.no).label("revision"),
                sa.func.max(map_edits.c.at).label("edited"),
            )
            .group_by(map_edits.c.map)
            .subquery()
        )
        changed = sa.case((edited.c.edited > of.created, edited.c.edited), else_=of.created)
        query = (
            sa.select(
                *(maps.c[name] for name in ("id", "kind", "params", "created")),
                sa.func.coalesce(maps.c.title, of.title).label("title"),
                counted.c.versions,
                changed.label("changed"),
                sa.func.coalesce(edited.c.revision, 0).label("revision"),
            )
            .join(counted, counted.c.map == maps.c.id)
            .join(map_versions, (of.map == maps.c.id) & (of.version == counted.c.newest))
            .outerjoin(edited, edited.c.map == maps.c.id)
            .order_by(changed.desc(), maps.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(KeptMap(**row) for row in connection.execute(query).mappings())

    def version(self, id_: str, version: int | None = None) -> MapVersion | None:
        """Return one version of a map; without a number, the newest that data or a file gave."""
        of = map_versions.c
        query = (
            sa.select(map_versions, maps.c.kind)
            .join(maps, maps.c.id == of.map)
            .where(of.map == id_)
            .order_by(of.version.desc())
        )
        query = query.where(of.name.is_(None) if version is None else of.version == version)
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
            name=row["name"],
            revision=row["revision"],
            base=row["base"],
        )

    def delete(self, id_: str) -> bool:
        """Remove a map with all its versions; say whether there was one."""
        with self._writing() as connection:
            return connection.execute(sa.delete(maps).where(maps.c.id == id_)).rowcount > 0
