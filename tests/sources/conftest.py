"""A file from bytes, and the table that comes out of it as plain Python."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from desirepath.sources import Reading, open_file


@dataclass
class Table:
    """What a reading gave: columns, rows as tuples, their line numbers."""

    reading: Reading
    columns: tuple
    rows: list
    lines: list

    @property
    def notes(self):
        return " ".join(self.reading.notes)

    @property
    def bad(self):
        return [(bad.line, bad.reason) for bad in self.reading.bad]


def table_of(path) -> Table:
    """Read a file to the end."""
    reading = open_file(path)
    rows, lines = [], []
    for batch in reading.batches:
        assert batch.schema.names == ["__line", *reading.columns]
        columns = [column.to_pylist() for column in batch.columns]
        lines += columns[0]
        rows += list(zip(*columns[1:], strict=True))
    return Table(reading, reading.columns, rows, lines)


@pytest.fixture
def table(tmp_path: Path):
    """Return `table(content, name)`: writes the bytes to a file and reads it."""

    def read(content: bytes | str, name: str = "file.csv") -> Table:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return table_of(path)

    return read
