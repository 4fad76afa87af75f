"""The images of a workspace's maps: brought in, looked up, and put into documents that leave."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError
from desirepath.maps import images

if TYPE_CHECKING:
    from desirepath.store.kept_images import KeptImage, KeptImages

NONE = (
    'There is no image "{}" in this workspace. Bring it in first: ws.maps.images.add(FILE), or '
    "POST /api/v1/maps/images; the answer has its id."
)


class Images:
    """`ws.maps.images`: what storyboards show. Each image is kept once."""

    def __init__(self, kept: KeptImages) -> None:
        """Made by the door to maps."""
        self._kept = kept

    def add(self, image: str | Path | bytes, name: str | None = None) -> dict[str, Any]:
        """Keep a PNG, JPEG or WebP (a file, or its bytes) and return `{id, type, width, height}`.

        `{"id": …, "alt": …}` is then the `image` of `add-card` and `edit-card`. Raises InputError
        for what is no image, or too large.
        """
        if isinstance(image, bytes):
            data, called = image, name or "This file"
        else:
            path = Path(image)
            if not path.is_file():
                raise InputError(f"There is no file {path}.")
            called = f'"{name or path.name}"'
            with path.open("rb") as file:
                data = file.read(images.LARGEST + 1)
        made = images.normal(data, called)
        return _told(self._kept.add(made.type, made.width, made.height, made.data))

    def get(self, id: str) -> KeptImage:  # noqa: A002 - the field's word
        """Return an image with its bytes; raises InputError where there is none."""
        found = self._kept.get(id) if images.ID.fullmatch(id) else None
        if found is None:
            raise InputError(NONE.format(id[:80]))
        return found

    def keep(self, told: Mapping[str, str]) -> None:
        """Keep the images that came inside a map, as data URIs that its reader has checked."""
        for uri in told.values():
            made = images.checked(base64.b64decode(uri.partition(",")[2]))
            self._kept.add(made.type, made.width, made.height, made.data)

    def measured(self, change: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a change of a map with the size of the image that it names, as it is kept."""
        image = change.get("image")
        if not image:
            return change
        found = self.get(str(image.get("id")))
        return {**change, "image": {**image, "width": found.width, "height": found.height}}

    def inside(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a map with the bytes of its images in it, so that it can leave the workspace."""
        found = {}
        for image in images.shown(document):
            kept = self._kept.get(str(image["id"]))
            if kept:
                coded = base64.b64encode(kept.data).decode()
                found[kept.id] = f"data:{kept.type};base64,{coded}"
        return {**document, "images": found} if found else document


def _told(kept: KeptImage) -> dict[str, Any]:
    return {"id": kept.id, "type": kept.type, "width": kept.width, "height": kept.height}
