"""One file per area; each offers `router`, and every route asks the doors of one workspace."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from desirepath.workspace import Workspace


class Desk:
    """The open workspace and the right to use it: the engine serves one question at a time."""

    def __init__(self, workspace: Workspace) -> None:
        """Made once per server."""
        self.folder = workspace.folder
        self._workspace = workspace
        self._turn = threading.Lock()

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Wait for the turn and hand out the workspace."""
        with self._turn:
            yield self._workspace


def desk(request: Request) -> Desk:
    """Return the desk of the running server (a dependency of routes)."""
    found = request.app.state.desk
    if not isinstance(found, Desk):
        raise TypeError("the app was made without a desk")
    return found
