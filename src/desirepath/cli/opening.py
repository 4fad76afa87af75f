"""Open the workspace here, or ask the server that owns it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.model.progress import Progress


def open_workspace(folder: Path, *, progress: Progress) -> Any:
    """Return the workspace, or its doors over HTTP while a server has it open."""
    from desirepath import workspace
    from desirepath.store.lock import Lock

    if (folder / workspace.SETTINGS).is_file():
        holder = Lock(folder).holder()
        url = holder.get("url")
        if url and Lock(folder).is_held():
            from desirepath.web.remote import RemoteWorkspace

            return RemoteWorkspace(folder, str(url), token=holder.get("token"))
    return workspace.open(folder, progress=progress)
