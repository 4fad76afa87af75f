"""Compression is seen by content, taken off while streaming, and bombs are refused."""

import bz2
import gzip
import hashlib
import io
import lzma
import random
import zipfile

import pyarrow as pa
import pytest

from desirepath.errors import UnreadableFile
from desirepath.sources import _compression, content_hash, open_file

CONTENT = b"customer,touchpoint,time\nc1,Visit,2024-05-01\nc2,Order,2024-05-02\n"


def zstd(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True)


def zipped(*members: tuple[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return sink.getvalue()


PACKED = {
    "plain": CONTENT,
    "gzip": gzip.compress(CONTENT),
    "two gzip members": gzip.compress(CONTENT[:30]) + gzip.compress(CONTENT[30:]),
    "bzip2": bz2.compress(CONTENT),
    "xz": lzma.compress(CONTENT),
    "zstd": zstd(CONTENT),
    "zip": zipped(("in/data.csv", CONTENT), ("__MACOSX/._data.csv", b"x"), (".DS_Store", b"y")),
    "gzip in zip": zipped(("data.csv.gz", gzip.compress(CONTENT))),
}


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("name", ["data.csv", "data.csv.gz", "data.bin"])
def test_every_packing_gives_the_same_table_under_any_name(table, kind, name):
    read = table(PACKED[kind], name)
    assert read.rows == [("c1", "Visit", "2024-05-01"), ("c2", "Order", "2024-05-02")]


@pytest.mark.parametrize("kind", PACKED)
def test_the_hash_is_that_of_the_content_not_of_its_packing(tmp_path, kind):
    file = tmp_path / "data"
    file.write_bytes(PACKED[kind])
    assert content_hash(file) == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstd"])
def test_a_file_that_was_cut_off_says_so_in_one_sentence(tmp_path, kind):
    chance = random.Random(1)
    rows = b"".join(b"c%d,Visit,%d\n" % (n, chance.getrandbits(60)) for n in range(20_000))
    pack = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd}[kind]
    packed = pack(CONTENT + rows)
    file = tmp_path / "log.csv.x"
    file.write_bytes(packed[: len(packed) * 2 // 3])
    with pytest.raises(UnreadableFile) as caught:
        open_file(file)
    assert str(caught.value) == (
        f'"log.csv.x" is a {kind} file that ends too early: it was cut off while it was copied '
        "or downloaded. Fetch it again."
    )


def test_a_damaged_gzip_says_so(tmp_path):
    packed = bytearray(gzip.compress(bytes(random.Random(2).choices(b"abc,\n", k=50_000))))
    packed[2000:2010] = b"\x00" * 10
    file = tmp_path / "log.csv.gz"
    file.write_bytes(packed)
    with pytest.raises(UnreadableFile, match="is damaged"):
        open_file(file)


def test_a_zip_with_several_files_names_them(tmp_path):
    file = tmp_path / "all.zip"
    file.write_bytes(zipped(("a.csv", CONTENT), ("b.csv", CONTENT)))
    with pytest.raises(UnreadableFile, match=r'2 files \("a.csv", "b.csv"\): unpack it and name'):
        open_file(file)


def test_an_empty_and_a_broken_zip_are_refused(tmp_path):
    file = tmp_path / "x.zip"
    file.write_bytes(zipped(("folder/", b"")))
    with pytest.raises(UnreadableFile, match="no file in it"):
        open_file(file)
    file.write_bytes(zipped(("a.csv", CONTENT * 50))[:60])
    with pytest.raises(UnreadableFile, match="cut off or damaged"):
        open_file(file)


def test_a_zip_with_a_password_is_refused(tmp_path):
    packed = bytearray(zipped(("a.csv", CONTENT)))
    packed[6] |= 1  # the flag "encrypted" in the local and the central header
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    file = tmp_path / "x.zip"
    file.write_bytes(packed)
    with pytest.raises(UnreadableFile, match="zip with a password"):
        open_file(file)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(_compression, "BOMB_SIZE", 4 << 20)
    file = tmp_path / "bomb.csv.xz"
    rows = b"c1,Visit,2024-05-01\n" * 600_000
    file.write_bytes(lzma.compress(CONTENT + rows, preset=0))
    with pytest.raises(UnreadableFile, match="more than 250 times its size"):
        open_file(file)


def test_packing_in_packing_in_packing_ends_somewhere(tmp_path):
    content = CONTENT
    for _ in range(5):
        content = gzip.compress(content)
    file = tmp_path / "x.gz"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match="packed more than 3 times"):
        open_file(file)


def test_an_empty_gzip_is_an_empty_file(tmp_path):
    file = tmp_path / "x.csv.gz"
    file.write_bytes(gzip.compress(b""))
    with pytest.raises(UnreadableFile, match="is empty"):
        open_file(file)


def test_progress_is_told_and_ends_at_the_whole(tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(CONTENT)
    told = []
    reading = open_file(file, lambda sentence, share: told.append((sentence, share)))
    list(reading.batches)
    assert told[-1] == ("Reading x.csv", 1.0)
