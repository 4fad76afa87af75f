"""Images of storyboards: taken by what their bytes are, never by a name or a claimed type.

PNG, JPEG and WebP are decoded and written anew: turned as the camera held them, without what the
camera noted (place, time, device), and no larger than a map can show. What comes out is PNG or
JPEG, which every format that a map leaves in can hold. SVG is a program and not a picture, and is
refused like everything else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desirepath.errors import InputError

LARGEST = 12 << 20
"""Bytes of a file that is taken."""
MOST_PIXELS = 50_000_000
"""More than a camera makes; what unpacks to more is refused before it is unpacked."""
SIDE = 1600
"""Pixels of the longer side of what is kept."""
ID = re.compile(r"[0-9a-f]{64}")
READ = ("PNG", "JPEG", "WEBP")
KEPT = {"PNG": "image/png", "JPEG": "image/jpeg"}
REFUSED = "is no image that a map can show. Bring a PNG, JPEG or WebP file"


@dataclass(frozen=True)
class Image:
    """A picture as it is kept: media type, size in pixels, bytes."""

    type: str
    width: int
    height: int
    data: bytes = field(repr=False)


def normal(data: bytes, name: str = "This file") -> Image:
    """Return the picture in a file, written anew; raises InputError with what is wrong with it."""
    from PIL import ImageOps

    with _opened(data, name) as found:
        try:
            turned = ImageOps.exif_transpose(found)
            turned.thumbnail((SIDE, SIDE))
            drawing = found.format == "PNG" or turned.has_transparency_data or _lossless(data)
            written = io.BytesIO()
            if drawing:
                mode = "RGBA" if turned.has_transparency_data else "RGB"
                made = turned if turned.mode in {"L", "P", "RGB", "RGBA"} else turned.convert(mode)
                made.info.clear()
                made.save(written, "PNG", optimize=True)
            else:
                made = turned.convert("RGB")
                made.info.clear()
                made.save(written, "JPEG", quality=86, optimize=True)
        except (OSError, ValueError, SyntaxError) as error:
            raise InputError(f"{name} is an image that breaks off or is damaged.") from error
        type_ = KEPT["PNG" if drawing else "JPEG"]
        return Image(type_, made.width, made.height, written.getvalue())


def checked(data: bytes, name: str = "This file") -> Image:
    """Return a picture that was kept before as it is; raises InputError where it is none."""
    with _opened(data, name) as found:
        if found.format not in KEPT:
            raise InputError(f"{name} {REFUSED}.")
        return Image(KEPT[found.format], found.width, found.height, data)


def shown(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a map says of its images: `{"id", "alt", "width", "height"}`, in its order."""
    for lane in document["lanes"]:
        for cell in lane["cells"]:
            image = cell["content"].get("image")
            if image:
                yield image


def told(content: Mapping[str, Any]) -> str:
    """Return what the image of a card shows in words, "" where it has none."""
    image = content.get("image")
    return str(image["alt"]) if image else ""


def _opened(data: bytes, name: str) -> Any:
    from PIL import Image as Reading
    from PIL import UnidentifiedImageError

    if len(data) > LARGEST:
        raise InputError(f"{name} has more than {LARGEST >> 20} MB, the most an image may have.")
    try:
        found = Reading.open(io.BytesIO(data), formats=READ)
    except UnidentifiedImageError as error:
        raise InputError(f"{name} {REFUSED}.") from error
    except (OSError, ValueError, SyntaxError, Warning, Reading.DecompressionBombError) as error:
        raise InputError(f"{name} {REFUSED} (this one cannot be read).") from error
    if found.width * found.height > MOST_PIXELS:
        raise InputError(
            f"{name} has {found.width} × {found.height} pixels. Bring one of at most "
            f"{MOST_PIXELS // 1_000_000} million."
        )
    return found


def _lossless(data: bytes) -> bool:
    """Say whether a WebP file holds a drawing: its pixels are kept exactly."""
    return data[:4] == b"RIFF" and b"VP8L" in data[:64]
