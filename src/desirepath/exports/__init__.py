"""Leaves the house: one file per format in which a map can be saved.

A format offers `suffix`, `media_type` and `write(document, out)`.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath import registry
from desirepath.errors import InputError, UsageError

WHY = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "that disk can only be read",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.ENOENT: "that folder does not exist",
    errno.ENOTDIR: "part of that path is a file, not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EISDIR: "that is a folder",
}


def formats() -> dict[str, str]:
    """Return the suffixes that can be written, with the name of their format."""
    return {registry.load("exports", name).suffix: name for name in registry.names("exports")}


def check(path: Path) -> str:
    """Return the format of a path by its suffix; raises UsageError that lists the formats."""
    known = formats()
    found = known.get(path.suffix.lower())
    if found is None:
        listed = ", ".join(sorted(known))
        what = f'"{path.suffix}"' if path.suffix else "a name without a suffix"
        raise UsageError(f"A map cannot be saved as {what} ({path}). Use one of these: {listed}.")
    return found


def save(document: Mapping[str, Any], path: str | Path) -> Path:
    """Write a map; the suffix picks the format. Returns the path.

    The file appears whole or not at all. Raises UsageError for an unknown suffix and InputError
    where the place cannot be written.
    """
    target = Path(path)
    format_ = registry.load("exports", check(target))
    if target.is_dir():
        raise InputError(f"{target} is a folder. Name a file in it, such as {target / 'map.html'}.")
    spare: Path | None = None
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name[:80]}.", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        spare = Path(name)
        format_.write(document, spare)
        # mkstemp makes files that only their owner may read; a map is as open as any new file
        mask = os.umask(0)
        os.umask(mask)
        spare.chmod(0o666 & ~mask)
        spare.replace(target)
    except OSError as error:
        if spare is not None:
            spare.unlink(missing_ok=True)
        why = WHY.get(error.errno or 0, error.strerror or str(error))
        raise InputError(
            f"The map was not saved to {target}: {why}. Choose another place with -o."
        ) from error
    except BaseException:
        if spare is not None:
            spare.unlink(missing_ok=True)
        raise
    return target
