"""Parquet: the engine reads the file itself; here it is only looked at."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from desirepath.errors import InputError, UnreadableFile
from desirepath.sources._examples import parquet_events
from desirepath.sources._reading import Opened, Reading, listed

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")


def matches(head: bytes, path: Path) -> bool:  # noqa: ARG001 - every plug-in is asked alike
    """Say yes to the signature of Parquet."""
    return head.startswith((b"PAR1", b"PARE"))


def read(opened: Opened) -> Reading:
    """Return the columns of the schema and the path for the engine; lines are row numbers.

    Raises UnreadableFile when the file is damaged, encrypted or cut off.
    """
    import pyarrow as pa
    from pyarrow import parquet

    if opened.head.startswith(b"PARE"):
        raise UnreadableFile(
            f'"{opened.name}" is an encrypted Parquet file: save it without a key.'
        )
    path = _unpacked(opened) if opened.packed else opened.path
    try:
        schema = parquet.read_schema(path)
        rows = parquet.read_metadata(path).num_rows
    except (pa.ArrowException, OSError) as error:
        if opened.packed:
            path.unlink()
        raise UnreadableFile(
            f'"{opened.name}" is a Parquet file that is cut off or damaged: '
            "copy or export it again."
        ) from error
    names = tuple(schema.names)
    notes = ["Lines are counted as rows."]
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    if nested:
        notes.append(f"Columns with lists or structures are read as text: {listed(nested)}.")
    double = sorted({name for name in names if names.count(name) > 1})
    if double or not names:
        what = f"more than one column called {listed(double)}" if double else "no columns"
        raise UnreadableFile(f'"{opened.name}" is a Parquet file with {what}: export it again.')
    if not rows:
        notes.append("The file has no rows.")
    reading = Reading(NAME, names, parquet=path, notes=notes)
    if opened.packed:
        reading.keep(path.unlink, True)
    return reading


def _unpacked(opened: Opened) -> Path:
    """Write the decompressed file beside other temporary ones: the engine needs to seek in it."""
    handle, name = tempfile.mkstemp(prefix="desirepath-", suffix=".parquet")
    try:
        with os.fdopen(handle, "wb") as target, opened.stream() as stream:
            while chunk := stream.read(1 << 20):
                target.write(chunk)
    except OSError as error:
        Path(name).unlink()
        raise InputError(
            f'There is no room to unpack "{opened.name}" in {tempfile.gettempdir()} '
            f"({error.strerror}): free some space, or unpack it by hand."
        ) from error
    return Path(name)


def __getattr__(name: str) -> Any:
    # The example is made when somebody asks: pyarrow must not be loaded with this module.
    if name == "EXAMPLE":
        return parquet_events()
    raise AttributeError(name)
