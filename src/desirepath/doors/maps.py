"""Build the living map, look at it, save it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desirepath import exports, refresh
from desirepath.model.result import canonical


@dataclass(frozen=True)
class Map:
    """One map; shows itself in a notebook."""

    document: Mapping[str, Any]
    digest: str = ""
    """Of the document without the time it was made."""

    def save(self, file: str | Path) -> Path:
        """Write the map; the suffix picks the format."""
        return exports.save(self.document, Path(file))

    def _repr_html_(self) -> str:
        from desirepath.exports.html import fragment

        return fragment(self.document)


class Maps:
    """`ws.maps`: build maps and keep their versions."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def build(self, *, title: str | None = None, **selection: Any) -> Map:
        """Return the map of what is known now, and keep it as a version if it is new.

        `by`, `where`, `from_` and `to` choose journeys as in the analyses.
        """
        chosen = {key.removesuffix("_"): value for key, value in selection.items() if value}
        document = refresh.draw(self._stores, title=title, selection=chosen)
        timeless = {key: value for key, value in document.items() if key != "created"}
        digest = hashlib.sha256(canonical(timeless).encode()).hexdigest()
        self._stores.book.keep_map(str(document["title"]), document, digest)
        return Map(document, digest)
