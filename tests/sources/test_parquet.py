"""Parquet: a path for the engine, with the schema's columns; damaged files are one sentence."""

import gc
import gzip

import pyarrow as pa
import pytest
from pyarrow import parquet

from desirepath.errors import UnreadableFile
from desirepath.sources import open_file


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "x.parquet"
    parquet.write_table(
        pa.table({"id": [1, 2], "tags": [["a"], []], "who": [{"n": 1}, None]}), path
    )
    return path


def test_the_engine_gets_the_path_and_the_columns_of_the_schema(file):
    reading = open_file(file)
    assert reading.parquet == file
    assert reading.batches is None
    assert reading.columns == ("id", "tags", "who")
    assert 'read as text: "tags", "who"' in " ".join(reading.notes)


def test_a_packed_parquet_is_unpacked_and_its_copy_removed(file, tmp_path):
    packed = tmp_path / "x.parquet.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    reading = open_file(packed)
    copy = reading.parquet
    assert copy.read_bytes() == file.read_bytes()
    del reading
    gc.collect()
    assert not copy.exists()


def test_a_damaged_parquet_is_one_sentence(file):
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(UnreadableFile, match="Parquet file that is cut off or damaged"):
        open_file(file)
