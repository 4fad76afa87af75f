"""What is taken as an image, and what a picture, a table and a reader make of it."""

import io

import pytest
from PIL import Image

from desirepath.errors import InputError
from desirepath.maps import images
from pictured import jpeg, png, webp


def test_a_photo_is_turned_upright_made_smaller_and_loses_what_the_camera_noted():
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif[0x010F] = "A camera"
    kept = images.normal(jpeg(2400, 1200, exif=exif))
    assert (kept.type, kept.width, kept.height) == ("image/jpeg", 800, 1600)
    with Image.open(io.BytesIO(kept.data)) as written:
        assert not dict(written.getexif())
        assert "exif" not in written.info


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (png(), "image/png"),
        (png(mode="P"), "image/png"),
        (png(mode="LA"), "image/png"),
        (png(mode="I;16"), "image/png"),
        (jpeg(), "image/jpeg"),
        (jpeg(mode="CMYK"), "image/jpeg"),
        (webp(), "image/jpeg"),
        (webp(lossless=True), "image/png"),
        (webp(mode="RGBA"), "image/png"),
    ],
)
def test_png_jpeg_and_webp_of_every_kind_are_kept_as_png_or_jpeg(data, type_):
    kept = images.normal(data)
    assert (kept.type, kept.width, kept.height) == (type_, 40, 30)
    assert images.checked(kept.data) == kept
    assert images.normal(data) == kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"<!doctype html><h1>picture.png</h1>",
        png()[:20],
        png()[:-40],
        jpeg()[:200],
    ],
)
def test_what_is_no_image_is_refused_with_what_to_bring(data):
    with pytest.raises(InputError, match=r"PNG, JPEG or WebP|damaged"):
        images.normal(data, '"x.png"')


def test_an_image_that_unpacks_to_far_more_than_it_is_is_not_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(InputError, match="9000 × 9000 pixels"):
        images.normal(bomb.getvalue())
    with pytest.raises(InputError, match="12 MB"):
        images.normal(bytes(images.LARGEST + 1))
