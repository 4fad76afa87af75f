"""The images of maps: each is kept once, under the hash of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from desirepath.store.bookpart import BookPart
from desirepath.store.tables import images, map_edits, map_versions

GRACE = timedelta(days=1)
"""An image that was just brought is not on a map yet."""


@dataclass(frozen=True)
class KeptImage:
    """One image; `id` is the SHA-256 of its bytes, `type` its media type, sizes in pixels."""

    id: str
    type: str
    width: int
    height: int
    data: bytes = field(repr=False)


class KeptImages(BookPart):
    """`book.images`; every method is one transaction."""

    def add(self, type_: str, width: int, height: int, data: bytes) -> KeptImage:
        """Keep an image, once however often it comes."""
        made = KeptImage(hashlib.sha256(data).hexdigest(), type_, width, height, data)
        with self._writing() as connection:
            row = {**vars(made), "created": self._clock()}
            connection.execute(insert(images).values(row).on_conflict_do_nothing())
        return made

    def get(self, id_: str) -> KeptImage | None:
        """Return an image, None where there is none of that id."""
        query = sa.select(*(images.c[name] for name in KeptImage.__annotations__))
        with self._engine.connect() as connection:
            row = connection.execute(query.where(images.c.id == id_)).mappings().first()
        return KeptImage(**row) if row else None

    def sweep(self) -> int:
        """Remove the images that no map names in its log or a version; return how many."""
        before = datetime.fromisoformat(self._clock()) - GRACE
        logs = sa.cast(map_edits.c.change, sa.Text).contains(images.c.id)
        documents = map_versions.c.document.contains(images.c.id)
        unused = sa.delete(images).where(
            images.c.created < before.isoformat(timespec="seconds"),
            ~sa.exists(sa.select(map_edits.c.no).where(logs)),
            ~sa.exists(sa.select(map_versions.c.version).where(documents)),
        )
        with self._writing() as connection:
            return int(connection.execute(unused).rowcount)
