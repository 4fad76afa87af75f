"""Small images for tests."""

import io

from PIL import Image


def written(kind, width=40, height=30, mode="RGB", **options):
    """Return an image with an edge in it, so that turning it can be seen."""
    made = Image.new(mode, (width, height))
    made.paste(Image.new(mode, (width // 2, height // 2), 90), (0, 0))
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def png(width=40, height=30, mode="RGB"):
    """Return a PNG."""
    return written("PNG", width, height, mode)


def jpeg(width=40, height=30, mode="RGB", **options):
    """Return a JPEG."""
    return written("JPEG", width, height, mode, **options)


def webp(mode="RGB", **options):
    """Return a WebP."""
    return written("WEBP", 40, 30, mode, **options)
